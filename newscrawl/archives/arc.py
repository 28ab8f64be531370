"""Read the records of an ARC file, the Internet Archive's format before WARC."""

import re
from collections.abc import Iterator
from itertools import chain, repeat

from newscrawl.archives.records import Borders, Record, records_of, take_block
from newscrawl.archives.stream import ByteStream

MAGIC = b"filedesc:"

# Address, IP, date, type, and in version 2 four fields more; the length stands last. Addresses may hold blanks.
_LINE = re.compile(
    rb"(?P<url>[a-z][a-z0-9+.-]{0,30}:[^\r\n]{1,6000}?)[ ](?P<ip>[0-9a-fA-F.:]{1,45})[ ](?P<date>[0-9]{8,18})"
    rb"[ ](?P<type>[^ \r\n]{0,200})(?:[ ][^ \r\n]{0,500}){0,4}[ ](?P<length>[^ \r\n]{1,20})[ \t]*+\r?\n"
)
_NEXT = re.compile(
    rb"(?<=\n)[a-z][a-z0-9+.-]{1,30}:[^\r\n ]{1,2000}[ ](?:[^\r\n]{1,4000}[ ])?[0-9]{8,18}[ ][^\r\n]{3,600}\r?\n"
)
_BORDERS = Borders(_LINE, _NEXT, max_bytes=8 << 10)


def read_arc(stream: ByteStream) -> Iterator[Record]:
    """Yield the records of an ARC file as a WARC file would have them: ``warcinfo``, then one ``response`` each."""
    kinds = chain(("warcinfo",), repeat("response"))

    def take_record() -> Record | None:
        line = _LINE.match(stream.peek(_BORDERS.max_bytes))
        if line is None:
            return None
        stream.take(line.end())
        block, faults = take_block(stream, line["length"].decode("latin-1"), _BORDERS)
        url = line["url"].decode("utf-8", "replace").replace(" ", "%20")
        kind = next(kinds) if line["url"].startswith(MAGIC) else "response"
        fields = {"content-type": line["type"].decode("latin-1")}
        return Record(kind, url, line["date"].decode("ascii"), fields, block, faults)

    return records_of(stream, _BORDERS, take_record)
