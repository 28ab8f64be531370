"""The first released schema. Databases of it were made before versions were recorded: nothing is to be done."""

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Begin here."""
