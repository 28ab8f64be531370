"""Name things as the field does: scheduled, skipped, alphanumerics, MinHash signatures and their bands."""

from alembic import op

revision = "0007"
down_revision = "0006"

# Keys of the JSON objects that runs hold. A key stands in quotation marks that no text inside a value can have: there
# they are escaped.
_KEYS = (
    ("counts", '"taken":', '"scheduled":'),
    ("counts", '"not-taken":', '"not-scheduled":'),
    ("measures", '"taken":', '"scheduled":'),
    ("stats", '"newscrawl/taken":', '"newscrawl/scheduled":'),
)
_CONSTRAINTS = (  # SQLite cannot rename them, and knows none by its name
    ("minhash_signatures", "pk_fingerprints", "pk_minhash_signatures"),
    ("minhash_signatures", "fk_fingerprints_article_id", "fk_minhash_signatures_article_id"),
    ("minhash_bands", "pk_bands", "pk_minhash_bands"),
)


def upgrade() -> None:
    """Rename tables, columns, states and counts; nothing is lost or computed anew."""
    op.execute("ALTER TABLE fetches RENAME COLUMN taken TO scheduled")
    op.execute("ALTER TABLE boilerplate RENAME COLUMN letters TO alphanumerics")
    op.execute("ALTER TABLE fingerprints RENAME TO minhash_signatures")
    op.execute("ALTER TABLE bands RENAME TO minhash_bands")
    op.execute("UPDATE revisions SET reason = 'skipped' WHERE reason = 'passed over'")
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for column, old, new in _KEYS:
        text = column if is_sqlite else f"CAST({column} AS text)"
        renamed = f"replace({text}, '{old}', '{new}')"
        # A colon would begin a parameter of a text statement; the driver is handed the statement as it is.
        op.get_bind().exec_driver_sql(
            f"UPDATE runs SET {column} = {renamed if is_sqlite else f'CAST({renamed} AS json)'}"  # noqa: S608 - our names
        )
    if not is_sqlite:
        for table, old, new in _CONSTRAINTS:
            op.execute(f"ALTER TABLE {table} RENAME CONSTRAINT {old} TO {new}")
