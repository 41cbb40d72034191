"""Questionnaires of the fake desk: two people, two forms, one word; what was asked stands in `written`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from core.problem import N_, Problem
from tui.desk.edit_field import EditField
from tui.desk.port_dossier import PaperOut
from tui.desk.port_questionnaire import (
    AnswerRow,
    CountryRow,
    Directory,
    DirectoryRow,
    PrintFormat,
    Progress,
    QuestionnaireView,
    Suggested,
)

FRANCE = CountryRow("f1" * 16, "Франция", "fr", "icao", 4, True)
INDIA = CountryRow("f2" * 16, "Индия", "en", "icao", 3, False)
PEOPLE = [("01" * 16, "Орехов Пётр Ильич"), ("02" * 16, "Зоя")]


class FakeQuestionnaires:
    """Everybody answers the same."""

    def __init__(self) -> None:
        self.written: list[tuple[object, ...]] = []
        self.words = {"туризм": "tourisme"}

    def countries(self) -> list[CountryRow]:
        return [FRANCE, INDIA]

    def people(self, client_id: str, order_id: str = "") -> list[tuple[str, str]]:
        return list(PEOPLE)

    def last_form(self, client_id: str, person_id: str) -> str:
        return FRANCE.id

    def read(self, client_id: str, person_id: str, form_id: str) -> QuestionnaireView:
        form = next(each for each in self.countries() if each.id == form_id)
        rows = (
            AnswerRow("01", "Фамилия", "letters", "surname", "Орехов", "OREKHOV", False, (), False),
            AnswerRow("02", "Место рождения", "letters", "", "Тула", "TOULA", True, (), False),
            AnswerRow("03", "Занятие", "dictionary", "", "плотник", "плотник", False, (), False, ("плотник",)),
            AnswerRow("04", "Цель поездки", "dictionary", "", "", "", False, ("туризм", "деловая"), True),
        )
        person = "Орехов П. И." if person_id == PEOPLE[0][0] else "Зоя"
        return QuestionnaireView("ООО «Ромашка-1»", person_id, person, form, rows)

    def suggest(self, form_id: str, field_id: str, text: str) -> Suggested:
        if field_id in ("01", "02"):
            return Suggested(text.replace("Тверь", "Tver"))
        words = [self.words.get(word, word) for word in text.split()]
        return Suggested(" ".join(words), tuple(word for word in text.split() if word not in self.words))

    def save(
        self, client_id: str, person_id: str, form_id: str, field_id: str, source: str, result: str, edited: bool
    ) -> None:
        self.written.append(("save", field_id, source, result, edited))

    def copy(
        self, client_id: str, form_id: str, from_person: str, to_people: Sequence[str], fields: Sequence[str]
    ) -> int:
        self.written.append(("copy", from_person, tuple(to_people), tuple(fields)))
        return len(fields)

    def add_word(self, ru: str, en: str, fr: str) -> None:
        if not en and not fr:
            raise Problem(N_("A word of the dictionary needs its Russian form and an equivalent in English or French."))
        self.words[ru] = fr
        self.written.append(("word", ru, en, fr))

    def known_word(self, ru: str) -> tuple[str, str]:
        return ("", self.words.get(ru, ""))

    def untranslated(self, client_id: str, people: Sequence[str], form_id: str) -> tuple[str, ...]:
        return ("плотник",)

    def print_out(
        self,
        client_id: str,
        people: Sequence[str],
        form_id: str,
        form: PrintFormat,
        purpose: str,
        receiver: str = "",
        progress: Progress | None = None,
        target: Path | None = None,
    ) -> list[PaperOut]:
        self.written.append(("print", tuple(people), form, purpose))
        return [PaperOut(number, f"/outbox/{number}.docx", "00", 1) for number, _person in enumerate(people, 7)]

    def rows(self, directory: Directory, form_id: str = "") -> list[DirectoryRow]:
        found: dict[str, list[tuple[str, ...]]] = {
            "countries": [(FRANCE.id, FRANCE.country, "французский", "загранпаспорт", "4", "списком")],
            "fields": [
                ("01", "Фамилия", "посимвольно", "фамилия", "familiia"),
                ("02", "_Цель", "по словарю", "дополнительные сведения", "tsel"),
            ],
            "variants": [("_Цель", "_Цель", "туризм; деловая")],
            "dictionary": [(ru, ru, "", fr) for ru, fr in self.words.items()],
        }
        return [DirectoryRow(row[0], row[1:]) for row in found[directory]]

    def form(self, directory: Directory, row_id: str = "", form_id: str = "") -> tuple[EditField, ...]:
        return EditField("ru" if directory == "dictionary" else "field_name", row_id), EditField("fr", "")

    def save_row(self, directory: Directory, row_id: str, fields: Mapping[str, str], form_id: str = "") -> str:
        self.written.append(("row", directory, row_id, dict(fields), form_id))
        return row_id

    def drop_row(self, directory: Directory, row_id: str, form_id: str = "") -> None:
        self.written.append(("drop", directory, row_id))

    def move_field(self, form_id: str, field_id: str, by: int) -> None:
        self.written.append(("move", field_id, by))

    def set_paper(self, form_id: str, path: str) -> None:
        self.written.append(("paper", form_id, path))
