"""Make archives as crawlers write them, good and broken ones."""

import gzip

PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta property="article:published_time" content="2026-11-20T08:00:00Z"></head><body><article><h1>{title}</h1>
<p>The regulator {title} takes an input from 3 V to 36 V and needs no external compensation, the maker says.</p>
<p>Its quiescent current is 1.2 µA, and samples in a QFN package are to be had from the first quarter on.</p>
<p>Prices begin at 1.90 dollars for a thousand pieces; an evaluation board is available now.</p>
</article></body></html>"""


def page(title):
    return PAGE.format(title=title).encode()


def answer(body, status=200, content_type="text/html; charset=utf-8", headers=()):
    lines = [f"HTTP/1.1 {status} Reason", f"Content-Type: {content_type}"]
    lines += [f"{name}: {value}" for name, value in headers]
    return "\r\n".join([*lines, "", ""]).encode() + body


def record(block, url="https://news.example/a/1", kind="response", length=None, end="\r\n", **fields):
    named = {
        "WARC-Type": kind,
        "WARC-Target-URI": url,
        "WARC-Date": "2026-11-20T12:00:00Z",
        "Content-Length": len(block) if length is None else length,
        **{name.replace("_", "-"): value for name, value in fields.items()},
    }
    head = ["WARC/1.0", *(f"{name}: {value}" for name, value in named.items() if value is not None), "", ""]
    return end.join(head).encode() + block + (end * 2).encode()


def article(number, **fields):
    return record(answer(page(f"LT{number}")), url=f"https://news.example/a/{number}", **fields)


def members(records):
    return b"".join(gzip.compress(one, mtime=0) for one in records)


def arc(*pages):
    """Return an ARC file of blocks by address; a block may have a length of its own."""
    head = b"1 0 Test\nURL IP-address Archive-date Content-type Archive-length\n"
    parts = [b"filedesc://test.arc 0.0.0.0 20261120120000 text/plain %d\n" % len(head) + head]
    for url, block, length in pages:
        line = f"{url} 192.0.2.1 20261120120000 text/html {len(block) if length is None else length}\n"
        parts.append(line.encode() + block)
    return b"\n".join(parts) + b"\n"
