"""Records of many clients changed at once: rows and keys are looked up once for all of them (issue 8).

One change costs five statements of its own; a batch of letters has three changes a letter, and a statement of many
rows costs little more than one of a single row.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar

from sqlalchemy import Connection, select

from core.entities.entry import Entry, changed_values
from core.problem import N_, ExitCode, Problem
from storage.keys.portfolio import PORTFOLIO_WIDE, ClientKeys, NotGranted, missing_compartments, open_client_keys
from storage.keys.scopes import Compartment, compartment_of
from storage.records.bodies import encode_change
from storage.records.registers import Register
from storage.schema.clients import client
from storage.sealing.envelope import SealKey, SpaceKind
from storage.vault.brought_records import BroughtRecords
from storage.vault.card_rows import unknown_client
from storage.vault.clients import TOUCHED
from storage.vault.register_rows import Stored
from storage.vault.writing import SOME, Over, Writing

E = TypeVar("E", bound=Entry)


class Opened(NamedTuple):
    """One client inside a transaction."""

    portfolio: bytes
    keys: ClientKeys
    wraps: bytes


class ManyRecords(BroughtRecords):
    """What `Registers` does for whole batches, in compartments that open with a portfolio."""

    def change_all(
        self, writing: Writing, register: Register[E], changes: Sequence[tuple[Stored[E], E]], cause: str = "person"
    ) -> None:
        """Save several records over the versions they were read at, each with its history entry.

        Raises Stale when any of them was saved by somebody else meanwhile, Problem (REFUSED) without the right to
        write; ValueError for a register that does not open with the portfolio.
        """
        opened = self._opened(writing, register, (stored.space_id for stored, _ in changes))
        who, now_us = self._entered.identity.person_id, self._entered.premises.clock()
        part = compartment_of(register.compartment)
        rows = []
        for stored, fields in changes:
            changed = changed_values(stored.fields, fields)
            if not changed:
                continue
            one = opened[stored.space_id]
            key = _key_of(one, part)
            note = encode_change(stored.version, who, now_us, cause, changed)
            body = register.encode(fields, stored.cause)
            feed = (SpaceKind.PORTFOLIO, one.portfolio)
            rows.append(Over(key, feed, stored.record_id, stored.version, body, note))
        writing.change_records(rows)
        _touch(writing, opened)

    def expect(self, writing: Writing, register: Register[E], clients: Iterable[bytes]) -> None:
        """Look up what `add` will need of many clients. One whose compartment has no key yet is left to `add`."""
        opened = self._opened(writing, register, clients)
        part = compartment_of(register.compartment)
        for client_id, one in opened.items():
            if not missing_compartments(one.wraps) & part.bit:
                known = ((SpaceKind.PORTFOLIO, one.portfolio), _key_of(one, part), one.keys.epoch)
                writing.known[(register.home, client_id, register.compartment)] = known
        _touch(writing, opened)

    def _opened(self, writing: Writing, register: Register[E], clients: Iterable[bytes]) -> dict[bytes, Opened]:
        part = compartment_of(register.compartment)
        if register.home is not SpaceKind.CLIENT or not PORTFOLIO_WIDE & part.bit:
            raise ValueError("only what opens with a portfolio is changed for many clients at once")
        wanted = set(clients)
        found = {each: known for each in wanted if (known := writing.known.get(("opened", each))) is not None}
        for client_id, one in self._looked_up(writing.connection, wanted - found.keys()):
            found[client_id] = writing.known["opened", client_id] = one
        if found.keys() != wanted:
            raise unknown_client()
        return found

    def _looked_up(self, connection: Connection, clients: set[bytes]) -> Iterator[tuple[bytes, Opened]]:
        keyring = self._entered.keyring
        portfolios, receipts = keyring.portfolios, keyring.receipts
        allowed: set[bytes] = set()
        for client_id, home, epoch, wraps in _rows_of(connection, sorted(clients)):
            key = portfolios.get(home)
            if key is None:
                continue
            if home not in allowed and not keyring.may_write(home):
                raise Problem(N_("You may read this client and not change it: ask your head."), ExitCode.REFUSED)
            allowed.add(home)
            yield client_id, Opened(home, open_client_keys(receipts[home], key, client_id, epoch, wraps), wraps)


def _rows_of(connection: Connection, clients: Sequence[bytes]) -> Iterator[tuple[bytes, bytes, int, bytes]]:
    """(client, portfolio, epoch, wraps) of many clients."""
    asked = select(client.c.id, client.c.portfolio_id, client.c.epoch, client.c.wraps)
    for first in range(0, len(clients), SOME):
        for row in connection.execute(asked.where(client.c.id.in_(clients[first : first + SOME]))).all():
            yield bytes(row[0]), bytes(row[1]), int(row[2]), bytes(row[3])


def _touch(writing: Writing, opened: Mapping[bytes, Opened]) -> None:
    """Show many clients in the change feeds of their portfolios, each once in a transaction."""
    fresh = [(each, one.portfolio) for each, one in opened.items() if ("touched", each) not in writing.known]
    rows = [{"client_id": each, "seq": writing.change(SpaceKind.PORTFOLIO, home)} for each, home in fresh]
    writing.known.update({("touched", row["client_id"]): row["seq"] for row in rows})
    TOUCHED.many(writing.connection, rows)


def _key_of(one: Opened, part: Compartment) -> SealKey:
    try:
        return one.keys.key(part)
    except NotGranted:
        raise Problem(
            N_("This part of the client's dossier is closed to you: ask your head."), ExitCode.REFUSED
        ) from None
