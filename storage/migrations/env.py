"""Alembic environment: always a connection handed over by `storage.migrations.upgrade`, never a URL."""

from __future__ import annotations

from alembic import context

from storage.schema.tables import every_table

connection = context.config.attributes["connection"]
# Alembic on sqlite opens no transaction of its own for DDL: without transactional_ddl a kill in the middle
# leaves a store that can never migrate (spec/store §6).
context.configure(connection=connection, target_metadata=every_table(), transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
