"""Say how sure the reader was of an article."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add ``articles.confidence``, unknown for what is stored already."""
    op.add_column("articles", sa.Column("confidence", sa.Double(), nullable=True))
