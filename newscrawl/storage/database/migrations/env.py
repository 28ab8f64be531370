"""Alembic's entry: migrate over the connection that ``upgrade.py`` hands over, one transaction a step."""

from alembic import context
from sqlalchemy import Connection

from newscrawl.storage.database.schema import Base

connection: Connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite changes a column only by copying the table
    transactional_ddl=True,  # true of SQLite, too, since its transactions are begun by hand
    transaction_per_migration=True,
    on_version_apply=context.config.attributes["on_version_apply"],
)
with context.begin_transaction():
    context.run_migrations()
