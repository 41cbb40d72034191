"""Questionnaires as screens and commands see them: answers of a person, directories of the firm (S03.65–S03.70)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Literal, Protocol

import msgspec

from core.entities.questionnaires import FormLanguage, Way
from tui.desk.edit_field import EditField
from tui.desk.port_dossier import PaperOut

Progress = Callable[[int, int], bool]
PrintFormat = Literal["pdf", "docx", "txt", "form"]
PRINT_FORMATS: tuple[PrintFormat, ...] = ("pdf", "docx", "txt", "form")
"""`form`: the Word file the firm keeps with the country."""
Directory = Literal["countries", "fields", "variants", "dictionary"]
DIRECTORIES: tuple[Directory, ...] = ("countries", "fields", "variants", "dictionary")


class CountryRow(msgspec.Struct, frozen=True):
    """A form of the directory of countries."""

    id: str
    country: str
    language: FormLanguage
    scheme: str
    fields: int
    paper: bool
    """Whether the firm keeps its own Word file with it."""


class AnswerRow(msgspec.Struct, frozen=True):
    """One field: both columns."""

    id: str
    name: str
    """Without the mark of variants."""
    way: Way
    common: str
    """Which datum of the card it is; empty: additional data."""
    source: str
    result: str
    edited: bool
    variants: tuple[str, ...]
    picked: bool
    """The answer is picked from `variants`."""
    unknown: tuple[str, ...] = ()


class QuestionnaireView(msgspec.Struct, frozen=True):
    """The questionnaire of one person for one country."""

    client: str
    person_id: str
    person: str
    """Surname and initials."""
    form: CountryRow
    rows: tuple[AnswerRow, ...]

    @property
    def unknown(self) -> tuple[str, ...]:
        """Words without a translation, in order, each once."""
        return tuple(dict.fromkeys(word for row in self.rows for word in row.unknown))


class Suggested(msgspec.Struct, frozen=True):
    """What the second column would be for a typed text."""

    text: str
    unknown: tuple[str, ...] = ()


class DirectoryRow(msgspec.Struct, frozen=True):
    """One line of a directory; `cells` as its columns."""

    id: str
    cells: tuple[str, ...]


class QuestionnairesPort(Protocol):
    """Answers and directories. Every method may raise Problem."""

    def countries(self) -> list[CountryRow]: ...

    def people(self, client_id: str, order_id: str = "") -> list[tuple[str, str]]:
        """Of the order, else of the client: id and name."""
        ...

    def last_form(self, client_id: str, person_id: str) -> str:
        """The form that was answered last, else the first of the directory."""
        ...

    def read(self, client_id: str, person_id: str, form_id: str) -> QuestionnaireView:
        """A reading of what is private about the client's people."""
        ...

    def suggest(self, form_id: str, field_id: str, text: str) -> Suggested: ...

    def save(
        self, client_id: str, person_id: str, form_id: str, field_id: str, source: str, result: str, edited: bool
    ) -> None:
        """Both columns of a field; common data go to the card they come from."""
        ...

    def copy(
        self, client_id: str, form_id: str, from_person: str, to_people: Sequence[str], fields: Sequence[str]
    ) -> int:
        """Answers of some additional fields from one person to others; how many were written."""
        ...

    def add_word(self, ru: str, en: str, fr: str) -> None:
        """One more word of the dictionary, or new equivalents of one that is there."""
        ...

    def known_word(self, ru: str) -> tuple[str, str]:
        """English and French of a word, as far as they are known."""
        ...

    def untranslated(self, client_id: str, people: Sequence[str], form_id: str) -> tuple[str, ...]:
        """Words on the way to paper that are still Russian."""
        ...

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
        """The form filled in, under export control: one document, or a Word file for each person."""
        ...

    def rows(self, directory: Directory, form_id: str = "") -> list[DirectoryRow]: ...

    def form(self, directory: Directory, row_id: str = "", form_id: str = "") -> tuple[EditField, ...]: ...

    def save_row(self, directory: Directory, row_id: str, fields: Mapping[str, str], form_id: str = "") -> str: ...

    def drop_row(self, directory: Directory, row_id: str, form_id: str = "") -> None: ...

    def move_field(self, form_id: str, field_id: str, by: int) -> None: ...

    def set_paper(self, form_id: str, path: str) -> None:
        """The firm's Word file for a country; an empty path takes it away."""
        ...
