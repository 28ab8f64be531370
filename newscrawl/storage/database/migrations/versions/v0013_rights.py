"""Record what sites reserve, what was forgotten, and the bytes of refused pages."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Add ``articles.rights``, unknown for what is stored already, and tables that are empty at first."""
    op.add_column("articles", sa.Column("rights", sa.JSON(), nullable=True))
    op.create_table(
        "rights",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=True),
        sa.Column("host", sa.String(), nullable=False),
        sa.Column("place", sa.String(16), nullable=False),
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("seen", sa.DateTime(), nullable=False),
        sa.Column("ended", sa.DateTime(), nullable=True),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name="fk_rights_article_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_rights_run_id"),
        sa.PrimaryKeyConstraint("id", name="pk_rights"),
    )
    op.create_index("ix_rights_article_id", "rights", ["article_id"])
    op.create_index("ix_rights_host", "rights", ["host"])
    op.create_table(
        "well_known_files",
        sa.Column("host", sa.String(), nullable=False),
        sa.Column("http_status", sa.Integer(), nullable=True),
        sa.Column("fetched", sa.DateTime(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("host", name="pk_well_known_files"),
    )
    op.create_table(
        "forget_salt",
        sa.Column("salt", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("salt", name="pk_forget_salt"),
    )
    op.create_table(
        "forgotten",
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_forgotten"),
    )
    op.create_table(
        "removals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("removed", sa.DateTime(), nullable=False),
        sa.Column("articles", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_removals"),
    )
    op.create_table(
        "refused_pages",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("http_status", sa.Integer(), nullable=False),
        sa.Column("headers", sa.JSON(), nullable=False),
        sa.Column("fetched", sa.DateTime(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_refused_pages"),
    )
    op.create_index("ix_refused_pages_fetched", "refused_pages", ["fetched"])
