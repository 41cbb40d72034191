"""Tables of clients that can be taken out: one client a row, the columns of the screen with plain figures (U06)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from core.entities.own_fields import OwnField
from core.entities.vocabulary import LEVELS
from core.problem import N_
from core.wording import gettext as _
from core.wording.evidence import criterion
from core.wording.quality import AMISS_TITLES
from core.wording.recovery import outcome_name, reason_name, step_name
from core.wording.reminders import kind_name
from core.wording.white import answer_name, state_name
from core.wording.worth import band_name
from tui.desk.answers_reports import FIGURES as FIGURE_NAMES
from tui.desk.answers_reports import OF_CLIENT
from tui.desk.export_table import (
    ID,
    NAME,
    OWNER,
    Field,
    Found,
    Table,
    View,
    day,
    label,
    many,
    one_of,
    own_field,
    table,
    whole,
    word,
)
from tui.desk.port import ListFilter
from tui.desk.port_standing import SINCE, TABS
from tui.desk.port_standing import View as SegmentView

if TYPE_CHECKING:
    from tui.desk.desk import Desk

_NUMBER = Field("external_id", N_("Number"), "number")
_STATE = Field("state", N_("Rhythm"), "text", label("state", "state"))
_LEVEL = Field("level", N_("Level"), "text", label("level", "level"))
_ABC, _XYZ = Field("abc", "ABC"), Field("xyz", "XYZ")
_CLIENT = Field("client", N_("Client"), "name")
_CLIENT_ID = Field("client_id", "ID", "id")


def _filter(view: View) -> ListFilter:
    return ListFilter(
        text=view.get("text", ""),
        levels=tuple(one_of({"level": each}, "level", LEVELS) for each in many(view, "level")),
        states=many(view, "state"),  # type: ignore[arg-type]
        abc=many(view, "abc"),  # type: ignore[arg-type]
        owners=many(view, "owner"),
        debts=many(view, "debt"),  # type: ignore[arg-type]
        tags=many(view, "tag"),
        own=many(view, "own"),
    )


def _own(desk: Desk, place: Callable[[Any], int], field: OwnField, row: Any) -> str:
    return desk.own.cells(place(row), [field])[0]


def _clients(desk: Desk, view: View) -> Found:
    desk.figures()
    opened = desk.open_list(_filter(view), view.get("sort") or "name")
    places, cards, own = desk.base.place, desk.base.cards, desk.own.of_clients()

    def place(row: Any) -> int:
        return places[bytes.fromhex(row.id)]

    tags = Field("tags", N_("Tags"), "text", lambda row: ", ".join(cards[place(row)].tags))
    fields = [own_field(each.name, partial(_own, desk, place, each), f"own_{n}") for n, each in enumerate(own)]
    return (*_CLIENTS, tags, *fields), opened.rows(0, whole(view, "limit") or len(opened))


def _chosen(desk: Desk, view: View, rows: Sequence[Any], key: str = "id") -> list[Any]:
    """Those of an owner, a level, a letter or a saved selection."""
    owner, level, letter = word(view, "owner"), word(view, "level"), word(view, "abc")
    selection = word(view, "selection")
    among = None if selection is None else set(desk.selections.resolve(selection))
    return [
        each
        for each in rows
        if (owner is None or owner == (each.manager if key == "client_id" else each.owner))
        and (level is None or level == each.level)
        and (letter is None or letter == each.abc)
        and (among is None or getattr(each, key) in among)
    ]


def _queue(desk: Desk, view: View) -> Sequence[Any]:
    answer = desk.queue(whole(view, "limit"), whole(view, "horizon"), view.get("everyone") == "yes")
    return _chosen(desk, view, answer.entries)


def segment_view(view: View) -> SegmentView:
    """Tab, letter, evening and selection of SEG. Raises Problem (BAD_INPUT)."""
    return SegmentView(
        one_of(view, "tab", TABS),
        one_of(view, "by", ("margin", "turnover")),
        one_of(view, "since", SINCE),
        view.get("selection", ""),
    )


def _members(desk: Desk, view: View) -> Sequence[Any]:
    found = desk.standing.members(segment_view(view), view.get("key", ""))
    return found.rows(0, len(found))


def _white(desk: Desk, view: View) -> Found:
    from tui.desk.white_desk import SIGNS

    found = desk.white.open_list(word(view, "owner"), view.get("falling") == "yes")
    names = {sign: state_name(state) for state, sign in SIGNS.items()}
    groups = [own_field(group, partial(_sign, at, names)) for at, group in enumerate(found.groups)]
    return (*_WHITE, *groups), found.rows(0, len(found))


def _sign(at: int, names: Mapping[str, str], row: Any) -> str:
    return names.get(row.signs[at], "")


def _cells(desk: Desk, view: View) -> Found:
    client = desk.white.client(view.get("client", ""))
    name = Field("name", N_("Client"), "name", lambda _row: client.name)
    return (name, *_CELLS), client.cells


def _entries(subject: str) -> Table:
    def rows(desk: Desk, view: View) -> Sequence[Any]:
        everything = view.get("closed") == "yes"
        return (desk.promises if subject == "promises" else desk.cases).rows(everything=everything)

    return table(_ENTRY, rows, "closed")


def _evidence(desk: Desk, view: View) -> Sequence[Any]:
    from core.worth.periods import KINDS

    if members := many(view, "members"):
        return desk.reports.share_evidence(members, "").rows
    figure = one_of(view, "figure", (*FIGURE_NAMES, *OF_CLIENT))
    if figure in OF_CLIENT:
        return desk.reports.client_evidence(figure, view.get("client", ""), view.get("group", "")).rows
    return desk.reports.evidence(figure, one_of(view, "period", KINDS), day(view, "first"), word(view, "owner")).rows


def _signs(row: Any) -> str:
    return ", ".join(criterion(name) for name, held in row.criteria.items() if held)


def _due(desk: Desk, view: View) -> Sequence[Any]:
    return desk.plans.listed(view.get("month", "")).due


_CLIENTS = (
    ID, _NUMBER, NAME, Field("city", N_("City")), _LEVEL, _ABC, _XYZ, _STATE, OWNER,
    Field("turnover_12m", N_("12 months"), "amount"), Field("days_silent", N_("Silent")),
    Field("overdue", N_("Overdue"), "amount"),
)  # fmt: skip
_WHITE = (
    ID, NAME, OWNER, _LEVEL, Field("turnover", N_("12 months"), "amount"),
    Field("potential", N_("Potential"), "amount"), Field("best", N_("Best group")), Field("share", N_("Share")),
    Field("falling", N_("buys less")),
)  # fmt: skip
_CELLS = (
    Field("group", N_("Group")), Field("state", N_("State"), "text", lambda row: state_name(row.state)),
    Field("turnover", N_("12 months"), "amount"), Field("last", N_("Last")),
    Field("potential", N_("Potential"), "amount"), Field("offered", N_("Offered")),
    Field("never_years", N_("Years not offered")),
    Field("wallet", N_("Share"), "text", lambda row: None if row.wallet is None else row.wallet.share),
)  # fmt: skip
_ENTRY = (
    _CLIENT_ID, _CLIENT, Field("kind_word", N_("Kind")), Field("text", N_("Text")), Field("step_word", N_("State")),
    Field("due", N_("Due")), OWNER, Field("made", N_("Written on")),
)  # fmt: skip

OF_CLIENTS: Final[dict[str, Table]] = {
    "clients": Table(
        _clients, ("text", "level", "state", "abc", "owner", "debt", "tag", "own", "sort", "limit")
    ),
    "queue": table(
        (
            ID, _NUMBER, NAME, OWNER, Field("lapse_probability", N_("Probability of lapse")),
            Field("value_at_stake", N_("Value at stake"), "amount"), Field("days_silent", N_("Silent")), _STATE,
            Field("urgency", N_("When"), "text", label("urgency", "urgency")),
            Field("action", N_("Do"), "text", label("action", "action")), Field("why", N_("Why")),
        ),
        _queue,
        "limit", "horizon", "everyone", "owner", "level", "abc", "selection",
    ),
    "cases": table(
        (
            _CLIENT_ID, _CLIENT, Field("manager", N_("Manager")),
            Field("step", N_("Step"), "text", lambda row: step_name(row.step)), Field("opened", N_("Since")),
            Field("value_at_stake", N_("At stake"), "amount"),
            Field("reason", N_("Reason"), "text", lambda row: reason_name(row.reason) if row.reason else ""),
            Field("reason_text", N_("In words")),
            Field("outcome", N_("Result"), "text", lambda row: outcome_name(row.outcome) if row.outcome else ""),
            Field("ended", N_("Ended")),
        ),
        lambda desk, view: _chosen(desk, view, desk.recovery.cases().cases, "client_id"),
        "owner", "selection",
    ),
    "shrinking": table(
        (
            ID, _NUMBER, NAME, OWNER, Field("before", N_("A year ago"), "amount"),
            Field("recent", N_("Half-year"), "amount"), Field("missing", N_("Missing"), "amount"),
            Field("why", N_("Why")),
        ),
        lambda desk, view: _chosen(desk, view, desk.queue(None).shrinking),
        "owner", "selection",
    ),
    "standing": table(
        (
            ID, _NUMBER, NAME, Field("base_status", N_("Status"), "text", label("base_status", "base_status")), _LEVEL,
            Field("step", N_("Step"), "text", label("step", "step")), _ABC,
            Field("abc_turnover", N_("ABC by volume")), _XYZ,
        ),
        lambda desk, _view: desk.axes(None),
    ),
    "members": table(
        (
            ID, NAME, OWNER, _LEVEL, Field("step", N_("Step"), "text", label("step", "step")), _ABC,
            Field("abc_turnover", N_("ABC by volume")), _XYZ, Field("turnover", N_("12 months"), "amount"),
            Field("mark", N_("Moved")), Field("note", N_("More")),
        ),
        _members,
        "tab", "by", "since", "key", "selection",
    ),
    "keys": table(
        (
            ID, NAME, OWNER, Field("criteria", N_("Criteria"), "text", _signs),
            Field("company", N_("Company"), "text", lambda row: row.levels.get("company")),
            Field("department", N_("Department"), "text", lambda row: row.levels.get("department")),
            Field("manager_share", N_("Manager"), "text", lambda row: row.levels.get("manager")),
            Field("potential", N_("Potential"), "amount"), Field("manager", N_("Led by")), Field("since", N_("Since")),
            Field("review", N_("Review")), Field("over", N_("Over the limit")), Field("health", N_("Health")),
        ),
        lambda desk, _view: desk.keys.answer().rows,
    ),
    "dependency": table(
        (
            ID, NAME, OWNER, Field("clients", N_("Clients")), Field("turnover", N_("12 months"), "amount"),
            Field("turnover_share", N_("Share")), Field("margin_share", N_("Of margin")),
            Field("band", N_("Band"), "text", lambda row: band_name(row.band)),
            Field("held", N_("Band held"), "text", lambda row: band_name(row.held)),
            Field("extra", N_("To sell to others"), "amount"),
        ),
        lambda desk, view: desk.worth.dependency(
            word(view, "owner"), None, word(view, "department"), word(view, "selection")
        ).shares,
        "owner", "department", "selection",
    ),
    "white": Table(_white, ("owner", "falling")),
    "cells": Table(_cells, ("client",)),
    "novelty": table(
        (
            _CLIENT_ID, _CLIENT, OWNER, _LEVEL, Field("innovator", N_("Innovator")),
            Field("potential", N_("Potential"), "amount"), Field("due", N_("Due")), Field("offered", N_("Offered")),
        ),
        lambda desk, view: desk.products.novelty(view.get("item", "")),
        "item",
    ),
    "offers": table(
        (
            _CLIENT_ID, _CLIENT, Field("text", N_("Offer")), Field("group", N_("Group")), Field("day", N_("Date")),
            Field("answer", N_("Answer"), "text", lambda row: answer_name(row.answer)),
            Field("answered", N_("Answered on")),
        ),
        lambda desk, _view: desk.white.offers(),
    ),
    "quality": table(
        (
            ID, NAME, OWNER, Field("kind", N_("Amiss"), "text", lambda row: _(AMISS_TITLES[row.kind])),
            Field("days", N_("Days")),
        ),
        lambda desk, view: [
            each for each in desk.quality.rows() if word(view, "kind") in (None, each.kind)
        ],
        "kind",
    ),
    "today": table(
        (
            _CLIENT_ID, _CLIENT, Field("kind", N_("Why"), "text", lambda row: kind_name(row.kind)),
            Field("text", N_("What")), Field("due", N_("Due")), Field("red", N_("Must not wait")),
        ),
        lambda desk, _view: desk.today().reminders,
    ),
    "commitments": _entries("promises"),
    "complaints": _entries("cases"),
    "evidence": table(
        (
            ID, NAME, Field("what", N_("Document")), Field("day", N_("Date")),
            Field("amount", N_("Sum"), "amount"),
        ),
        _evidence,
        "figure", "period", "first", "owner", "members", "client", "group",
    ),
    "due": table(
        (
            ID, NAME, OWNER, Field("amount", N_("Sum"), "amount"), Field("expected", N_("Expected on")),
            Field("late", N_("late")),
        ),
        _due,
        "month",
    ),
    "visits": table(
        (
            ID, NAME, OWNER, Field("last", N_("Last")), Field("due", N_("Due")), Field("overdue", N_("Overdue")),
        ),
        lambda desk, _view: desk.team.answer().visits,
    ),
    "digest": table(
        (
            ID, _CLIENT, Field("day", N_("Date")), Field("text", N_("What")), Field("red", N_("Must not wait")),
        ),
        lambda desk, _view: desk.team.digest().rows,
    ),
}  # fmt: skip
