"""Saving the form of a client: doubles, other portfolios, whose he is; or what to do where the base says otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from tui.desk.port import EditConflict
from tui.desk.port_newcomers import Difference, Double, Elsewhere, Home
from tui.screens.dialogs.doubles import (
    AddAnyway,
    AskAccess,
    DoublesDialog,
    ElsewhereDialog,
    HomeDialog,
)
from tui.screens.dialogs.find import Taken, sent_text
from tui.screens.dialogs.overwrite import Choice, FieldsDialog, OverwriteDialog
from tui.text import gettext

if TYPE_CHECKING:
    from tui.screens.dialogs.client_form import ClientForm


@dataclass(frozen=True)
class Saved:
    """What became of the form: whose it is, what stands in it, and whether he is new in the base."""

    client_id: str
    values: dict[str, str]
    created: bool = False
    wrote: bool = False
    """The base was changed."""


class SaveFlow:
    """One saving of one form, question after question; Esc at any of them leads back to the form."""

    def __init__(self, form: ClientForm) -> None:
        self._form = form
        self._found = Elsewhere()
        self.busy = False

    def begin(self) -> None:
        """Enter was pressed."""
        form = self._form
        newcomers, taken = form.station.desk.newcomers, form.taken
        if self.busy:
            return
        if taken is not None:
            self.busy = True
            form.ask(partial(newcomers.compare, taken.id, form.values(), taken.values), self._compared)
        elif not form.marked:
            form.tell(gettext("Nothing is written: F4 adds the client to the base, Esc leaves."), "warn")
        else:
            self.busy = True
            form.tell(gettext("Looking for doubles…"))
            form.ask(partial(newcomers.warn, form.kind, form.values()), self._checked)

    def _back(self) -> None:
        self.busy = False
        self._form.tell("")

    # A new client

    def _checked(self, doubles: tuple[Double, ...]) -> None:
        if doubles:
            self._form.app.push_screen(DoublesDialog(doubles), self._double)
        else:
            self._probe()

    def _double(self, answer: Taken | AddAnyway | None) -> None:
        if isinstance(answer, AddAnyway):
            self._probe()
            return
        self._back()
        if isinstance(answer, Taken):
            self._form.take(answer.client_id)

    def _probe(self) -> None:
        form = self._form
        form.ask(partial(form.station.desk.newcomers.elsewhere, form.kind, form.values()), self._probed)

    def _probed(self, found: Elsewhere) -> None:
        self._found = found
        if found.is_there:
            self._form.app.push_screen(ElsewhereDialog(found.ask), self._elsewhere)
        else:
            self._ask_home()

    def _elsewhere(self, answer: AskAccess | AddAnyway | None) -> None:
        if isinstance(answer, AddAnyway):
            self._ask_home()
            return
        self._back()
        if isinstance(answer, AskAccess):
            form = self._form
            ask = partial(form.station.desk.finding.request, self._found.text)
            form.ask(ask, lambda heads: form.tell(sent_text(heads), "good"))

    def _ask_home(self) -> None:
        self._form.ask(self._form.station.desk.newcomers.homes, self._homes)

    def _homes(self, homes: tuple[Home, ...]) -> None:
        if len(homes) > 1:
            self._form.app.push_screen(HomeDialog(homes), self._create)
        else:
            self._create(homes[0].id if homes else "")

    def _create(self, home: str | None) -> None:
        form = self._form
        if home is None:
            self._back()
            return
        values = form.values()
        create = partial(form.station.desk.newcomers.create, form.kind, values, home)
        form.ask(create, lambda client_id: form.dismiss(Saved(client_id, values, created=True, wrote=True)))

    # A client of the base

    def _compared(self, differences: tuple[Difference, ...]) -> None:
        if differences:
            self._form.app.push_screen(OverwriteDialog(differences), partial(self._chosen, differences))
        else:
            self._leave(wrote=False)

    def _chosen(self, differences: tuple[Difference, ...], choice: Choice | None) -> None:
        if choice is None:
            self._back()
        elif choice == "here":
            self._leave(wrote=False)
        elif choice == "overwrite":
            self._write(differences)
        else:
            self._form.app.push_screen(FieldsDialog(differences), self._fields)

    def _fields(self, chosen: tuple[Difference, ...] | None) -> None:
        if chosen is None:
            self._back()
        elif chosen:
            self._write(chosen)
        else:
            self._leave(wrote=False)

    def _write(self, chosen: tuple[Difference, ...]) -> None:
        form, taken = self._form, self._form.taken
        if taken is not None:
            form.ask(partial(self._overwritten, taken.id, chosen), self._written)

    def _overwritten(self, client_id: str, chosen: tuple[Difference, ...]) -> bool:
        """Whether it was written; not where a colleague was faster."""
        try:
            self._form.station.desk.newcomers.overwrite(client_id, chosen)
        except EditConflict:
            return False
        return True

    def _written(self, done: bool) -> None:
        if done:
            self._leave(wrote=True)
        else:
            # Both sides are shown anew, with what the colleague has written.
            self.busy = False
            self.begin()

    def _leave(self, *, wrote: bool) -> None:
        taken = self._form.taken
        self._form.dismiss(Saved(taken.id if taken is not None else "", self._form.values(), wrote=wrote))
