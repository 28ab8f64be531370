"""Find articles by their words, and those that are nearly the same. What is stored already is indexed when opened."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_SEARCH_INDEX = {
    "sqlite": (
        "CREATE VIRTUAL TABLE search_index USING fts5"
        " (title, body, content='', tokenize='unicode61 remove_diacritics 0')",
    ),
    "postgresql": (
        "CREATE TABLE search_index (entry_id INTEGER PRIMARY KEY REFERENCES search_entries (id) ON DELETE CASCADE,"
        " vector TSVECTOR NOT NULL)",
        "CREATE INDEX ix_search_index_vector ON search_index USING gin (vector)",
    ),
}


def upgrade() -> None:
    """Add ``search_entries`` with the index, ``fingerprints``, ``bands`` and ``duplicates``."""
    op.create_table(
        "index_version",
        sa.Column("version", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("version", name="pk_index_version"),
    )
    op.create_table(
        "search_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("dated", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_search_entries"),
        sa.UniqueConstraint("article_id", name="uq_search_entries_article_id"),
        _of_article("search_entries", "article_id"),
        sqlite_autoincrement=True,
    )
    for statement in _SEARCH_INDEX[op.get_bind().dialect.name]:
        op.execute(statement)
    op.create_table(
        "fingerprints",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("article_id", name="pk_fingerprints"),
        _of_article("fingerprints", "article_id"),
    )
    op.create_table(
        "bands",
        sa.Column("value", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("article_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("value", "article_id", name="pk_bands"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "duplicates",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("similarity", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("article_id", "other_id", name="pk_duplicates"),
        _of_article("duplicates", "article_id"),
        _of_article("duplicates", "other_id"),
    )
    op.create_index("ix_duplicates_other_id", "duplicates", ["other_id"])


def _of_article(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["articles.id"], name=f"fk_{table}_{column}", ondelete="CASCADE")
