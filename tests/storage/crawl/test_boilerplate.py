"""What a person says of repeated paragraphs holds, whatever is counted."""

import pytest
from repeating import FINGERPRINT, NOTICE, save, states

from newscrawl.errors import BadArgument
from newscrawl.storage.crawl.boilerplate import decide, read_stripped, read_written, written
from newscrawl.storage.crawl.store import Store


def test_what_a_person_says_holds_whatever_is_counted(store, database):
    save(store, range(5), NOTICE)
    assert decide(database, [FINGERPRINT], "kept") == 1
    save(store, range(5, 30), NOTICE)
    assert states(database) == [("kept", 30)]
    with Store(database) as later:
        assert not later.stripped("sample")
    assert decide(database, [FINGERPRINT], "stripped", "sample") == 1
    assert read_stripped(database, "sample") == {FINGERPRINT}
    for unknown in (
        {"fingerprints": [1]},
        {"fingerprints": [FINGERPRINT, 1]},
        {"fingerprints": [FINGERPRINT], "site": "other"},
    ):
        with pytest.raises(BadArgument, match="fingerprint"):
            decide(database, state="kept", **unknown)
    assert states(database) == [("stripped", 30)]


@pytest.mark.parametrize("number", [0, 1, -1, 2**63 - 1, -(2**63)])
def test_a_fingerprint_is_read_as_it_is_written(number):
    assert read_written(written(number)) == number


@pytest.mark.parametrize("text", ["", "0", "x" * 16, "0" * 17, "00 00 00 00 00 00", "٠" * 16])
def test_what_is_no_fingerprint_is_named(text):
    with pytest.raises(BadArgument, match="16 digits"):
        read_written(text)
