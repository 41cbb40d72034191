"""From sale lines to event days: netting and cancellations (spec/analytics §3 "Event").

An event is one client-day with positive net after netting the documents of the day. A document that
cancels an earlier one in full within `Rules.cancel_days` takes both out of the events and its money back to the
day of the original; any other return reduces money on its own day and never makes or moves an event.
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


@dataclasses.dataclass(frozen=True, slots=True)
class ClientDays:
    """Events and money of every client at the evening of `as_of` (days since 1970-01-01).

    Events (`client`, `day`, `net`, `margin`) are sorted by client and day; those of client i are the rows
    `start[i]:start[i+1]`. Movements (`move_*`, same layout) are all days with money, returns included, for sums over
    windows. Margins are `UNKNOWN` where a cost is missing.
    """

    clients: int
    as_of: int
    client: Int32
    day: Int32
    net: Int64
    margin: Int64
    start: Int64
    move_client: Int32
    move_day: Int32
    move_net: Int64
    move_margin: Int64
    move_start: Int64
    client_gross: Int64
    client_returned: Int64
    client_net: Int64
    client_cancelled: Int32
    """Documents of the client that were cancelled in full (the originals are counted)."""

    def events(self, client: int) -> Int32:
        """Event days of one client, oldest first."""
        return self.day[self.start[client] : self.start[client + 1]]

    def purchases(self) -> Int32:
        """Number of events of every client."""
        return np.diff(self.start).astype(np.int32)


def _group_starts(*keys: npt.NDArray[np.generic]) -> Int64:
    """First rows of runs of equal keys in sorted columns."""
    if not len(keys[0]):
        return np.zeros(0, np.int64)
    new = np.zeros(len(keys[0]), np.bool_)
    new[0] = True
    for key in keys:
        new[1:] |= key[1:] != key[:-1]
    return np.flatnonzero(new)


def _sums(values: Int64, starts: Int64) -> Int64:
    return np.add.reduceat(values, starts) if len(starts) else np.zeros(0, np.int64)


def _offsets(client: Int32, clients: int) -> Int64:
    """Row offsets by client for rows sorted by client."""
    start = np.zeros(clients + 1, np.int64)
    np.cumsum(np.bincount(client, minlength=clients), out=start[1:])
    return start


def _order(client: Int32, day: Int32, document: Int64) -> Int64:
    """Stable order by client, day, document, through one integer key where the ranges fit into 63 bits."""
    span = int(day.max()) - int(day.min()) + 1
    low, high = int(document.min()), int(document.max())
    place = client.astype(np.int64) * span + (day - day.min())
    if (int(client.max()) + 1) * span * (high - low + 1) < 2**62:
        place *= high - low + 1
        place += document - low
        return np.argsort(place, kind="stable")
    return np.lexsort((document, place))


def documents(lines: LineColumns, as_of_day: int, rules: Rules = DEFAULT) -> Documents:
    """Documents dated up to `as_of_day`, with full cancellations paired. Later and deleted lines do not exist."""
    keep = lines.day <= as_of_day
    keep &= (lines.flags & DELETED) == 0
    rows = np.flatnonzero(keep)
    del keep
    if not len(rows):
        none4, none8 = np.zeros(0, np.int32), np.zeros(0, np.int64)
        return Documents(none4, none4, none8, none4, none8, none8, none8, none8)
    rows = rows[_order(lines.client[rows], lines.day[rows], lines.document[rows])]
    client, day, document = lines.client[rows], lines.day[rows], lines.document[rows]
    starts = _group_starts(client, day, document)
    client, day, document = client[starts], day[starts], document[starts]
    amount = lines.amount[rows]
    cost = lines.cost[rows]
    unknown = cost == UNKNOWN
    net = _sums(amount, starts)
    gross = _sums(np.maximum(amount, 0), starts)
    cost[unknown] = 0
    margin = net - _sums(cost, starts)
    margin[np.logical_or.reduceat(unknown, starts)] = UNKNOWN
    count = np.diff(np.append(starts, len(rows))).astype(np.int32)
    partner = _full_cancellations(client, day, net, rules.cancel_days)
    return Documents(client, day, document, count, gross, net, margin, partner)


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
    affected = np.zeros(int(client.max()) + 1, np.bool_)
    affected[client[negative]] = True
    rows = np.flatnonzero(affected[client] & (net != 0))
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


def _by_day(client: Int32, day: Int32, net: Int64, margin: Int64) -> tuple[Int32, Int32, Int64, Int64]:
    """Sum rows sorted by client and day; a day with an unknown margin is unknown as a whole."""
    starts = _group_starts(client, day)
    if not len(starts):
        return client, day, net, margin
    unknown = margin == UNKNOWN
    known = _sums(np.where(unknown, 0, margin), starts)
    known[np.logical_or.reduceat(unknown, starts)] = UNKNOWN
    return client[starts], day[starts], _sums(net, starts), known


def client_days(lines: LineColumns, as_of_day: int, rules: Rules = DEFAULT) -> ClientDays:
    """Events, movements and totals of all clients at the evening of `as_of_day` (analytics §3 Event)."""
    return from_documents(documents(lines, as_of_day, rules), lines.clients, as_of_day)


def from_documents(table: Documents, clients: int, as_of_day: int) -> ClientDays:
    """`client_days` from the documents of the same evening."""
    paired = table.cancelled
    open_ = np.flatnonzero(~paired)
    client, day, net, margin = _by_day(table.client[open_], table.day[open_], table.net[open_], table.margin[open_])
    event = np.flatnonzero(net > 0)
    client, day, net, margin = client[event], day[event], net[event], margin[event]
    money_day = table.day
    if len(open_) < len(table.client):
        money_day = np.where(paired & (table.net < 0), table.day[table.partner], table.day)
        order = np.lexsort((money_day, table.client))
        moved = _by_day(table.client[order], money_day[order], table.net[order], table.margin[order])
    else:
        moved = _by_day(table.client, money_day, table.net, table.margin)
    total = _per_client(table.client, table.net, clients)
    gross = _per_client(table.client, table.gross, clients)
    cancelled = np.bincount(table.client[paired & (table.net > 0)], minlength=clients).astype(np.int32)
    return ClientDays(
        clients,
        as_of_day,
        client,
        day,
        net,
        margin,
        _offsets(client, clients),
        *moved,
        _offsets(moved[0], clients),
        gross,
        gross - total,
        total,
        cancelled,
    )


def _per_client(client: Int32, values: Int64, clients: int) -> Int64:
    out = np.zeros(clients, np.int64)
    starts = _group_starts(client)
    out[client[starts]] = _sums(values, starts)
    return out


def window_sum(days: ClientDays, after: int, until: int, margin: bool = False) -> Int64:
    """Net (or margin; unknown counts 0) of every client over days `after` < day ≤ `until`, minor units."""
    rows = np.flatnonzero((days.move_day > after) & (days.move_day <= until))
    values = (days.move_margin if margin else days.move_net)[rows]
    if margin:
        values = np.where(values == UNKNOWN, 0, values)
    return _per_client(days.move_client[rows], values, days.clients)


def narrowed(days: ClientDays, until: int | None = None, clients: Bool | None = None) -> ClientDays:
    """The same base with the rows of `clients` alone (a mask), up to the evening of `until`.

    Client numbers stay. Cancellations known today stay taken out of earlier evenings: a trend shows what the base has
    become, `--as-of` what was known then.
    """
    as_of = days.as_of if until is None else min(until, days.as_of)
    event, move = days.day <= as_of, days.move_day <= as_of
    total: Int64 = days.client_net
    gross, returned, cancelled = days.client_gross, days.client_returned, days.client_cancelled
    if clients is not None:
        event &= clients[days.client]
        move &= clients[days.move_client]
        total, gross, returned = total * clients, gross * clients, returned * clients
        cancelled = (cancelled * clients).astype(np.int32)
    client, move_client = days.client[event], days.move_client[move]
    return ClientDays(
        days.clients,
        as_of,
        client,
        days.day[event],
        days.net[event],
        days.margin[event],
        _offsets(client, days.clients),
        move_client,
        days.move_day[move],
        days.move_net[move],
        days.move_margin[move],
        _offsets(move_client, days.clients),
        gross,
        returned,
        total if until is None else _per_client(move_client, days.move_net[move], days.clients),
        cancelled,
    )
