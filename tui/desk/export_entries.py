"""Tables of programmes, tasks for a group and typed orders that can be taken out (U06)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from core.problem import N_
from core.wording import group_tasks as group_words
from core.wording import loyalty as loyalty_words
from core.wording import order_gaps as gap_words
from tui.desk.export_table import Field, Found, Table, View, sums, table, word

if TYPE_CHECKING:
    from tui.desk.desk import Desk

_CLIENT = Field("client", N_("Client"), "name")
_CLIENT_ID = Field("client_id", "ID", "id")


def _gaps(desk: Desk, view: View) -> list[Any]:
    found = desk.order_gaps.found(None, view.get("client", ""))
    seller, kind = word(view, "seller"), word(view, "kind")
    return [each for each in found.gaps if seller in (None, each.seller) and kind in (None, each.kind)]


def _group_task(desk: Desk, view: View) -> Found:
    told = desk.group_tasks.show(view.get("task", ""))
    steps = [Field(f"step{at + 1}", each.name, "text", partial(_step, at)) for at, each in enumerate(told.steps)]
    return (_CLIENT_ID, _CLIENT, Field("manager", N_("Manager")), *steps, Field("left_out", N_("Left out"))), told.parts


def _step(at: int, row: Any) -> object:
    return group_words.word("group step", row.steps[at].state) if at < len(row.steps) else ""


OF_CLIENTS: Final[dict[str, Table]] = {
    "gaps": table(
        (
            _CLIENT_ID, _CLIENT, Field("day", N_("Date")), Field("seller", N_("Seller")),
            Field("kind", N_("Kind"), "text", lambda row: gap_words.word(row.kind)), Field("number", N_("Number")),
            Field("document", N_("Document")), Field("typed", N_("Typed"), "amount"),
            Field("booked", N_("Booked"), "amount"),
        ),
        _gaps,
        "client", "seller", "kind",
    ),
    "programme": table(
        (
            _CLIENT_ID, _CLIENT, Field("owner", N_("Responsible")), Field("since", N_("Since")),
            Field("until", N_("Until")),
            Field("cards", N_("Cards"), "text", lambda row: [each.number for each in row.cards]),
        ),
        lambda desk, view: desk.loyalty.show(view.get("programme", "")).members,
        "programme",
    ),
    "group_task": Table(_group_task, ("task",)),
}  # fmt: skip
FIGURES: Final[dict[str, Table]] = {
    "programmes": sums(
        (
            Field("name", N_("Name")),
            Field("kind", N_("Kind"), "text", lambda row: loyalty_words.word("programme", row.kind)),
            Field("since", N_("Since")), Field("until", N_("Until")), Field("cost", N_("Cost")),
            Field("members", N_("Members")), Field("left", N_("went")), Field("cards", N_("Cards")),
        ),
        lambda desk, _view: desk.loyalty.listed(),
    ),
    "group_tasks": sums(
        (
            Field("name", N_("Name")), Field("author", N_("Who")), Field("made", N_("Date")),
            Field("clients", N_("Clients")), Field("steps", N_("Steps")), Field("done", N_("Done")),
            Field("overdue", N_("Overdue")), Field("next_due", N_("Due")), Field("closed", N_("Closed")),
        ),
        lambda desk, view: desk.group_tasks.listed(everything=view.get("closed") == "yes"),
        "closed",
    ),
}  # fmt: skip
