"""Saved selections on ACC: the filter or the marks under a name, set again later (U12)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tui.desk.port import ListFilter
from tui.desk.port_selections import SelectionRow
from tui.desk.port_spending import Field
from tui.screens.base import WorkScreen
from tui.screens.dialogs.choice import ChoiceDialog
from tui.screens.dialogs.fields import FieldsForm
from tui.screens.dialogs.words import WordsDialog
from tui.text import N_, count, fill, gettext

_NAME_MAX = 60


def selection_text(row: SelectionRow) -> str:
    """One line of the list of selections."""
    kind = gettext("list") if row.frozen else gettext("filter")
    whose = gettext("shared") if row.shared else gettext("own")
    return f"{row.name}  ·  {kind}, {whose}, {count(row.clients)}"


class Selecting(WorkScreen):
    """The part of the client list that saves and opens selections."""

    def chosen_clients(self) -> list[str]:
        """Marked clients."""
        raise NotImplementedError

    def narrowed(self) -> ListFilter:
        """The filter in force."""
        raise NotImplementedError

    def show_selection(self, wanted: ListFilter, clients: list[str]) -> None:
        """Set a filter, or mark the clients of a list."""
        raise NotImplementedError

    def save_selection(self) -> None:
        marked = self.chosen_clients()
        whose = (("own", gettext("own")), ("shared", gettext("shared")))
        fields = (
            Field("name", N_("Name"), max_length=_NAME_MAX),
            Field("whose", N_("For whom"), "own", whose),
        )
        heading = gettext("Save the filter")
        if marked:
            heading = fill(gettext("Save the marked clients: {n}"), n=len(marked))
        wanted, desk = self.narrowed(), self.desk

        def save(values: Mapping[str, str]) -> str:
            return desk.selections.save(values["name"], None if marked else wanted, marked, values["whose"] == "shared")

        def saved(handle: str | None) -> None:
            if handle:
                self.notice(gettext("The selection is saved: o opens it again."), "good")

        self.app.push_screen(FieldsForm(heading, fields, save), saved)

    def open_selection(self) -> None:
        self.ask("selections", self.desk.selections.listed, lambda rows: self._pick(rows, self._open_selection))

    def remove_selection(self) -> None:
        def gone(handle: str) -> None:
            told = gettext("The selection is taken off.")
            self.ask("selections", lambda: self.desk.selections.remove(handle), lambda _: self.notice(told))

        self.ask("selections", self.desk.selections.listed, lambda rows: self._pick(rows, gone))

    def _pick(self, rows: tuple[SelectionRow, ...], then: Callable[[str], None]) -> None:
        if not rows:
            self.notice(gettext("No selection is saved yet: set a filter or mark clients, then S."))
            return
        choices = [(row.id, selection_text(row)) for row in rows]
        dialog = ChoiceDialog(gettext("Saved selections"), choices)
        self.app.push_screen(dialog, lambda handle: then(handle) if handle else None)

    def _open_selection(self, handle: str) -> None:
        selections = self.desk.selections

        def asked() -> tuple[ListFilter | None, list[str]]:
            wanted = selections.filter_of(handle)
            return wanted, [] if wanted is not None else selections.resolve(handle)

        def found(answer: tuple[ListFilter | None, list[str]]) -> None:
            self.show_selection(answer[0] or ListFilter(), answer[1])

        self.ask("selections", asked, found)


def ask_tags(screen: WorkScreen, chosen: list[str], then: Callable[[], None]) -> None:
    """Tags for some clients, with commas between them; a minus in front takes one away."""

    def told(text: str | None) -> None:
        if text:
            words = [each.strip() for each in text.split(",") if each.strip()]
            more = [each for each in words if not each.startswith("-")]
            less = [each.removeprefix("-") for each in words if each.startswith("-")]
            screen.ask("tags", lambda: screen.desk.own.tag(chosen, more, less), tagged)

    def tagged(changed: int) -> None:
        screen.notice(fill(gettext("Tags changed: {n}. u takes the last change back."), n=changed), "good")
        then()

    heading = fill(gettext("Tags for the chosen clients ({n})"), n=len(chosen))
    screen.app.push_screen(WordsDialog(heading, gettext("With commas between them; a minus takes a tag away.")), told)
