"""Facet of probes: whether somebody is known in a portfolio this session does not open (U08, spec/store §7).

The answer is yes or no and whom to ask, never whose client and never which: even that costs budget and leaves an entry.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection, select

from core.identity.blind_values import ProbeKind, Value, normal
from core.problem import N_, Problem
from storage.access.blind_index import live_tags
from storage.access.budgets import rows_subject
from storage.audit.kinds import Kind
from storage.engine import reading
from storage.schema.people import grant
from storage.schema.sales import blind_tag
from storage.vault.blind_tags import BlindTags
from storage.vault.door import Entered
from storage.vault.inbox import Inbox
from storage.vault.reindexing import Progress, Reindexed, pending, reindex, rotate

__all__ = ["ACCESS", "Probed", "Probes", "Reindexed", "RowsProbed"]

ACCESS = "access"
"""Kind of the letter that asks for access; its body: client, portfolio, reason."""
REASON_MAX = 200
_AT_ONCE = 400
"""Tags a look-up: far below the number of variables any engine takes."""


@dataclass(frozen=True, slots=True)
class Probed:
    """Answer about one value. `ask`: names of the heads who may open the way, empty where it is nobody elsewhere."""

    elsewhere: bool
    ask: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RowsProbed:
    """Answer about the rows of an import: which of them are elsewhere, and how many the day's limit left unasked."""

    elsewhere: frozenset[int]
    unasked: int = 0
    ask: tuple[str, ...] = ()


NOBODY = Probed(elsewhere=False)


class Probes:
    """Asking the blind index."""

    def __init__(self, entered: Entered, tags: BlindTags, inbox: Inbox) -> None:
        self._entered = entered
        self.tags = tags
        self._inbox = inbox

    def probe(self, kind: ProbeKind, text: str) -> Probed:
        """Whether another portfolio holds this very value. Ask once, when a value is finished.

        Values that are not valid are nobody's and cost nothing, like anything at all in a store of one person. Raises
        Problem (REFUSED) over budget; the refusal is logged.
        """
        value = (kind, normal(kind, text))
        if not value[1] or self._entered.alone:
            return NOBODY
        gate, me = self._entered.gate, self._entered.identity.person_id
        subject = self._subject(value)
        try:
            with gate.transaction() as step:
                gate.budgets.check(step.connection, me, Kind.PROBE, gate.tag(subject), gate.premises.clock())
                found = self._holders(step.connection, [value])
                details = {"kind": kind, "elsewhere": bool(found)}
                step.append(Kind.PROBE, gate.tag(subject), msgspec.msgpack.encode(details))
        except Problem as problem:
            gate.note_refusal(problem, Kind.PROBE, subject)
            raise
        return Probed(True, self._heads(set(found[value]))) if found else NOBODY

    def request_access(self, kind: ProbeKind, text: str, reason: str) -> tuple[str, ...]:
        """Ask the heads who hold the client for access: a letter to each, its kind ACCESS. Gives their names.

        The letter names the client, which only they can open; whoever asks learns nothing but that it went.
        Raises Problem: BAD_INPUT without a reason or when nobody elsewhere has the value, REFUSED over budget.
        """
        told = " ".join(reason.split())[:REASON_MAX]
        if not told:
            raise Problem(N_("A request for access needs a reason: say what you want of the client."))
        if not self.probe(kind, text).elsewhere:
            raise Problem(N_("Nobody elsewhere has this value any more."))
        value = (kind, normal(kind, text))
        entered = self._entered
        with entered.gate.writing(Kind.WRITE, details={"letter": ACCESS}) as writing:
            clients = self._clients(writing.connection, value)
            asked: dict[bytes, str] = {}
            for portfolio_id, client_id in clients:
                for person, name in self._holding_heads(writing.connection, {portfolio_id}).items():
                    body = {"client": client_id, "portfolio": portfolio_id, "reason": told}
                    self._inbox.send_within(writing, person, ACCESS, body)
                    asked[person] = name
        return tuple(sorted(asked.values()))

    def probe_rows(self, rows: Sequence[Iterable[Value]]) -> RowsProbed:
        """The same for every row of an import, under one entry with their number.

        `rows`: values as `blind_values` normalises them. A keeper and a head ask for any number; for a manager the rows
        above the day's limit stay unasked.
        """
        if not rows or self._entered.alone:
            return RowsProbed(frozenset())
        gate, me = self._entered.gate, self._entered.identity.person_id
        with gate.transaction() as step:
            left = gate.budgets.rows_left(step.connection, me, gate.premises.clock())
            asked = [frozenset(row) for row in (rows if left is None else rows[:left])]
            found = self._holders(step.connection, sorted(set[Value]().union(*asked)))
            elsewhere = frozenset(number for number, row in enumerate(asked) if not row.isdisjoint(found))
            details = {"rows": len(asked), "elsewhere": len(elsewhere), "unasked": len(rows) - len(asked)}
            step.append(Kind.PROBE, rows_subject(len(asked)), msgspec.msgpack.encode(details))
        held = {portfolio for each in found.values() for portfolio in each}
        return RowsProbed(elsewhere, len(rows) - len(asked), self._heads(held) if elsewhere else ())

    def rotate(self) -> int:
        """A fresh key of the blind index (offboarding). Gives its epoch; `reindex` carries the tags over.

        Raises Problem (REFUSED) without the role to do it.
        """
        return rotate(self._entered)

    def reindex(self, progress: Progress | None = None) -> Reindexed:
        """Tags of every client this session opens, made again with the newest key. Can be cut off and gone on with."""
        return reindex(self._entered, progress)

    def pending(self) -> int:
        """Portfolios that still wait for a session that opens them."""
        return pending(self._entered)

    def _subject(self, value: Value) -> bytes:
        return b"probe\0" + value[0].encode() + b"\0" + value[1].encode()

    def _holders(self, connection: Connection, values: Sequence[Value]) -> dict[Value, set[bytes]]:
        """Portfolios out of this session's reach that hold each value, by value."""
        keys = self._entered.firm.index_keys(connection)
        of = {each: value for value in values for each in live_tags(keys, (value,))}
        tags = sorted(of)
        own = self._entered.keyring.portfolios
        found: dict[Value, set[bytes]] = {}
        for start in range(0, len(tags), _AT_ONCE):
            part = tags[start : start + _AT_ONCE]
            query = select(blind_tag.c.tag, blind_tag.c.portfolio_id).where(blind_tag.c.tag.in_(part)).distinct()
            for row in connection.execute(query):
                if bytes(row.portfolio_id) not in own:
                    found.setdefault(of[bytes(row.tag)], set()).add(bytes(row.portfolio_id))
        return found

    def _clients(self, connection: Connection, value: Value) -> list[tuple[bytes, bytes]]:
        """(portfolio, client) out of this session's reach with a value."""
        keys = self._entered.firm.index_keys(connection)
        query = select(blind_tag.c.portfolio_id, blind_tag.c.client_id).distinct()
        rows = connection.execute(query.where(blind_tag.c.tag.in_(live_tags(keys, (value,)))))
        own = self._entered.keyring.portfolios
        found = {(bytes(row.portfolio_id), bytes(row.client_id)) for row in rows}
        return sorted(each for each in found if each[0] not in own)

    def _heads(self, portfolios: set[bytes]) -> tuple[str, ...]:
        with reading(self._entered.premises.engine) as connection:
            return tuple(sorted(self._holding_heads(connection, portfolios).values()))

    def _holding_heads(self, connection: Connection, portfolios: set[bytes]) -> dict[bytes, str]:
        """Active heads who hold one of the portfolios, with their names; owners where no head does."""
        held = select(grant.c.member_id).where(grant.c.scope_id.in_(sorted(portfolios))).distinct()
        members = {bytes(each) for each in connection.scalars(held)}
        staff = (each.statement for each in self._entered.staff.values())
        active = [each for each in staff if each.state == "active" and each.person in members]
        for role in ("head", "owner"):
            found = {each.person: each.name for each in active if each.role == role}
            if found:
                return found
        return {}
