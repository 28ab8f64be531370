"""Zstandard: old versions and fetched pages take little room."""

import json
import sys
from collections.abc import Mapping
from typing import Any

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

Unpackable = (zstd.ZstdError, ValueError)  # raised for bytes that are not what was packed

_LEVEL = 3  # higher levels gain 2 % of a page and cost three times the time
_BASE_LEVEL = 2  # against a base: level 3 takes 1.5 times the time and leaves 1 % less (60 made pages of 60 kB)
_MAX_BASE = 1 << 20  # bytes of a page that others are compressed against
_MIN_BASE = 8  # bytes; the format has no smaller ones


def pack(data: bytes) -> bytes:
    """Return ``data`` compressed by itself."""
    return zstd.compress(data, _LEVEL)


def unpack(data: bytes) -> bytes:
    """Return what ``pack`` compressed."""
    return zstd.decompress(data)


def pack_content(content: Mapping[str, Any]) -> bytes:
    """Return plain values as compressed JSON; times become ISO 8601."""
    return pack(json.dumps(content, ensure_ascii=False, default=str).encode())


def unpack_content(data: bytes) -> dict[str, Any]:
    """Return the values of ``pack_content``; times stay text."""
    content: dict[str, Any] = json.loads(unpack(data))
    return content


class PackingBase:
    """A page that others of its host are compressed against.

    Pages of one site are mostly the same template: over 60 sites, what Zstandard alone leaves of a page (19 %) was
    halved by any earlier page of its host.
    """

    def __init__(self, body: bytes) -> None:
        self.body = body[:_MAX_BASE]
        self._dictionary = zstd.ZstdDict(self.body, is_raw=True) if len(self.body) >= _MIN_BASE else None
        self._compressor: zstd.ZstdCompressor | None = None

    def pack(self, data: bytes) -> bytes:
        """Return ``data`` compressed against this page, which is needed to expand it."""
        if self._dictionary is None:
            return pack(data)
        if self._compressor is None:
            self._compressor = zstd.ZstdCompressor(_BASE_LEVEL, zstd_dict=self._dictionary.as_digested_dict)
        return self._compressor.compress(data, zstd.ZstdCompressor.FLUSH_FRAME)

    def unpack(self, data: bytes) -> bytes:
        """Return what ``pack`` of the same page compressed."""
        return zstd.decompress(data, zstd_dict=self._dictionary.as_prefix) if self._dictionary else unpack(data)
