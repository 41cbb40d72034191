"""What other desks record that standing reads: wallets, referrals, complaints, promises, contacts."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeVar

from core.entities.entry import Entry
from storage.vault.books.cases import CASE
from storage.vault.books.people import POSITION, REFERRAL
from storage.vault.books.promises import COMMITMENT
from storage.vault.books.trade import WALLET
from storage.vault.books.work import ACTIVITY, TASK
from storage.vault.registers import Register

if TYPE_CHECKING:
    from tui.desk.desk import Desk

E = TypeVar("E", bound=Entry)
Wallet = tuple[int, int]
"""Purchases of a year from all suppliers in minor units of the base currency, and the day somebody confirmed them."""


class Sources:
    """Records of one session up to a day, by row of the base. Everything of one client comes from his records alone."""

    def __init__(self, desk: Desk, day: int) -> None:
        self._desk = desk
        self._day = day

    @functools.cache  # noqa: B019  (an instance lives until something changes)
    def wallets(self) -> dict[int, Wallet]:
        """The last estimate of each client over all goods (S03.11)."""
        found: dict[int, Wallet] = {}
        for number, each in self._live(WALLET):
            if each.group == "" and each.day <= self._day and each.day >= found.get(number, (0, -1))[1]:
                found[number] = (each.total, each.day)
        return found

    @functools.cache  # noqa: B019
    def referrals(self) -> dict[int, int]:
        """Recommendations a client has given (S03.109)."""
        found: dict[int, int] = {}
        for number, each in self._live(REFERRAL):
            if each.day <= self._day and each.result != "refused":
                found[number] = found.get(number, 0) + 1
        return found

    @functools.cache  # noqa: B019
    def complaints(self) -> dict[int, int]:
        """Complaints, refusals and returns by client: how many still wait for their answer (S03.43)."""
        found: dict[int, int] = {}
        for number, each in self._live(CASE):
            if each.day <= self._day:
                open_ = not each.closed or each.closed > self._day
                found[number] = found.get(number, 0) + open_
        return found

    @functools.cache  # noqa: B019
    def promises(self) -> dict[int, tuple[int, int]]:
        """Broken promises and all that were closed by the day (S03.79)."""
        found: dict[int, tuple[int, int]] = {}
        for number, each in self._live(COMMITMENT):
            if each.closed and each.closed <= self._day and each.state in ("fulfilled", "early", "breached"):
                broken, all_ = found.get(number, (0, 0))
                found[number] = (broken + (each.state == "breached"), all_ + 1)
        return found

    @functools.cache  # noqa: B019
    def people(self) -> dict[int, int]:
        """Levels of the client's firm we know somebody on (S03.89)."""
        rungs: dict[int, set[str]] = {}
        for number, each in self._live(POSITION):
            if not each.until or each.until >= self._day:
                rungs.setdefault(number, set()).add(each.rung)
        return {number: len(known) for number, known in rungs.items()}

    @functools.cache  # noqa: B019
    def first_contacts(self) -> dict[int, int]:
        """Day of the first contact the sales office has logged (S02.11)."""
        found: dict[int, int] = {}
        for number, day in self._contacts(two_way=False):
            found[number] = min(found.get(number, day), day)
        return found

    @functools.cache  # noqa: B019
    def last_two_way(self) -> dict[int, int]:
        """Day of the last contact with an answer (S03.32)."""
        found: dict[int, int] = {}
        for number, day in self._contacts(two_way=True):
            found[number] = max(found.get(number, day), day)
        return found

    def tasks(self, source: str) -> dict[int, list[bool]]:
        """Whether each task made for a rule is still open, by client."""
        found: dict[int, list[bool]] = {}
        for each in self._desk.session.registers.all(TASK):
            number = self._desk.base.place.get(each.space_id)
            if number is not None and not each.fields.removed and each.fields.source == source:
                found.setdefault(number, []).append(each.fields.state == "open")
        return found

    def _live(self, register: Register[E]) -> Iterator[tuple[int, E]]:
        place = self._desk.base.place
        for each in self._desk.session.registers.all(register):
            number = place.get(each.space_id)
            if number is not None and not each.fields.removed:
                yield number, each.fields

    def _contacts(self, two_way: bool) -> list[tuple[int, int]]:
        place = self._desk.base.place
        found = []
        for each in self._desk.session.registers.all(ACTIVITY):
            number = place.get(each.space_id)
            fields = each.fields
            if number is None or fields.removed or fields.day > self._day or (two_way and not fields.two_way):
                continue
            found.append((number, fields.day))
        return found
