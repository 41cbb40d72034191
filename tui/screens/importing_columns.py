"""The third step of an import: which column means what, and why (S03.56, S03.60)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from tui.desk.port_wizard import KINDS, ColumnLine, MappingView
from tui.screens.dialogs.choice import ChoiceDialog
from tui.screens.dialogs.importing import ValueDialog
from tui.screens.dialogs.words import WordsDialog
from tui.screens.importing_steps import Step, said
from tui.text import N_, fill, gettext
from tui.text_import import STATES, WHY, field_title, kind_title
from tui.widgets.drawn import Line
from tui.widgets.row_pages import Rows
from tui.widgets.window_table import Column

if TYPE_CHECKING:
    from tui.screens.importing import ImportScreen


def _target(row: ColumnLine) -> tuple[str, str]:
    if row.state == "ignored":
        return "—", "dim"
    return field_title(row.field), "good" if row.state == "chosen" else ""


def _why(row: ColumnLine) -> tuple[str, str]:
    if row.state != "suggested":
        return gettext(STATES[row.state]), "accent" if row.state == "chosen" else "dim"
    return f"{gettext(WHY.get(row.why, ''))} {row.score}", "dim"


MAPPING: tuple[Column[ColumnLine], ...] = (
    Column("column", lambda: gettext("Column"), 14, lambda row: (row.name or f"№ {row.index + 1}", "strong"), flex=2),
    Column("samples", lambda: gettext("Samples"), 14, lambda row: (" · ".join(row.samples), "dim"), flex=3),
    Column("target", lambda: gettext("Field"), 14, _target, flex=2),
    Column("why", lambda: gettext("Why"), 15, _why),
)


class MappingStep(Step):
    """Which column means what, with the reason; the next step opens when nothing is missing."""

    TITLE = N_("Columns")

    def __init__(self, screen: ImportScreen) -> None:
        super().__init__(screen)
        self._view: MappingView | None = None

    def load(self) -> None:
        self.ask(self.wizard.mapping, self._loaded)

    def _loaded(self, view: MappingView) -> None:
        self._view = view
        source = Rows(view.lines, [str(line.index) for line in view.lines])
        self.screen.show_rows(MAPPING, lambda row: str(row.index), source, keep=True)

    def chips(self) -> tuple[str, ...]:
        view = self._view
        if view is None:
            return ()
        told = [kind_title(view.kind)]
        told += [f"{field_title(field)} = {value}" for field, value in view.constants.items()]
        return tuple(told)

    def about(self, row: Any, width: int) -> list[Line]:
        view = self._view
        if view is None:
            return []
        lines = said(view.problem, width, "bad") if view.problem else []
        if isinstance(row, ColumnLine):
            lines += said(f"{row.name or '№ ' + str(row.index + 1)}: {' · '.join(row.samples)}", width)
            pairs = view.values.get(row.field, {})
            if pairs:
                lines += said(", ".join(f"{theirs} → {ours}" for theirs, ours in pairs.items()), width, "accent")
        hint = gettext("Enter field · i ignore · [ ] move · r suggestion · c constant · v values · f profile")
        return lines + said(hint, width, "dim")

    def can(self, verb: str) -> bool:
        view = self._view
        if view is None:
            return verb == "go_before"
        if verb == "go_on":
            return True
        if view.fixed:
            return verb in ("go_before", "save_profile", "set_constant")
        if verb == "map_value":
            row = self.screen.table.current
            return isinstance(row, ColumnLine) and bool(row.field)
        return True

    def go_on(self) -> None:
        if self._view is not None and self._view.problem:
            self.screen.notice(self._view.problem, "bad")
        else:
            self.screen.forward()

    def _row(self) -> ColumnLine | None:
        row = self.screen.table.current
        return row if isinstance(row, ColumnLine) else None

    def act(self) -> None:
        row, view = self._row(), self._view
        if row is None or view is None:
            return

        def chosen(field: str | None) -> None:
            if field is not None:
                self.ask(partial(self.wizard.assign, row.index, "" if field == "-" else field), self._loaded)

        choices = [("-", gettext("ignore the column")), *[(each, field_title(each)) for each in view.fields]]
        self.screen.app.push_screen(ChoiceDialog(fill(gettext("{column} is"), column=row.name), choices), chosen)

    def ignore_column(self) -> None:
        if (row := self._row()) is not None:
            self.ask(partial(self.wizard.assign, row.index, ""), self._loaded)

    def reset_column(self) -> None:
        if (row := self._row()) is not None:
            self.ask(partial(self.wizard.reset, row.index), self._loaded)

    def reset_all(self) -> None:
        self.ask(partial(self.wizard.reset, None), self._loaded)

    def shift_up(self) -> None:
        self._shift(-1)

    def shift_down(self) -> None:
        self._shift(1)

    def _shift(self, by: int) -> None:
        if (row := self._row()) is not None:

            def shifted(view: MappingView) -> None:
                self._loaded(view)
                self.screen.table.move_by(by)

            self.ask(partial(self.wizard.shift, row.index, by), shifted)

    def choose_kind(self) -> None:
        def chosen(kind: str | None) -> None:
            if kind:
                self.ask(partial(self.wizard.set_kind, kind), self._loaded)

        choices = [(kind, kind_title(kind)) for kind in KINDS]
        self.screen.app.push_screen(ChoiceDialog(gettext("What is a row?"), choices), chosen)

    def set_constant(self) -> None:
        view = self._view
        if view is None:
            return

        def chosen(field: str | None) -> None:
            if field:
                heading = fill(gettext("{field} of every row"), field=field_title(field))
                dialog = ValueDialog(heading, view.constants.get(field, ""))
                self.screen.app.push_screen(dialog, partial(valued, field))

        def valued(field: str, value: str | None) -> None:
            if value is not None:
                self.ask(partial(self.wizard.constant, field, value), self._loaded)

        choices = [(each, field_title(each)) for each in view.fields]
        self.screen.app.push_screen(ChoiceDialog(gettext("Which field?"), choices), chosen)

    def map_value(self) -> None:
        row = self._row()
        if row is None or not row.field:
            return

        def offered(texts: tuple[str, ...]) -> None:
            choices = [(text, text) for text in texts]
            self.screen.app.push_screen(ChoiceDialog(gettext("Which of their values?"), choices), chosen)

        def chosen(theirs: str | None) -> None:
            if theirs:
                dialog = ValueDialog(fill(gettext("{value} is with us"), value=theirs))
                self.screen.app.push_screen(dialog, partial(valued, theirs))

        def valued(theirs: str, ours: str | None) -> None:
            if ours is not None:
                self.ask(partial(self.wizard.value, row.field, theirs, ours), self._loaded)

        self.ask(partial(self.wizard.distinct, row.index), offered)

    def use_profile(self) -> None:
        def offered(found: tuple[tuple[str, str], ...]) -> None:
            choices = [(name, f"{name} · {about}") for name, about in found]
            self.screen.app.push_screen(ChoiceDialog(gettext("Which profile?"), choices), chosen)

        def chosen(name: str | None) -> None:
            if name:
                self.ask(partial(self.wizard.use_profile, name), self._loaded)

        self.ask(self.wizard.profiles, offered)

    def save_profile(self) -> None:
        def named(name: str | None) -> None:
            if name:
                self._save(name)

        heading = gettext("Name of the profile")
        self.screen.app.push_screen(WordsDialog(heading, gettext("A profile needs a name."), 60), named)

    def _save(self, name: str) -> None:
        def saved(kept: str) -> None:
            self.screen.notice(fill(gettext("The profile {name} is saved."), name=kept), "good")

        def chosen(whose: str | None) -> None:
            if whose:
                self.ask(partial(self.wizard.save_profile, name, whose == "shared"), saved)

        if self.screen.role in ("head", "keeper", "owner"):
            choices = [("own", gettext("for me")), ("shared", gettext("for everybody"))]
            self.screen.app.push_screen(ChoiceDialog(gettext("For whom?"), choices), chosen)
        else:
            chosen("own")
