"""The files that articles are exported to, a writer for each kind."""

import csv
import html
import io
import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, date, datetime
from email.utils import format_datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, cast

from newscrawl import __version__
from newscrawl.archives.pages import ARTICLE_FIELD, PART_FIELD, RIGHTS_FIELD
from newscrawl.article import Article, RawPage, Use, fields_for
from newscrawl.errors import BadArgument
from newscrawl.rights.purposes import rights_text
from newscrawl.storage.durable_files import unfinished_file
from newscrawl.text.forms import NOT_IN_XML


class Record(NamedTuple):
    """A stored article, with its number and times in the database, and its pages for a format that takes them."""

    id: int
    article: Article
    first_seen: datetime
    last_changed: datetime
    pages: tuple[RawPage, ...] = ()


Write = Callable[[Record], object]

_COLUMNS = (
    "id", "key", "site", "url", "status", "title", "authors", "uploader", "source", "published", "published_day",
    "modified", "language", "section", "tags", "summary", "lead_image", "flags", "rights", "first_seen", "last_changed",
    "body_text",
)  # fmt: skip
_ROWS = 1000  # of a row group of Parquet; chosen by hand: as many articles are held in memory

# What spreadsheets take for the beginning of a formula, also in full width, and what they skip before it.
_FORMULA = tuple("=+-@＝＋－＠")
_SKIPPED = ("\t", "\r", "\n")
_NOT_IN_YAML = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_NOT_IN_HEADER = re.compile("[\x00-\x1f\x7f]++")
_NOT_IN_ADDRESS = re.compile("[\x00-\x20\x7f]")
# Describe a body on its way; what is stored is without them.
_OF_THE_WAY = frozenset({"content-encoding", "content-length", "transfer-encoding"})


@contextmanager
def _jsonl(file: BinaryIO) -> Iterator[Write]:
    def write(record: Record) -> None:
        file.write(f"{_in_json(_plain(record))}\n".encode())

    yield write


@contextmanager
def _csv(file: BinaryIO) -> Iterator[Write]:
    # The mark at the beginning tells spreadsheets that it is UTF-8.
    text = io.TextIOWrapper(file, "utf-8-sig", "replace", newline="")
    rows = csv.writer(text, quoting=csv.QUOTE_ALL)
    rows.writerow(_COLUMNS)

    def write(record: Record) -> None:
        values = _plain(record)
        rows.writerow([defused(_as_cell(values[name])) for name in _COLUMNS])

    try:
        yield write
    finally:
        text.flush()
        text.detach()


@contextmanager
def _parquet(file: BinaryIO) -> Iterator[Write]:
    try:
        import pyarrow as pa  # noqa: PLC0415
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError:
        raise BadArgument("Parquet needs pip install 'newscrawl[parquet]'") from None
    text, time, texts = pa.string(), pa.timestamp("us", "UTC"), pa.list_(pa.string())
    kinds = {
        "id": pa.int64(), "authors": texts, "tags": texts, "flags": texts, "published": time, "modified": time,
        "published_day": pa.date32(), "first_seen": time, "last_changed": time,
    }  # fmt: skip
    names = (*_COLUMNS, "body_markdown", "body_html")
    schema = pa.schema([(name, kinds.get(name, text)) for name in names])
    waiting: list[dict[str, Any]] = []
    with parquet.ParquetWriter(file, schema, compression="zstd") as writer:

        def flush() -> None:
            writer.write_table(pa.Table.from_pylist(waiting, schema))
            waiting.clear()

        def write(record: Record) -> None:
            values = _plain(record)
            values["rights"] = None if values["rights"] is None else _in_json(values["rights"])
            waiting.append({name: values[name] for name in names})
            if len(waiting) == _ROWS:
                flush()

        yield write
        flush()


@contextmanager
def _rss(file: BinaryIO) -> Iterator[Write]:
    file.write(
        b'<?xml version="1.0" encoding="utf-8"?>\n'
        b'<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        b' xmlns:dc="http://purl.org/dc/elements/1.1/">\n<channel>\n<title>newscrawl</title>\n'
        b"<link>urn:newscrawl:articles</link>\n<description>Stored articles</description>\n"
    )

    def write(record: Record) -> None:
        article = record.article
        elements = [
            ("title", article.title or article.key),
            ("link", article.url),
            *((("pubDate", format_datetime(article.published)),) if article.published else ()),
            *(("dc:creator", author) for author in article.authors),
            ("dc:source", article.source or article.site_name or article.site),
            *(("category", tag) for tag in article.tags),
            *((("description", article.summary),) if article.summary else ()),
            *((("dc:rights", said),) if (said := rights_text(article.rights)) else ()),
            ("content:encoded", article.body_html),
        ]
        inside = "".join(f"<{name}>{_in_xml(value)}</{name}>\n" for name, value in elements)
        guid = f'<guid isPermaLink="false">{_in_xml(article.key)}</guid>\n'
        file.write(f"<item>\n{guid}{inside}</item>\n".encode())

    yield write
    file.write(b"</channel>\n</rss>\n")


@contextmanager
def _atom(file: BinaryIO) -> Iterator[Write]:
    """Write a feed as RFC 4287 has it."""
    file.write(
        b'<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n<title>newscrawl</title>\n'
        b"<id>urn:newscrawl:articles</id>\n"
    )
    updated = datetime.fromtimestamp(0, UTC)

    def write(record: Record) -> None:
        nonlocal updated
        article = record.article
        updated = max(updated, record.last_changed)
        people = article.authors or (article.source or article.site_name or article.site,)
        elements = [
            ("title", article.title or article.key),
            ("id", f"urn:newscrawl:{article.key}"),
            ("updated", record.last_changed.isoformat()),
            ("published", (article.published or record.first_seen).isoformat()),
            *((("summary", article.summary),) if article.summary else ()),
            *((("rights", said),) if (said := rights_text(article.rights)) else ()),
        ]
        inside = "".join(f"<{name}>{_in_xml(value)}</{name}>\n" for name, value in elements)
        inside += f'<link href="{_in_xml(article.url).replace(chr(34), "%22")}"/>\n'
        inside += "".join(f"<author><name>{_in_xml(name)}</name></author>\n" for name in people)
        inside += f'<content type="html">{_in_xml(article.body_html)}</content>\n'
        file.write(f"<entry>\n{inside}</entry>\n".encode())

    yield write
    file.write(f"<updated>{updated.isoformat()}</updated>\n</feed>\n".encode())


@contextmanager
def _warc(file: BinaryIO) -> Iterator[Write]:
    try:
        from warcio.statusandheaders import StatusAndHeaders  # noqa: PLC0415
        from warcio.warcwriter import WARCWriter  # noqa: PLC0415
    except ImportError:
        raise BadArgument("WARC needs pip install 'newscrawl[warc]'") from None
    writer = WARCWriter(file, gzip=True, warc_version="WARC/1.1")
    about = {"software": f"newscrawl/{__version__}", "format": "WARC File Format 1.1"}
    writer.write_record(writer.create_warcinfo_record(None, about))

    def write(record: Record) -> None:
        rights = record.article.rights
        stated = {} if rights is None else {RIGHTS_FIELD: json.dumps(dict(rights))}
        for number, page in _numbered(record.pages):
            headers = [
                (name, _NOT_IN_HEADER.sub(" ", value))
                for name, value in page.headers
                if name.lower() not in _OF_THE_WAY
            ]
            headers.append(("Content-Length", str(len(page.body))))
            http = StatusAndHeaders(f"{page.status} {_phrase(page.status)}", headers, protocol="HTTP/1.1")
            fetched = page.fetched.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
            writer.write_record(
                writer.create_warc_record(
                    _in_address(page.url),
                    "response",
                    payload=io.BytesIO(page.body),
                    length=len(page.body),
                    http_headers=http,
                    warc_headers_dict={
                        "WARC-Date": fetched,
                        ARTICLE_FIELD: _in_address(record.article.url),
                        PART_FIELD: str(number),
                        **stated,
                    },
                )
            )

    yield write


@contextmanager
def _markdown(folder: Path) -> Iterator[Write]:
    folder.mkdir(exist_ok=True)
    names = [name for name in _COLUMNS if name != "body_text"]

    def write(record: Record) -> None:
        values = _plain(record)
        head = "\n".join(f"{name}: {_in_json(values[name])}" for name in names if values[name] not in (None, ()))
        text = f"---\n{head}\n---\n\n{record.article.body_markdown}\n"
        # Named by number: a title could lead out of the folder, or hold what a file system does not take.
        with unfinished_file(folder / f"{record.id:08}.md", is_synced=False) as unfinished:
            unfinished.write_bytes(text.encode("utf-8", "replace"))

    yield write


@contextmanager
def _beside(target: Path) -> Iterator[BinaryIO]:
    """Give a file beside the target, whose place it takes when it is whole."""
    with unfinished_file(target) as unfinished, unfinished.open("wb") as file:
        yield file


@contextmanager
def _standard_output() -> Iterator[BinaryIO]:
    """Give standard output; Parquet and gzip ask where they are, which a pipe does not say."""
    yield cast("BinaryIO", _Counting(sys.stdout.buffer))
    sys.stdout.flush()


class _Counting(io.RawIOBase):
    """Writes on, and knows how many bytes it has written."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._written = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._stream.write(data)
        self._written += len(data)
        return len(data)

    def tell(self) -> int:
        return self._written

    def flush(self) -> None:
        self._stream.flush()

    def close(self) -> None:
        """Leave the stream open: it is not ours."""
        self.flush()


class Format(NamedTuple):
    """How a kind of export is written: by which function, in which order, and from what.

    A kind with ``to_folder`` writes a file for each article.
    """

    to_file: Callable[[BinaryIO], AbstractContextManager[Write]] | None = None
    to_folder: Callable[[Path], AbstractContextManager[Write]] | None = None
    newest_first: bool = False
    with_pages: bool = False

    @property
    def is_folder(self) -> bool:
        """Whether it is written to a folder."""
        return self.to_folder is not None

    @contextmanager
    def opened(self, target: Path | None) -> Iterator[Write]:
        """Give the function that writes an article to ``target``, or to standard output without one."""
        if target and self.to_folder:
            with self.to_folder(target) as write:
                yield write
        elif self.to_file:
            with _beside(target) if target else _standard_output() as file, self.to_file(file) as write:
                yield write
        else:
            raise BadArgument("this format needs a folder")


FORMATS = {
    "jsonl": Format(_jsonl),
    "csv": Format(_csv),
    "parquet": Format(_parquet),
    "rss": Format(_rss, newest_first=True),
    "atom": Format(_atom, newest_first=True),
    "markdown": Format(to_folder=_markdown),
    "warc": Format(_warc, with_pages=True),
}


def defused(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: one that looks like it gets an apostrophe before it.

    >>> defused('=HYPERLINK("https://evil.example")'), defused("3 = 2 + 1")
    ('\\'=HYPERLINK("https://evil.example")', '3 = 2 + 1')
    """
    return f"'{cell}" if cell.startswith(_SKIPPED) or cell.lstrip().startswith(_FORMULA) else cell


def _plain(record: Record) -> dict[str, Any]:
    values = {name: getattr(record.article, name) for name in fields_for(Use.EXPORT)}
    return {"id": record.id, **values, "first_seen": record.first_seen, "last_changed": record.last_changed}


def _as_text(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _as_cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return _in_json(value)
    return "; ".join(map(str, value)) if isinstance(value, tuple | list) else _as_text(value)


def _in_xml(text: str) -> str:
    return html.escape(NOT_IN_XML.sub("\ufffd", text), quote=False)


def _in_json(value: Any) -> str:
    """Return JSON in one line that YAML reads the same way, and readers that know more ends of lines than JSON has."""
    written = json.dumps(value, ensure_ascii=False, default=_as_text)
    return _NOT_IN_YAML.sub(lambda found: f"\\u{ord(found[0]):04x}", written)


def _numbered(pages: Sequence[RawPage]) -> Iterator[tuple[int, RawPage]]:
    """Number the pages of each version of an article from 1: its first page comes again with each."""
    number, first = 0, None
    for page in pages:
        number = 1 if page.url == first or first is None else number + 1
        first = page.url if number == 1 else first
        yield number, page


def _in_address(url: str) -> str:
    return _NOT_IN_ADDRESS.sub(lambda found: f"%{ord(found[0]):02X}", url)


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"
