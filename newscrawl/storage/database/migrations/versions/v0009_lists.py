"""Let articles be listed by their date, and counted by site, language and status."""

from alembic import op
from sqlalchemy import text

revision = "0009"
down_revision = "0008"

_DATED = text("coalesce(published, first_seen)")


def upgrade() -> None:
    """Add five indexes where they are not there yet, and let the one of tags name the articles."""
    op.create_index("ix_articles_dated", "articles", [_DATED, "id"], if_not_exists=True)
    op.create_index("ix_articles_site_dated", "articles", ["site", _DATED, "id"], if_not_exists=True)
    op.create_index("ix_articles_language_dated", "articles", ["language", _DATED, "id"], if_not_exists=True)
    op.create_index("ix_articles_status_dated", "articles", ["status", _DATED, "id"], if_not_exists=True)
    op.create_index("ix_articles_site_language_status", "articles", ["site", "language", "status"], if_not_exists=True)
    op.drop_index("ix_tags_tag", "tags")
    op.create_index("ix_tags_tag", "tags", ["tag", "article_id"])
