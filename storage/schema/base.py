"""The one metadata object. Every facet's tables are declared in a module of their own beside this one."""

from __future__ import annotations

from sqlalchemy import MetaData

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

FORMAT = 1
"""Format number of a store. A program refuses a store with a larger one."""
