"""A sample holds what a charset is judged by, wherever it stands, and no more than was asked for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.text.decode.sample import END_OF_SAMPLE, sample_bytes

TITLE = "电子工程".encode("gbk")


@pytest.mark.parametrize("body", [b"", b"<p>ASCII</p>", b"x" * 100_000])
def test_ascii_is_no_evidence(body: bytes) -> None:
    assert sample_bytes(body, 100) == END_OF_SAMPLE


def test_stretches_with_high_bytes_are_taken_and_others_left() -> None:
    body = b"<script>var x;</script><p>" + TITLE + b"</p><p>plain</p><b>" + TITLE
    assert sample_bytes(body, 100) == b"p>" + TITLE + b"\nb>" + TITLE + END_OF_SAMPLE


@pytest.mark.parametrize("filler", [0, 5_000, 200_000])
def test_a_single_word_is_found_in_a_page_of_any_size(filler: int) -> None:
    body = b"<p>" + b"a" * filler + b"<b>" + TITLE + b"</b>" + b"a" * filler
    assert sample_bytes(body, 100) == b"b>" + TITLE + END_OF_SAMPLE


def test_a_long_stretch_is_cut_where_its_high_bytes_begin() -> None:
    body = b"a" * 1000 + TITLE * 1000
    assert sample_bytes(body, 100) == (TITLE * 1000)[:100] + END_OF_SAMPLE


@given(st.lists(st.sampled_from([b"<p>", b"abc", TITLE, TITLE * 50, b"\xff", b" " * 500])), st.integers(50, 500))
def test_a_sample_is_about_as_large_as_asked_for(parts: list[bytes], size: int) -> None:
    sample = sample_bytes(b"".join(parts), size)
    assert sample.endswith(END_OF_SAMPLE)
    assert len(sample) <= 2 * size + 100 + len(END_OF_SAMPLE)
