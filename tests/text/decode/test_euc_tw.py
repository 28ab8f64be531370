from hypothesis import given
from hypothesis import strategies as st

from newscrawl.text.decode import decode
from newscrawl.text.decode.euc_tw import decode_euc_tw


def test_a_page_in_plane_1_is_read() -> None:
    assert decode_euc_tw(b"\xe7\xd9\xc4\xcd\xa1\xa2") == "電子，"


def test_a_character_may_name_its_plane() -> None:
    assert decode_euc_tw(b"\x8e\xa1\xe7\xd9") == "電"


def test_what_is_no_character_is_marked() -> None:
    assert decode_euc_tw(b"a\x80b\xfe\xfe") == "a\ufffdb\ufffd"


def test_a_label_chooses_it() -> None:
    body = b"<meta charset=euc-tw><p>" + b"\xe7\xd9\xc4\xcd" * 20
    assert decode(body).charset == "euc_tw"


@given(st.binary(max_size=60))
def test_any_bytes_give_text(body: bytes) -> None:
    assert isinstance(decode_euc_tw(body), str)
