"""Keep replaced versions of articles, and the pages that articles were read from."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_APPLICATION_ID = 0x6E637277


def upgrade() -> None:
    """Add ``revisions``, ``raw_bases`` and ``raw_pages``; mark the file as newscrawl's."""
    op.create_table(
        "revisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(16), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("seen", sa.DateTime(), nullable=False),
        sa.Column("replaced", sa.DateTime(), nullable=True),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_revisions"),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name="fk_revisions_article_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_revisions_run_id"),
    )
    op.create_index("ix_revisions_article_id", "revisions", ["article_id"])
    op.create_table(
        "raw_bases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("host", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_raw_bases"),
    )
    op.create_index("ix_raw_bases_host", "raw_bases", ["host"])
    op.create_table(
        "raw_pages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("http_status", sa.Integer(), nullable=False),
        sa.Column("headers", sa.JSON(), nullable=False),
        sa.Column("fetched", sa.DateTime(), nullable=False),
        sa.Column("charset", sa.String(), nullable=True),
        sa.Column("charset_evidence", sa.JSON(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("base_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_raw_pages"),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name="fk_raw_pages_article_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["revision_id"], ["revisions.id"], name="fk_raw_pages_revision_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["base_id"], ["raw_bases.id"], name="fk_raw_pages_base_id"),
    )
    op.create_index("ix_raw_pages_article_id", "raw_pages", ["article_id"])
    op.create_index("ix_raw_pages_revision_id", "raw_pages", ["revision_id"])
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"PRAGMA application_id={_APPLICATION_ID}")
