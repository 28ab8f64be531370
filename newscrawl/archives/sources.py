"""Open archives of any kind by what they begin with, one file or a folder at a time."""

import glob
import hashlib
import os
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, NamedTuple

from newscrawl.archives.arc import MAGIC as ARC_MAGIC
from newscrawl.archives.arc import read_arc
from newscrawl.archives.compressed import DECODER_ERRORS, plain_pieces
from newscrawl.archives.folder import INDEX_NAME, read_folder
from newscrawl.archives.records import BAD_HEADER, Record
from newscrawl.archives.stream import ByteStream
from newscrawl.archives.warc import read_warc
from newscrawl.errors import BadArgument

STANDARD_INPUT = "-"

_ZIP_MAGIC = b"PK\x03\x04"
_ARCHIVE_NAMES = (".warc", ".warc.gz", ".warc.zst", ".arc", ".arc.gz")  # of the files in a WACZ that hold records
_HASHED_BYTES = 64 << 10  # at each end of a file, which tell it from others of its size


class Source(NamedTuple):
    """One archive: a file, a folder with an index of addresses, or standard input."""

    name: str

    @property
    def size(self) -> int | None:
        """Its length in bytes; ``None`` where it is not known before the end."""
        path = Path(self.name)
        if self.name == STANDARD_INPUT:
            return None
        return (path / INDEX_NAME if path.is_dir() else path).stat().st_size

    @property
    def identity(self) -> str | None:
        """What tells this archive from others, wherever it lies: a hash of its size and both ends."""
        if self.name == STANDARD_INPUT:
            return None
        path = Path(self.name)
        path = path / INDEX_NAME if path.is_dir() else path
        with path.open("rb") as file:
            digest = hashlib.sha256(str(self.size).encode())
            digest.update(file.read(_HASHED_BYTES))
            file.seek(max(0, path.stat().st_size - _HASHED_BYTES))
            digest.update(file.read(_HASHED_BYTES))
        return digest.hexdigest()

    @property
    def modified(self) -> datetime:
        """When the file was written; now for standard input."""
        if self.name == STANDARD_INPUT:
            return datetime.now(UTC)
        return datetime.fromtimestamp(Path(self.name).stat().st_mtime, UTC)


def find_sources(patterns: Sequence[str]) -> tuple[Source, ...]:
    """Return the archives that file names and patterns name, in order; raises ``BadArgument`` where there is none."""
    names: dict[str, None] = {}
    for pattern in patterns:
        if pattern == STANDARD_INPUT or Path(pattern).exists():
            found = [pattern]
        else:
            found = sorted(glob.glob(pattern, recursive=True))
        if not found:
            raise BadArgument(f"there is no file {pattern}")
        for name in found:
            if Path(name).is_dir() and not (Path(name) / INDEX_NAME).is_file():
                raise BadArgument(f"{name} is a folder without {INDEX_NAME}, which tells the address of each file")
            if name != STANDARD_INPUT and not os.access(name, os.R_OK):
                raise BadArgument(f"{name} cannot be read")
            names.setdefault(name)
    return tuple(map(Source, names))


def read_source(source: Source, told: Callable[[int], object] = lambda _position: None) -> Iterator[Record]:
    """Yield the records of an archive; ``told`` is called with how many of its bytes are read.

    What cannot be read is a record with a fault: nothing that a file holds ends the reading of it.
    """
    path = Path(source.name)
    if source.name != STANDARD_INPUT and path.is_dir():
        yield from read_folder(path, told)
        return
    with _opened(source) as file:
        is_zip = file.peek(len(_ZIP_MAGIC))[: len(_ZIP_MAGIC)] == _ZIP_MAGIC  # type: ignore[attr-defined]
        if is_zip:
            yield from _read_wacz(file, told)
        else:
            yield from _read_file(file, told)


@contextmanager
def _opened(source: Source) -> Iterator[BinaryIO]:
    if source.name == STANDARD_INPUT:
        yield sys.stdin.buffer
    else:
        with Path(source.name).open("rb") as file:
            yield file


def _read_file(file: BinaryIO, told: Callable[[int], object]) -> Iterator[Record]:
    taken = 0

    def read(size: int) -> bytes:
        nonlocal taken
        piece = file.read(size)
        taken += len(piece)
        told(taken)
        return piece

    stream = ByteStream(plain_pieces(read))
    is_arc = stream.peek(len(ARC_MAGIC)) == ARC_MAGIC
    yield from read_arc(stream) if is_arc else read_warc(stream)


def _read_wacz(file: BinaryIO, told: Callable[[int], object]) -> Iterator[Record]:
    with tempfile.TemporaryFile() as copy:
        if not file.seekable():
            shutil.copyfileobj(file, copy)
            file = copy
        try:
            archive = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, OSError, ValueError):
            yield Record("", "", "", {}, b"", (BAD_HEADER,))
            return
        done = 0
        for member in archive.infolist():
            if member.filename.lower().endswith(_ARCHIVE_NAMES):
                try:
                    with archive.open(member) as inner:
                        yield from _read_file(inner, lambda _position: None)  # type: ignore[arg-type]
                except (zipfile.BadZipFile, OSError, NotImplementedError, *DECODER_ERRORS):
                    yield Record("", "", "", {}, b"", (BAD_HEADER,))
            done += member.compress_size
            told(done)
