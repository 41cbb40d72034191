"""Commitments, cases and risks of the fake desk: a few of each, and what was written is kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from core.problem import N_, Problem
from core.relations.cases import ParetoLine
from tui.desk.edit_field import EditField
from tui.desk.port_cases import ParetoAnswer, ParetoBy
from tui.desk.port_dossier import DossierFormat, PaperOut
from tui.desk.port_entries import EntryRow, StepForm

TODAY = dt.date(2026, 11, 23)
NOON = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)


def entry(number: int, text: str, client_id: str, **more: object) -> EntryRow:
    told: dict[str, object] = {
        "id": f"{number:032x}", "kind": "commitment", "kind_word": "Обязательство", "client_id": client_id,
        "client": "Лютик", "text": text, "step": "promised", "step_word": "обещано", "open": True, "red": False,
        "due": TODAY, "owner": "Иванова", "made": NOON,
    }  # fmt: skip
    return EntryRow(**(told | more))  # type: ignore[arg-type]


class FakeEntries:
    """Two kinds; a red record, an open one, a closed one."""

    def __init__(self, client_id: str) -> None:
        self.client_id = client_id
        self.written: list[tuple[str, ...]] = []

    def kinds(self) -> tuple[tuple[str, str], ...]:
        return (("commitment", "Обязательство"), ("incident", "Трудность"))

    def rows(self, client_id: str = "", *, everything: bool = False) -> list[EntryRow]:
        here = client_id or self.client_id
        found = [
            entry(1, "машина сломалась", here, kind="incident", kind_word="Трудность", step_word="клиент не знает",
                  red=True, due=None, facts=(("Найдена", "20 ноября, 12:00"),)),
            entry(2, "привезти образцы", here),
        ]  # fmt: skip
        closed = [entry(3, "выставить счёт", here, step_word="выполнено", open=False)]
        return found + (closed if everything else [])

    def form(self, client_id: str, kind: str) -> StepForm:
        return StepForm("Лютик", (EditField("text", ""), EditField("due", "2026-11-24", 10)))

    def add(self, client_id: str, kind: str, fields: Mapping[str, str]) -> str:
        if not fields["text"]:
            raise Problem(N_("Say in a few words what it is about."))
        self.written.append(("add", kind, fields["text"]))
        return "9"

    def step_form(self, client_id: str, entry_id: str) -> StepForm:
        return StepForm("Клиент согласен?", (EditField("agreed", "no", choices=(("no", "нет"), ("yes", "да"))),))

    def step(self, client_id: str, entry_id: str, fields: Mapping[str, str]) -> None:
        if fields["agreed"] == "no":
            raise Problem(N_("Earlier than promised only if the client agrees: ask him, or keep it to its day."))
        self.written.append(("step", str(int(entry_id, 16)), fields["agreed"]))

    def edit_form(self, client_id: str, entry_id: str) -> StepForm:
        return StepForm("Почему?", (EditField("reason", ""),))

    def edit(self, client_id: str, entry_id: str, fields: Mapping[str, str]) -> None:
        self.written.append(("edit", str(int(entry_id, 16)), fields["reason"]))

    def drop(self, client_id: str, entry_id: str) -> None:
        self.written.append(("drop", str(int(entry_id, 16))))


class FakeCases(FakeEntries):
    """The same records, with causes and a blank."""

    def pareto(self, by: ParetoBy, since: dt.date | None = None) -> ParetoAnswer:
        lines = (ParetoLine(f"Причина {by}", 3, 0.75, 0.75), ParetoLine("Упаковка", 1, 0.25, 1.0))
        return ParetoAnswer(by, since, 4, lines, 2, 0.5, 0.5)

    def print_blank(self, client_id: str, form: DossierFormat, purpose: str = "") -> PaperOut:
        self.written.append(("blank", form, purpose))
        return PaperOut(7, "/out/export-0007.docx", "ab", 2)
