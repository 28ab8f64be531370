"""Let fetched pages be files of a directory or bucket."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Add the columns, empty for pages that are in the database, and tables that are empty at first."""
    op.add_column("raw_pages", sa.Column("store_id", sa.Integer(), nullable=True))
    op.add_column("raw_pages", sa.Column("file_hash", sa.String(64), nullable=True))
    op.create_index("ix_raw_pages_file_hash", "raw_pages", ["file_hash"])
    op.create_table(
        "raw_stores",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_raw_stores"),
    )
    op.create_table(
        "released_raw_files",
        sa.Column("store_id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("file_hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("store_id", "file_hash", name="pk_released_raw_files"),
    )
