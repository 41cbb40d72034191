"""The client list: filter, order, find. Ids are frozen at the opening; rows are made when they are looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import numpy as np
import numpy.typing as npt

from core.entities.vocabulary import LEVELS, STATES
from core.problem import N_, Problem
from core.standing import abc
from tui.desk.answers import ClientRow
from tui.desk.base import Base
from tui.desk.port import OWN_SORT, SORTS, ListFilter

if TYPE_CHECKING:
    from tui.desk.own_desk import OwnDesk

Order = npt.NDArray[np.int64]


class OpenedList:
    """One opened order of the list."""

    def __init__(self, base: Base, order: Order, own: OwnDesk | None = None) -> None:
        self._base = base
        self._order = order
        self._own = own
        self._where: dict[int, int] | None = None

    def __len__(self) -> int:
        return len(self._order)

    def rows(self, start: int, stop: int) -> list[ClientRow]:
        """Rows of positions start ≤ i < min(stop, len)."""
        numbers = self._order[max(0, start) : stop].tolist()
        rows = [self._base.row(number) for number in numbers]
        fields = [] if self._own is None else self._own.listed()
        if self._own is None or not fields:
            return rows
        cells = [self._own.cells(number, fields) for number in numbers]
        return [msgspec.structs.replace(row, own=own) for row, own in zip(rows, cells, strict=True)]

    def position(self, client_id: str) -> int | None:
        """Place of a client in this order, None where the filter leaves him out."""
        number = self._base.place.get(bytes.fromhex(client_id))
        if number is None:
            return None
        if self._where is None:
            self._where = {each: place for place, each in enumerate(self._order.tolist())}
        return self._where.get(number)


def open_list(base: Base, narrowed: ListFilter, sort: str, own: OwnDesk | None = None) -> OpenedList:
    """Filter and order the clients. Raises Problem (BAD_INPUT) for an unknown column or own field."""
    name = sort.removeprefix("-")
    by_own = own is not None and name.startswith(OWN_SORT)
    if name not in SORTS and not by_own:
        raise Problem(
            N_("The list cannot be ordered by {column}: use one of {known}."), column=name, known=", ".join(SORTS)
        )
    numbers = _kept(base, narrowed, own)
    return OpenedList(base, _ordered(base, numbers, name, sort.startswith("-"), own), own)


def _kept(base: Base, narrowed: ListFilter, own: OwnDesk | None) -> Order:
    keep = np.ones(len(base.ids), bool)
    text = narrowed.text.casefold().strip()
    if text:
        keep &= np.fromiter(
            (text in card.name.casefold() or card.external_id.casefold().startswith(text) for card in base.cards),
            bool,
            len(base.cards),
        )
    if narrowed.owners:
        wanted = [owner in narrowed.owners for owner in base.owners]
        keep &= np.array(wanted, bool)[np.array(base.portfolio, np.int64)] if base.ids else keep
    if narrowed.tags:
        tags = {each.casefold() for each in narrowed.tags}
        keep &= np.fromiter((any(tag.casefold() in tags for tag in card.tags) for card in base.cards), bool, len(keep))
    if narrowed.own and own is not None:
        matching = own.matching(narrowed.own)
        keep &= np.fromiter((number in matching for number in range(len(keep))), bool, len(keep))
    figures = base.figures
    if figures is not None:
        for codes, vocabulary, chosen in (
            (figures.axes.level, LEVELS, narrowed.levels),
            (figures.rhythms.state, STATES, narrowed.states),
            (figures.axes.abc, abc.LETTERS, narrowed.abc),
        ):
            if chosen:
                keep &= np.isin(codes, [vocabulary.index(each) for each in chosen])
        if narrowed.debts:
            keep &= figures.debts.overdue > 0
    elif narrowed.levels or narrowed.states or narrowed.abc or narrowed.debts:
        keep[:] = False
    return np.flatnonzero(keep)


def _ordered(base: Base, numbers: Order, name: str, descending: bool, own: OwnDesk | None) -> Order:
    """By the column; unknown figures last, ties by name and id, which is the order of `ids`."""
    chosen = numbers.tolist()
    cards = base.cards
    chosen.sort(key=lambda number: cards[number].name.casefold())
    by_name = np.array(chosen, np.int64)
    if name == "name":
        if descending:
            chosen.sort(key=lambda number: cards[number].name.casefold(), reverse=True)
        return np.array(chosen, np.int64)
    if own is not None and name.startswith(OWN_SORT):
        from tui.desk.own_order import own_keys

        keys = own_keys(own, name.removeprefix(OWN_SORT), by_name.tolist())
        found: npt.NDArray[np.float64] | None = np.array(keys, np.float64)
    else:
        found = _values(base, name, by_name)
    if found is None:
        return by_name
    values = found
    if descending:
        values = -values
    return by_name[np.argsort(values, kind="stable")]


def _values(base: Base, name: str, numbers: Order) -> npt.NDArray[np.float64] | None:
    if name in ("owner", "city"):
        texts = [base.owner(n) if name == "owner" else base.cards[n].city for n in numbers.tolist()]
        rank = {text: place for place, text in enumerate(sorted(set(texts), key=str.casefold))}
        return np.array([rank[text] for text in texts], np.float64)
    figures = base.figures
    if figures is None:
        return None
    seen, axes = figures.rhythms.seen, figures.axes
    bought = seen.events > 0
    columns: dict[str, npt.NDArray[np.float64]] = {
        "level": axes.level.astype(np.float64),
        "abc": np.where(axes.abc > 0, axes.abc, np.nan).astype(np.float64),
        "state": figures.rhythms.state.astype(np.float64),
        "turnover": axes.turnover_12m.astype(np.float64),
        "silent": np.where(bought, seen.silent, np.nan).astype(np.float64),
        "overdue": np.where(figures.debts.overdue > 0, figures.debts.overdue, np.nan).astype(np.float64),
        "lapse": np.where(seen.events > 1, figures.rhythms.scores.p_lost, np.nan).astype(np.float64),
    }
    return columns[name][numbers]
