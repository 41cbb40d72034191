"""The dossier of the fake desk: two sections, a text, a plan; what was written is kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

from core.entities.money import Money
from tui.desk.edit_field import EditField
from tui.desk.port_book import BookAnswer, PlanRow, SectionRow
from tui.desk.port_dossier import DossierFormat, PaperOut

if TYPE_CHECKING:
    from tui.desk.port import Progress


class FakeBook:
    """Twenty-three pages."""

    def __init__(self) -> None:
        self.reads = 0
        self.written: list[tuple[str, ...]] = []

    def read(self, client_id: str) -> BookAnswer:
        self.reads += 1
        now, low, high = (Money(n * 100_000_000, "RUB") for n in (5, 15, 20))
        sections = (
            SectionRow("company", "Компания", 75, ("спросите о сайте",), (("company", "Братья и лавка"),)),
            SectionRow("growth", "План роста", 100, (), (("strategy", ""),)),
        )
        plan = PlanRow(now, low, high, now, dt.date(2027, 3, 1), ("склад", "обучение"))
        return BookAnswer(client_id, "Лютик", 23, (20, 40), 88, sections, plan, ("узнайте новости",))

    def text_form(self, client_id: str, section: str) -> tuple[EditField, ...]:
        return (EditField("company_text", "Братья и лавка", 8000),)

    def save_text(self, client_id: str, section: str, fields: Mapping[str, str]) -> None:
        self.written.append(("text", section, fields["company_text"]))

    def plan_form(self, client_id: str) -> tuple[EditField, ...]:
        return (EditField("now", "5", 20),)

    def save_plan(self, client_id: str, fields: Mapping[str, str]) -> None:
        self.written.append(("plan", fields["now"]))

    def agenda(self, client_id: str, form: DossierFormat, purpose: str = "") -> PaperOut:
        self.written.append(("agenda", form, purpose))
        return PaperOut(9, "/out/export-0009.pdf", "ab", 2)

    def take_out(
        self, client_id: str, form: DossierFormat, purpose: str = "", *, progress: Progress | None = None
    ) -> PaperOut:
        self.written.append(("dossier", form, purpose))
        if progress is not None:
            progress(1, 2)
        return PaperOut(9, "/out/export-0009.pdf", "ab", 23)
