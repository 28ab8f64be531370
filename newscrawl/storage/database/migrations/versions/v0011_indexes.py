"""Add the indexes that queries of commands need where tables are large."""

from alembic import op

revision = "0011"
down_revision = "0010"

_INDEXES = (
    ("ix_runs_spider", "runs", ["spider", "id"]),
    ("ix_runs_finished", "runs", ["finished"]),
    ("ix_lists_site", "lists", ["site"]),
    ("ix_articles_last_changed", "articles", ["last_changed"]),
    ("ix_refusals_site", "refusals", ["site"]),
    ("ix_refusals_url", "refusals", ["url"]),
)


def upgrade() -> None:
    """Add those that are not there: an administrator may have made one by hand."""
    for name, table, columns in _INDEXES:
        op.create_index(name, table, columns, if_not_exists=True)
