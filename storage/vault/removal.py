"""Facet of removal: a removed client is hidden, not destroyed, and comes back whole (S01.12).

More than a handful a day needs a second person, who signs what the first one asks for: a base is not emptied by one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection, func, select

from core.problem import N_, ExitCode, Problem
from core.rules import DEFAULT
from storage.access.rights import SECOND_PERSON
from storage.audit.kinds import Kind
from storage.keys.identity import Identity
from storage.schema.log import log
from storage.sealing.framing import frame
from storage.vault.clients import Clients
from storage.vault.door import Entered, identify
from storage.vault.writing import Writing

_LABEL = b"kartoteka/removal/1"
_DAY_US = 86_400_000_000


@dataclass(frozen=True, slots=True)
class SecondPerson:
    """Who agrees to a removal beside the person who asks. The passphrase stays the caller's to wipe."""

    login: str
    passphrase: bytearray


class Removal:
    """Hiding clients and showing them again."""

    def __init__(self, entered: Entered, clients: Clients) -> None:
        self._entered = entered
        self._clients = clients

    def remove(self, clients: Sequence[bytes], second: SecondPerson | None = None) -> None:
        """Hide clients, all of them or none.

        Raises Problem: REFUSED without the right to write, or above the day's limit without a second person;
        BAD_INPUT for a client that is not among the open ones.
        """
        other = self._second(second) if second is not None else None
        details: dict[str, object] = {"removed": len(set(clients))}
        if other is not None:
            me = self._entered.identity.person_id
            listed = hashlib.sha256(b"".join(sorted(set(clients)))).digest()
            details |= {
                "second": other.person_id,
                "signature": other.signer.sign(frame(_LABEL, self._entered.premises.store_id, me, listed)),
            }
        self._set(clients, True, Kind.CLIENT_REMOVED, "person", details, enough=other is not None)

    def restore(self, clients: Sequence[bytes], cause: str = "person") -> None:
        """Show hidden clients again, all of them or none. Raises Problem as `remove` does, without a limit."""
        self._set(clients, False, Kind.CLIENT_RESTORED, cause, {"restored": len(set(clients))}, enough=True)

    def _set(
        self,
        clients: Sequence[bytes],
        removed: bool,
        kind: Kind,
        cause: str,
        details: Mapping[str, object],
        *,
        enough: bool,
    ) -> None:
        gate = self._entered.gate
        with gate.transaction() as step:
            writing = Writing(step, self._entered.premises.store_id)
            changed = []
            for client_id in dict.fromkeys(clients):
                stored = self._clients.stored(client_id, step.connection)
                if not self._entered.keyring.may_write(stored.portfolio_id):
                    raise Problem(N_("You may read this client and not change it: ask your head."), ExitCode.REFUSED)
                if stored.card.removed is not removed:
                    card = msgspec.structs.replace(stored.card, removed=removed)
                    self._clients.change_within(writing, client_id, stored.card, card, cause)
                    changed.append(client_id)
            if not changed:
                return
            if not enough and not self._entered.alone:
                self._demand_few(step.connection, len(changed))
            writing.flush()
            step.append(Kind.WRITE, details=msgspec.msgpack.encode(details), writes=writing.leaves)
            for client_id in changed:
                step.append(kind, gate.tag(client_id))

    def _demand_few(self, connection: Connection, count: int) -> None:
        """The limit counts a day, so that a large removal in small steps is a large removal."""
        since = self._entered.premises.clock() - _DAY_US
        me = self._entered.identity.person_id
        query = select(func.count()).select_from(log)
        own = (log.c.actor == me, log.c.kind == int(Kind.CLIENT_REMOVED), log.c.time_us > since)
        before = int(connection.scalar(query.where(*own)) or 0)
        limit = DEFAULT.removal_quorum
        if before + count > limit:
            raise Problem(
                N_("More than {limit} removals in a day need a second person: client remove with --second LOGIN."),
                ExitCode.REFUSED,
                limit=limit,
            )

    def _second(self, second: SecondPerson) -> Identity:
        identity = identify(self._entered.premises, second.login, second.passphrase)
        found = self._entered.premises.staff().get(identity.person_id)
        if (
            found is None
            or found.statement.state != "active"
            or found.statement.signing_key != identity.signing_public
            or found.statement.role not in SECOND_PERSON
            or identity.person_id == self._entered.identity.person_id
        ):
            raise Problem(
                N_("The second person must be somebody else: a head, keeper or owner of this firm."), ExitCode.REFUSED
            )
        return identity
