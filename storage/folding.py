"""The write-ahead log of a store in a file, folded into it while others work."""

from __future__ import annotations

import sqlite3
from contextlib import suppress

from sqlalchemy import Engine


def fold_beside(engine: Engine) -> None:
    """Write what stands in the WAL into the file as far as nobody reads it, while others go on writing.

    For long work between two of its transactions: where the WAL has grown to a thousand pages, a commit does the same
    before it lets go of the log. What is in the way now is left to the next one, a full disk too.
    """
    raw = engine.raw_connection()
    try:
        cursor = raw.cursor()
        with suppress(sqlite3.Error):
            cursor.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
        cursor.close()
    finally:
        raw.close()
