"""Lists that can be taken out, as sheets: the same rows as the screen and the command of that name (U06, S03.58).

A view is a few words, because it is hashed into the id of an export and read by whoever approves it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from core.entities.money import Money
from core.entities.vocabulary import LEVELS, Level
from core.problem import N_, Problem
from core.wording import gettext as _
from core.wording import labels
from storage.outlets.sheet import Cell, Column, Meaning, Sheet
from tui.desk.port import ListFilter

if TYPE_CHECKING:
    from tui.desk.desk import Desk

_MINOR = 100
_WORDS = ("level", "owner", "sort", "limit", "text", "state", "abc", "horizon", "everyone", "debt", "tag", "own")
LISTS = {"clients": N_("clients"), "queue": N_("recovery queue"), "standing": N_("standing of clients")}


def sheet_of(desk: Desk, view: Mapping[str, str]) -> Sheet:
    """The rows of a view as they are now. Raises Problem (BAD_INPUT) for a list that is not known."""
    unknown = [name for name in view if name not in ("list", *_WORDS)]
    maker = _MAKERS.get(view.get("list", ""))
    if maker is None or unknown:
        raise Problem(N_("There is no list {name} to take out: use one of {known}."),
                      name=view.get("list", ""), known=", ".join(LISTS))  # fmt: skip
    return maker(desk, view)


def told(view: Mapping[str, str]) -> str:
    """A view in a few words: the list and what narrows it."""
    name = view.get("list", "")
    options = " ".join(f"{each}={view[each]}" for each in _WORDS if view.get(each))
    return f"{_(LISTS[name]) if name in LISTS else name} {options}".strip()


def _clients(desk: Desk, view: Mapping[str, str]) -> Sheet:
    desk.figures()
    chosen = ListFilter(
        text=view.get("text", ""),
        levels=tuple(_level(each) for each in _many(view, "level")),
        states=tuple(each for each in _many(view, "state")),  # type: ignore[misc]
        abc=tuple(each for each in _many(view, "abc")),  # type: ignore[misc]
        owners=_many(view, "owner"),
        debts=tuple(each for each in _many(view, "debt")),  # type: ignore[misc]
        tags=_many(view, "tag"),
        own=_many(view, "own"),
    )
    opened = desk.open_list(chosen, view.get("sort", "name"))
    fields = desk.own.of_clients()
    columns = _columns(
        ("id", "ID", "id"), ("external_id", _("Number"), "number"), ("name", _("Client"), "name"),
        ("city", _("City"), "text"), ("level", _("Level"), "text"), ("abc", "ABC", "text"), ("xyz", "XYZ", "text"),
        ("state", _("Rhythm"), "text"), ("owner", _("Responsible"), "text"),
        ("turnover_12m", _("12 months"), "amount"), ("days_silent", _("Silent"), "text"),
        ("overdue", _("Overdue"), "amount"), ("tags", _("Tags"), "text"),
        *((f"own_{n}", each.name, "text") for n, each in enumerate(fields)),
    )  # fmt: skip
    places, cards = desk.base.place, desk.base.cards
    rows: list[list[Cell]] = [
        [row.id, row.external_id, row.name, row.city, labels.short_label("level", row.level), row.abc or "",
         row.xyz or "", labels.short_label("state", row.state), row.owner, _amount(row.turnover_12m), row.days_silent,
         _amount(row.overdue), ", ".join(cards[places[bytes.fromhex(row.id)]].tags),
         *desk.own.cells(places[bytes.fromhex(row.id)], fields)]
        for row in opened.rows(0, _limit(view) or len(opened))
    ]  # fmt: skip
    return Sheet(columns, rows)


def _queue(desk: Desk, view: Mapping[str, str]) -> Sheet:
    horizon = int(view["horizon"]) if view.get("horizon") else None
    answer = desk.queue(_limit(view), horizon, view.get("everyone") == "yes")
    columns = _columns(
        ("id", "ID", "id"), ("external_id", _("Number"), "number"), ("name", _("Client"), "name"),
        ("owner", _("Responsible"), "text"), ("lapse_probability", _("Probability of lapse"), "text"),
        ("value_at_stake", _("Value at stake"), "amount"), ("days_silent", _("Silent"), "text"),
        ("state", _("Rhythm"), "text"),
    )  # fmt: skip
    rows: list[list[Cell]] = [
        [each.id, each.external_id, each.name, each.owner,
         None if each.lapse_probability is None else round(each.lapse_probability, 3), _amount(each.value_at_stake),
         each.days_silent, labels.short_label("state", each.state)]
        for each in answer.entries
    ]  # fmt: skip
    return Sheet(columns, rows)


def _standing(desk: Desk, _view: Mapping[str, str]) -> Sheet:
    columns = _columns(
        ("id", "ID", "id"), ("external_id", _("Number"), "number"), ("name", _("Client"), "name"),
        ("base_status", _("Status"), "text"), ("level", _("Level"), "text"), ("step", _("Step"), "text"),
        ("abc", "ABC", "text"), ("abc_turnover", _("ABC by volume"), "text"), ("xyz", "XYZ", "text"),
    )  # fmt: skip
    rows: list[list[Cell]] = [
        [each.id, each.external_id, each.name, labels.short_label("base_status", each.base_status),
         labels.short_label("level", each.level), labels.short_label("step", each.step), each.abc or "",
         each.abc_turnover or "", each.xyz or ""]
        for each in desk.axes(None)
    ]  # fmt: skip
    return Sheet(columns, rows)


_MAKERS: dict[str, Callable[[Desk, Mapping[str, str]], Sheet]] = {
    "clients": _clients,
    "queue": _queue,
    "standing": _standing,
}


def _columns(*told_of: tuple[str, str, Meaning]) -> tuple[Column, ...]:
    return tuple(Column(key, title, meaning) for key, title, meaning in told_of)


def _many(view: Mapping[str, str], name: str) -> tuple[str, ...]:
    return tuple(filter(None, view.get(name, "").split("|")))


def _level(word: str) -> Level:
    for level in LEVELS:
        if level == word:
            return level
    raise Problem(N_("There is no level {level}: use one of {known}."), level=word, known=", ".join(LEVELS))


def _limit(view: Mapping[str, str]) -> int | None:
    return int(view["limit"]) if view.get("limit") else None


def _amount(money: Money | None) -> float | None:
    return None if money is None else money.amount / _MINOR
