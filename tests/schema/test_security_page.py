"""docs/security.md lists exactly the columns of a really migrated database that are not sealed (spec/store §3)."""

from __future__ import annotations

import re
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from storage.engine import open_engine
from storage.migrations.run import HEAD, configuration, revision, upgrade
from storage.schema.tables import every_table

PAGE = Path(__file__).resolve().parents[2] / "docs" / "security.md"
SEALED = {
    "roster": {"identity"},
    "grant": {"body"},
    "client": {"wraps"},
    "record": {"body"},
    "history": {"body"},
    "sales_page": {"body"},
    "batch": {"body"},
    "log": {"entry"},
}


def listed() -> dict[str, set[str]]:
    section = PAGE.read_text("utf-8").split("## What stands in clear")[1].split("\n## ")[0]
    rows = re.findall(r"^\| (\w+) \| ([\w, ]+) \| [^|]+ \|$", section, re.MULTILINE)
    return {table: set(columns.split(", ")) for table, columns in rows if table != "table"}


def test_the_page_lists_the_clear_columns_of_the_database(tmp_path: Path) -> None:
    engine = open_engine(tmp_path / "s", create=True)
    upgrade(engine)
    with engine.connect() as connection:
        found = inspect(connection)
        clear = {
            table: {column["name"] for column in found.get_columns(table)} - SEALED.get(table, set())
            for table in found.get_table_names()
        }
    engine.dispose()
    assert listed() == clear


def test_the_migrations_make_the_declared_schema(tmp_path: Path) -> None:
    engine = open_engine(tmp_path / "s", create=True)
    upgrade(engine)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), every_table()) == []
    assert revision(engine) == HEAD == ScriptDirectory.from_config(configuration()).get_current_head()
    engine.dispose()
