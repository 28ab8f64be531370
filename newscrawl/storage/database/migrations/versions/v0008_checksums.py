"""Give articles, their versions and their fetched pages checksums."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the columns, empty for what is stored already: ``scrapy db check --repair`` fills them."""
    for table in ("articles", "revisions", "raw_pages"):
        op.add_column(table, sa.Column("checksum", sa.String(64), nullable=True))
