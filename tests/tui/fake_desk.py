"""A desk without a vault: rows made from their number, so a million clients cost nothing until they are looked at."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Sequence

from core.entities.money import Money
from core.entities.vocabulary import LEVELS, Level, Role, State
from core.problem import N_, ExitCode, Problem
from tests.tui.fake_book import FakeBook
from tests.tui.fake_books import FakeBooks
from tests.tui.fake_contacts import FakeContacts
from tests.tui.fake_doubles import FakeDoubles, FakeFirmGroups
from tests.tui.fake_entries import FakeCases, FakeEntries
from tests.tui.fake_exports import FakeExports
from tests.tui.fake_facets import FakeAudit, FakeCopies, FakeFinding, FakeRemoval
from tests.tui.fake_files import FakeFiles
from tests.tui.fake_newcomers import FakeNewcomers
from tests.tui.fake_orders import FakeOrders
from tests.tui.fake_outreach import FakeCampaignFigures, FakeOutreach
from tests.tui.fake_own import FakeOwn
from tests.tui.fake_people import FakeBudgets, FakeLending, FakePeople, FakeSsh
from tests.tui.fake_questionnaires import FakeQuestionnaires
from tests.tui.fake_recovery import FakeRecovery
from tests.tui.fake_rules import FakeRules
from tests.tui.fake_standing import FakeEvolution, FakeKeys, FakeStanding
from tests.tui.fake_team import FakeTeam
from tests.tui.fake_white import FakeProducts, FakeWhite
from tests.tui.fake_work import FakeDeals, FakePersons, FakeWork
from tests.tui.fake_worth import FakeWorth
from tui.desk.answers import (
    CardOverview,
    Change,
    ClientRow,
    Greeting,
    Move,
    OrderLine,
    Purchase,
    Pyramid,
    PyramidLevel,
    Queue,
    QueueEntry,
    Reminder,
    Rhythm,
    Today,
)
from tui.desk.port import (
    CloseReason,
    Door,
    EditConflict,
    EditField,
    ListFilter,
    ListHandle,
    LockReason,
    Progress,
    Undone,
)

TODAY = dt.date(2026, 11, 23)
PASSPHRASE = "верныйконьбатарея"
_ROOTS = ("Ромашка", "Вектор", "Северный ветер", "Альянс", "Техноснаб", "Мосторг", "Заря", "Берег", "Кедр", "Луч")
_FORMS = ("ООО", "АО", "ИП", "ТД")
_CITIES = ("Москва", "Казань", "Тверь", "Пермь", "Омск", "Нижний Новгород")
_STATES: tuple[State, ...] = ("on_rhythm", "on_rhythm", "on_rhythm", "late", "sleeping", "lost", "first", "none")
_OWNERS = ("Иванова", "Петров", "Сидорова")
_KEY_EVERY = 97


def rub(units: int) -> Money:
    return Money(units * 100, "RUB")


def client_id(number: int) -> str:
    return f"{number:032x}"


def number_of(identity: str) -> int:
    return int(identity, 16)


def name_of(number: int) -> str:
    return f"{_FORMS[number % 4]} «{_ROOTS[number * 7 % 10]}-{number + 1}»"


class FakeRows:
    """A `ListHandle` over numbers: a range, or the numbers a filter left."""

    def __init__(self, desk: FakeDesk, numbers: Sequence[int]) -> None:
        self._desk = desk
        self._numbers = numbers

    def __len__(self) -> int:
        return len(self._numbers)

    def rows(self, start: int, stop: int) -> list[ClientRow]:
        self._desk.pages_read += 1
        return [self._desk.row(number) for number in self._numbers[start:stop]]

    def position(self, client_id: str) -> int | None:
        number = number_of(client_id)
        if isinstance(self._numbers, range):
            return self._numbers.index(number) if number in self._numbers else None
        return self._numbers.index(number) if number in self._numbers else None


class FakeDesk(FakeBooks):
    """Answers of the right shape. `names` replaces the names of the first clients (hostile ones, for instance)."""

    def __init__(
        self,
        clients: int = 600,
        *,
        names: Sequence[str] = (),
        role: Role = "manager",
        alone: bool = False,
        prepare_seconds: float = 0.0,
        login: str = "ivanova",
    ) -> None:
        super().__init__(lambda: [client_id(0), client_id(2)])
        self.clients = clients
        self.names = dict(enumerate(names))
        self.role: Role = role
        self.alone = alone
        self.prepare_seconds = prepare_seconds
        self.login = login
        self.closed: list[str] = []
        self.locked: list[str] = []
        self.pages_read = 0
        self.history_reads = 0
        self._pulse = 1
        self._undo: list[tuple[str, str, str]] = []
        self._fields: dict[tuple[str, str], str] = {}
        self._lock = threading.Lock()
        self.threads: set[str] = set()
        self.copies = FakeCopies()
        self.audit = FakeAudit(self)
        self.finding = FakeFinding(self)
        self.newcomers = FakeNewcomers(self)
        self.contacts = FakeContacts(alone=alone, masks=self.names)
        self.removal = FakeRemoval()
        self.worth = FakeWorth(name_of)
        self.team = FakeTeam()
        self.recovery = FakeRecovery(lambda number: self.names.get(number, name_of(number)))
        self.white = FakeWhite(clients, lambda number: self.names.get(number, name_of(number)))
        self.products = FakeProducts(lambda number: self.names.get(number, name_of(number)))
        self.outreach = FakeOutreach(lambda number: self.names.get(number, name_of(number)))
        self.campaign_figures = FakeCampaignFigures(lambda: [client_id(0), client_id(1)])
        self.standing = FakeStanding(name_of, self.names)
        self.keys = FakeKeys(name_of, self.names)
        self.evolution = FakeEvolution(self.names)
        self.exports = FakeExports(self.names)
        self.people = FakePeople(self.names)
        self.lending = FakeLending(self.names)
        self.ssh, self.budgets = FakeSsh(), FakeBudgets()
        self.persons, self.work, self.deals = FakePersons(), FakeWork(), FakeDeals()
        self.orders, self.questionnaires = FakeOrders(), FakeQuestionnaires()
        self.promises = FakeEntries(client_id(0))
        self.cases = FakeCases(client_id(0))
        self.book, self.files, self.own = FakeBook(), FakeFiles(), FakeOwn()
        self.threats = FakeEntries(client_id(0))
        self.rules = FakeRules()
        self.doubles = FakeDoubles(self)
        self.firm_groups = FakeFirmGroups(self)

    def _seen(self) -> None:
        self.threads.add(threading.current_thread().name)

    # Door

    def door(self) -> Door:
        self._seen()
        return Door(log_size=1234, alone=self.alone, login=self.login)

    def unlock(self, login: str, passphrase: bytearray) -> Greeting:
        self._seen()
        if bytes(passphrase).decode() != PASSPHRASE:
            raise Problem(N_("The login or the passphrase is wrong."), ExitCode.REFUSED)
        return Greeting(
            firm="ООО «Опт и Ко»",
            login=login,
            name="Иванова А. П.",
            role=self.role,
            log_size=1235,
            today=TODAY,
            currency="RUB",
            alone=self.alone,
            portfolios=("Иванова",),
            clients=self.clients,
        )

    def prepare(self, progress: Progress) -> None:
        self._seen()
        steps = 20
        for step in range(steps):
            if not progress(step * self.clients // steps, self.clients):
                return
            time.sleep(self.prepare_seconds / steps)
        with self._lock:
            self._pulse += 1

    def pulse(self) -> int:
        return self._pulse

    def bump(self) -> None:
        self._pulse += 1

    def lock(self, reason: LockReason) -> None:
        self._seen()
        self.locked.append(reason)

    def close(self, reason: CloseReason) -> None:
        self.closed.append(reason)

    # Lists

    def row(self, which: int | str) -> ClientRow:
        number = number_of(which) if isinstance(which, str) else which
        identity = client_id(number)
        level: Level = "key" if number % _KEY_EVERY == 0 else LEVELS[1 + number % 6]
        state = _STATES[number % len(_STATES)]
        name = self.names.get(number, name_of(number))
        owner = _OWNERS[number % 3]
        letter = "ABC"[min(2, number % 10 // 2)]
        return ClientRow(
            id=identity,
            name=self._fields.get((identity, "name"), name),
            external_id=str(10_000 + number),
            owner=self.names.get(number, owner) if self.names else owner,
            city=self.names.get(number, _CITIES[number % 6]),
            phone_mask="+7 9** ***-**-67",
            level=level,
            step="regular",
            state=state,
            base_status="client",
            abc=letter,  # type: ignore[arg-type]
            xyz="X",
            turnover_12m=rub((number * 7919) % 4_000_000 + 12_000),
            days_silent=(number * 13) % 400,
            lapse_probability=((number * 31) % 100) / 100,
        )

    def open_list(self, filter: ListFilter, sort: str) -> ListHandle:  # noqa: A002
        self._seen()
        numbers: Sequence[int] = range(self.clients)
        if not filter.empty:
            numbers = [n for n in numbers if self._fits(filter, self.row(n))]
        if sort.startswith("-"):
            numbers = numbers[::-1]
        return FakeRows(self, numbers)

    @staticmethod
    def _fits(wanted: ListFilter, row: ClientRow) -> bool:
        return (
            (not wanted.text or wanted.text.casefold() in row.name.casefold())
            and (not wanted.levels or row.level in wanted.levels)
            and (not wanted.states or row.state in wanted.states)
            and (not wanted.abc or row.abc in wanted.abc)
            and (not wanted.owners or row.owner in wanted.owners)
        )

    def owners(self) -> tuple[str, ...]:
        return _OWNERS

    # Screens

    def today(self) -> Today:
        self._seen()
        kinds = ("recovery", "silent", "first_purchase")
        reminders = tuple(
            Reminder(
                kind=kinds[min(2, n // 5)],
                client_id=client_id(n),
                client=self.row(n).name,
                text=self.names.get(n, "обычно покупает каждые 30 дней, молчит 74"),
                due=TODAY + dt.timedelta(days=n),
                red=n < 5,
                top20=n % 4 == 0,
            )
            for n in range(min(18, self.clients))
        )
        return Today(TODAY, reminders, self.clients // 5, 81.4)

    def queue(self, limit: int) -> Queue:
        self._seen()
        entries = tuple(self._entry(n) for n in range(min(limit, self.clients, 120)))
        return Queue(TODAY, 1235, None, entries)

    def _entry(self, number: int) -> QueueEntry:
        row = self.row(number)
        stake = 900_000 - number * 7000
        why = self.names.get(
            number,
            "Обычно покупает раз в 30 дней, молчит уже 74 дня: так долго он молчал лишь однажды. "
            "Под риском около 870 тыс. ₽ в год.",
        )
        return QueueEntry(
            id=row.id,
            name=row.name,
            external_id=row.external_id,
            owner=row.owner,
            lapse_probability=max(0.05, 0.93 - number / 150),
            value_at_stake=rub(stake),
            priority=0.9 * stake * 100,
            days_silent=74 + number,
            usual_interval_days=30.4,
            expected_by=TODAY - dt.timedelta(days=44),
            state=("late", "sleeping", "lost")[number % 3],
            why=why,
            action=("visit", "call", "ask_and_deliver")[number % 3],
            urgency=("today", "week", "campaign")[min(2, number // 8)],
            purchases=21,
            horizon_days=90,
            level=row.level,
            abc=row.abc,
        )

    def pyramid(self) -> Pyramid:
        self._seen()
        counts = dict(zip(LEVELS, (6, 22, 61, 148, 0, 0, 363), strict=True))
        money = dict(zip(LEVELS, (41, 55, 30, 14, 0, 0, 0), strict=True))
        levels = tuple(
            PyramidLevel(level, counts[level], rub(money[level] * 1_000_000), counts[level] % 7, counts[level] % 4)
            for level in LEVELS
        )
        moves = tuple(
            Move(client_id(n), self.row(n).name, LEVELS[1 + n % 5], LEVELS[(n * 3) % 6]) for n in range(1, 15)
        )
        steps = {"none": 363, "buyer": 40, "client": 52, "regular": 145, "adherent": 0, "advocate": 0}
        return Pyramid(TODAY, 1235, "2026-10", levels, moves, steps, {"A": 48, "B": 71, "C": 118})  # type: ignore[arg-type]

    # Card

    def overview(self, client_id: str) -> CardOverview:
        self._seen()
        number = number_of(client_id)
        row = self.row(number)
        hostile = self.names.get(number)
        events = tuple(TODAY - dt.timedelta(days=44 + 31 * n + (n * n) % 9) for n in range(20))
        rhythm = Rhythm(
            events=events,
            as_of=TODAY,
            usual_interval_days=31.0,
            expected_by=TODAY - dt.timedelta(days=13),
            late_from=TODAY + dt.timedelta(days=9),
            state=row.state,
            lapse_probability=row.lapse_probability,
            why=hostile or "Обычно покупает раз в месяц, молчит 44 дня.",
        )
        months = tuple(
            (f"{2024 + (11 + n) // 12}-{(11 + n) % 12 + 1:02d}", ((n * 37) % 11) * 1_000_000) for n in range(24)
        )
        return CardOverview(
            row=row,
            inn="7707083893",
            kpp="770701001",
            address=hostile or "Москва, ул. Складская, 7",
            site=hostile or "romashka.example",
            note=self._fields.get((client_id, "note"), hostile or "Просят звонить до обеда."),
            tags=(hostile or "опт", "север"),
            first_purchase=events[-1],
            last_purchase=events[0],
            purchases=len(events),
            gross=rub(5_400_000),
            returned=rub(-61_200),
            net=rub(5_338_800),
            share_percent=3.37,
            return_share_percent=1.1,
            months=months,
            rhythm=rhythm,
            level_reason=hostile or "Реальный крупный: входит в первые 50 % оборота за 12 месяцев.",
            level_evidence=(hostile or "Оборот 1 240 000 ₽, место 14 из 237.",),
            contacts=self.contacts.lines(client_id),
        )

    def purchases(self, client_id: str) -> list[Purchase]:
        self._seen()
        hostile = self.names.get(number_of(client_id))
        return [
            Purchase(
                day=TODAY - dt.timedelta(days=44 + 31 * n),
                document=hostile or f"РН-{4000 - n}",
                lines=3 + n % 9,
                amount=rub(120_000 + 9_000 * n),
                is_return=n % 9 == 4,
                cancelled=n % 17 == 11,
            )
            for n in range(20)
        ]

    def order_lines(self, client_id: str, document: str) -> list[OrderLine]:
        hostile = self.names.get(number_of(client_id))
        return [OrderLine(f"A-{n}", hostile or f"Картридж {n}", str(n + 1), rub(4_000 * (n + 1))) for n in range(5)]

    def history(self, client_id: str) -> list[Change]:
        self._seen()
        self.history_reads += 1
        hostile = self.names.get(number_of(client_id))
        at = dt.datetime(2026, 11, 20, 14, 5, tzinfo=dt.UTC)
        return [
            Change(at, hostile or "Иванова", "person", "city", hostile or "Тверь", hostile or "Москва"),
            Change(at - dt.timedelta(days=3), "Петров", "batch:0a1b2c3d4e", "name", "ромашка", "ООО «Ромашка»"),
        ]

    # Changes

    def edit_form(self, client_id: str) -> tuple[EditField, ...]:
        self._seen()
        overview = self.overview(client_id)
        return (
            EditField("name", overview.row.name),
            EditField("city", overview.row.city, 80),
            EditField("address", overview.address),
            EditField("site", overview.site),
            EditField("note", overview.note, 500),
        )

    def edit_card(self, client_id: str, field: str, value: str, before: str) -> None:
        self._seen()
        if not value and field == "name":
            raise Problem(N_("A client needs a name."), ExitCode.BAD_INPUT)
        stored = self._fields.get((client_id, field))
        if stored is not None and stored != before:
            raise EditConflict(stored)
        self._undo.append((client_id, field, before))
        self._fields[(client_id, field)] = value
        self._pulse += 1

    def undo(self) -> Undone | None:
        if not self._undo:
            return None
        client_id, field, value = self._undo.pop()
        self._fields[(client_id, field)] = value
        self._pulse += 1
        return Undone(client_id, field, value)
