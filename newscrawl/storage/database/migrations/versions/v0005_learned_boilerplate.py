"""Count what sites repeat from article to article."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add ``boilerplate`` and ``paragraphs``; what is stored already is not counted."""
    op.create_table(
        "boilerplate",
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("excerpt", sa.String(), nullable=False),
        sa.Column("letters", sa.Integer(), nullable=False),
        sa.Column("numbers", sa.BigInteger(), nullable=False),
        sa.Column("varies", sa.Boolean(), nullable=False),
        sa.Column("articles", sa.Integer(), nullable=False),
        sa.Column("edge", sa.Integer(), nullable=False),
        sa.Column("first_number", sa.Integer(), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.Column("first_seen", sa.DateTime(), nullable=False),
        sa.Column("last_seen", sa.DateTime(), nullable=False),
        sa.Column("decided", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("site", "fingerprint", name="pk_boilerplate"),
    )
    op.create_table(
        "paragraphs",
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("fingerprints", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("site", "number", name="pk_paragraphs"),
        sqlite_with_rowid=False,
    )
