"""An index of kinds: the roster, checkpoints and clock jumps are found without reading the whole log."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_log_kind", "log", ["kind", "seq"])


def downgrade() -> None:
    op.drop_index("ix_log_kind", table_name="log")
