"""What an import wrote into the private compartment of the clients it made: found again so that undo takes it back."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from core.entities.entry import Entry
from storage.engine import reading
from storage.keys.portfolio import NotGranted
from storage.keys.scopes import Compartment
from storage.records.registers import Register
from storage.schema.clients import record
from storage.sealing.envelope import SealKey, SpaceKind
from storage.vault.clients import Clients
from storage.vault.door import Entered
from storage.vault.register_rows import Held, open_space
from storage.vault.registers import Registers
from storage.vault.writing import Writing

_CHUNK = 500


def private_of_new(
    writing: Writing,
    client_id: bytes,
    portfolio_id: bytes,
    keys: Mapping[Compartment, SealKey],
    records: Sequence[tuple[Register[Any], Entry]],
    cause: str,
) -> list[tuple[bytes, Register[Any], Entry, str]]:
    """What is private of a client just made, ready to be added: his keys are at hand, so no entry has to open them."""
    key = keys.get(Compartment.PRIVATE)
    if key is None or not records:
        return []
    feed = (SpaceKind.PORTFOLIO, portfolio_id)
    writing.known[(SpaceKind.CLIENT, client_id, int(Compartment.PRIVATE))] = (feed, key, 1)
    return [(client_id, register, fields, cause) for register, fields in records]


def private_brought_by(
    entered: Entered, clients: Clients, registers: Registers, causes: Collection[str], created: Collection[bytes]
) -> Iterator[Held]:
    """Private records of these clients that some batches wrote; each client opened is noted, nothing of it is shown.

    Where the session was not granted the compartment there are none: such a client stays, as one somebody worked on.
    """
    engine, store_id = entered.premises.engine, entered.premises.store_id
    for client_id in _with_private(entered, created):
        receipt = registers.noting(client_id)
        with reading(engine) as connection:
            try:
                key = clients.keys(client_id, receipt, connection).key(Compartment.PRIVATE)
            except NotGranted:
                continue
            place = (SpaceKind.CLIENT, client_id, int(Compartment.PRIVATE))
            found = [each for each in open_space(connection, store_id, *place, key) if each.cause in causes]
        yield from found


def _with_private(entered: Entered, created: Collection[bytes]) -> list[bytes]:
    ids, found = sorted(created), []
    with reading(entered.premises.engine) as connection:
        for start in range(0, len(ids), _CHUNK):
            query = select(record.c.space_id).where(
                record.c.space_kind == int(SpaceKind.CLIENT),
                record.c.compartment == int(Compartment.PRIVATE),
                record.c.space_id.in_(ids[start : start + _CHUNK]),
            )
            found += [bytes(each) for each in connection.scalars(query.distinct())]
    return found
