"""Add the indexes by which an article is found by its address, and the newest and known pages of a site."""

from alembic import op

revision = "0012"
down_revision = "0011"

_INDEXES = (
    ("ix_pages_site_state", "pages", ["site", "state"]),
    ("ix_articles_site_last_changed", "articles", ["site", "last_changed"]),
    ("ix_articles_url", "articles", ["url"]),
)


def upgrade() -> None:
    """Add those that are not there: an administrator may have made one by hand."""
    for name, table, columns in _INDEXES:
        op.create_index(name, table, columns, if_not_exists=True)
