"""Bringing a store's schema to this program's revision."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect

from storage.engine import reading

if TYPE_CHECKING:
    from alembic.config import Config

HERE = Path(__file__).parent
HEAD = "0002"
"""The newest revision beside this module."""


def configuration(connection: Connection | None = None) -> Config:
    """Alembic's settings without an .ini file: the scripts lie beside this module."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def upgrade(engine: Engine) -> None:
    """Run every outstanding revision in one transaction: all of them or none.

    Alembic is loaded only when there is something to do: a session that finds its store up to date has no use
    for its 12 MB.
    """
    if revision(engine) == HEAD:
        return
    from alembic import command

    with engine.begin() as connection:
        command.upgrade(configuration(connection), "head")


def take_down(engine: Engine) -> None:
    """Remove every table again: what a founding that failed leaves on a server."""
    from alembic import command

    with engine.begin() as connection:
        command.downgrade(configuration(connection), "base")
        connection.exec_driver_sql("DROP TABLE IF EXISTS alembic_version")


def revision(engine: Engine) -> str | None:
    """Revision of the schema in the database, None before the first."""
    with reading(engine) as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return str(found) if found is not None else None
