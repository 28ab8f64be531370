"""Read the records of a WARC file (ISO 28500), the wrong ones included: no length is believed that does not fit."""

import re
from collections.abc import Iterator

from newscrawl.archives.http import HEAD_END, LINE_END
from newscrawl.archives.records import Borders, Record, records_of, take_block
from newscrawl.archives.stream import ByteStream

_MAX_HEADER_BYTES = 64 << 10  # of a record: addresses of a few thousand characters and a dozen short fields
# Lines end with CR and LF; some tools write LF only, some the CR twice.
_VERSION = re.compile(rb"WARC/[!-~]{0,20}[ \t\r]*+\n")
# Behind the end of a line; the field is what a record without its first line begins with.
_NEXT = re.compile(rb"(?<=\n)(?:WARC/[0-9][!-~]{0,20}[ \t\r]{0,8}\n|WARC-Type:)", re.IGNORECASE)
_BORDERS = Borders(_VERSION, _NEXT, max_bytes=64)
_UNVERSIONED = b"warc-type:"


def read_warc(stream: ByteStream) -> Iterator[Record]:
    """Yield the records of a WARC file.

    Where a record's length leads to no other record, the record ends where the next one begins. Bytes that belong to no
    record are one without a kind.
    """

    def take_record() -> Record | None:
        fields = _take_header(stream)
        if fields is None:
            return None
        block, faults = take_block(stream, fields.get("content-length", ""), _BORDERS)
        url = fields.get("warc-target-uri", "").strip("<>").replace(" ", "%20")
        return Record(fields.get("warc-type", "").lower(), url, fields.get("warc-date", ""), fields, block, faults)

    return records_of(stream, _BORDERS, take_record)


def _take_header(stream: ByteStream) -> dict[str, str] | None:
    """Return the fields of the record that begins here, by their names in lower case; ``None`` if none does."""
    data = stream.peek(_MAX_HEADER_BYTES)
    version = _VERSION.match(data)
    if version is None and data[: len(_UNVERSIONED)].lower() != _UNVERSIONED:
        return None
    start = version.end() if version else 0
    found = HEAD_END.search(data, max(0, start - 1))
    stream.take(found.end() if found else len(data))
    return _fields(data[start : found.start()] if found else data[start:])


def _fields(head: bytes) -> dict[str, str]:
    fields: dict[str, str] = {}
    name = ""
    for line in LINE_END.split(head):
        if line[:1] in (b" ", b"\t") and name:
            fields[name] = f"{fields[name]} {_text(line)}".strip()
        elif b":" in line:
            written, _, value = line.partition(b":")
            name = _text(written).lower()
            fields.setdefault(name, _text(value))
    return fields


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace").strip()
