"""The client list: filter, order, find. Ids are frozen at the opening; rows are made when they are looked at."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from core.entities.client import ClientLine
from core.entities.vocabulary import LEVELS, STATES
from core.problem import N_, Problem
from core.standing import abc
from tui.desk.answers import ClientRow
from tui.desk.base import Base
from tui.desk.port import SORTS, Found, Hit, ListFilter

Order = npt.NDArray[np.int64]
MATCHES = ("exact", "inn", "prefix", "company")
"""How a hit of F2 was found, best first (spec/store §8). "company" is a match inside the name."""
INN_DIGITS = 6
"""Fragments of an identifier count from this length on (spec/store §7)."""


class OpenedList:
    """One opened order of the list."""

    def __init__(self, base: Base, order: Order) -> None:
        self._base = base
        self._order = order
        self._where: dict[int, int] | None = None

    def __len__(self) -> int:
        return len(self._order)

    def rows(self, start: int, stop: int) -> list[ClientRow]:
        """Rows of positions start ≤ i < min(stop, len)."""
        return [self._base.row(number) for number in self._order[max(0, start) : stop].tolist()]

    def position(self, client_id: str) -> int | None:
        """Place of a client in this order, None where the filter leaves him out."""
        number = self._base.place.get(bytes.fromhex(client_id))
        if number is None:
            return None
        if self._where is None:
            self._where = {each: place for place, each in enumerate(self._order.tolist())}
        return self._where.get(number)


def open_list(base: Base, narrowed: ListFilter, sort: str) -> OpenedList:
    """Filter and order the clients. Raises Problem (BAD_INPUT) for an unknown column."""
    name = sort.removeprefix("-")
    if name not in SORTS:
        raise Problem(
            N_("The list cannot be ordered by {column}: use one of {known}."), column=name, known=", ".join(SORTS)
        )
    numbers = _kept(base, narrowed)
    return OpenedList(base, _ordered(base, numbers, name, sort.startswith("-")))


def _kept(base: Base, narrowed: ListFilter) -> Order:
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
    figures = base.figures
    if figures is not None:
        for codes, vocabulary, chosen in (
            (figures.axes.level, LEVELS, narrowed.levels),
            (figures.rhythms.state, STATES, narrowed.states),
            (figures.axes.abc, abc.LETTERS, narrowed.abc),
        ):
            if chosen:
                keep &= np.isin(codes, [vocabulary.index(each) for each in chosen])
    elif narrowed.levels or narrowed.states or narrowed.abc:
        keep[:] = False
    return np.flatnonzero(keep)


def _ordered(base: Base, numbers: Order, name: str, descending: bool) -> Order:
    """By the column; unknown figures last, ties by name and id, which is the order of `ids`."""
    chosen = numbers.tolist()
    cards = base.cards
    chosen.sort(key=lambda number: cards[number].name.casefold())
    by_name = np.array(chosen, np.int64)
    if name == "name":
        if descending:
            chosen.sort(key=lambda number: cards[number].name.casefold(), reverse=True)
        return np.array(chosen, np.int64)
    values = _values(base, name, by_name)
    if values is None:
        return by_name
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
        "lapse": np.where(seen.events > 1, figures.rhythms.scores.p_lost, np.nan).astype(np.float64),
    }
    return columns[name][numbers]


def find(base: Base, text: str, limit: int) -> Found:
    """Clients whose name or number begins with the text, then those that contain it; best first."""
    wanted = text.casefold().strip()
    if not wanted:
        return Found(())
    digits = wanted if wanted.isdigit() and len(wanted) >= INN_DIGITS else ""
    ranked: list[tuple[int, str, int]] = []
    for number, card in enumerate(base.cards):
        name = card.name.casefold()
        rank = _rank(card, name, wanted, digits)
        if wanted == base.ids[number].hex():
            rank = 0
        if rank is None:
            continue
        ranked.append((rank, name, number))
    ranked.sort()
    return Found(tuple(_hit(base, number, MATCHES[rank]) for rank, _name, number in ranked[:limit]))


def _rank(card: ClientLine, name: str, wanted: str, digits: str) -> int | None:
    """How well a card answers: its place in MATCHES, None when it does not."""
    outer = card.external_id.casefold()
    if wanted in (name, outer):
        return 0
    if digits and card.inn.startswith(digits):
        return 1
    begins = name.startswith(wanted) or (outer and outer.startswith(wanted))
    if begins or any(word.strip('«»"').startswith(wanted) for word in name.split()):
        return 2
    return 3 if wanted in name else None


def _hit(base: Base, number: int, matched: str) -> Hit:
    row = base.row(number)
    return Hit(row.id, row.name, row.external_id, row.owner, row.level, matched)
