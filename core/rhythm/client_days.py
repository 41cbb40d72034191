"""From sale lines to event days: netting and cancellations (spec/analytics §3 "Event").

An event is one client-day with positive net after netting the documents of the day. A document that
cancels an earlier one in full within `Rules.cancel_days` takes both out of the events and its money back to the
day of the original; any other return reduces money on its own day and never makes or moves an event.
"""

from __future__ import annotations

import dataclasses

import numpy as np

from core.entities.ledger import UNKNOWN, Bool, Int32, Int64, LineColumns
from core.rhythm.documents import Documents, documents, group_starts, order_of, sums
from core.rules import DEFAULT, Rules


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


def _offsets(client: Int32, clients: int) -> Int64:
    """Row offsets by client for rows sorted by client."""
    start = np.zeros(clients + 1, np.int64)
    np.cumsum(np.bincount(client, minlength=clients), out=start[1:])
    return start


def _by_day(client: Int32, day: Int32, net: Int64, margin: Int64) -> tuple[Int32, Int32, Int64, Int64]:
    """Sum rows sorted by client and day; a day with an unknown margin is unknown as a whole."""
    starts = group_starts(client, day)
    if not len(starts):
        return client, day, net, margin
    unknown = margin == UNKNOWN
    known = sums(np.where(unknown, 0, margin), starts)
    known[np.logical_or.reduceat(unknown, starts)] = UNKNOWN
    return client[starts], day[starts], sums(net, starts), known


def client_days(lines: LineColumns, as_of_day: int, rules: Rules = DEFAULT) -> ClientDays:
    """Events, movements and totals of all clients at the evening of `as_of_day` (analytics §3 Event)."""
    return from_documents(documents(lines, as_of_day, rules), lines.clients, as_of_day)


def _moved(table: Documents, paired: Bool) -> tuple[Int32, Int32, Int64, Int64]:
    """Money by day, that of a full cancellation on the day of its original."""
    day = np.where(paired & (table.net < 0), table.day[table.partner], table.day)
    order = order_of(table.client, day, np.zeros(len(day), np.int64))
    if order is None:
        return _by_day(table.client, day, table.net, table.margin)
    return _by_day(table.client[order], day[order], table.net[order], table.margin[order])


def from_documents(table: Documents, clients: int, as_of_day: int) -> ClientDays:
    """`client_days` from the documents of the same evening."""
    paired = table.cancelled
    if bool(paired.any()):
        open_ = np.flatnonzero(~paired)
        client, day, net, margin = _by_day(table.client[open_], table.day[open_], table.net[open_], table.margin[open_])
        moved = _moved(table, paired)
    else:
        client, day, net, margin = moved = _by_day(table.client, table.day, table.net, table.margin)
    if int(net.min(initial=1)) <= 0:
        event = np.flatnonzero(net > 0)
        client, day, net, margin = client[event], day[event], net[event], margin[event]
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
    starts = group_starts(client)
    out[client[starts]] = sums(values, starts)
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
