"""Keep what a run must know of earlier ones: known pages, lists, the ledger of each run and its verdict."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

# Whatever has an answer is known from now on; what was only unreachable is left out, to be asked for again.
_KNOWN_ARTICLES = """
    INSERT INTO pages (key, site, url, state, reason, tries, seen, visited)
    SELECT key, site, url, 'stored', '', 0, first_seen, last_changed FROM articles
"""
_KNOWN_REFUSALS = """
    INSERT INTO pages (key, site, url, state, reason, tries, seen, visited)
    SELECT key, site, url, 'refused', reason, 0, seen, seen FROM refusals
    WHERE reason NOT IN ('not fetched', 'host left alone', 'error') AND reason NOT LIKE 'http 5%'
    AND key NOT IN (SELECT key FROM articles)
"""


def upgrade() -> None:
    """Add ``pages``, ``lists`` and ``fetches``; give runs a heartbeat and a verdict, refusals an end."""
    op.create_table(
        "pages",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("etag", sa.String(), nullable=True),
        sa.Column("last_modified", sa.String(), nullable=True),
        sa.Column("seen", sa.DateTime(), nullable=False),
        sa.Column("visited", sa.DateTime(), nullable=True),
        sa.Column("revisit_seconds", sa.Integer(), nullable=True),
        sa.Column("due", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("key", name="pk_pages"),
    )
    op.create_index("ix_pages_site_due", "pages", ["site", "due"])
    op.create_table(
        "lists",
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("etag", sa.String(), nullable=True),
        sa.Column("last_modified", sa.String(), nullable=True),
        sa.Column("max_pages", sa.Integer(), nullable=False),
        sa.Column("read", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("url", name="pk_lists"),
    )
    op.create_table(
        "fetches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("http_status", sa.Integer(), nullable=True),
        sa.Column("taken", sa.DateTime(), nullable=False),
        sa.Column("ended", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_fetches"),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_fetches_run_id", ondelete="CASCADE"),
    )
    op.create_index("ix_fetches_run_id", "fetches", ["run_id"])
    open_ones = sa.text("state = 'open'")
    op.create_index("ix_fetches_open", "fetches", ["run_id"], sqlite_where=open_ones, postgresql_where=open_ones)
    for column in (
        sa.Column("beat", sa.DateTime(), nullable=True),
        sa.Column("exit_code", sa.Integer(), nullable=True),
        sa.Column("counts", sa.JSON(), nullable=True),
        sa.Column("measures", sa.JSON(), nullable=True),
        sa.Column("why", sa.JSON(), nullable=True),
    ):
        op.add_column("runs", column)
    op.add_column("refusals", sa.Column("accepted", sa.DateTime(), nullable=True))
    op.execute(_KNOWN_ARTICLES)
    op.execute(_KNOWN_REFUSALS)
