"""Group tasks of the fake desk: one that runs, with two managers; what was written is kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from core.outreach.group_tasks import Cell
from core.problem import N_, Problem
from tui.desk.port_group import (
    GroupStepRow,
    GroupTaskDetails,
    GroupTaskRow,
    ManagerCells,
    PartRow,
    StepCell,
    StepHead,
    Values,
)
from tui.desk.port_spending import Field

TODAY = dt.date(2026, 11, 23)
TASK = "7" * 32
LATE, AHEAD = StepCell("overdue", None, "", "", ""), StepCell("ahead", None, "", "", "")
PROVED = StepCell("proved", TODAY, "Петров Пётр", "note", "согласен")


def client(number: int) -> str:
    return f"{number:032x}"


class FakeGroupTasks:
    """Three clients, two steps."""

    def __init__(self) -> None:
        self.written: list[tuple[object, ...]] = []
        self.name = "Обзвон постоянных"
        self.given = False
        """Whether a card has a step of it."""

    def _row(self) -> GroupTaskRow:
        return GroupTaskRow(TASK, self.name, "Сидоров Олег", TODAY, 3, 6, 1, 2, TODAY - dt.timedelta(days=1), None)

    def listed(self, *, everything: bool = False) -> tuple[GroupTaskRow, ...]:
        closed = GroupTaskRow("8" * 32, "Старая", "Сидоров Олег", TODAY, 3, 3, 3, 0, None, TODAY)
        return (self._row(), closed) if everything else (self._row(),)

    def show(self, task_id: str) -> GroupTaskDetails:
        parts = (
            PartRow("71", client(0), "ООО «Ромашка-1»", "Иванова Анна", (LATE, AHEAD), "", "нет имени"),
            PartRow("72", client(1), "АО «Вектор-2»", "Иванова Анна", (LATE, AHEAD), "", ""),
            PartRow("73", client(2), "ИП Луч", "Петров Пётр", (PROVED, AHEAD), "", ""),
        )
        return GroupTaskDetails(
            task=self._row(),
            steps=(StepHead("позвонить", TODAY - dt.timedelta(days=1)), StepHead("встреча", dt.date(2026, 12, 20))),
            managers=(
                ManagerCells("Иванова Анна", 2, (Cell(2, 0, 2, 0, 0), Cell(2, 0, 0, 0, 0))),
                ManagerCells("Петров Пётр", 1, (Cell(1, 1, 0, 1, 0), Cell(1, 0, 0, 0, 0))),
            ),
            parts=parts,
            as_of=TODAY,
            log_size=7,
        )

    def form(self, marked: int = 0) -> tuple[Field, ...]:
        sources = (("marked", str(marked)), ("regulars", "all"))
        return (Field("name", N_("Name")), Field("source", N_("Clients"), "marked" if marked else "regulars", sources))

    def save(self, values: Values, clients: Sequence[str] = ()) -> GroupTaskRow:
        if not values["name"]:
            raise Problem(N_("A group task needs a name: type one."))
        self.written.append(("new", values["name"], values["source"], *clients))
        return self._row()

    def proof_form(self, task_id: str, client_id: str) -> tuple[Field, ...]:
        steps = (("1", "позвонить"), ("2", "встреча"))
        return (
            Field("step", N_("Which step"), "1", steps),
            Field("text", N_("What came of it, or where the file lies")),
        )

    def mark(self, task_id: str, client_id: str, values: Values) -> None:
        self.written.append(("mark", client_id, values["step"], values["text"]))

    def accept(self, task_id: str, clients: Sequence[str]) -> int:
        self.written.append(("accept", *clients))
        return 1

    def send_back(self, task_id: str, client_id: str, step: int, reason: str) -> None:
        self.written.append(("back", client_id, step, reason))

    def leave_out(self, task_id: str, client_id: str, reason: str) -> None:
        self.written.append(("out", client_id, reason))

    def hand_on(self, task_id: str) -> GroupTaskRow:
        self.written.append(("hand on", task_id))
        return self._row()

    def close(self, task_id: str) -> None:
        self.written.append(("close", task_id))

    def of_client(self, client_id: str) -> tuple[GroupStepRow, ...]:
        day = TODAY - dt.timedelta(days=1)
        if not self.given:
            return ()
        return (GroupStepRow("71", client_id, TASK, self.name, 0, "позвонить", day, "Иванова", "overdue", "нет имени"),)
