"""The team at the desk: time, load, visits, hand-overs, the year (S00.04, S00.14, S01.17, S03.40, S03.92, S03.95)."""

from __future__ import annotations

import functools
from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from core.entities.client import Staff
from core.entities.ledger import Bool, Int32, Int64
from core.entities.money import Money
from core.entities.team import HandOver, Looked
from core.entities.work import Activity
from core.worth import team
from core.worth.periods import Period
from storage.vault.books.growth import VISIT
from storage.vault.books.team import HAND_OVER, LOOKED
from storage.vault.books.work import ACTIVITY, NEED
from tui.desk import keeping, team_digest
from tui.desk.answers_reports import Evidence
from tui.desk.figures import Figures, date_of, day_number
from tui.desk.keys_desk import APPOINTERS, LEADERS
from tui.desk.port_plans import PlanRow
from tui.desk.port_team import Digest, GroupRow, HandedRow, ManagerRow, TeamAnswer, VisitRow, YearRow
from tui.desk.standing_sources import Sources
from tui.desk.team_evidence import of_handed, of_manager

if TYPE_CHECKING:
    from tui.desk.desk import Desk

VISITS = frozenset({"visit", "meeting"})
"""What brings the head to the client's people."""


class Seen:
    """What one answer is made from: who of the clients is in which group, what was logged."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.figures = desk, desk.figures()
        self.today = day_number(desk.today_date())
        self.staff = {each.id: each for each in desk.session.staffing.staff()}
        self.appointed = desk.keys.appointed(self.today)
        self.sources = Sources(desk, self.today)

    @functools.cached_property
    def keys(self) -> Bool:
        """Key accounts: the appointed, and those on the level key."""
        found: Bool = self.figures.now.signs.all.copy()
        found[list(self.appointed)] = True
        return found

    @functools.cached_property
    def groups(self) -> Int32:
        """Group of every client."""
        return team.groups(self.figures.anchors.is_anchor, self.keys, self.figures.days, self.figures.rules)

    @functools.cached_property
    def activities(self) -> list[tuple[int, Activity]]:
        """(row, contact) of everything logged up to the evening."""
        place = self.desk.base.place
        found = []
        for each in self.desk.session.registers.all(ACTIVITY):
            row = place.get(each.space_id)
            if row is not None and not each.fields.removed and each.fields.day <= self.today:
                found.append((row, each.fields))
        return found

    @functools.cached_property
    def minutes(self) -> dict[bytes, Int64]:
        """Minutes of `team_days` by colleague, one figure a client."""
        rows, since = len(self.desk.base.ids), self.today - self.figures.rules.team_days
        found: dict[bytes, Int64] = defaultdict(lambda: np.zeros(rows, np.int64))
        for row, each in self.activities:
            if each.day > since:
                found[each.by][row] += each.minutes
        return found

    def owned(self, name: str) -> Bool:
        """Clients of one colleague."""
        base = self.desk.base
        numbers = np.array(base.portfolio, np.int64)
        return np.array([each == name for each in base.owners], np.bool_)[numbers]


class TeamDesk:
    """The head's view of one session: a manager sees himself alone, for nobody else's portfolio opens to him."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def answer(self) -> TeamAnswer:
        """Time, load, visits, hand-overs, the year."""
        seen = Seen(self._desk)
        rules, as_of = seen.figures.rules, seen.figures.days.as_of
        return TeamAnswer(
            managers=self._managers(seen),
            visits=_visits(seen),
            handed=tuple(self._handed(seen, each) for each in self._handovers()),
            year=(self._year(seen.figures, as_of), self._year(seen.figures, as_of - rules.year_days)),
            days=rules.team_days,
            key_limit=rules.key_per_manager,
            looked_days=self._looked_days(),
            as_of=seen.figures.as_of,
            log_size=self._desk.log_size(),
        )

    def digest(self) -> Digest:
        """What changed at key accounts since the reader looked (S03.115)."""
        looks = self._looks()
        days = self._looked_days()
        return team_digest.digest(Seen(self._desk), looks[-1] if looks else None, days)

    def visits(self) -> tuple[VisitRow, ...]:
        """Key accounts by the day the head is due there (S03.92)."""
        return _visits(Seen(self._desk))

    def leads(self) -> bool:
        """Whether the reader answers for the key accounts of others."""
        return self._desk.session.role in APPOINTERS

    def looked(self) -> None:
        """From now on only what is new."""
        me = self._desk.session.entered.identity.person_id
        keeping.add(self._desk, LOOKED, Looked(day=day_number(self._desk.today_date())), me)

    def evidence(self, login: str) -> Evidence:
        """Clients behind a manager's figures. Raises Problem (BAD_INPUT) for nobody's login."""
        return of_manager(Seen(self._desk), login)

    def handed_evidence(self, handle: str) -> Evidence:
        """Clients of a portfolio that changed hands. Raises Problem (BAD_INPUT) where there is no such record."""
        stored = keeping.named(self._desk, HAND_OVER, handle)
        seen = Seen(self._desk)
        return of_handed(seen, self._portfolio_name(stored.fields.portfolio), self._of(stored.fields), stored.fields)

    def owners(self) -> dict[bytes, bytes]:
        """Whose each open portfolio is."""
        return {each: note.owner_id for each, note in self._desk.session.staffing.portfolios().items()}

    def changed_hands(self, before: dict[bytes, bytes], left: bool) -> None:
        """Keep which portfolios have gone to somebody else since `before` (S01.17)."""
        today = day_number(self._desk.today_date())
        for portfolio, owner in self.owners().items():
            giver = before.get(portfolio, owner)
            if giver != owner:
                told = HandOver(portfolio=portfolio, day=today, giver=giver, taker=owner, left=left)
                keeping.add(self._desk, HAND_OVER, told)

    # Within
    def _looks(self) -> list[Looked]:
        return [each.fields for each in keeping.live(self._desk, LOOKED)]

    def _looked_days(self) -> int | None:
        looks = self._looks()
        return max(0, day_number(self._desk.today_date()) - looks[-1].day) if looks else None

    def _managers(self, seen: Seen) -> tuple[ManagerRow, ...]:
        waiting: dict[str, list[int]] = defaultdict(list)
        for each in self._desk.work.neglected():
            waiting[each.owner].append(each.days)
        plans = {each.name: each for each in self._desk.plans.listed().rows if each.kind == "manager"}
        marks = self._marks(seen)
        owners = set(self._desk.base.owners)
        median = team.median_order(seen.figures.days, seen.figures.rules)
        rows = [
            self._manager(seen, each, median, waiting[each.name], plans.get(each.name), marks[each.name])
            for each in seen.staff.values()
            if each.name in owners or (each.role in LEADERS and each.id in seen.minutes)
        ]
        return tuple(sorted(rows, key=lambda row: row.name.casefold()))

    def _manager(
        self,
        seen: Seen,
        who: Staff,
        median: float,
        waiting: list[int],
        plan: PlanRow | None,
        marks: list[int],
    ) -> ManagerRow:
        mine, rules = seen.owned(who.name), seen.figures.rules
        spent = seen.minutes.get(who.id, np.zeros(len(mine), np.int64))
        use = team.time_use(seen.groups, spent, mine | (spent > 0))
        pace = team.pace(seen.figures.days, mine, median, rules)
        leads = sum(each.fields.manager == who.id for each in seen.appointed.values())
        return ManagerRow(
            login=who.login,
            name=who.name,
            role=who.role,
            groups=tuple(GroupRow(each.group, each.minutes, each.clients, each.per_client) for each in use.groups),
            minutes=use.total,
            anchors_short=use.anchors_short,
            clients=int(np.count_nonzero(mine)),
            keys=leads,
            work=pace.kind,
            orders=pace.orders,
            small_orders=pace.small,
            does_not_combine=team.does_not_combine(pace, leads, rules),
            waiting=len(waiting),
            longest=max(waiting, default=None),
            plan=None if plan is None else plan.plan,
            fact=None if plan is None else plan.fact,
            share=None if plan is None else plan.share,
            satisfaction=team.mean(marks),
            marks=len(marks),
        )

    def _marks(self, seen: Seen) -> dict[str, list[int]]:
        """Marks of 12 months by the person responsible."""
        found: dict[str, list[int]] = defaultdict(list)
        since = seen.today - seen.figures.rules.year_days
        for client, each in self._desk.work.shown(NEED):
            if each.fields.satisfaction and since < each.fields.closed <= seen.today:
                found[self._desk.row(client).owner].append(each.fields.satisfaction)
        return found

    def _handovers(self) -> list[HandOver]:
        """Of the open portfolios, the newest first."""
        known = set(self._desk.base.portfolios)
        found = [each.fields for each in keeping.live(self._desk, HAND_OVER) if each.fields.portfolio in known]
        return found[::-1]

    def _of(self, told: HandOver) -> Bool:
        base = self._desk.base
        numbers = np.array(base.portfolio, np.int64)
        return np.array([each == told.portfolio for each in base.portfolios], np.bool_)[numbers]

    def _handed(self, seen: Seen, told: HandOver) -> HandedRow:
        currency, rules = self._desk.base.currency, seen.figures.rules
        found = team.kept(seen.figures.days, self._of(told), seen.sources.last_two_way(), told.day, rules)
        names = {person: each.name for person, each in seen.staff.items()}
        return HandedRow(
            id=told.id.hex(),
            portfolio=self._portfolio_name(told.portfolio),
            giver=names.get(told.giver, ""),
            taker=names.get(told.taker, ""),
            day=date_of(told.day),
            left=told.left,
            clients=found.clients,
            untouched=found.untouched,
            longest=found.longest,
            days=found.days,
            before=Money(found.before, currency),
            after=Money(found.after, currency),
        )

    def _portfolio_name(self, portfolio: bytes) -> str:
        return self._desk.session.staffing.portfolios()[portfolio].name

    def _year(self, figures: Figures, until: int) -> YearRow:
        found = team.year_figures(figures.days, until, figures.rules)
        period = Period(until - figures.rules.year_days + 1, until)
        enquiries, again = team.repeat_enquiries(self._desk.enquiries.all(), period)
        return YearRow(
            until=date_of(until),
            turnover=Money(found.turnover, self._desk.base.currency),
            buyers=found.buyers,
            new=found.new,
            new_regular=found.new_regular,
            became_regular=found.became_regular,
            repeats=found.repeats,
            per_buyer=found.repeats / found.buyers if found.buyers else None,
            gap=found.gap,
            enquiries=enquiries,
            repeat_enquiries=again,
        )


def _visits(seen: Seen) -> tuple[VisitRow, ...]:
    """Key accounts by the day the head is due there, the overdue first."""
    heads = {person for person, each in seen.staff.items() if each.role in APPOINTERS}
    last: dict[int, int] = {}
    for row, each in seen.activities:
        if each.kind in VISITS and each.by in heads:
            last[row] = max(last.get(row, 0), each.day)
    for client_id, told in seen.desk.work.shown(VISIT):
        # A visit of the dossier counts once there is something to say of it.
        if told.fields.result and told.fields.day <= seen.today:
            row = seen.desk.place_of(client_id)
            last[row] = max(last.get(row, 0), told.fields.day)
    days, base, rows = seen.figures.days, seen.desk.base, []
    for row in np.flatnonzero(seen.keys).tolist():
        given = seen.appointed.get(row)
        first = int(days.day[days.start[row]]) if days.start[row] < days.start[row + 1] else seen.today
        was = last.get(row)
        due = team.visit_due(was, first if given is None else given.fields.day, seen.figures.rules)
        rows.append(
            VisitRow(
                id=base.ids[row].hex(),
                name=base.cards[row].name,
                owner=base.owner(row),
                last=None if was is None else date_of(was),
                due=date_of(due),
                overdue=due < seen.today,
            )
        )
    return tuple(sorted(rows, key=lambda each: (each.due, each.name)))
