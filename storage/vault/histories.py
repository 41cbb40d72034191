"""Opening the history of a record: every change, each compared with the log first (spec/store §2)."""

from __future__ import annotations

from sqlalchemy import Connection, select

from storage.records.bodies import BodyBroken, Change, decode_change
from storage.schema.clients import history, record
from storage.sealing.envelope import Label, Place, SealKey, SpaceKind
from storage.sealing.secret import SealBroken
from storage.vault.firm import check_entry_digest
from storage.vault.writing import damaged, history_object


def opened_history(
    connection: Connection,
    store_id: bytes,
    space: tuple[SpaceKind, bytes],
    record_id: bytes,
    version: int,
    key: SealKey,
) -> list[Change]:
    """Changes of a record up to `version`, newest first. Raises Problem (STORE) for one missing or damaged."""
    epoch = int(connection.scalar(select(record.c.epoch).where(record.c.id == record_id)) or 0)
    rows = connection.execute(
        select(history.c.seq, history.c.body).where(history.c.record_id == record_id).order_by(history.c.seq.desc())
    ).all()
    if [row.seq for row in rows] != list(range(version - 1, 0, -1)):
        raise damaged("history entry")
    found = []
    for seq, body in rows:
        check_entry_digest(connection, history_object(record_id), seq, body)
        place = Place(Label.HISTORY, store_id, *space, record_id, seq, epoch)
        try:
            found.append(decode_change(key.open(place, body)))
        except (SealBroken, BodyBroken):
            raise damaged("history entry") from None
    return found
