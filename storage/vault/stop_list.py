"""Addresses that get no mailings, kept with the firm by blind value: the list outlives the client (exchange §4).

The key of the blind index changes at every offboarding and would forget who said no; the stop list has its own key,
made once and sealed like the list itself.
"""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterable, Mapping

from core.entities.outreach import StopKey, StopKind, StopMark
from core.identity.blind_values import ProbeKind, normal
from storage.access.blind_index import tag
from storage.vault.books.outreach import STOP_KEY, STOP_MARK
from storage.vault.registers import Registers, Stored
from storage.vault.writing import Writing

KEY_SIZE = 32


@dataclasses.dataclass(frozen=True, slots=True)
class StopView:
    """The list as it stood at one moment."""

    keys: tuple[bytes, ...]
    marks: Mapping[bytes, set[StopKind]]

    def tag(self, address: str) -> bytes:
        """Blind value of an address or telephone; b"" for none."""
        return tags_of(address, self.keys)[0] if address else b""

    def of(self, address: str) -> set[StopKind]:
        """What is said of an address."""
        found: set[StopKind] = set()
        for each in tags_of(address, self.keys) if address else ():
            found |= self.marks.get(each, set())
        return found


def tags_of(address: str, keys: Iterable[bytes]) -> list[bytes]:
    """Blind values of an address or a telephone under every key of the list."""
    kind: ProbeKind = "email" if "@" in address else "phone"
    value = normal(kind, address) or address.strip().casefold()
    return [tag(key, (kind, value)) for key in keys]


class StopList:
    """Reading and marking the list of one firm."""

    def __init__(self, registers: Registers, firm_id: bytes) -> None:
        self._registers = registers
        self._firm_id = firm_id

    def tag(self, address: str) -> bytes:
        """Blind value of an address or telephone; b"" for none."""
        return self._tags(address)[0] if address else b""

    def read_once(self) -> StopView:
        """The list as it stands now, for many addresses at once."""
        marks: dict[bytes, set[StopKind]] = {}
        for each in self._marks():
            marks.setdefault(each.fields.tag, set()).add(each.fields.kind)
        return StopView(tuple(self._keys()), marks)

    def of(self, address: str) -> set[StopKind]:
        """What is said of an address."""
        if not address:
            return set()
        tags = set(self._tags(address))
        return {each.fields.kind for each in self._marks() if each.fields.tag in tags}

    def mark(self, address: str, kind: StopKind, day: int, reason: str) -> bool:
        """Put an address on the list. Gives whether it was not there yet."""
        if kind in self.of(address):
            return False
        with self._registers.writing(b"", {"kind": STOP_MARK.name}) as writing:
            return self.mark_in(writing, address, kind, day, reason)

    def mark_in(self, writing: Writing, address: str, kind: StopKind, day: int, reason: str) -> bool:
        """The same inside a transaction that changes more than the list."""
        if kind in self.of(address):
            return False
        told = StopMark(tag=self.tag(address), kind=kind, day=day, reason=reason)
        self._registers.add(writing, STOP_MARK, self._firm_id, told)
        return True

    def lift_hold(self, address: str) -> bool:
        """Letters may go to an address again that came back earlier. An opt-out is never lifted."""
        tags = set(self._tags(address))
        held = [each for each in self._marks() if each.fields.kind == "hold" and each.fields.tag in tags]
        with self._registers.writing(b"", {"kind": STOP_MARK.name}) as writing:
            for each in held:
                gone = StopMark(tag=each.fields.tag, kind="hold", day=each.fields.day, removed=True, id=each.fields.id)
                self._registers.change(writing, STOP_MARK, each, gone)
        return bool(held)

    def _marks(self) -> list[Stored[StopMark]]:
        return [each for each in self._registers.all(STOP_MARK) if not each.fields.removed]

    def _tags(self, address: str) -> list[bytes]:
        return tags_of(address, self._keys())

    def _keys(self) -> list[bytes]:
        """The oldest one first. Two colleagues who begin at once make two: both are looked under."""
        found = [each.fields.key for each in self._registers.all(STOP_KEY)]
        if found:
            return found
        with self._registers.writing(b"", {"kind": STOP_KEY.name}) as writing:
            self._registers.add(writing, STOP_KEY, self._firm_id, StopKey(key=os.urandom(KEY_SIZE)))
        return [each.fields.key for each in self._registers.all(STOP_KEY)]
