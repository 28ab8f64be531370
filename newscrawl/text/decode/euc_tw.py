"""EUC-TW, for which Python has no codec: CNS 11643 planes 1 and 2, which hold Big5 in nearly the same order."""

import re
from functools import cache

# Where Big5 and CNS 11643 (plane, code) go side by side, up to the next of these or a code that Big5 does not have.
# Facts of the standard's mapping table, as CNS 11643-1992 and Big5 (ETEN) are converted everywhere.
_LEVEL_1 = """
A140 2121, A1F6 2258, A1F7 2257, A1F8 2259, A2AF 2421, A3C0 4221, A440 4421, ACFE 5753, AD40 5323, AFD0 5754, BBC8 6B51,
BE52 6B50, BE53 6F5C, C1AB 7536, C2CB 7535, C2CC 7737, C361 782E, C3B9 7865, C3BA 7864, C3BB 7866, C456 782D, C457 7962
"""
_LEVEL_2 = """
C940 2121, C94B 212B, C96C 214D, C9BE 214C, C9BF 217D, C9ED 224E, CAF7 224D, CAF8 2439, D77A 3F6A, D77B 387E, DBA7 3F6B,
DDFC 4176, DDFD 4424, E8A3 554C, E976 5723, EB5B 5A29, EBF1 554B, EBF2 5B3F, ECDE 5722, ECDF 5C6A, EDAA 5D75, EEEB 642F,
EEEC 6039, F056 5D74, F057 6243, F0CB 5A28, F0CC 6337, F163 6430, F16B 6761, F16C 6438, F268 6934, F269 6573, F2C3 664E,
F375 6762, F466 6935, F4B5 664D, F4B6 6962, F4FD 6A4C, F663 6A4B, F664 6C52, F977 7167, F9C4 7166, F9C5 7234, F9C6 7240,
F9C7 7235, F9D2 7241
"""
_LAST = {1: 0xC67E, 2: 0xF9D5}
_TRAILS = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
# A character of plane 1, one of a plane that is named, or a byte that is neither.
_CHARACTER = re.compile("[\xa1-\xfe]{2}|\x8e[\xa1-\xb0][\xa1-\xfe]{2}|[\x80-\xff]")


def decode_euc_tw(body: bytes) -> str:
    """Decode ``body``; U+FFFD stands for what EUC-TW does not have.

    >>> decode_euc_tw(b"\\xe7\\xd9\\xc4\\xcd")
    '電子'
    """
    characters = _characters()
    return _CHARACTER.sub(lambda match: characters.get(match[0], "\ufffd"), body.decode("latin-1"))


@cache
def _characters() -> dict[str, str]:
    """Map the bytes of a character, as Latin-1, to the character."""
    table: dict[str, str] = {}
    for plane, rows in ((1, _LEVEL_1), (2, _LEVEL_2)):
        starts: dict[int, int] = {}
        for pair in rows.split(","):
            start, in_cns = (int(code, 16) for code in pair.split())
            starts[start] = in_cns
        code = 0
        for big5 in _big5_codes(min(starts), _LAST[plane]):
            code = starts.get(big5) or _next(code)
            try:
                character = big5.to_bytes(2, "big").decode("big5hkscs")
            except UnicodeDecodeError:
                continue
            bytes_of_plane = (code | 0x8080).to_bytes(2, "big").decode("latin-1")
            table.setdefault(f"\x8e{chr(0xA0 + plane)}{bytes_of_plane}", character)
            if plane == 1:
                table.setdefault(bytes_of_plane, character)
    return table


def _big5_codes(first: int, last: int) -> list[int]:
    codes = (lead << 8 | trail for lead in range(first >> 8, (last >> 8) + 1) for trail in _TRAILS)
    return [code for code in codes if first <= code <= last]


def _next(code: int) -> int:
    return code + 1 if code & 0xFF < 0x7E else (code & 0xFF00) + 0x121
