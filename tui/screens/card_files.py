"""CARD Файлы: what is kept of a client as files: attached, shown, saved as an export, taken off (U13, S03.114)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from textual.widget import Widget

from tui.desk.edit_field import EditField
from tui.desk.port_dossier import PaperOut
from tui.desk.port_files import FileRow, FileText
from tui.safe_text import wrap
from tui.screens.card_promises import PromisesOfCard
from tui.screens.dialogs.choice import ChoiceDialog
from tui.screens.dialogs.file_text import FileTextDialog
from tui.screens.dialogs.record_form import RecordForm
from tui.screens.dialogs.words import WordsDialog
from tui.text import date, fill, gettext
from tui.widgets.drawn import Line, Pager
from tui.widgets.row_pages import Rows
from tui.widgets.window_table import Column, WindowTable


def file_columns() -> tuple[Column[FileRow], ...]:
    """Name, kind, size, who, when."""
    return (
        Column("name", lambda: gettext("File"), 20, lambda row: (row.name, ""), flex=4),
        Column("kind", lambda: gettext("Kind"), 9, lambda row: (row.kind_word, "dim")),
        Column("size", lambda: gettext("Size"), 8, lambda row: (row.size_text, "dim"), right=True),
        Column("who", lambda: gettext("Who"), 14, lambda row: (row.who, "")),
        Column("made", lambda: gettext("When"), 10, lambda row: (date(row.made.date()), "dim"), right=True),
    )


def file_lines(row: FileRow | None, width: int) -> list[Line]:
    """Below the list: the file under the cursor, what it is and of whom, what Enter does."""
    if row is None:
        return []
    lines: list[Line] = [((part, "strong"),) for part in wrap(row.name, width)]
    lines += [((part, ""),) for part in wrap(row.text, width)] if row.text else []
    facts = [
        (gettext("Contract"), row.contract),
        (gettext("About"), row.person),
        (gettext("Private"), gettext("opens with the right to what is private") if row.private else ""),
    ]
    lines += [((part, ""),) for name, text in facts if text for part in wrap(f"{name}: {text}", width)]
    hint = gettext("Enter shows its text.") if row.readable else gettext("The terminal cannot show it: s saves a copy.")
    return [*lines, *(((part, "dim"),) for part in wrap(hint, width))]


class FilesOfCard(PromisesOfCard):
    """The part of CARD about files. Its list is a reading of the dossier, asked for when the tab is opened."""

    def __init__(self) -> None:
        super().__init__()
        self._files: list[FileRow] | None = None

    def files_widgets(self) -> Iterable[Widget]:
        """The list, and what stands below it."""
        empty = gettext("No files yet: n attaches one.")
        yield WindowTable(
            file_columns(), lambda row: row.id, empty=lambda: "" if self._files is None else empty, id="files"
        )
        yield Pager(id="files-facts", classes="entry-facts")

    def load_files(self) -> None:
        """Ask for the list anew."""
        client_id = self.client_id
        self.ask("tab", lambda: self.desk.files.rows(client_id), self._files_told)

    def _files_told(self, rows: list[FileRow]) -> None:
        self._files = rows
        table = self.query_one("#files", WindowTable)
        keep = table.current_id
        source = Rows(rows, [each.id for each in rows])
        table.set_source(source, (None if keep is None else source.position(keep)) or 0)
        self.paint_files()

    def paint_files(self) -> None:
        """What stands below the list."""
        if self._files is not None:
            pager = self.query_one("#files-facts", Pager)
            pager.show(file_lines(self.file_line, max(30, pager.content_size.width)))

    @property
    def file_line(self) -> FileRow | None:
        """The file under the cursor."""
        row = self.query_one("#files", WindowTable).current
        return row if isinstance(row, FileRow) else None

    # Verbs
    def add_file(self) -> None:
        """n on the tab."""
        client_id = self.client_id

        def asked(form: tuple[EditField, ...]) -> None:
            save = partial(self.desk.files.attach, client_id)
            lead = gettext("A path on this machine; over SSH a name in your inbox.")
            dialog = RecordForm(gettext("Attach a file"), form, save, whole=True, lead=lead)
            self.app.push_screen(dialog, self._files_changed)

        self.ask("form", lambda: self.desk.files.form(client_id), asked)

    def edit_file(self) -> None:
        """F4 on the tab: what it is, which contract it is of."""
        client_id, row = self.client_id, self.file_line
        if row is None:
            return
        again = partial(self.desk.files.edit_form, client_id, row.id)

        def asked(form: tuple[EditField, ...]) -> None:
            save = partial(self.desk.files.edit, client_id, row.id)
            self.app.push_screen(RecordForm(row.name, form, save, again=again), self._files_changed)

        self.ask("form", again, asked)

    def show_file(self) -> None:
        """Enter on the tab: its text over the card."""
        client_id, row = self.client_id, self.file_line
        if row is not None:
            self.notice(gettext("Reading the file…"))
            self.ask("file", lambda: self.desk.files.text(client_id, row.id), self._shown)

    def _shown(self, told: FileText) -> None:
        self.notice("")
        self.app.push_screen(FileTextDialog(told))

    def save_file(self) -> None:
        """s on the tab: an export of one file."""
        client_id, row = self.client_id, self.file_line
        if row is None:
            return

        def told(purpose: str | None) -> None:
            if purpose:
                self.ask("file", lambda: self.desk.files.save(client_id, row.id, purpose), self._file_saved)

        nudge = gettext("Say what it is for: it stands in the log.")
        self.app.push_screen(WordsDialog(gettext("What is the copy for?"), nudge), told)

    def _file_saved(self, made: PaperOut) -> None:
        sentence = gettext("Export No. {number}: {file}")
        self.notice(fill(sentence, number=made.number, file=made.file), "good")

    def drop_file(self) -> None:
        """d on the tab: off the list, or destroyed for good."""
        client_id, row = self.client_id, self.file_line
        if row is None:
            return

        def told(what: str | None) -> None:
            call = {"remove": self.desk.files.remove, "destroy": self.desk.files.destroy}.get(what or "")
            if call is not None:
                self.ask("file", lambda: call(client_id, row.id), partial(self._dropped, what == "destroy"))

        pairs = [
            ("remove", gettext("take it off the list: u brings it back")),
            ("destroy", gettext("destroy it for good: nothing brings it back")),
        ]
        self.app.push_screen(ChoiceDialog(row.name, pairs), told)

    def _dropped(self, gone: bool, _answer: object) -> None:
        if gone:
            self._files_changed(True)
            self.call_after_refresh(self.notice, gettext("The file is destroyed."), "good")
        else:
            self._files_changed(True)

    def _files_changed(self, saved: bool | None) -> None:
        if saved:
            self.files_stale()
            self.renewed(True)

    def files_stale(self) -> None:
        """The list has to be asked for again."""
        raise NotImplementedError
