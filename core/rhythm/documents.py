"""From sale lines to documents: netting, and full cancellations (spec/analytics §3 "Event").

Lines in the order of pages are summed up as they stand; scattered ones are sorted through packed integer keys.
"""

from __future__ import annotations

import dataclasses

import numpy as np
import numpy.typing as npt

from core.entities.ledger import DELETED, UNKNOWN, Bool, Int32, Int64, LineColumns
from core.rules import DEFAULT, Rules


@dataclasses.dataclass(frozen=True, slots=True)
class Documents:
    """One row a document and day, sorted by client, day, document. `net` and `margin` are minor units."""

    client: Int32
    day: Int32
    document: Int64
    lines: Int32
    gross: Int64
    net: Int64
    margin: Int64
    """`UNKNOWN` when a line of the document has no cost."""
    partner: Int64
    """Row of the document this one cancels or is cancelled by in full; -1: none."""

    @property
    def cancelled(self) -> Bool:
        """Both halves of a full cancellation."""
        return self.partner >= 0


def group_starts(*keys: npt.NDArray[np.generic]) -> Int64:
    """First rows of runs of equal keys in sorted columns."""
    if not len(keys[0]):
        return np.zeros(0, np.int64)
    new = np.zeros(len(keys[0]), np.bool_)
    new[0] = True
    for key in keys:
        new[1:] |= key[1:] != key[:-1]
    return np.flatnonzero(new)


def sums(values: Int64, starts: Int64) -> Int64:
    return np.add.reduceat(values, starts) if len(starts) else np.zeros(0, np.int64)


def order_of(client: Int32, day: Int32, document: Int64) -> Int64 | None:
    """Stable order by client, day, document; None where the rows stand in it already.

    The row is packed into the low bits of one integer key: sorting values is several times faster than an argsort.
    """
    low = int(day.min())
    span = int(day.max()) - low + 1
    place = client.astype(np.int64) * span
    place += day
    place -= low
    same = place[1:] == place[:-1]
    if bool((place[1:] >= place[:-1]).all()) and bool((document[1:] >= document[:-1])[same].all()):
        return None
    bits = (len(place) - 1).bit_length()
    if (int(client.max()) + 1) * span >= 2 ** (62 - bits):
        return np.lexsort((document, place))
    place <<= bits
    place |= np.arange(len(place))
    place.sort()
    rows = place & (2**bits - 1)
    place >>= bits
    return _by_document(rows, place, document)


def _by_document(rows: Int64, place: Int64, document: Int64) -> Int64:
    """Rows sorted by place, put in the order of documents inside each place; most places hold a single document."""
    number = document[rows]
    same = place[1:] == place[:-1]
    wrong = np.flatnonzero(same & (number[1:] < number[:-1]))
    if not len(wrong):
        return rows
    # All rows of a place that is out of order, and no others, are sorted again.
    starts = np.flatnonzero(np.r_[True, ~same])
    group = np.unique(np.searchsorted(starts, wrong, side="right") - 1)
    ends = np.append(starts[1:], len(rows))
    size = ends[group] - starts[group]
    at = np.repeat(starts[group] - np.r_[0, np.cumsum(size)[:-1]], size) + np.arange(int(size.sum()))
    rows[at] = rows[at][np.lexsort((number[at], place[at]))]
    return rows


@dataclasses.dataclass(frozen=True, slots=True)
class _Runs:
    """Lines summed up by runs of one client, day and document; `unknown`: a cost of the run is not known."""

    client: Int32
    day: Int32
    document: Int64
    lines: Int64
    gross: Int64
    net: Int64
    cost: Int64
    unknown: Bool

    def take(self, rows: Int64) -> _Runs:
        return _Runs(*(getattr(self, field.name)[rows] for field in dataclasses.fields(self)))

    def joined(self) -> _Runs:
        """Neighbours of one client, day and document as one run."""
        starts = group_starts(self.client, self.day, self.document)
        if len(starts) == len(self.client):
            return self
        return _Runs(
            self.client[starts],
            self.day[starts],
            self.document[starts],
            sums(self.lines, starts),
            sums(self.gross, starts),
            sums(self.net, starts),
            sums(self.cost, starts),
            np.logical_or.reduceat(self.unknown, starts),
        )


def _runs(lines: LineColumns, rows: Int64 | None) -> _Runs:
    """Neighbouring lines of one document as one run: in the order of pages that is every document."""
    client, day, document = _columns(lines, rows)
    starts = group_starts(client, day, document)
    amount, cost = (each if rows is None else each[rows] for each in (lines.amount, lines.cost))
    unknown = cost == UNKNOWN
    some = bool(unknown.any())
    if some:
        cost = np.where(unknown, 0, cost)
    return _Runs(
        client[starts],
        day[starts],
        document[starts],
        np.diff(np.append(starts, len(client))),
        sums(np.maximum(amount, 0), starts),
        sums(amount, starts),
        sums(cost, starts),
        np.logical_or.reduceat(unknown, starts) if some else np.zeros(len(starts), np.bool_),
    )


def _columns(lines: LineColumns, rows: Int64 | None) -> tuple[Int32, Int32, Int64]:
    if rows is None:
        return lines.client, lines.day, lines.document
    return lines.client[rows], lines.day[rows], lines.document[rows]


_SCATTERED = 0.6
"""Share of runs among the lines above which the lines themselves are sorted, not the runs."""


def _sorted_runs(lines: LineColumns, rows: Int64 | None) -> _Runs:
    """Runs in the order of client, day and document; a document whose lines stand apart may be several."""
    columns = _columns(lines, rows)
    if len(group_starts(*columns)) > _SCATTERED * len(columns[0]):
        order = order_of(*columns)
        return _runs(lines, rows if order is None else order if rows is None else rows[order])
    found = _runs(lines, rows)
    order = order_of(found.client, found.day, found.document)
    return found if order is None else found.take(order)


def documents(lines: LineColumns, as_of_day: int, rules: Rules = DEFAULT) -> Documents:
    """Documents dated up to `as_of_day`, with full cancellations paired. Later and deleted lines do not exist."""
    keep = lines.day <= as_of_day
    keep &= (lines.flags & DELETED) == 0
    rows = None if bool(keep.all()) else np.flatnonzero(keep)
    del keep
    if not len(lines) or (rows is not None and not len(rows)):
        none4, none8 = np.zeros(0, np.int32), np.zeros(0, np.int64)
        return Documents(none4, none4, none8, none4, none8, none8, none8, none8)
    found = _sorted_runs(lines, rows).joined()
    margin = found.net - found.cost
    margin[found.unknown] = UNKNOWN
    partner = _full_cancellations(found.client, found.day, found.net, rules.cancel_days)
    return Documents(
        found.client,
        found.day,
        found.document,
        found.lines.astype(np.int32),
        found.gross,
        found.net,
        margin,
        partner,
    )


def _full_cancellations(client: Int32, day: Int32, net: Int64, limit: int) -> Int64:
    """Pair every negative document with the latest free earlier one of exactly opposite total, ≤ `limit` days.

    Within one client and one absolute total this is matching of brackets: neighbours (+, -) are paired and
    taken out until nothing changes, so a cancellation takes the latest document still open. An unmatched
    cancellation rightly shields what lies before it: that is older still.
    """
    partner = np.full(len(client), -1, np.int64)
    negative = net < 0
    if not negative.any():
        return partner
    rows = np.flatnonzero(_possible(client, net, negative))
    size = np.abs(net[rows])
    rows = rows[np.lexsort((negative[rows], day[rows], size, client[rows]))]
    while len(rows) > 1:
        first, second = rows[:-1], rows[1:]
        pair = ~negative[first] & negative[second] & (client[first] == client[second])
        pair &= (net[first] == -net[second]) & (day[second] - day[first] <= limit)
        if not pair.any():
            break
        partner[first[pair]] = second[pair]
        partner[second[pair]] = first[pair]
        rows = rows[partner[rows] < 0]
    return partner


_MARKS = 2**22


def _possible(client: Int32, net: Int64, negative: Bool) -> Bool:
    """Documents whose client and absolute total may be those of a negative one: all that are, and few more.

    The others can neither cancel nor be cancelled; leaving them out saves sorting nearly everything.
    """
    mark = client.astype(np.int64) * 2_654_435_761
    mark += np.abs(net)
    mark %= _MARKS
    marked = np.zeros(_MARKS, np.bool_)
    marked[mark[negative]] = True
    out: Bool = marked[mark]
    out &= net != 0
    return out
