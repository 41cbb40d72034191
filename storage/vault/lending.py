"""Facet of lending: one client's keys for a colleague whose portfolios do not hold him (spec/store §1)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select, update

from core.problem import N_, ExitCode, Problem
from storage.access.rights import COMPARTMENTS_OF
from storage.audit.kinds import Kind
from storage.audit.roster import Statement
from storage.keys.fingerprint import fingerprint
from storage.keys.portfolio import complete_client_keys, missing_compartments, open_client_keys
from storage.keys.scopes import Compartment, Right, Scope, mask_of
from storage.schema.clients import client
from storage.schema.people import grant
from storage.sealing.secret import SealBroken
from storage.vault.carrying import grants_over
from storage.vault.clients import Clients
from storage.vault.door import Entered
from storage.vault.gate import LABEL_LETTERS
from storage.vault.grant_book import Given, GrantBook, demand_dates, part_of
from storage.vault.granting import Granter, take_grants
from storage.vault.guests import LENDABLE
from storage.vault.people import known_role
from storage.vault.resealing import used_compartments
from storage.vault.rotation import DUE, Progress, declare
from storage.vault.writing import damaged

USUAL = mask_of(Compartment.CARD, Compartment.CONTACTS, Compartment.DOSSIER)
"""What is lent when no parts are named."""


class Lending:
    """Giving and taking keys of single clients. What is lent is read, never written."""

    def __init__(self, entered: Entered, clients: Clients, grants: GrantBook) -> None:
        self._entered = entered
        self._clients = clients
        self._grants = grants

    def give(
        self,
        login: str,
        client_id: bytes,
        *,
        parts: Sequence[str] = (),
        not_before_us: int = 0,
        not_after_us: int = 0,
        confirmed: str = "",
    ) -> Given:
        """Lend a client to a colleague, also when he is away; an earlier loan that reaches no further is replaced.

        Raises Problem as `GrantBook.give`; also REFUSED for parts that are not lent, BAD_INPUT for somebody who opens
        the client anyway or a client that is not among the own ones.
        """
        entered = self._entered
        to = self._grants.receiver(login)
        mask = self._mask(to, parts)
        demand_dates(entered.premises.clock(), not_before_us, not_after_us)
        stored = self._clients.stored(client_id)
        self._grants.demand_giving(stored.portfolio_id)
        self._grants.pins.demand(to, confirmed)
        details = {
            "client": client_id,
            "name": stored.card.name[:LABEL_LETTERS],
            "to": to.person,
            "parts": mask,
            "until": not_after_us,
        }
        receipt = entered.gate.read(Kind.CLIENT_LENT, client_id, details, [(int(Scope.CLIENT), client_id)])
        with entered.gate.writing(Kind.WRITE) as writing:
            row = self._row(writing.connection, client_id)
            if _opens_portfolio(writing.connection, to.person, bytes(row.portfolio_id)):
                raise Problem(N_("{login} opens this client's portfolio anyway."), login=login)
            wraps = self._completed(writing.connection, row, client_id)
            secret = open_client_keys(
                receipt, entered.keyring.of(bytes(row.portfolio_id)), client_id, int(row.epoch), wraps
            ).secret(mask)
            had = grants_over(writing.connection, Scope.CLIENT, [client_id])
            if any(each.grant.member_id == to.person and each.grant.compartments & ~mask for each in had):
                raise Problem(N_("{login} is lent more of this client: take him back first."), login=login)
            take_grants(writing, _loans(writing.connection, client_id, to.person), "replaced")
            given = Granter(writing, entered.identity).give(
                Scope.CLIENT,
                client_id,
                int(row.epoch),
                secret,
                (to.person, to.agreement_key),
                compartments=mask,
                rights=Right.READ,
                not_before_us=not_before_us,
                not_after_us=not_after_us,
            )
            self._grants.pins.pin(writing, to)
        return Given(given, fingerprint(to.agreement_key, to.signing_key))

    def revoke(self, login: str, client_id: bytes, progress: Progress | None = None) -> int:
        """Take a client back and renew the keys of his portfolio. Gives the number of clients under new keys.

        Raises Problem: BAD_INPUT for somebody to whom he is not lent, REFUSED without the right to give.
        """
        entered = self._entered
        whose = self._grants.named(login)
        home = self._clients.stored(client_id).portfolio_id
        self._grants.demand_giving(home)
        with entered.gate.writing(Kind.CLIENT_LENT, client_id, {"client": client_id, "from": whose.person}) as writing:
            taken = _loans(writing.connection, client_id, whose.person)
            if not taken:
                raise Problem(N_("This client is not lent to {login}."), login=login)
            take_grants(writing, taken, "revoked")
            declare(writing.transaction, DUE, Scope.PORTFOLIO, home, entered.keyring.of(home).epoch)
        return self._grants.rotated(home, progress)

    def names(self, clients: Sequence[bytes]) -> dict[bytes, str]:
        """Names of lent clients as far as the session opens them."""
        found = {}
        for each in dict.fromkeys(clients):
            try:
                found[each] = self._clients.stored(each).card.name
            except Problem as problem:
                if problem.exit_code is not ExitCode.BAD_INPUT:
                    raise
        return found

    def _mask(self, to: Statement, parts: Sequence[str]) -> int:
        reach = COMPARTMENTS_OF[known_role(to.role)] & LENDABLE
        mask = mask_of(Compartment.CARD, *map(part_of, parts)) if parts else USUAL & reach
        if mask & ~LENDABLE:
            raise Problem(
                N_("Of a single client card, contacts, dossier and private are lent: give the portfolio for the rest."),
                ExitCode.REFUSED,
            )
        if not mask or mask & ~reach:
            raise Problem(
                N_("The role of {login} does not hold these parts of a client."), ExitCode.REFUSED, login=to.login
            )
        return mask

    def _row(self, connection: Connection, client_id: bytes) -> Any:
        row = connection.execute(
            select(client.c.portfolio_id, client.c.epoch, client.c.wraps).where(client.c.id == client_id)
        ).first()
        if row is None:
            raise damaged("key")
        return row

    def _completed(self, connection: Connection, row: Any, client_id: bytes) -> bytes:
        """The client's wraps with a key in every slot: what is written there tomorrow opens to the borrower too."""
        wraps = bytes(row.wraps)
        try:
            if not missing_compartments(wraps):
                return wraps
            if used_compartments(connection, client_id) & missing_compartments(wraps):
                raise SealBroken
            key = self._entered.keyring.of(bytes(row.portfolio_id))
            wraps, _made = complete_client_keys(key, client_id, int(row.epoch), wraps)
        except SealBroken:
            raise damaged("key") from None
        connection.execute(update(client).where(client.c.id == client_id).values(wraps=wraps))
        return wraps


def _opens_portfolio(connection: Connection, person: bytes, portfolio_id: bytes) -> bool:
    held = select(grant.c.id).where(
        grant.c.member_id == person, grant.c.scope_kind == int(Scope.PORTFOLIO), grant.c.scope_id == portfolio_id
    )
    return connection.scalar(held.limit(1)) is not None


def _loans(connection: Connection, client_id: bytes, person: bytes) -> list[bytes]:
    query = select(grant.c.id).where(
        grant.c.member_id == person, grant.c.scope_kind == int(Scope.CLIENT), grant.c.scope_id == client_id
    )
    return [bytes(each) for each in connection.scalars(query)]
