"""Records that imports bring beside cards and sales: written and changed in their batch, taken back with it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import msgspec

from core.entities.entry import Entry
from storage.audit.receipt import Receipt
from storage.records.registers import Register
from storage.sealing.envelope import SpaceKind
from storage.vault.batches import StoredBatch
from storage.vault.books.deals import DEAL
from storage.vault.books.trade import PRICES_BEFORE
from storage.vault.books.work import ACTIVITY_TEXT
from storage.vault.books.worth import ENQUIRY, SPEND
from storage.vault.clients import Clients
from storage.vault.door import Entered
from storage.vault.import_order import ImportOrder, Undone
from storage.vault.import_private import private_brought_by
from storage.vault.pace import transactions
from storage.vault.register_rows import Held
from storage.vault.registers import Registers, Stored
from storage.vault.writing import Stale, Writing

BESIDE: Final[Mapping[str, tuple[Register[Any], ...]]] = {
    "enquiries": (ENQUIRY,),
    "spend": (SPEND,),
    "products": (PRICES_BEFORE,),
}
"""Kind of import → registers of the firm or a portfolio that it writes into."""
CHANGED: Final[Mapping[str, Register[Any]]] = {"deals": DEAL, "enquiries": ENQUIRY, "spend": SPEND}
"""Kind of import → the register whose records a later file changes."""
TEXTS: Final[Mapping[str, Register[Any]]] = {"letters": ACTIVITY_TEXT}
"""Kind of import → the register of the dossier it writes words into."""


class ImportedRecords:
    """What batches do to registers."""

    def __init__(self, entered: Entered, registers: Registers) -> None:
        self._entered = entered
        self._registers = registers

    @staticmethod
    def worded(order: ImportOrder) -> list[int]:
        """Clients of the base whose dossiers get words."""
        told = order.existing.keys() & order.records.keys()
        return [number for number in told if any(each.needs_reading for each, _ in order.records[number])]

    def about_whom(self) -> set[bytes]:
        """Clients of whom records are kept beside card and sales."""
        return self._registers.about_whom()

    def receipts(self, order: ImportOrder, numbers: Iterable[int]) -> dict[bytes, Receipt]:
        """Entries under which words go into the dossiers of some clients; taken before their transaction begins."""
        worded = set(self.worded(order)).intersection(numbers)
        return {order.existing[number]: self._registers.noting(order.existing[number]) for number in sorted(worded)}

    def write(
        self,
        writing: Writing,
        client_id: bytes,
        rows: Sequence[tuple[Register[Any], Entry]],
        cause: str,
        receipt: Receipt | None,
    ) -> None:
        """New records of one client."""
        for register, fields in rows:
            own = receipt if register.needs_reading else None
            self._registers.add(writing, register, client_id, fields, cause, own)

    def write_beside(self, order: ImportOrder, cause: str) -> Iterator[int]:
        """Records that are no client's, one transaction after another; yields the size of each before it begins."""
        for part, step in transactions(self._entered.gate, order.beside):
            yield len(part)
            with step as writing:
                for register, space_id, fields, before in part:
                    if before is None:
                        self._registers.add(writing, register, space_id, fields, cause)
                    else:
                        self.change(writing, register, before, fields, cause)

    def change(self, writing: Writing, register: Register[Any], before: Stored[Any], fields: Entry, cause: str) -> None:
        """Change a record; one that somebody has changed since the plan stays as he left it."""
        try:
            self._registers.change(writing, register, before, fields, cause)
        except Stale:
            return

    def take_back(self, group: Sequence[StoredBatch], live: Collection[str], undone: Undone) -> None:
        """Give changed records their values of before and delete those the batches brought, where nobody has worked
        on them since. `live`: causes of the batches that are in force."""
        causes = {f"batch:{each.id.hex()}" for each in group}
        for kind in dict.fromkeys(each.note.kind for each in group):
            if kind in CHANGED:
                self._restore(CHANGED[kind], causes, f"undo:{group[0].note.group.hex()}", undone)
        beside = {register for each in group for register in BESIDE.get(each.note.kind, ())}
        found = self._registers.brought_by(causes, sorted(beside, key=lambda each: each.name))
        kept = [each for _, each in found if self._worked_on(each, live)]
        undone.kept += [each.space_id for each in kept]
        gone = [(home, each) for home, each in found if each not in kept] + self._texts(group, causes)
        for part, step in transactions(self._entered.gate, gone):
            with step as writing:
                for home, each in part:
                    if self._registers.erase(writing, home, each):
                        undone.records += 1
                    else:
                        undone.kept.append(each.space_id)

    def take_private(
        self, clients: Clients, causes: Collection[str], created: Collection[bytes], undone: Undone
    ) -> None:
        """Delete what is private of the clients that some batches made, where nobody has worked on it since."""
        held = list(private_brought_by(self._entered, clients, self._registers, causes, created))
        for part, step in transactions(self._entered.gate, held):
            with step as writing:
                for each in part:
                    if each.version == 1 and self._registers.erase(writing, SpaceKind.CLIENT, each):
                        undone.records += 1
                    else:
                        undone.kept.append(each.space_id)

    def _texts(self, group: Sequence[StoredBatch], causes: set[str]) -> list[tuple[SpaceKind, Held]]:
        """Words in dossiers that the batches brought."""
        found: list[tuple[SpaceKind, Held]] = []
        for each in group:
            register = TEXTS.get(each.note.kind)
            if register is None:
                continue
            for client_id in each.note.touched:
                receipt = self._registers.noting(client_id)
                held = self._registers.texts_by(causes, client_id, register, receipt)
                found += [(SpaceKind.CLIENT, one) for one in held if one.version == 1]
        return found

    def _worked_on(self, held: Held, live: Collection[str]) -> bool:
        """Whether a person or another batch in force has changed a record: undone imports are nobody's work."""
        if held.version == 1:
            return False
        register = next((each for each in CHANGED.values() if each.name == held.kind), None)
        if register is None:
            return True
        changes = self._registers.history(register, held.stored(register))
        return any(not change.cause.startswith(("batch:", "undo:")) or change.cause in live for change in changes)

    def _restore(self, register: Register[Any], causes: set[str], cause: str, undone: Undone) -> None:
        """Fields that the batches changed get their old values where they still hold the batches'."""
        wanted: list[tuple[Stored[Any], Entry]] = []
        for stored in self._registers.all(register):
            before, kept = self._before(register, stored, causes) if stored.version > 1 else ({}, 0)
            if before:
                types = {each.name: each.type for each in msgspec.structs.fields(type(stored.fields))}
                values = {name: msgspec.convert(old, types[name]) for name, old in before.items()}
                wanted.append((stored, msgspec.structs.replace(stored.fields, **values)))
            if kept:
                undone.kept.append(stored.space_id)
        for part, step in transactions(self._entered.gate, wanted):
            with step as writing:
                for stored, fields in part:
                    self.change(writing, register, stored, fields, cause)
                    undone.restored += 1

    def _before(self, register: Register[Any], stored: Stored[Any], causes: set[str]) -> tuple[dict[str, Any], int]:
        """Old values of what the batches changed, and how many fields somebody has changed since."""
        now = msgspec.to_builtins(stored.fields, builtin_types=(bytes,))
        before: dict[str, Any] = {}
        kept = 0
        for change in self._registers.history(register, stored):
            if change.cause in causes:
                for name, (old, new) in change.fields.items():
                    if _same(now.get(name), new):
                        before[name] = old
                    else:
                        kept += 1
        return before, kept


def _same(now: object, then: object) -> bool:
    """A field left out of a record holds its default: nothing."""
    return _listed(now) == _listed(then) or (not now and not then)


def _listed(value: object) -> object:
    return [*map(_listed, value)] if isinstance(value, list | tuple) else value
