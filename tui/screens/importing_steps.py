"""The first steps of an import: where it comes from, how its table is read."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from tui.desk.port_wizard import Batch, TableView, WizardPort
from tui.safe_text import wrap
from tui.screens.dialogs.choice import ChoiceDialog
from tui.screens.dialogs.confirm import ConfirmDialog
from tui.screens.dialogs.importing import PathDialog
from tui.text import N_, count, fill, gettext, moment
from tui.text_import import BATCH_STATES, DELIMITERS, kind_title
from tui.widgets.drawn import Line
from tui.widgets.row_pages import Rows
from tui.widgets.window_table import Column

if TYPE_CHECKING:
    from tui.screens.importing import ImportScreen

T = TypeVar("T")
ENCODINGS = ("utf-8", "cp1251", "cp866", "koi8-r", "utf-16-le", "mac-cyrillic")
_SHOWN_COLUMNS = 8


class Step:
    """One step: it fills the list, explains the line under the cursor, and has the verbs of its commands."""

    TITLE: ClassVar[str] = ""
    """msgid."""

    def __init__(self, screen: ImportScreen) -> None:
        self.screen = screen

    @property
    def wizard(self) -> WizardPort:
        return self.screen.desk.wizard

    def ask(self, call: Callable[[], T], then: Callable[[T], None]) -> None:
        """Ask the desk; newer questions of this screen win."""
        self.screen.ask("wizard", call, then)

    def can(self, verb: str) -> bool:  # noqa: ARG002
        """Whether a verb of this step makes sense now."""
        return True

    def load(self) -> None:
        """Fill the list."""

    def chips(self) -> tuple[str, ...]:
        """Short facts for the status line."""
        return ()

    def about(self, row: Any, width: int) -> list[Line]:  # noqa: ARG002
        """The lower pane."""
        return []

    def empty(self) -> str:
        """What an empty list says."""
        return ""

    def moved(self, row: Any) -> None:
        """The cursor stands on another line."""

    def go_on(self) -> None:
        self.screen.forward()

    def go_before(self) -> None:
        self.screen.backward()

    def act(self) -> None:
        """Enter on the line."""


def said(text: str, width: int, ink: str = "") -> list[Line]:
    """A sentence in lines of the pane."""
    return [((part, ink),) for part in wrap(text, width)]


BATCHES: tuple[Column[Batch], ...] = (
    Column("number", lambda: gettext("No."), 5, lambda row: (str(row.number), "strong"), right=True),
    Column("at", lambda: gettext("When"), 16, lambda row: (moment(row.at), "")),
    Column("who", lambda: gettext("Who"), 14, lambda row: (row.who, ""), flex=1),
    Column("kind", lambda: gettext("Rows are"), 12, lambda row: (kind_title(row.kind), "")),
    Column("rows", lambda: gettext("Rows"), 8, lambda row: (count(row.rows), ""), right=True),
    Column(
        "clients", lambda: gettext("Clients"), 8, lambda row: (count(row.clients), "dim"), right=True, from_width=100
    ),
    Column("state", lambda: gettext("State"), 11, lambda row: _batch_state(row)),
)


def _batch_state(row: Batch) -> tuple[str, str]:
    ink = {"live": "good", "dead": "dim", "open": "warn"}[row.state]
    return gettext(BATCH_STATES[row.state]), ink


class SourceStep(Step):
    """Earlier imports, and where the next one comes from."""

    TITLE = N_("Source")

    def __init__(self, screen: ImportScreen) -> None:
        super().__init__(screen)
        self._batches: tuple[Batch, ...] = ()
        self._last = ""
        self._known = False

    def load(self) -> None:
        self.ask(lambda: (self.wizard.batches(), self.wizard.last()), self._loaded)

    def _loaded(self, found: tuple[tuple[Batch, ...], str]) -> None:
        self._batches, self._last = found
        self._known = True
        source = Rows(self._batches, [each.id for each in self._batches])
        self.screen.show_rows(BATCHES, lambda row: row.id, source, keep=True)

    def empty(self) -> str:
        return gettext("Nothing has been imported yet.") if self._known else ""

    def about(self, row: Any, width: int) -> list[Line]:
        if not self.screen.writes:
            return self._of_batch(row, said(gettext("Your role looks at imports and makes none."), width, "dim"), width)
        lines = said(gettext("Paste a table right here, or press o to take a file."), width, "strong")
        if self._last:
            lines += said(fill(gettext("l takes {place} once more."), place=self._last), width, "dim")
        if not self._batches and self._known:
            lines += said(gettext("m saves an empty Excel table to fill in; Insert types one client."), width)
        return self._of_batch(row, lines, width)

    @staticmethod
    def _of_batch(row: Any, lines: list[Line], width: int) -> list[Line]:
        """What is known of the import under the cursor."""
        if isinstance(row, Batch):
            told = gettext("No. {number}: SHA-256 {hash}. Sale lines: {lines}.")
            lines += said(fill(told, number=row.number, hash=row.sha256[:16], lines=count(row.lines)), width, "dim")
        return lines

    def can(self, verb: str) -> bool:
        if verb == "undo_batch":
            row = self.screen.table.current
            return isinstance(row, Batch) and row.state == "live"
        if verb == "go_on":
            return self.screen.source is not None
        if verb == "as_last_time":
            return bool(self._last)
        return verb not in ("go_before", "act")

    def take_file(self) -> None:
        def chosen(path: str | None) -> None:
            if path:
                self._begin(path)

        self.screen.app.push_screen(PathDialog(), chosen)

    def as_last_time(self) -> None:
        self._begin(self._last)

    def _begin(self, path: str) -> None:
        self.screen.notice(gettext("Reading the file…"))
        self.screen.ask("source", partial(self.wizard.begin_file, path), self.screen.begun)

    def save_template(self) -> None:
        def done(path: str) -> None:
            self.screen.notice(fill(gettext("The empty table lies in {path}."), path=path), "good")

        self.ask(lambda: self.wizard.template(""), done)

    def undo_batch(self) -> None:
        row = self.screen.table.current
        if isinstance(row, Batch):
            ask_to_undo(self.screen, row.id, fill(gettext("Take import No. {number} back?"), number=row.number))


def ask_to_undo(screen: ImportScreen, batch: str, question: str) -> None:
    """Take an import back after a question; the list follows."""

    def told(answer: dict[str, object]) -> None:
        kept = answer["kept"]
        sentence = gettext("Taken back: {removed} removed, {restored} restored, {kept} kept: worked on since.")
        facts = {"removed": answer["removed"], "restored": answer["restored"]}
        screen.station.workplaces.mark_stale()  # type: ignore[union-attr]  # this screen is a loaded workplace
        screen.go(0)
        screen.notice(fill(sentence, **facts, kept=len(kept) if isinstance(kept, list) else 0), "good")

    def answered(yes: bool | None) -> None:
        if yes:
            screen.ask("wizard", lambda: screen.desk.wizard.undo(batch), told)

    screen.app.push_screen(ConfirmDialog(question), answered)


Preview = tuple[int, tuple[str, ...]]
"""Row number and cells."""


class TableStep(Step):
    """The first rows as they are read now."""

    TITLE = N_("Table")

    def __init__(self, screen: ImportScreen) -> None:
        super().__init__(screen)
        self._view: TableView | None = None

    def load(self) -> None:
        self.ask(self.wizard.table, self._loaded)

    def _loaded(self, view: TableView) -> None:
        self._view = view
        rows: list[Preview] = list(enumerate(view.rows, max(1, view.header_row)))
        widest = max((len(row) for row in view.rows), default=0)

        def cell(index: int) -> Callable[[Preview], tuple[str, str]]:
            def shown(row: Preview) -> tuple[str, str]:
                text = row[1][index] if index < len(row[1]) else ""
                return text, "strong" if view.header_row and row[0] == view.header_row else ""

            return shown

        columns: list[Column[Preview]] = [
            Column("row", lambda: gettext("Row"), 6, lambda row: (str(row[0]), "dim"), right=True)
        ]
        shown = min(widest, _SHOWN_COLUMNS)
        for index in range(shown):
            columns.append(
                Column(f"c{index}", lambda index=index: str(index + 1), 8, cell(index), flex=1,  # type: ignore[misc]
                       from_width=0 if index < 5 else 100)
            )  # fmt: skip
        self.screen.show_rows(columns, lambda row: str(row[0]), Rows(rows, [str(row[0]) for row in rows]))

    def chips(self) -> tuple[str, ...]:
        view = self._view
        if view is None:
            return ()
        header = gettext("no header") if not view.header_row else fill(gettext("header: row {n}"), n=view.header_row)
        if view.fixed:
            return (view.form,)
        return tuple(filter(None, (view.encoding, gettext(DELIMITERS.get(view.delimiter, "")), header)))

    def about(self, row: Any, width: int) -> list[Line]:  # noqa: ARG002
        view = self._view
        if view is None:
            return []
        source = self.screen.source
        lines: list[Line] = []
        if source is not None and source.profile:
            lines += said(fill(gettext("Profile: {name}."), name=source.profile), width, "accent")
        if view.fixed:
            return lines + said(gettext("This format says itself what its columns are: go on."), width)
        if len(view.sheets) > 1:
            told = gettext("Sheet {n} of {total}: {name}. w chooses another.")
            lines += said(
                fill(told, n=view.sheet + 1, total=len(view.sheets), name=view.sheets[view.sheet].name), width
            )
        told = gettext("Enter: names of columns stand in this row; h: there are none. e encoding, d delimiter.")
        return lines + said(told, width, "dim")

    def can(self, verb: str) -> bool:
        view = self._view
        if view is None:
            return verb == "go_before"
        if verb == "choose_sheet":
            return len(view.sheets) > 1
        if verb in ("choose_encoding", "choose_delimiter"):
            return view.form == "delimited"
        if verb in ("no_header", "act"):
            return not view.fixed
        return True

    def act(self) -> None:
        row = self.screen.table.current
        if row is not None:
            self._read(header_row=row[0])

    def no_header(self) -> None:
        self._read(header_row=0)

    def _read(self, **how: Any) -> None:
        view = self._view
        if view is None:
            return
        kept: dict[str, Any] = {
            "encoding": view.encoding if view.form == "delimited" else "",
            "delimiter": view.delimiter if view.form == "delimited" else "",
            "header_row": view.header_row,
            "sheet": view.sheet if len(view.sheets) > 1 else -1,
        }
        self.ask(partial(self.wizard.read_as, **(kept | how)), self._loaded)

    def choose_encoding(self) -> None:
        self._choose(gettext("Encoding"), [(each, each) for each in ENCODINGS], "encoding")

    def choose_delimiter(self) -> None:
        self._choose(gettext("Delimiter"), [(sign, gettext(name)) for sign, name in DELIMITERS.items()], "delimiter")

    def _choose(self, heading: str, choices: list[tuple[str, str]], name: str) -> None:
        def chosen(answer: str | None) -> None:
            if answer:
                self._read(**{name: answer, "header_row": None})

        self.screen.app.push_screen(ChoiceDialog(heading, choices), chosen)

    def choose_sheet(self) -> None:
        view = self._view
        if view is None:
            return

        def chosen(answer: str | None) -> None:
            if answer:
                self._read(sheet=int(answer), header_row=None)

        choices = [(str(at), f"{at + 1}. {each.name}") for at, each in enumerate(view.sheets)]
        self.screen.app.push_screen(ChoiceDialog(gettext("Sheet"), choices), chosen)
