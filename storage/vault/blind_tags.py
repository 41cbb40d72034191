"""Tags of the blind index, kept in step with the clients in the very transaction that writes these (spec/store §3)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, update

from core.identity.blind_values import Value, card_values, contact_values
from storage.access.blind_index import IndexKeys, live_tags, tags
from storage.engine import many
from storage.schema.sales import blind_tag
from storage.vault.writing import Writing

if TYPE_CHECKING:
    from core.entities.client import ClientCard, ClientContacts
    from storage.vault.firm import FirmSpace


class BlindTags:
    """Writes tags; asking is the business of `probes`."""

    def __init__(self, firm: FirmSpace) -> None:
        self._firm = firm
        self._known: tuple[Writing, IndexKeys] | None = None

    def create(
        self,
        writing: Writing,
        portfolio_id: bytes,
        client_id: bytes,
        card: ClientCard,
        contacts: ClientContacts | None,
    ) -> None:
        """Tags of a new client."""
        keys = self._keys(writing)
        values = card_values(card) | (contact_values(contacts) if contacts is not None else frozenset())
        for each in tags(keys, values):
            writing.row(blind_tag, tag=each, portfolio_id=portfolio_id, client_id=client_id, idx_epoch=keys.epoch)

    def change(
        self,
        writing: Writing,
        portfolio_id: bytes,
        client_id: bytes,
        before: Iterable[Value],
        after: Iterable[Value],
    ) -> None:
        """Tags of a stored client whose values of one compartment are `after` and were `before`."""
        old, new = frozenset(before), frozenset(after)
        if old == new:
            return
        keys = self._keys(writing)
        where = (blind_tag.c.portfolio_id == portfolio_id, blind_tag.c.client_id == client_id)
        touched = live_tags(keys, old - new) | tags(keys, new - old)
        writing.connection.execute(delete(blind_tag).where(blind_tag.c.tag.in_(touched), *where))
        added = tags(keys, new - old)
        if added:
            epoch = keys.epoch
            rows = [{"tag": each, "portfolio_id": portfolio_id, "client_id": client_id, "idx_epoch": epoch}
                    for each in sorted(added)]  # fmt: skip
            many(writing.connection, insert(blind_tag), rows)

    def forget(self, writing: Writing, clients: Sequence[bytes]) -> None:
        """Drop every tag of clients that are being removed."""
        writing.connection.execute(delete(blind_tag).where(blind_tag.c.client_id.in_(clients)))

    def move(self, writing: Writing, clients: Sequence[bytes], portfolio_id: bytes) -> None:
        """Tags of clients that go to another portfolio go with them."""
        writing.connection.execute(
            update(blind_tag).where(blind_tag.c.client_id.in_(clients)).values(portfolio_id=portfolio_id)
        )

    def _keys(self, writing: Writing) -> IndexKeys:
        """Read where nobody can rotate them any more, and once a transaction: an import writes a thousand clients."""
        if self._known is None or self._known[0] is not writing:
            self._known = (writing, self._firm.index_keys(writing.connection))
        return self._known[1]
