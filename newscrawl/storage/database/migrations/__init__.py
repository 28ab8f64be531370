"""How the schema of one version becomes that of the next; Alembic reads this folder."""
