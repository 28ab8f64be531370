"""Keep the day of publication on the site's clock, and how exactly the page says when."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Add the columns, empty for what is stored already: ``scrapy reextract`` fills them from kept pages."""
    op.add_column("articles", sa.Column("published_day", sa.Date(), nullable=True))
    op.add_column("articles", sa.Column("published_precision", sa.String(8), nullable=True))
