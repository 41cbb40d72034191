"""Needs of clients at the desk: asked, acted on, closed with two answers (S00.08, S00.14, S03.12)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from core.entities.ledger import Bool, Int64
from core.entities.people import cleaned
from core.entities.work import NEED_KINDS, Need
from core.problem import N_, Problem
from core.relations import needs
from core.relations.needs import Uplift
from core.wording import work as words
from core.wording.dates import short_date
from storage.vault.books.work import NEED
from storage.vault.registers import Stored
from tui.desk.edit_field import EditField
from tui.desk.figures import date_of, day_number
from tui.desk.persons_forms import day_of
from tui.desk.port_work import NeedRow
from tui.desk.work_records import LINE_MAX, WorkRecords

SATISFACTION = range(1, 6)
_REGULAR = 3
"""Step of the ladder from which a client is a regular one."""


@dataclass(frozen=True, slots=True)
class Halves:
    """Turnover of half a year before and after a day, one row a client, minor units."""

    client: Int64
    day: Int64
    """The day of the question; of those who were not asked the middle of those days."""
    before: Int64
    after: Int64
    asked: Bool


class WorkNeeds(WorkRecords):
    """What clients need to buy more from us."""

    def needs_of(self, client_id: str) -> list[NeedRow]:
        """Needs of one client: open ones first, then the last closed."""
        found = [each.fields for each in self.about(NEED, client_id)]
        found.sort(key=lambda each: (each.state != "open", each.due or 0, -each.closed))
        staff = self._staff()
        return [self._need(client_id, each, staff) for each in found]

    def need_list(self, *, everything: bool = False) -> list[NeedRow]:
        """Open needs of every client, soonest first; with `everything` also closed ones."""
        found = [(client, each.fields) for client, each in self.shown(NEED)]
        staff = self._staff()
        rows = [self._need(client, each, staff) for client, each in found if everything or each.state == "open"]
        return sorted(rows, key=lambda row: (row.state != "open", row.due is None, row.due or date_of(0), row.client))

    def need_form(self, client_id: str, need_id: str = "") -> tuple[EditField, ...]:
        """Fields of a need."""
        need = self._stored(client_id, need_id).fields if need_id else Need(text="")
        staff = [(each.id.hex(), each.name) for each in self._desk.session.staffing.staff() if each.active]
        mine = self._desk.session.entered.identity.person_id.hex()
        return (
            EditField("text", need.text, LINE_MAX),
            EditField("kind", need.kind, choices=words.choices("need")),
            EditField("due", short_date(date_of(need.due)) if need.due else "", 10),
            EditField("owner", need.owner.hex() if need.owner else mine, choices=tuple(staff)),
        )

    def save_need(self, client_id: str, need_id: str, fields: Mapping[str, str]) -> str:
        """A need put down today, or changed; its id."""
        values: dict[str, object] = {}
        if "text" in fields:
            values["text"] = cleaned(fields["text"])[:LINE_MAX]
            if not values["text"]:
                raise Problem(N_("Write down what the client answered."))
        if "kind" in fields:
            kind = words.value_of("need", fields["kind"])
            if kind is None:
                known = ", ".join(NEED_KINDS)
                raise Problem(N_("There is no {word}: use one of {known}."), word=fields["kind"], known=known)
            values["kind"] = kind
        if fields.get("due", "").strip():
            values["due"] = day_of(fields["due"])
        if fields.get("owner"):
            values["owner"] = self._owner(fields["owner"])
        if need_id:
            stored = self._stored(client_id, need_id)
            self.change(NEED, stored, **values)
            return need_id
        today = day_number(self._desk.today_date())
        return self.add_need(client_id, Need(asked=today, **values)).id.hex()  # type: ignore[arg-type]

    def close_need(self, client_id: str, need_id: str, satisfaction: int, obstacle: str) -> None:
        """Close a need: is he satisfied, and what keeps him from buying from us alone."""
        if satisfaction not in SATISFACTION:
            raise Problem(N_("Ask the client how satisfied he is: a number from 1 to 5 is needed."))
        told = cleaned(obstacle)[:LINE_MAX]
        today = day_number(self._desk.today_date())
        stored = self._stored(client_id, need_id)
        self.change(NEED, stored, state="done", satisfaction=satisfaction, obstacle=told, closed=today)

    def uplift(self) -> Uplift:
        """Growth of the regulars who were asked, half a year after against half a year before the question."""
        found = self.halves()
        return needs.uplift(found.before, found.after, found.asked, self._desk.figures().rules.need_uplift_claimed)

    def halves(self) -> Halves:
        """The half-years before and after the question, one row a regular who was asked or never was.

        Those not asked are measured around the middle of the days of asking, so that both saw the same seasons.
        """
        figures = self._desk.figures()
        rules, days = figures.rules, figures.days
        asked: dict[int, int] = {}
        for client_id, each in self.shown(NEED):
            if each.fields.asked:
                number = self._desk.place_of(client_id)
                asked[number] = min(asked.get(number, each.fields.asked), each.fields.asked)
        half, today = rules.half_year_days, day_number(figures.as_of)
        ripe = {number: day for number, day in asked.items() if day + half <= today}
        middle = int(np.median(list(ripe.values()))) if ripe else today - half
        regular = figures.axes.step >= _REGULAR
        pivot = np.full(len(regular), middle, np.int64)
        for number, day in ripe.items():
            pivot[number] = day
        moved = days.move_day.astype(np.int64) - pivot[days.move_client]
        size = len(regular)
        before = np.bincount(days.move_client, np.where((moved >= -half) & (moved < 0), days.move_net, 0), size)
        after = np.bincount(days.move_client, np.where((moved >= 0) & (moved < half), days.move_net, 0), size)
        among = np.zeros(size, np.bool_)
        among[list(ripe)] = True
        # Asked, but half a year has not passed: in neither group.
        kept = regular & (among | ~np.isin(np.arange(size), list(asked)))
        rows, whole = np.flatnonzero(kept), np.int64
        return Halves(rows, pivot[rows], before[rows].astype(whole), after[rows].astype(whole), among[rows])

    def _stored(self, client_id: str, need_id: str) -> Stored[Need]:
        try:
            handle = bytes.fromhex(need_id)
        except ValueError:
            handle = b""
        return self.named(NEED, handle, self.clients_of(client_id))

    def _staff(self) -> dict[bytes, str]:
        return {each.id: each.name for each in self._desk.session.staffing.staff()}

    def _need(self, client_id: str, need: Need, staff: Mapping[bytes, str]) -> NeedRow:
        return NeedRow(
            id=need.id.hex(),
            client_id=client_id,
            client=self._desk.base.cards[self._desk.place_of(client_id)].name,
            kind=need.kind,
            text=need.text,
            action=words.action(need.kind),
            due=date_of(need.due) if need.due else None,
            owner=staff.get(need.owner or need.by, ""),
            state=need.state,
            asked=date_of(need.asked) if need.asked else None,
            satisfaction=need.satisfaction,
            obstacle=need.obstacle,
            closed=date_of(need.closed) if need.closed else None,
        )

    def _owner(self, word: str) -> bytes:
        for each in self._desk.session.staffing.staff():
            if word in (each.id.hex(), each.login, each.name):
                return each.id
        raise Problem(N_("There is nobody with the login {login}: see people list."), login=word)
