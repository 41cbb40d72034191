"""Where clients stand, key clients and the document, for the fake desk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from core.entities.money import Money
from core.entities.vocabulary import LEVELS, STEPS
from core.problem import N_, ExitCode, Problem
from core.standing.health import Health, HealthPart
from core.wording import labels
from tui.desk.port_keys import KeyProof, KeyRow, Keys, Load
from tui.desk.port_standing import (
    ClauseLine,
    ClauseVersion,
    CostLine,
    Member,
    Proof,
    Segment,
    SegmentFigure,
    View,
)

TODAY = dt.date(2026, 11, 23)
COUNTS = dict(zip(LEVELS, (6, 22, 61, 148, 0, 0, 363), strict=True))
MILLIONS = dict(zip(LEVELS, (41, 55, 30, 14, 0, 0, 0), strict=True))
STEPS_OF = dict(zip(STEPS, (363, 40, 52, 145, 3, 1), strict=True))


def rub(units: int) -> Money:
    return Money(units * 100, "RUB")


class FakeMembers:
    """Clients behind a figure."""

    def __init__(self, rows: Sequence[Member]) -> None:
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    def rows(self, start: int, stop: int) -> list[Member]:
        return list(self._rows[start:stop])

    def position(self, client_id: str) -> int | None:
        return next((at for at, row in enumerate(self._rows) if row.id == client_id), None)


class FakeStanding:
    """Figures of every tab, three clients behind each; remembers what was stated."""

    def __init__(self, name_of: Callable[[int], str], names: dict[int, str]) -> None:
        self._name_of, self._names = name_of, names
        self.asked: list[tuple[View, str]] = []
        self.stated: list[tuple[Any, ...]] = []

    def _text(self, number: int, otherwise: str) -> str:
        return self._names.get(number, otherwise)

    def segment(self, view: View) -> Segment:
        self.asked.append((view, ""))
        says: tuple[str, ...] = ()
        alarms: tuple[str, ...] = ()
        part: float | None = None
        goal: float | None = None
        if view.tab == "pyramid":
            figures = [self._storey(level) for level in LEVELS]
            figures.append(SegmentFigure("moved", "Перешли", 14, rule="Кто сменил место."))
        elif view.tab == "ladder":
            figures = [self._step(step) for step in STEPS]
            figures.append(SegmentFigure("middle", "Ступени 2–3", 197, rub(90), more="чек 9 тыс. ₽"))
        elif view.tab == "matrix":
            figures = [
                SegmentFigure(f"{a}-{x}", f"{a}-{x}", 3, rub(1000), 0.1, 1, 2, rule=self._text(1, "правило"))
                for a in "ABC"
                for x in "XYZN"
            ]
        else:
            figures = [
                SegmentFigure("open", "Спросить", 3, rub(10), 0.3, more=self._text(2, "ещё"), rule="спросите лично"),
                SegmentFigure("growth", "Быстрый рост", 1, rub(5), 0.1),
            ]
        if view.tab == "anchors":
            says, part, goal = ("Якоря покрывают 118 % точки безубыточности",), 1.18, 1.0
        if view.tab == "review":
            says, alarms, part, goal = ("Постоянных 12 %",), ("Смотр базы просрочен",), 0.12, 0.10
        return Segment(view, TODAY, dt.date(2026, 10, 31), tuple(figures), says, alarms, part, goal, 600)

    def _storey(self, level: Any) -> SegmentFigure:
        count = COUNTS[level]
        title = labels.label("level", level)
        return SegmentFigure(
            level, title, count, rub(MILLIONS[level] * 1_000_000), 0.2, count % 7, count % 4, level=level, rule="подход"
        )

    def _step(self, step: Any) -> SegmentFigure:
        count = STEPS_OF[step]
        return SegmentFigure(step, labels.label("step", step), count, rub(count * 1000 * (1 + STEPS.index(step))), 0.1)

    def members(self, view: View, key: str) -> FakeMembers:
        self.asked.append((view, key))
        rows = [
            Member(
                f"{number:032x}",
                self._text(number, self._name_of(number)),
                self._text(number, "Иванова"),
                "large",
                "regular",
                "A",
                "B",
                "X",
                rub(90_000),
                "+",
                self._text(number, f"до A-X не хватает {number} 000 ₽ в месяц"),
            )
            for number in range(3)
        ]
        return FakeMembers(rows)

    def proofs(self, client_id: str) -> tuple[Proof, ...]:
        number = int(client_id, 16)
        return (
            Proof("level", True, self._text(number, "Покупает сейчас")),
            Proof("key", False, "партнёрство ценно"),
            Proof("anchor", None, "платежи: нет данных"),
        )

    def note_level(self, client_id: str, level: str, **evidence: Any) -> None:
        if level == "prospective" and not evidence.get("reason"):
            raise Problem(N_("A prospective client needs a reason and the day the decision is expected: give both."))
        self.stated.append(("level", client_id, level, evidence))

    def note_partnership(self, client_id: str, note: str) -> None:
        self.stated.append(("partnership", client_id, note))

    def note_status(self, client_id: str, status: str, reason: str = "", note: str = "") -> None:
        self.stated.append(("status", client_id, status, reason, note))

    def lift(self, client_id: str, notion: str) -> None:
        self.stated.append(("lift", client_id, notion))

    def note_target(self, client_id: str, purpose: str, **evidence: Any) -> None:
        self.stated.append(("target", client_id, purpose, evidence))

    def note_profile(self, client_id: str, fields: dict[str, str]) -> None:
        self.stated.append(("profile", client_id, fields))

    def answer_obligations(self, client_id: str, able: bool, note: str = "") -> None:
        self.stated.append(("obligations", client_id, able, note))

    def make_task(self, client_id: str, meeting: bool = True) -> None:
        self.stated.append(("task", client_id, meeting))

    def ask_share(self, client_id: str) -> None:
        self.stated.append(("share", client_id))

    def answer_question(self, client_id: str, text: str, kind: str = "other") -> None:
        self.stated.append(("answer", client_id, text, kind))

    def close_review(self) -> None:
        self.stated.append(("review",))

    def recheck(self, client_id: str) -> None:
        self.stated.append(("recheck", client_id))


class FakeKeys:
    """Eight candidates, three appointed to one manager."""

    def __init__(self, name_of: Callable[[int], str], names: dict[int, str]) -> None:
        self._name_of, self._names = name_of, names
        self.done: list[tuple[Any, ...]] = []

    def answer(self) -> Keys:
        rows = tuple(self._row(number) for number in range(8))
        loads = self.managers()
        return Keys(rows, 8, 3, 3, loads, 0.04, True, TODAY)

    def _row(self, number: int) -> KeyRow:
        given = number < 3
        over = number == 2
        return KeyRow(
            id=f"{number:032x}",
            name=self._names.get(number, self._name_of(number)),
            owner="Иванова",
            criteria={
                "volume": number < 4,
                "potential": number == 4,
                "fame": number == 5,
                "innovator": number == 6,
                "demanding": number == 7,
            },
            levels={"company": 0.101, "department": 0.2, "manager": None},
            potential=rub(5_000_000) if number == 4 else None,
            signs={"loyal": True, "significant": True, "partnership": False},
            appointed=given,
            manager=self._names.get(number, "Петров") if given else "",
            since=TODAY if given else None,
            review=TODAY if given else None,
            review_due=number == 1,
            over=over,
            until=dt.date(2026, 12, 31) if over else None,
            why_over=self._names.get(number, "отпуск") if over else "",
            health=64.0 if given else None,
        )

    def proofs(self, client_id: str) -> tuple[KeyProof, ...]:
        number = int(client_id, 16)
        return (
            KeyProof("volume", True, self._names.get(number, "доля в продажах: компания 10,1 %")),
            KeyProof("fame", False, "рекомендаций нет"),
        )

    def health(self, client_id: str) -> Health:
        number = int(client_id, 16)
        return Health(64.0, (HealthPart("rhythm", 64.0, self._names.get(number, "молчит 12 дней")),))

    def managers(self) -> tuple[Load, ...]:
        return (Load("petrov", self._names.get(0, "Петров"), 3), Load("ivanova", "Иванова", 0))

    def appoint(self, client_id: str, login: str, why_over: str = "", until: dt.date | None = None) -> None:
        if login == "petrov" and (not why_over or until is None):
            raise Problem(
                N_("This manager leads {n} key clients already: one more needs a reason and a last day."),
                ExitCode.REFUSED,
                n=3,
            )
        self.done.append(("appoint", client_id, login, why_over, until))

    def retire(self, client_id: str, why: str) -> None:
        self.done.append(("retire", client_id, why))

    def review(self, client_id: str, note: str) -> None:
        self.done.append(("review", client_id, note))

    def sign(self, client_id: str, criterion: str, **record: Any) -> None:
        self.done.append(("sign", client_id, criterion, record))


class FakeEvolution:
    """Two clauses, three months of costs."""

    def __init__(self, names: dict[int, str]) -> None:
        self._names = names
        self.texts: dict[str, str] = {}
        self.amounts: dict[dt.date, int] = {}

    def clauses(self) -> list[ClauseLine]:
        at = dt.datetime(2026, 11, 20, 14, 5, tzinfo=dt.UTC)
        return [
            ClauseLine(
                key,
                "Определения",
                title,
                self.texts.get(key, self._names.get(0, "Слова программы.")),
                key in self.texts,
                ("Ключевой по объёму от такой доли продаж: 10 %",),
                2,
                self._names.get(1, "Иванова"),
                at,
            )
            for key, title in (("key", "Ключевой"), ("direction", "На что направлена работа"))
        ]

    def versions(self, key: str) -> list[ClauseVersion]:
        return [ClauseVersion(dt.datetime(2026, 11, 1, tzinfo=dt.UTC), "Иванова", self._names.get(2, "Старые слова."))]

    def word(self, key: str, text: str) -> None:
        self.texts[key] = text

    def costs(self) -> list[CostLine]:
        months = [dt.date(2026, 11, 1), dt.date(2026, 10, 1), dt.date(2026, 9, 1)]
        return [
            CostLine(each, Money(self.amounts[each], "RUB") if each in self.amounts else None, "Иванова")
            for each in months
        ]

    def enter_costs(self, month: dt.date, amount: int) -> None:
        self.amounts[month] = amount
