"""Read a folder of saved pages whose addresses stand in a table beside them."""

from collections.abc import Callable, Iterator
from pathlib import Path

from newscrawl.archives.records import BAD_HEADER, MAX_BLOCK_BYTES, TOO_LARGE, Record
from newscrawl.urls import is_web

INDEX_NAME = "urls.tsv"

_MAX_LINE_CHARACTERS = 16 << 10  # of the table


def read_folder(folder: Path, told: Callable[[int], object] = lambda _position: None) -> Iterator[Record]:
    """Yield a ``resource`` record for each line of the folder's ``urls.tsv``.

    A line holds, between tabs, the name of a file below the folder and the address of its page, in any order, then
    when it was fetched (ISO 8601) and its ``Content-Type`` if they are known. Lines without an address, such as a line
    of headings, are passed over.
    """
    read = 0
    with (folder / INDEX_NAME).open("r", encoding="utf-8-sig", errors="replace", newline="") as lines:
        while line := lines.readline(_MAX_LINE_CHARACTERS):
            read += len(line.encode("utf-8", "replace"))
            cells = [cell.strip() for cell in line.rstrip("\r\n").split("\t")]
            url = next((cell for cell in cells if is_web(cell)), None)
            if url is not None:
                cells.remove(url)
                yield _record(folder, url, *(cells + [""] * 3)[:3])
            told(read)


def _record(folder: Path, url: str, name: str, date: str, content_type: str) -> Record:
    path = folder / name
    fields = {"content-type": content_type or "text/html"}
    try:
        # A name must not lead out of the folder, by dots or a link.
        if not name or not path.resolve().is_relative_to(folder.resolve()):
            return Record("", "", "", {}, b"", (BAD_HEADER,))
        with path.open("rb") as file:
            body = file.read(MAX_BLOCK_BYTES + 1)
    except (OSError, ValueError):
        return Record("", "", "", {}, b"", (BAD_HEADER,))
    faults = (TOO_LARGE,) if len(body) > MAX_BLOCK_BYTES else ()
    return Record("resource", url, date, fields, body[:MAX_BLOCK_BYTES], faults)
