"""All tables together, for migrations and for the tests that compare schema and documents."""

from __future__ import annotations

from sqlalchemy import MetaData

from storage.schema import clients, log, people, sales, store
from storage.schema.base import metadata

MODULES = (store, people, clients, sales, log)


def every_table() -> MetaData:
    """The metadata with every facet's tables declared in it."""
    return metadata
