"""Rows of registers: the statements, the check against the log, and what a session keeps of them in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, bindparam

from core.entities.entry import Entry
from storage.records.bodies import BodyBroken, sort_of
from storage.records.registers import Register
from storage.schema.clients import record
from storage.sealing.envelope import Domain, Label, SealKey, SpaceKind
from storage.sealing.secret import SealBroken
from storage.vault.proved_rows import PROVED, proved
from storage.vault.writing import damaged

E = TypeVar("E", bound=Entry)
_OF_SPACE = PROVED.where(
    record.c.space_kind == bindparam("kind"),
    record.c.space_id == bindparam("space"),
    record.c.compartment == bindparam("part"),
).order_by(record.c.id)


@dataclass(frozen=True, slots=True)
class Stored(Generic[E]):
    """A record with what a change of it needs. `space_id`: the client, portfolio, firm or person it is about."""

    record_id: bytes
    version: int
    space_id: bytes
    fields: E
    cause: str
    """person | batch:id | undo:id: what wrote its first version."""


@dataclass(slots=True)
class Held:
    """One opened record in memory; its fields are read from the bytes when somebody asks for its kind."""

    record_id: bytes
    version: int
    space_id: bytes
    kind: str
    cause: str
    body: bytes
    read: Stored[Any] | None = None

    def stored(self, register: Register[E]) -> Stored[E]:
        """The record as its register reads it. Raises Problem (STORE)."""
        if self.read is None:
            try:
                body = register.decode(self.body)
            except BodyBroken:
                raise damaged("record") from None
            self.read = Stored(self.record_id, self.version, self.space_id, body.f, body.c)
        return self.read


@dataclass
class Shelf:
    """Opened records of some spaces by kind, and where each lies."""

    kinds: dict[str, dict[bytes, Held]] = field(default_factory=dict)
    _kind: dict[bytes, str] = field(default_factory=dict)
    _spaces: dict[str, dict[bytes, set[bytes]]] = field(default_factory=dict)
    """Kind → space → records."""

    def put(self, held: Held) -> None:
        """Keep a record over its earlier version."""
        self.drop(held.record_id)
        self.kinds.setdefault(held.kind, {})[held.record_id] = held
        self._kind[held.record_id] = held.kind
        self._spaces.setdefault(held.kind, {}).setdefault(held.space_id, set()).add(held.record_id)

    def drop(self, record_id: bytes) -> None:
        """Forget a record that is there no more."""
        kind = self._kind.pop(record_id, None)
        if kind is not None:
            held = self.kinds[kind].pop(record_id)
            self._spaces[kind][held.space_id].discard(record_id)

    def brought_by(self, causes: set[str]) -> list[Held]:
        """Records of every kind that some batches wrote."""
        return [each for kind in self.kinds.values() for each in kind.values() if each.cause in causes]

    def all(self, register: Register[E]) -> Iterator[Stored[E]]:
        """Every record of a register."""
        for each in list(self.kinds.get(register.name, {}).values()):
            yield each.stored(register)

    def of(self, register: Register[E], spaces: Iterable[bytes]) -> Iterator[Stored[E]]:
        """Records of a register about some clients."""
        by_space, held = self._spaces.get(register.name, {}), self.kinds.get(register.name, {})
        for space in spaces:
            for record_id in list(by_space.get(space, ())):
                yield held[record_id].stored(register)


def held_of(record_id: bytes, version: int, space_id: bytes, body: bytes) -> Held:
    """An opened record. Raises Problem (STORE) for bytes that are no body."""
    try:
        kind, cause = sort_of(body)
    except BodyBroken:
        raise damaged("record") from None
    return Held(record_id, version, space_id, kind, cause, body)


def open_space(
    connection: Connection,
    store_id: bytes,
    kind: SpaceKind,
    space_id: bytes,
    compartment: int,
    key: SealKey | Callable[[int], SealKey],
) -> Iterator[Held]:
    """Every record of one compartment of one space; `key` of the space, or of its records by their epoch.

    Raises Problem (STORE) on anything damaged.
    """
    values = {"kind": int(kind), "space": space_id, "part": compartment}
    domain = Domain(Label.RECORD, store_id, int(kind))
    for record_id, _space, version, epoch, blob, sha256 in connection.execute(_OF_SPACE, values).all():
        if kind is SpaceKind.PORTFOLIO and record_id == space_id:
            continue  # the portfolio's own note
        try:
            opened = key if isinstance(key, SealKey) else key(epoch)
            body = opened.open_at(domain, space_id, record_id, version, epoch, proved(blob, sha256))
        except SealBroken:
            raise damaged("record") from None
        yield held_of(record_id, version, space_id, body)
