"""What is packed comes back, and against a page of the same site it takes less room."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.storage.database.packing import PackingBase, Unpackable, pack, pack_content, unpack, unpack_content

PAGE = b"".join(b"<nav><a href='/%d'>Section %d</a></nav>" % (number, number * number) for number in range(300))


@given(st.binary(max_size=200), st.binary(max_size=200))
def test_bytes_come_back_with_any_base_and_without(data, base):
    assert unpack(pack(data)) == data
    assert PackingBase(base).unpack(PackingBase(base).pack(data)) == data


def test_a_page_like_its_base_takes_less_room():
    other = PAGE + b"<p>The ferry will run on batteries alone.</p>"
    assert len(PackingBase(PAGE).pack(other)) * 5 < len(pack(other))


@pytest.mark.parametrize("base", [b"", b"seven b"])
def test_a_base_that_is_too_small_is_none(base):
    assert PackingBase(base).pack(PAGE) == pack(PAGE)


def test_a_base_packs_page_after_page():
    base = PackingBase(PAGE)
    assert [base.unpack(base.pack(PAGE[:size])) for size in (0, 10, 5000)] == [b"", PAGE[:10], PAGE[:5000]]


def test_values_come_back_and_times_as_text():
    values = {"title": "国产GPU", "tags": ["a"], "seen": datetime(2026, 11, 20, tzinfo=UTC), "none": None}
    assert unpack_content(pack_content(values)) == values | {"seen": "2026-11-20 00:00:00+00:00"}


@pytest.mark.parametrize("damaged", [b"", b"no zstandard", pack(PAGE)[:-9], pack(PAGE)[:20] + b"x" + pack(PAGE)[21:]])
def test_damage_is_seen(damaged):
    with pytest.raises(Unpackable):
        unpack(damaged)
