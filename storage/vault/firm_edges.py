"""Edges in the firm space: ids of two clients, perhaps of different portfolios, and what was said (spec/store §2)."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Sequence

from sqlalchemy import select

from core.problem import N_, ExitCode, Problem
from storage.audit.kinds import Kind
from storage.engine import reading
from storage.records.judgements import FIRM_EDGES, FirmEdge, FirmEdges
from storage.schema.clients import client
from storage.vault.card_rows import unknown_client
from storage.vault.door import Entered
from storage.vault.writing import Stale

GROUPS = b"firm/groups".ljust(16, b"\0")
"""Groups of firms: common owner, parent, and firms that a person said are strangers."""
APART = b"firm/apart".ljust(16, b"\0")
"""Clients of different portfolios that are no duplicates, or of whom nobody can tell."""
JOINING = frozenset(("owner", "parent"))
"""Edges that make a group of firms; the first of a `parent` group is the parent."""
TRIES = 5
"""How often a change is made anew over what a colleague has just written."""


class FirmEdgeBook:
    """Both sorts of edges. Everybody with the firm key reads the ids; names stay with who may open the clients."""

    def __init__(self, entered: Entered) -> None:
        self._entered = entered
        self._known: dict[bytes, tuple[int, tuple[FirmEdge, ...]]] = {}

    def all(self, sort: bytes) -> tuple[FirmEdge, ...]:
        """Edges of a sort, in the order they were made. Raises Problem (STORE) on a damaged record."""
        version = self.version(sort)
        known = self._known.get(sort)
        if known is None or known[0] != version:
            found = self._entered.firm.read(sort, FIRM_EDGES)
            known = self._known[sort] = (found[1], found[0].edges) if found else (0, ())
        return known[1]

    def version(self, sort: bytes) -> int:
        """Changes with every edge added or removed."""
        return self._entered.firm.version(sort)

    def any_groups(self) -> bool:
        """Whether anybody ever said that firms belong together."""
        return bool(self.all(GROUPS))

    def add(self, sort: bytes, kind: str, clients: Sequence[bytes], entry: Kind = Kind.WRITE) -> bytes:
        """Edges between these clients: of a group from the first to each other, else between every two.

        Gives the handle they share.

        Raises Problem: BAD_INPUT for a client that is not among the open ones, REFUSED without the right to write.
        """
        handle, who, now_us = os.urandom(16), self._entered.identity.person_id, self._entered.premises.clock()
        ends = list(dict.fromkeys(clients))
        star = [(ends[0], each) for each in ends[1:]]
        pairs = star if kind in JOINING else itertools.combinations(ends, 2)
        made = tuple(FirmEdge(handle, left, right, kind, who, now_us) for left, right in pairs)
        self._demand_writing(clients)
        details: dict[str, object] = {"client": clients[0], "clients": list(clients), "edge": kind, "id": handle}
        self._change(sort, lambda edges: (*edges, *made), entry, clients[0], details)
        return handle

    def remove(self, sort: bytes, handle: bytes, entry: Kind = Kind.WRITE) -> FirmEdge:
        """Take the edges of a handle away; gives the first of them. Raises Problem as `add`."""
        own = [each for each in self.all(sort) if each.id == handle]
        if not own:
            raise Problem(N_("There is no such link between clients: it may have been taken away already."))
        self._demand_writing([end for each in own for end in (each.left, each.right)])
        details: dict[str, object] = {"client": own[0].left, "id": handle, "removed": len(own)}
        self._change(
            sort, lambda edges: tuple(each for each in edges if each.id != handle), entry, own[0].left, details
        )
        return own[0]

    def _demand_writing(self, clients: Sequence[bytes]) -> None:
        keyring = self._entered.keyring
        with reading(self._entered.premises.engine) as connection:
            rows = connection.execute(select(client.c.id, client.c.portfolio_id).where(client.c.id.in_(clients)))
            homes = {bytes(row.id): bytes(row.portfolio_id) for row in rows}
        if any(homes.get(each) not in keyring.portfolios for each in clients):
            raise unknown_client()
        if not all(keyring.may_write(home) for home in homes.values()):
            raise Problem(
                N_("Saying how clients belong together needs the right to write in all their portfolios."),
                ExitCode.REFUSED,
            )

    def _change(
        self,
        sort: bytes,
        change: Callable[[tuple[FirmEdge, ...]], tuple[FirmEdge, ...]],
        entry: Kind,
        subject: bytes,
        details: dict[str, object],
    ) -> None:
        for _ in range(TRIES):
            found = self._entered.firm.read(sort, FIRM_EDGES)
            edges = FirmEdges(change(found[0].edges if found else ()))
            try:
                self._entered.firm.rewrite(sort, FIRM_EDGES, edges, found[1] if found else 0, entry, subject, details)
            except Stale:
                continue
            return
        raise Problem(N_("Colleagues are changing the same list: repeat the step."), ExitCode.STORE)


__all__ = ["APART", "GROUPS", "JOINING", "FirmEdge", "FirmEdgeBook"]
