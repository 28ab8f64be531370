"""Log records that cannot forge lines, move a cursor or tell a secret."""

import logging
import re
import traceback
from collections.abc import Iterable
from typing import Any

HIDDEN = "***"

# Controls but tab and line end, marks that turn the direction of what follows, and tag characters, which nobody sees.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\U000e0000-\U000e007f]"
)
_USER_INFO = re.compile(r"(?<=://)[^\s/@:'\"]{0,200}+:[^\s/@'\"]{1,400}+(?=@)")
_SECRET_NAME = re.compile(r"PASS|SECRET|TOKEN|ACCESS_KEY|API_?KEY|CREDENTIAL", re.IGNORECASE)
_MIN_SECRET_CHARACTERS = 4  # characters: shorter ones would blot out half of a log
_INDENT = "\n    "

_secrets: set[str] = set()


class SafeRecord(logging.LogRecord):
    """A log record whose text holds no control characters of others and no secret of ours."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        if self.exc_info and self.exc_info[0]:
            # Formatters take this text as it is, and would else write the exception's own.
            self.exc_text = safe("".join(traceback.format_exception(*self.exc_info)).rstrip("\n"))

    def getMessage(self) -> str:
        """Return the message with its arguments, made safe."""
        return safe(super().getMessage())


def safe(text: str) -> str:
    r"""Return ``text`` for a log: controls as ``\x1b``, further lines indented, secrets as ``***``.

    >>> safe("404 \x1b[2J at https://me:hush@db.example/")
    '404 \\x1b[2J at https://***@db.example/'
    """
    for secret in _secrets:
        text = text.replace(secret, HIDDEN)
    text = _USER_INFO.sub(HIDDEN, text)
    return _UNSAFE.sub(_escaped, text).replace("\n", _INDENT)


def safe_json(text: str) -> str:
    r"""Return JSON that says the same to a program, and moves no cursor of a terminal.

    >>> safe_json('{"title": "\x9b2J"}')
    '{"title": "\\u009b2J"}'
    """
    return _UNSAFE.sub(_escaped_in_json, text)


def keep_secret(values: Iterable[str]) -> None:
    """Never show these values in a log of this process."""
    _secrets.update(value for value in values if len(value) >= _MIN_SECRET_CHARACTERS)


def install() -> None:
    """Make every log record of this process a safe one: what hosts send can neither end a line nor show a password."""
    logging.setLogRecordFactory(SafeRecord)


def is_secret(name: str) -> bool:
    """Tell whether a setting of that name holds a secret."""
    return _SECRET_NAME.search(name) is not None


def _escaped(found: re.Match[str]) -> str:
    """Write a control character of a log line as an escape."""
    number = ord(found[0])
    if number < 0x100:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def _escaped_in_json(found: re.Match[str]) -> str:
    """Write a control character within a log record in JSON as an escape, in UTF-16 units as JSON has them."""
    units = found[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[place : place + 2].hex()}" for place in range(0, len(units), 2))
