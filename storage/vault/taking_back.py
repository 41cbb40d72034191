"""What an undo does: records, fields and contacts as before, clients nobody has worked on gone (spec/store §4)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import func, or_, select

from storage.keys.scopes import FILE_DRAWERS, Compartment
from storage.schema.clients import record
from storage.sealing.envelope import SpaceKind
from storage.vault.batches import Batches, StoredBatch
from storage.vault.client_reach import ClientReach
from storage.vault.clients import Clients
from storage.vault.door import Entered
from storage.vault.import_order import Undone
from storage.vault.imported_records import ImportedRecords
from storage.vault.pace import transactions
from storage.vault.sales import Sales
from storage.vault.writing import Writing

Progress = Callable[[int, int], bool]


class TakingBack:
    """The batches of one import, undone or cut off."""

    def __init__(
        self,
        entered: Entered,
        clients: Clients,
        sales: Sales,
        batches: Batches,
        records: ImportedRecords,
        reach: ClientReach,
    ) -> None:
        self._entered = entered
        self._clients = clients
        self._sales = sales
        self._batches = batches
        self._records = records
        self._reach = reach

    def take(self, group: list[StoredBatch], undone: Undone, progress: Progress | None) -> None:
        """Take back everything the batches wrote; what somebody has worked on since is counted in `undone.kept`."""
        causes = {f"batch:{each.id.hex()}" for each in group}
        portfolios = {each.portfolio_id for each in group}
        self._restore_changed(group, undone)
        alive = {f"batch:{each.hex()}" for each in self._batches.live()}
        self._records.take_back(group, alive, undone)
        created = self._clients.created_by(causes, portfolios)
        self._records.take_private(self._clients, causes, [row[0] for row in created], undone)
        buyers = self._sales.buyers(portfolios) if created else set()
        named = self._records.about_whom() if created else set()
        reached = self._reach.changed() if created else set()
        removable: dict[bytes, dict[bytes, int]] = {}
        for client_id, portfolio_id, version in created:
            edited = client_id in named or (client_id in reached and self._reach.worked_on(client_id, alive))
            if client_id in buyers or edited or (version > 1 and self._clients.worked_on(client_id, alive)):
                undone.kept.append(client_id)
            else:
                removable.setdefault(portfolio_id, {})[client_id] = version
        for portfolio_id, clients in removable.items():
            for part, step in transactions(self._entered.gate, list(clients)):
                with step as writing:
                    worked = _worked_on(writing, part, clients)
                    undone.kept += worked
                    left = [client_id for client_id in part if client_id not in worked]
                    self._clients.remove(writing, portfolio_id, left)
                undone.removed += len(left)
                if progress:
                    progress(undone.removed, len(created))

    def _restore_changed(self, group: list[StoredBatch], undone: Undone) -> None:
        """Give fields back their values of before, one transaction a portion of clients."""
        touched = list(dict.fromkeys(client_id for each in group for client_id in each.note.touched))
        causes = [f"batch:{each.id.hex()}" for each in group]
        cause = f"undo:{group[0].note.group.hex()}"
        for part, step in transactions(self._entered.gate, touched):
            with step as writing:
                for client_id in part:
                    for batch in causes:
                        restored, kept = self._clients.take_back(writing, client_id, batch, cause)
                        undone.restored += 1 if restored else 0
                        if kept:
                            undone.kept.append(client_id)
                    restored, kept = self._reach.take_back(writing, client_id, causes, cause)
                    undone.restored += 1 if restored else 0
                    if kept:
                        undone.kept.append(client_id)


_WORK = FILE_DRAWERS | {int(each) for each in (Compartment.MONEY, Compartment.DOSSIER, Compartment.PRIVATE)}
"""Compartments of a client an import made that are empty once its own records are taken back: nobody worked on him."""


def _worked_on(writing: Writing, part: Sequence[bytes], versions: Mapping[bytes, int]) -> list[bytes]:
    """Who of them was changed while we were looking at the others: asked again where nobody can write any more."""
    query = select(record.c.space_id, func.max(record.c.version)).where(
        record.c.space_kind == int(SpaceKind.CLIENT),
        record.c.space_id.in_(part),
        record.c.compartment == int(Compartment.CARD),
    )
    rows = writing.connection.execute(query.group_by(record.c.space_id))
    changed = {client_id for client_id, version in rows if version > versions[client_id]}
    beside = (
        select(record.c.space_id)
        .where(record.c.space_kind == int(SpaceKind.CLIENT), record.c.space_id.in_(part))
        .group_by(record.c.space_id, record.c.compartment)
        .having(or_(record.c.compartment.in_(_WORK), func.count() > 1))
    )
    return sorted(changed | {bytes(each) for each in writing.connection.scalars(beside)})
