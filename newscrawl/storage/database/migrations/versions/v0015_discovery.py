"""Keep how each page was found: by which kind of list or link, and on which page."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Add the columns, empty for pages that are known already."""
    op.add_column("pages", sa.Column("found_by", sa.String(16), nullable=True))
    op.add_column("pages", sa.Column("found_on", sa.String(), nullable=True))
