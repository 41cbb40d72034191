"""Files of the fake desk: a contract that is shown, a picture that is not; what was asked stands in a list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

from core.problem import N_, Problem
from tui.desk.edit_field import EditField
from tui.desk.port_dossier import PaperOut
from tui.desk.port_files import FileRow, FileText

NOON = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)


class FakeFiles:
    """Two files, whoever is asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, ...]] = []

    def rows(self, client_id: str, *, everything: bool = False) -> list[FileRow]:
        self.asked.append(("rows",))
        return [
            FileRow("01", client_id, "договор № 7.docx", "docx", "документ", 12_000, "12 КБ", "Иванова", NOON,
                    "подписанный", "", "7-К", readable=True),
            FileRow("02", client_id, "витрина.jpg", "jpg", "картинка", 2_400_000, "2,3 МБ", "Петров", NOON,
                    person="Орехов Пётр", private=True),
        ]  # fmt: skip

    def form(self, client_id: str) -> tuple[EditField, ...]:
        return (EditField("file", ""), EditField("text", ""), EditField("private", "no", choices=(("no", "нет"),)))

    def attach(self, client_id: str, fields: Mapping[str, str]) -> str:
        if not fields["file"]:
            raise Problem(N_("Name a file: its path here, over SSH its name in your inbox."))
        self.asked.append(("attach", fields["file"]))
        return "03"

    def edit_form(self, client_id: str, file_id: str) -> tuple[EditField, ...]:
        return (EditField("text", "подписанный"),)

    def edit(self, client_id: str, file_id: str, fields: Mapping[str, str]) -> None:
        self.asked.append(("edit", file_id, fields["text"]))

    def text(self, client_id: str, file_id: str) -> FileText:
        if file_id == "02":
            raise Problem(N_("The terminal cannot show this ({kind}): save a copy to look at it."), kind="картинка")
        self.asked.append(("text", file_id))
        return FileText("договор № 7.docx", "Договор поставки\n\nболты по 120 рублей", True)

    def save(self, client_id: str, file_id: str, purpose: str = "", *, target: Path | None = None) -> PaperOut:
        self.asked.append(("save", file_id, purpose))
        return PaperOut(12, "/out/export-0012.jpg", "ab", 1)

    def remove(self, client_id: str, file_id: str) -> None:
        self.asked.append(("remove", file_id))

    def destroy(self, client_id: str, file_id: str) -> None:
        self.asked.append(("destroy", file_id))
