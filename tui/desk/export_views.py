"""Lists that can be taken out, as sheets: the same rows as the screen and the command of that name (U06, S03.58).

A view is a few words, because it is hashed into the id of an export and read by whoever approves it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from core.problem import N_, Problem
from core.wording import gettext as _
from storage.access.exports import OF_FIGURES
from storage.outlets.sheet import Sheet
from tui.desk.export_table import Table, sheet
from tui.desk.port_exports import LISTS

if TYPE_CHECKING:
    from tui.desk.desk import Desk


def view_to_ask(view: Mapping[str, str]) -> dict[str, str]:
    """The view as it is asked for: a table of figures says that it has no clients. Raises Problem (BAD_INPUT)."""
    found = _table(view)
    asked = {name: value for name, value in view.items() if value}
    return asked if found.clients else asked | OF_FIGURES


def sheet_of(desk: Desk, view: Mapping[str, str]) -> Sheet:
    """The rows of a view as they are now. Raises Problem (BAD_INPUT) for a list that is not known."""
    return sheet(_table(view).find(desk, view))


def told(view: Mapping[str, str]) -> str:
    """A view in a few words: the list and what narrows it."""
    name = view.get("list", "")
    options = " ".join(f"{each}={value}" for each, value in narrowed(view).items())
    return f"{_(LISTS[name]) if name in LISTS else name} {options}".strip()


def narrowed(view: Mapping[str, str]) -> dict[str, str]:
    """What of a view narrows its list."""
    return {name: value for name, value in view.items() if name != "list" and name not in OF_FIGURES}


def _table(view: Mapping[str, str]) -> Table:
    from tui.desk import export_entries, export_figures, export_lists, export_office

    name = view.get("list", "")
    tables = (
        export_lists.OF_CLIENTS, export_figures.FIGURES, export_entries.OF_CLIENTS, export_entries.FIGURES,
        export_office.OF_CLIENTS, export_office.FIGURES,
    )  # fmt: skip
    found = next((each[name] for each in tables if name in each), None)
    if found is None:
        raise Problem(N_("There is no list {name} to take out: use one of {known}."), name=name, known=", ".join(LISTS))
    known = ("list", *found.words) if found.clients else ("list", *found.words, *OF_FIGURES)
    for each in view:
        if each not in known:
            if not found.words:
                raise Problem(N_("Nothing narrows this list: leave {word} out."), word=each)
            raise Problem(
                N_("{word} does not narrow this list: use one of {known}."), word=each, known=", ".join(found.words)
            )
    return found
