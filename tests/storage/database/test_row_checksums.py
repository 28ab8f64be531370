"""A checksum of a row changes with each of its columns, and with nothing else."""

from datetime import UTC, datetime

from newscrawl.storage.database.row_checksums import REVISION_COLUMNS, revision_checksum


def test_a_revision_is_checked_by_its_columns():
    row = dict.fromkeys(REVISION_COLUMNS, "x") | {"content": b"packed", "seen": datetime(2026, 3, 1, tzinfo=UTC)}
    assert revision_checksum(row) == revision_checksum(row | {"id": 7, "run_id": 3})
    for name in REVISION_COLUMNS:
        assert revision_checksum(row | {name: None}) != revision_checksum(row)
    assert revision_checksum(row | {"replaced": None}) == revision_checksum(
        {k: v for k, v in row.items() if k != "replaced"}
    )
