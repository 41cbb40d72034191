"""Files of a dossier as screens and commands see them (U13)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, Protocol

import msgspec

from tui.desk.edit_field import EditField
from tui.desk.port_dossier import PaperOut

FileState = Literal["kept", "removed", "destroyed"]


class FileRow(msgspec.Struct, frozen=True):
    """One file as lists show it. `kind` is stable (pdf, docx, jpg), `kind_word` in the reader's language."""

    id: str
    client_id: str
    name: str
    kind: str
    kind_word: str
    size: int
    """Bytes."""
    size_text: str
    who: str
    made: dt.datetime
    text: str = ""
    person: str = ""
    contract: str = ""
    private: bool = False
    state: FileState = "kept"
    readable: bool = False
    """Whether the terminal can show it."""


class FileText(msgspec.Struct, frozen=True):
    """What the terminal shows of a file."""

    name: str
    text: str
    cut: bool
    """Only its beginning."""


class FilesPort(Protocol):
    """Files kept with clients."""

    def rows(self, client_id: str, *, everything: bool = False) -> list[FileRow]:
        """Newest first: a reading of the dossier. `everything`: those off the list and destroyed ones too."""
        ...

    def form(self, client_id: str) -> tuple[EditField, ...]:
        """What attaching asks: the file, what it is, whom it is about, which contract it is of, whether private."""
        ...

    def attach(self, client_id: str, fields: Mapping[str, str]) -> str:
        """Seal a file of the own inbox (over SSH) or of this machine; its id. Raises Problem."""
        ...

    def edit_form(self, client_id: str, file_id: str) -> tuple[EditField, ...]:
        """What can be said of it."""
        ...

    def edit(self, client_id: str, file_id: str, fields: Mapping[str, str]) -> None:
        """Say it. Raises Problem."""
        ...

    def text(self, client_id: str, file_id: str) -> FileText:
        """Its text, or the beginning. Raises Problem where the terminal cannot show it."""
        ...

    def save(self, client_id: str, file_id: str, purpose: str = "", *, target: Path | None = None) -> PaperOut:
        """A copy in clear as a numbered export: the only way out. Raises Problem."""
        ...

    def remove(self, client_id: str, file_id: str) -> None:
        """Off the list; an undo brings it back."""
        ...

    def destroy(self, client_id: str, file_id: str) -> None:
        """Delete the content for good; what was known of it stays in its history."""
        ...
