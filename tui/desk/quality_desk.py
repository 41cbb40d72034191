"""Care of the central file at the desk: what is amiss, stamps, the week, the keeper (S03.33–S03.39, S01.16)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from core.entities.money import Money
from core.entities.quality import Keeper, Verified
from core.problem import N_, ExitCode, Problem
from core.quality.checks import AMISS, CardFacts, findings
from storage.outlets.letter import mail_address
from storage.vault.books.quality import KEEPER, VERIFIED
from storage.vault.books.work import ACTIVITY
from tui.desk.figures import day_number
from tui.desk.port_audit import LogFilter
from tui.desk.port_quality import KeeperView, QualityBook, QualityRow, UnknownRow, UseRow
from tui.desk.unknown_desk import ask_tasks, unknown_rows

if TYPE_CHECKING:
    from tui.desk.desk import Desk

WEEK_DAYS = 7
_EPOCH = dt.date(1970, 1, 1)
NAMERS = frozenset(("head", "owner"))
"""Roles that name the keeper."""
_KPI_MAX = 200


class QualityDesk:
    """What is asked of the central file."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def book(self) -> QualityBook:
        """What is amiss, the last seven days, the keeper."""
        return QualityBook(self.rows(), len(self._desk.base.ids), self.week(), self.keeper())

    def rows(self) -> tuple[QualityRow, ...]:
        """Everything amiss with listed clients, by kind and name."""
        desk = self._desk
        base, today = desk.base, day_number(desk.today_date())
        limit = desk.session.rulebook.rules().unverified_days
        found = []
        for each in findings(self._facts(), today, limit):
            number = base.place[bytes.fromhex(each.client)]
            found.append(QualityRow(each.client, base.cards[number].name, base.owner(number), each.kind, each.days))
        return tuple(sorted(found, key=lambda row: (AMISS.index(row.kind), -row.days, row.name, row.id)))

    def _facts(self) -> Iterable[CardFacts]:
        desk = self._desk
        base = desk.base
        stamps: dict[bytes, int] = {}
        for stamp in desk.session.registers.all(VERIFIED):
            if not stamp.fields.removed:
                stamps[stamp.space_id] = max(stamps.get(stamp.space_id, 0), stamp.fields.day)
        returned = self._returned()
        events = None if base.figures is None else base.figures.rhythms.seen.events
        for each in desk.session.lookups.findable():
            number = base.place.get(each.id)
            if number is None or base.ids[number] != each.id or each.card.removed:
                continue
            yield CardFacts(
                each.id.hex(),
                each.card.inn,
                each.contacts.phones,
                each.contacts.emails,
                max(stamps.get(each.id, 0), each.card.created_day),
                -1 if events is None else int(events[number]),
                returned(each.id.hex(), each.contacts.emails),
            )

    def _returned(self) -> Callable[[str, Sequence[str]], bool]:
        """Whether letters to an address of a client or of his people came back for good."""
        from tui.desk.outreach_audience import people_of, stop_list

        stop = stop_list(self._desk).read_once()
        if not any("hold" in each for each in stop.marks.values()):
            return lambda _client, _emails: False
        people = people_of(self._desk)

        def found(client: str, emails: Sequence[str]) -> bool:
            points = (point for each in people.get(client, ()) for point in each.points if point.channel == "email")
            addresses = {mail_address(each) for each in (*emails, *(point.value for point in points))}
            return any("hold" in stop.of(each) for each in addresses)

        return found

    def unknown(self) -> tuple[UnknownRow, ...]:
        """What is unknown of clients, the largest turnover first (S02.16)."""
        return unknown_rows(self._desk)

    def ask_unknown(self, clients: Sequence[str]) -> int:
        """Tasks to ask for it, where none is open; gives how many. Raises Problem."""
        return ask_tasks(self._desk, clients)

    def verify(self, clients: Sequence[str]) -> int:
        """Stamp cards as verified today. Raises Problem (REFUSED) without the right to write there."""
        desk = self._desk
        registers, day = desk.session.registers, day_number(desk.today_date())
        for each in clients:
            client = bytes.fromhex(each)
            with registers.writing(client, {"kind": VERIFIED.name}) as writing:
                registers.add(writing, VERIFIED, client, Verified(day=day))
        desk.touched()
        return len(clients)

    def week(self) -> tuple[UseRow, ...]:
        """Logins, changes and contacts of the last seven days, by colleague, as far as this person may see the log."""
        desk = self._desk
        since = desk.today_date() - dt.timedelta(days=WEEK_DAYS - 1)
        logins, cards = (self._counted(kind, since) for kind in ("session_start", "write"))
        ours: Counter[str] = Counter()
        theirs: Counter[str] = Counter()
        staff = {each.id: each.login for each in desk.session.staffing.staff()}
        for stored in desk.session.registers.all(ACTIVITY):
            activity = stored.fields
            if activity.removed or activity.day < day_number(since):
                continue
            (theirs if activity.direction == "in" else ours)[staff.get(activity.by, "")] += 1
        people = sorted(logins.keys() | cards.keys() | ours.keys() | theirs.keys())
        return tuple(UseRow(who, logins[who], cards[who], ours[who], theirs[who]) for who in people if who)

    def _counted(self, kind: str, since: dt.date) -> Counter[str]:
        return Counter(line.who for line in self._desk.log.lines(LogFilter(kind=kind, since=since), None))

    def keeper(self) -> KeeperView | None:
        """Who keeps the central file now."""
        desk = self._desk
        found = [each.fields for each in desk.session.registers.all(KEEPER) if not each.fields.removed]
        if not found:
            return None
        last = found[-1]
        person = next((each for each in desk.session.staffing.staff() if each.id == last.person), None)
        return KeeperView(
            "" if person is None else person.login,
            "" if person is None else person.name,
            _EPOCH + dt.timedelta(days=last.since),
            Money(last.allowance, last.currency or desk.base.currency),
            last.kpi,
        )

    def people(self) -> tuple[tuple[str, str], ...]:
        """Login and name of everybody active."""
        return tuple((each.login, each.name) for each in self._desk.session.staffing.staff() if each.active)

    def set_keeper(self, login: str, allowance: int, since: dt.date, kpi: str) -> KeeperView:
        """Name the keeper. Raises Problem: REFUSED for anybody but a head or owner, BAD_INPUT for an unknown login."""
        session = self._desk.session
        if session.role not in NAMERS:
            raise Problem(N_("The keeper of the central file is named by a head or the owner."), ExitCode.REFUSED)
        person = next((each for each in session.staffing.staff() if each.login == login and each.active), None)
        if person is None:
            raise Problem(N_("There is nobody with the login {login}: see people list."), login=login)
        fields = Keeper(
            person=person.id,
            since=day_number(since),
            allowance=allowance,
            currency=self._desk.base.currency,
            kpi=" ".join(kpi.split())[:_KPI_MAX],
        )
        with session.registers.writing(details={"kind": KEEPER.name}) as writing:
            session.registers.add(writing, KEEPER, session.entered.firm.firm_id, fields)
        told = self.keeper()
        assert told is not None
        return told
