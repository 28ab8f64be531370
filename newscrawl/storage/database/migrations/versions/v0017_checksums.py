"""Give known pages and statements about rights checksums; keep since when all that is stored has its own."""

import sqlalchemy as sa
from alembic import op

from newscrawl.storage.database.progress import Progress
from newscrawl.storage.database.row_checksums import PAGE_COLUMNS, RIGHTS_COLUMNS, row_checksum

revision = "0017"
down_revision = "0016"

_BATCH_ROWS = 1000


def upgrade() -> None:
    """Add the columns and fill them. Older articles may be without a checksum: that table stays empty."""
    op.create_table(
        "checksums_complete",
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("since", name="pk_checksums_complete"),
    )
    for table, key, columns in (("pages", "key", PAGE_COLUMNS), ("rights", "id", RIGHTS_COLUMNS)):
        op.add_column(table, sa.Column("checksum", sa.String(64), nullable=True))
        _fill(sa.table(table, sa.column(key), sa.column("checksum"), *map(_column, set(columns) - {key})), key, columns)


def _column(name: str) -> sa.ColumnClause[object]:
    return sa.column(name, sa.JSON() if name == "value" else None)


def _fill(table: sa.TableClause, key: str, columns: tuple[str, ...]) -> None:
    connection = op.get_bind()
    wanted = sa.select(table).order_by(table.c[key]).limit(_BATCH_ROWS)
    rows = connection.execute(wanted).mappings().all()
    statement = sa.update(table).where(table.c[key] == sa.bindparam("row")).values(checksum=sa.bindparam("sum"))
    total = connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
    progress = Progress(f"giving {table.name} checksums", total)
    while rows:
        connection.execute(statement, [{"row": row[key], "sum": row_checksum(row, columns)} for row in rows])
        progress.add(len(rows))
        rows = connection.execute(wanted.where(table.c[key] > rows[-1][key])).mappings().all()
