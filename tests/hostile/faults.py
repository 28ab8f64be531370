"""The faults: transport, compression, redirects, markup, encodings, pages that are no article, robots.txt, logs."""

import gzip
import json
import zlib

import brotli
from hostile.web import FOOT, HEAD, NAV, PARAGRAPHS, Fault, Visit, article

KIB, MIB = 1 << 10, 1 << 20
PAGE = article()
DATA = PAGE.encode()
OK_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close\r\n"
LONG = tuple(f"{paragraph} (part {number})" for number in range(5) for paragraph in PARAGRAPHS)


def page(html, **headers):
    """An answer that is this page."""
    return lambda visit: visit.reply(html, headers={name.replace("_", "-"): value for name, value in headers.items()})


def raw(data):
    """An answer that is these bytes."""
    return lambda visit: visit.send(data)


def status(line, body=PAGE, **headers):
    return lambda visit: visit.reply(body, line, {name.replace("_", "-"): value for name, value in headers.items()})


def to(location, line="302 Found"):
    return lambda visit: visit.redirect(location, line)


def zipped(data=DATA):
    return gzip.compress(data, mtime=0)


def encoded(body, label):
    return lambda visit: visit.reply(body, headers={"Content-Encoding": label})


# --- transport


def never(visit: Visit) -> None:
    visit.wait(60)


def never_ends(visit: Visit) -> None:
    visit.send(OK_HEAD + b"\r\n" + DATA[:500])
    visit.wait(60)


def drip(start: bytes):
    def answer(visit: Visit) -> None:
        visit.send(start)
        for byte in b"X-Slow: 1\r\n" * 20:
            visit.send(bytes([byte]))
            visit.wait(0.2)

    return answer


def endless(chunked: bool):
    def answer(visit: Visit) -> None:
        visit.send(OK_HEAD + (b"Transfer-Encoding: chunked\r\n\r\n" if chunked else b"\r\n") + b"")
        piece = b"<p>more and more</p>" * 3000
        block = b"%x\r\n%s\r\n" % (len(piece), piece) if chunked else piece
        for _ in range(20000):
            visit.send(block)

    return answer


def reset(visit: Visit) -> None:
    import socket
    import struct

    visit.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    visit.socket.close()


def flaky(times, line="503 Service Unavailable"):
    def answer(visit: Visit) -> None:
        visit.reply("later", line) if visit.before < times else visit.reply(PAGE)

    return answer


def interim(visit: Visit) -> None:
    visit.send(b"HTTP/1.1 100 Continue\r\n\r\n" * 2000)
    visit.reply(PAGE)


TRANSPORT = [
    Fault("t-never", never, slow=True),
    Fault("t-never-ends", never_ends, slow=True),
    Fault("t-drip-headers", drip(b"HTTP/1.1 200 OK\r\n"), slow=True),
    Fault("t-drip-body", drip(OK_HEAD + b"Content-Length: 100000\r\n\r\n"), slow=True),
    Fault("t-endless", endless(chunked=False), slow=True),
    Fault("t-endless-chunked", endless(chunked=True), slow=True),
    Fault("t-cut-length", raw(OK_HEAD + b"Content-Length: 90000\r\n\r\n" + DATA)),
    Fault("t-cut-chunked", raw(OK_HEAD + b"Transfer-Encoding: chunked\r\n\r\n4000\r\n" + DATA)),
    Fault("t-no-last-chunk", raw(OK_HEAD + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n" % (len(DATA), DATA))),
    Fault("t-reset", reset),
    Fault("t-empty-reply", raw(b"")),
    Fault("t-garbage", raw(b"\x00\xff\xfe nonsense\r\n\r\n")),
    Fault("t-http09", raw(DATA)),
    Fault("t-bad-status", raw(b"HTTP/1.1 abc OK\r\n\r\n" + DATA)),
    Fault("t-bad-chunk", raw(OK_HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n" + DATA)),
    Fault("t-huge-chunk", raw(OK_HEAD + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n" + DATA)),
    Fault("t-negative-length", raw(OK_HEAD + b"Content-Length: -5\r\n\r\n" + DATA)),
    Fault("t-two-lengths", raw(OK_HEAD + b"Content-Length: 10\r\nContent-Length: 20\r\n\r\n" + DATA)),
    Fault("t-long-header", raw(b"HTTP/1.1 200 OK\r\nX: " + b"a" * 8 * MIB + b"\r\n\r\n"), slow=True),
    Fault("t-high-header", raw(b"HTTP/1.1 200 OK\r\nX\xff\xfe: \xe9\r\nno colon at all\r\n\r\n" + DATA)),
    Fault("t-short-length", raw(OK_HEAD + b"Content-Length: %d\r\n\r\n" % (len(DATA) - 400) + DATA)),
    Fault("t-short-in-tag", raw(OK_HEAD + b"Content-Length: %d\r\n\r\n" % (DATA.index(b"</article>") + 4) + DATA)),
    Fault("t-206", status("206 Partial Content", Content_Range="bytes 0-1000/9000")),
    Fault("t-203", status("203 Non-Authoritative Information")),
    Fault("t-204", raw(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")),
    Fault("t-304", raw(b"HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n")),
    Fault("t-999", status("999 Denied")),
    Fault("t-410", status("410 Gone")),
    Fault("t-500", status("500 Internal Server Error")),
    Fault("t-flaky", flaky(2), "stored"),
    Fault("t-retry-after-years", status("429 Too Many Requests", "later", Retry_After="99999999"), most=2),
    Fault("t-retry-after-date", status("503 Later", "x", Retry_After="Wed, 01 Jan 2098 00:00:00 GMT"), most=2),
    Fault("t-retry-after-digits", status("429 Too Many Requests", "later", Retry_After="9" * 5000), most=2),
    Fault("t-many-headers", raw(OK_HEAD + b"X-A: b\r\n" * 60000 + b"\r\n" + DATA), "stored", slow=True),
    Fault("t-interim", interim, "stored"),
    Fault("t-two-answers", raw(OK_HEAD + b"Content-Length: %d\r\n\r\n" % len(DATA) + DATA * 2), "stored"),
]

# --- compression


def bomb(label):
    def answer(visit: Visit) -> None:
        visit.reply(_BOMBS[label](), headers={"Content-Encoding": label})

    return answer


def _gzip_bomb(size=400 * MIB):
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join(packer.compress(b"<p>" + b" " * MIB) for _ in range(size // MIB)) + packer.flush()


_BOMBS = {
    "gzip": _gzip_bomb,
    "deflate": lambda: zlib.compress(b" " * 300 * MIB, 9),
    "br": lambda: brotli.compress(b" " * 200 * MIB, quality=3),
}
SMALL_BOMB = HEAD.format(title="Small bomb").encode() + b"<p>" + b"word " * (12 * MIB)

COMPRESSION = [
    Fault("c-gzip", encoded(zipped(), "gzip"), "stored"),
    Fault("c-deflate", encoded(zlib.compress(DATA), "deflate"), "stored"),
    Fault("c-raw-deflate", encoded(zlib.compress(DATA)[2:-4], "deflate"), "stored"),
    Fault("c-br", encoded(brotli.compress(DATA), "br"), "stored"),
    Fault("c-two-members", encoded(zipped(DATA[:600]) + zipped(DATA[600:]), "gzip"), "stored"),
    Fault("c-identity", encoded(DATA, "identity"), "stored"),
    Fault("c-gzip-cut", encoded(zipped()[:-200], "gzip")),
    Fault("c-gzip-no-trailer", encoded(zipped()[:-8], "gzip")),
    Fault("c-gzip-crc", encoded(zipped()[:-8] + b"\x00\x00\x00\x00" + zipped()[-4:], "gzip")),
    Fault("c-gzip-length", encoded(zipped()[:-4] + b"\x01\x00\x00\x00", "gzip")),
    Fault("c-deflate-cut", encoded(zlib.compress(DATA)[:-100], "deflate")),
    Fault("c-br-cut", encoded(brotli.compress(DATA)[:-60], "br")),
    Fault("c-not-gzip", encoded(DATA, "gzip")),
    Fault("c-not-br", encoded(DATA, "br")),
    Fault("c-not-zstd", encoded(DATA, "zstd")),
    Fault("c-unknown", encoded(DATA, "rot13")),
    Fault("c-eight-layers", encoded(zipped(zipped(zipped(zipped(DATA)))), "gzip, gzip, gzip, gzip")),
    Fault("c-escape-label", encoded(DATA, "x\x1b]0;owned\x07")),
    Fault("c-small-bomb", encoded(zipped(SMALL_BOMB), "gzip"), slow=True),
    Fault("c-bomb-gzip", bomb("gzip"), slow=True),
    Fault("c-bomb-deflate", bomb("deflate"), slow=True),
    Fault("c-bomb-br", bomb("br"), slow=True),
]

# --- redirects: to somewhere inside, for ever, or to nowhere

INSIDE_URLS = {
    "loopback": "http://127.0.0.1/admin",
    "loopback-port": "http://127.0.0.1:8080/admin",
    "name": "http://localhost/admin",
    "subname": "http://db.localhost/admin",
    "percent": "http://%31%32%37.0.0.1/admin",
    "octal-number": "http://017700000001/admin",
    "hex-short": "http://0x7f.1/admin",
    "padded": "http://127.000.000.001/admin",
    "mapped-hex": "http://[::ffff:7f00:1]/admin",
    "zone": "http://[::1%25lo]/admin",
    "hex-name": "http://0x7f000001.nip.io/admin",
    "cluster-name": "http://kubernetes.default.svc/admin",
    "single-label": "http://intranet/admin",
    "decimal": "http://2130706433/admin",
    "hex": "http://0x7f000001/admin",
    "hex-dots": "http://0x7f.0x0.0x0.0x1/admin",
    "octal": "http://0177.0.0.1/admin",
    "short": "http://127.1/admin",
    "zero": "http://0.0.0.0/admin",
    "zero-short": "http://0/admin",
    "circled": "http://①②⑦.⓪.⓪.①/admin",
    "full-width": "http://１２７.０.０.１/admin",
    "ideographic-dot": "http://127。0。0。1/admin",
    "dot-at-end": "http://127.0.0.1./admin",
    "ipv6": "http://[::1]/admin",
    "ipv6-any": "http://[::]/admin",
    "ipv6-mapped": "http://[::ffff:127.0.0.1]/admin",
    "ipv6-link-local": "http://[fe80::1]/admin",
    "ipv6-unique-local": "http://[fd12:3456::1]/admin",
    "ipv6-nat64": "http://[64:ff9b::a00:1]/admin",
    "ipv6-6to4": "http://[2002:7f00:1::]/admin",
    "metadata": "http://169.254.169.254/latest/meta-data/",
    "metadata-name": "http://metadata.google.internal/computeMetadata/v1/",
    "metadata-ipv6": "http://[fd00:ec2::254]/latest/meta-data/",
    "private-10": "http://10.0.0.5/admin",
    "private-172": "http://172.16.3.4/admin",
    "private-192": "http://192.168.1.1/admin",
    "carrier": "http://100.64.1.1/admin",
    "multicast": "http://224.0.0.251/admin",
    "broadcast": "http://255.255.255.255/admin",
    "wildcard-name": "http://127.0.0.1.nip.io/admin",
    "dashed-name": "http://10-0-0-5.sslip.io/admin",
    "no-scheme": "//127.0.0.1/admin",
    "three-slashes": "///127.0.0.1/admin",
    "backslashes": "\\\\127.0.0.1\\admin",
    "backslash-user": "http://good.test\\@127.0.0.1/admin",
    "user": "http://good.test@127.0.0.1/admin",
    "tab": "http://127.0.0.1\t/admin",
    "upper-case": "HTTP://LOCALHOST/admin",
    "odd-port": "http://other.test:22/",
    "tls-port": "http://other.test:443/",
}
ELSEWHERE = {
    "file": "file:///etc/passwd",
    "data": "data:text/html,<h1>x</h1>",
    "ftp": "ftp://127.0.0.1/x",
    "javascript": "javascript:alert(1)",
    "gopher": "gopher://127.0.0.1:11211/_stats",
    "bad": "http://[not an address",
    "empty": "",
    "long": "http://other.test/" + "a" * 200_000,
    "control": "http://other.test/\x0b\x0c",
    "user-info": "http://me:hush@other.test/",
}


def retry_then(location):
    def answer(visit: Visit) -> None:
        visit.reply("later", "503 Later") if visit.before == 0 else visit.redirect(location)

    return answer


def loop(visit: Visit) -> None:
    visit.redirect("/b" if visit.path != "/b" else "/news/1.html")


def infinite(visit: Visit) -> None:
    visit.redirect(f"/{visit.path.count('x') * 'x'}x")


def once(visit: Visit) -> None:
    visit.reply(PAGE) if visit.path == "/new" else visit.redirect("/new", "301 Moved Permanently")


def head_with(markup):
    return page(article(head=markup))


def next_page(markup):
    return page(PAGE.replace("</article>", f"</article>{markup}"))


REDIRECTS = [
    *(Fault(f"r-inside-{name}", to(url), most=8) for name, url in INSIDE_URLS.items()),
    *(Fault(f"r-retry-inside-{name}", retry_then(INSIDE_URLS[name]), most=8) for name in ("loopback", "circled", "metadata")),
    *(Fault(f"r-to-{name}", to(url), most=8) for name, url in ELSEWHERE.items()),
    Fault("r-loop", loop, most=8),
    Fault("r-infinite", infinite, most=8),
    # robots.txt, the page and /new; tdmrep.json is asked for once a host, and its redirect to /new is not followed.
    Fault("r-once", once, "stored", most=4),
    Fault("r-307", to("http://127.0.0.1/", "307 Temporary Redirect")),
    Fault("r-308", to("http://127.0.0.1/", "308 Permanent Redirect")),
    Fault("r-refresh-header", page("", Refresh="0; url=http://127.0.0.1/")),
    Fault("r-meta-refresh", page('<html><head><meta http-equiv="refresh" content="0; url=http://127.0.0.1/">')),
    Fault("r-base", head_with('<base href="http://127.0.0.1/">'), "stored"),
    Fault("r-canonical-inside", head_with('<link rel="canonical" href="http://127.0.0.1/">'), "stored"),
    Fault("r-canonical-script", head_with('<link rel="canonical" href="javascript:alert(1)">'), "stored"),
    Fault("r-next-inside", next_page('<a rel="next" href="http://127.0.0.1/">next page</a>'), "stored"),
]  # fmt: skip

# --- markup


def big(before, middle, count, after=FOOT):
    """An answer that builds its page when asked: forty of these would fill the memory of the test."""
    return lambda visit: visit.reply(HEAD.format(title="Large page") + before + middle * count + after)


def many_attributes(visit: Visit) -> None:
    names = " ".join(f"a{number}=1" for number in range(100_000))
    visit.reply(HEAD.format(title="Attributes") + f"<article><p {names}>{PARAGRAPHS[0]}</p></article>" + FOOT)


def typed(body, content_type):
    return lambda visit: visit.reply(body, headers={"Content-Type": content_type})


def json_ld(text):
    return head_with(f'<script type="application/ld+json">{text}</script>')


XML = '<?xml version="1.0"?><!DOCTYPE r [{entities}]><r><title>x</title><p>{use}</p></r>'
LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))

MARKUP = [
    Fault("h-deep", big("", "<div>", 99_000), slow=True),
    Fault("h-deep-article", big("<div>" * 4000, f"<p>{PARAGRAPHS[0]}</p>", 4), slow=True),
    Fault("h-million-deep", big("", "<div>", 1_000_000), slow=True),
    Fault("h-siblings", big("", "<b>x</b>", 900_000), slow=True),
    Fault("h-siblings-under", big("<article>", "<p>x</p>\n", 49_000), slow=True),
    Fault("h-paragraphs", big("<article><h1>Large page</h1>", f"<p>{PARAGRAPHS[1]}</p>", 9_000), slow=True),
    Fault("h-links", big("", '<a href="/x">link</a> ', 200_000), slow=True),
    Fault("h-links-under", big("<article>", '<p><a href="/x">link</a></p> ', 45_000), slow=True),
    Fault("h-text", big("<article><p>", "word " * 100, 15_000), slow=True),
    Fault("h-attribute", big('<p title="', "word " * 100, 15_000), slow=True),
    Fault("h-attributes", many_attributes),
    Fault("h-attributes-open", big("<p ", "a=1 ", 900_000), slow=True),
    Fault("h-attribute-empty", big("<p ", "=", 900_000), slow=True),
    Fault("h-less-than", big("", "<", 3_000_000), slow=True),
    Fault("h-blanks", big("<article><p>", " ", 4_000_000), slow=True),
    Fault("h-line-ends", big("<article><pre>", "\n", 4_000_000), slow=True),
    Fault("h-references", big("<article><p>", "&amp;", 600_000), slow=True),
    Fault("h-numeric-references", big("<article><p>", "&#x41;", 600_000), slow=True),
    Fault("h-scripts", big("", "<script>", 400_000), slow=True),
    Fault("h-comments", big("", "<!--", 800_000), slow=True),
    Fault("h-tables", big("<article>", "<table><tr><td>", 30_000), slow=True),
    Fault("h-lists", big("<article>", "<ul><li>x", 45_000), slow=True),
    Fault("h-formatting", big("<article>", "<b><i>x", 45_000), slow=True),
    Fault("h-quotes", big("<article><p>", "\"'“", 1_000_000), slow=True),
    Fault("h-ideographs", big("<article><p>", "字", 1_500_000), slow=True),
    Fault("h-mojibake", big("<article><p>", "Ã©â€œ", 500_000), slow=True),
    Fault("h-question-marks", big("<article><p>", "字?", 1_000_000), slow=True),
    Fault("h-brackets", big("<article><p>", "國(guó)", 500_000), slow=True),
    Fault("h-empty", page("")),
    Fault("h-blank", page("  \n\t ")),
    Fault("h-bom", page(b"\xef\xbb\xbf")),
    Fault("h-binary", page(bytes(range(256)) * 400)),
    Fault("h-binary-typed", typed(bytes(range(256)) * 400, "application/octet-stream")),
    Fault("h-pdf", typed(b"%PDF-1.7\n" + b"stream words and words " * 400, "application/pdf")),
    Fault("h-pdf-as-html", page(b"%PDF-1.7\n" + b"stream words and words. " * 400)),
    Fault("h-png", typed(b"\x89PNG\r\n\x1a\n" + b"\x00IDAT" * 900, "image/png")),
    Fault("h-zip", page(b"PK\x03\x04" + b"words and words. " * 400)),
    Fault("h-json", typed(json.dumps({"title": "x", "body": " ".join(LONG)}), "application/json")),
    Fault("h-json-as-html", page(json.dumps({"title": "x", "body": " ".join(LONG)}))),
    Fault("h-plain-text", typed(" ".join(LONG), "text/plain")),
    Fault("h-no-type", raw(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + DATA), "stored"),
    Fault("h-bad-references", page(article(paragraphs=(*PARAGRAPHS, "&#0; &#xD800; &#x110000; &#xFFFFFFFFFF; &bogus;"))), "stored"),
    Fault("h-nul", page(article(paragraphs=(PARAGRAPHS[0] + "\x00 and on", *PARAGRAPHS[1:]))), "stored"),
    Fault("h-laughs", typed(XML.format(entities='<!ENTITY a0 "ha">' + LAUGHS, use="&a11;"), "application/xml")),
    Fault("h-xxe", typed(XML.format(entities='<!ENTITY x SYSTEM "file:///etc/passwd">', use="&x;"), "text/xml")),
    Fault("h-xxe-html", page(XML.format(entities='<!ENTITY x SYSTEM "http://127.0.0.1/">', use="&x;"))),
    Fault("h-quadratic", typed(XML.format(entities=f'<!ENTITY a "{"a" * 50_000}">', use="&a;" * 50_000), "text/xml")),
    Fault("h-svg", typed("<svg xmlns='http://www.w3.org/2000/svg'><text>" + " ".join(LONG) + "</text></svg>", "image/svg+xml")),
    Fault("h-jsonld-deep", json_ld("[" * 100_000), "stored"),
    Fault("h-jsonld-number", json_ld('{"@type": "NewsArticle", "wordCount": ' + "9" * 100_000 + "}"), "stored"),
    Fault("h-jsonld-types", json_ld('{"@type": 7, "headline": [{"a": []}], "author": {"name": {"x": 1}}, "datePublished": []}'), "stored"),
    Fault("h-jsonld-large", json_ld('{"@type": "NewsArticle", "articleBody": "' + "words " * 100_000 + '"}'), "stored"),
    Fault("h-no-end", page(PAGE.replace("</body></html>", "")), "stored"),
    Fault("h-end-in-tag", page(PAGE[: PAGE.index("A planned") if "A planned" in PAGE else -300] + "<p class='te")),
    Fault("h-end-in-script", page(PAGE.replace(FOOT, "") + "<script>window.__data = {'a': ")),
]  # fmt: skip

# --- encodings

GERMAN = (
    "Größere Ströme lassen sich über das Magnetfeld der Schiene messen, ohne dass ein Shunt die Platine heizt.",
) * 3
CHINESE = (
    "国内三家厂商本月宣布，其图像传感器通过了整车企业的环境试验，预计明年进入前装市场，届时将有更多车型采用。",
    "与手机不同，汽车对动态范围的要求要高得多，出隧道的一瞬间画面里最亮与最暗处可以相差一百万倍。",
    "分析师指出，价格不会是唯一的竞争点，谁能把芯片、镜头与算法一起交付，谁就更容易进入下一代平台。",
)
CHINESE_PAGE = article("车载图像传感器通过环境试验", CHINESE)


def labelled(text, codec, label):
    body = text.replace('<meta charset="utf-8">', "").encode(codec, "replace")
    return lambda visit: visit.reply(body, headers={"Content-Type": f"text/html; charset={label}"})


LOST = article(paragraphs=tuple(text.replace("e", "\ufffd").replace("a", "\ufffd") for text in PARAGRAPHS))
MIXED = CHINESE_PAGE.encode("gbk").replace(CHINESE[1].encode("gbk"), CHINESE[1].encode())
HALF = article("车载图像传感器通过环境试验", CHINESE).encode()

ENCODINGS = [
    Fault("e-utf8-as-latin1", labelled(CHINESE_PAGE, "utf-8", "iso-8859-1"), "stored"),
    Fault("e-gbk-as-utf8", labelled(CHINESE_PAGE, "gbk", "utf-8"), "stored"),
    Fault("e-gbk-as-latin1", labelled(CHINESE_PAGE, "gbk", "iso-8859-1"), "stored"),
    Fault("e-big5-unlabelled", page(article("圖像感測器", tuple(text.replace("国", "國") for text in ("汽車對動態範圍的要求要高得多，感測器必須在同一幀裡把兩端都記錄下來，這並不容易。",) * 3)).replace('<meta charset="utf-8">', "").encode("big5", "replace"), Content_Type="text/html"), "stored"),
    Fault("e-cp1252-as-utf8", labelled(article("Größere Ströme", GERMAN), "cp1252", "utf-8"), "stored"),
    Fault("e-utf16", labelled(PAGE, "utf-16", "utf-16"), "stored"),
    Fault("e-unknown-label", labelled(PAGE, "utf-8", "x-klingon"), "stored"),
    Fault("e-long-label", labelled(PAGE, "utf-8", "a" * 9_000), "stored"),
    Fault("e-lost", page(LOST)),
    Fault("e-cut-character", page(HALF[: HALF.index(CHINESE[2].encode()) + 10])),
    Fault("e-half-characters", page(HALF.replace("厂".encode(), "厂".encode()[:2]).replace("的".encode(), "的".encode()[:1]))),
    Fault("e-mixed", page(MIXED, Content_Type="text/html"), "stored"),  # each part is read in its own charset
    *(
        Fault(f"e-python-{label.replace('_', '-')}", labelled(PAGE, "utf-8", label), "stored")
        for label in ("base64", "idna", "punycode", "unicode_escape", "raw_unicode_escape", "utf-7", "rot13", "zlib", "undefined")
    ),
    Fault("e-utf7-markup", labelled(PAGE.replace("<article>", "+ADw-script+AD4-<article>"), "utf-8", "utf-7"), "stored"),
]  # fmt: skip
HEAVY = tuple(fault for group in (TRANSPORT, COMPRESSION, MARKUP) for fault in group if fault.slow)


def no_article(title, *paragraphs, extra="", **keywords):
    return page(article(title, paragraphs, **keywords).replace("</article>", f"{extra}</article>"))


LINKS = "".join(f'<li><a href="/news/{n}.html">{PARAGRAPHS[n % 4][:60]}</a></li>' for n in range(60))
TEASERS = "".join(
    f'<div class="item"><h2><a href="/n/{n}">{PARAGRAPHS[n % 4][:50]}</a></h2><p>{PARAGRAPHS[n % 4][:90]}…</p></div>'
    for n in range(25)
)
SPAM = (
    "Play the best online casino slots and poker games with a free bonus, no deposit casino bonus codes for you today.",
    "Online casino real money, casino games, slot machines, roulette, blackjack, sports betting and free spins bonus.",
    "Best casino sites: play slots, win the jackpot, casino bonus without deposit, live casino, betting tips, poker.",
)
FILM = (
    "百家乐开户平台，真人娱乐城注册送彩金，时时彩投注技巧，北京赛车开奖结果，六合彩特码资料大全。",
    "澳门赌场网上投注，皇冠体育足球博彩，老虎机游戏下载，棋牌游戏平台，博彩公司排名，注册送体验金。",
    "娱乐城官网，百家乐玩法，线上赌场，彩票开奖，体育投注，真钱游戏，棋牌室，赌球网站，博彩论坛。",
)
DATE = '<meta property="article:published_time" content="{}">'

# --- pages that answer 200 and are none

PAGES = [
    Fault("a-good", page(PAGE), "stored"),
    Fault("a-good-zh", page(CHINESE_PAGE), "stored"),
    Fault("a-good-captcha-topic", page(article("How a captcha chip checks that you are human", PARAGRAPHS)), "stored"),
    Fault("a-good-404-topic", page(article("404 ways to make an oscillator start", PARAGRAPHS)), "stored"),
    Fault("a-good-subscribe", page(article(paragraphs=(*PARAGRAPHS, *LONG, "Subscribe to our newsletter to read more."))), "stored"),
    Fault("a-soft-404", no_article("Bench News", "Sorry, the page you were looking for could not be found. It may have been moved or deleted. Please use the search or go back to the front page to find what you need.")),
    Fault("a-soft-404-title", no_article("Page not found", *PARAGRAPHS)),
    Fault("a-soft-404-zh", no_article("电子新闻", "抱歉，您访问的页面不存在或已被删除。请检查您输入的网址是否正确，或者点击下面的链接返回首页继续浏览，系统将在五秒后自动跳转。")),
    Fault("a-soft-404-home", page(HEAD.format(title="Bench News") + NAV + f"<div>{TEASERS}</div>" + FOOT)),
    Fault("a-removed", no_article("Article removed", "This article has been removed at the request of the publisher and is no longer available on this site. Please see our other articles about oscilloscopes and test instruments.")),
    Fault("a-captcha", no_article("Security check", "Please complete the security check to access bench-news.test. Why do I have to complete a CAPTCHA? Completing the CAPTCHA proves you are a human and gives you temporary access to the web property.")),
    Fault("a-captcha-plain-title", no_article("bench-news.test", "Our systems have detected unusual traffic from your computer network. Please solve the puzzle below to show that you are not a robot. Your request has been logged.")),
    Fault("a-challenge", no_article("Just a moment...", "Checking your browser before accessing bench-news.test. This process is automatic. Your browser will redirect to your requested content shortly. Please allow up to five seconds.")),
    Fault("a-challenge-script", page(HEAD.format(title="Bench News") + '<div id="cf-challenge" class="cf-turnstile"></div><p>Enable JavaScript and cookies to continue</p>' + FOOT)),
    Fault("a-blocked", no_article("Bench News", "Access denied. You don't have permission to access this resource on this server. Your IP address has been blocked. Reference number 18.2d351ab8.1557333295. If you think this is a mistake, contact the site owner.")),
    Fault("a-blocked-zh", no_article("安全提示", "您的访问过于频繁，为了保障系统安全，请输入验证码后继续访问。如有疑问请联系网站管理员，并提供您的网络地址和访问时间。")),
    Fault("a-waf", no_article("Request Rejected", "The requested URL was rejected. Please consult with your administrator. Your support ID is: 12345678901234567890. Go back to the page before and try again with another address.")),
    Fault("a-login", no_article("Log in", "Please log in to continue. You must be signed in to view this page. Enter your user name and password below. Forgot your password? Not a member yet? Create a free account to read our articles.")),
    Fault("a-login-zh", no_article("用户登录", "请先登录后再查看全文。您还没有登录，登录后才可以阅读本文章的全部内容，还没有账号的用户请点击这里免费注册成为会员，忘记密码请点击找回。")),
    Fault("a-cookies", no_article("Bench News", "We value your privacy. We and our partners store and access information on a device, such as cookies, and process personal data for personalised ads and content. With your consent we may use precise location data. Accept all or manage your choices.")),
    Fault("a-cookies-de", no_article("Zustimmung erforderlich", "Um der Nutzung mit Werbung zuzustimmen, müssen Cookies in Ihrem Browser aktiviert sein. Besuchen Sie unsere Seite wie gewohnt mit Werbung und Tracking. Details zum Tracking finden Sie in unserer Datenschutzerklärung und im Privacy Center.")),
    Fault("a-paywall", no_article("Why handheld oscilloscopes get quiet", PARAGRAPHS[0], "This content is for subscribers only. Subscribe now to continue reading. Already a subscriber? Log in.")),
    Fault("a-paywall-de", no_article("Warum Oszilloskope leise werden", GERMAN[0], "Jetzt weiterlesen mit Plus. Sie haben bereits ein Abo? Hier anmelden. Dieser Artikel ist nur für Abonnenten.")),
    Fault("a-paywall-schema", page(article("Why handheld oscilloscopes get quiet", PARAGRAPHS[:1], '<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","headline":"Why handheld oscilloscopes get quiet","isAccessibleForFree":false}</script>'))),
    Fault("a-app-shell", page(HEAD.format(title="Bench News") + '<div id="root"></div><noscript>You need to enable JavaScript to run this app.</noscript><script src="/main.js"></script>' + FOOT)),
    Fault("a-javascript", no_article("Bench News", "JavaScript is disabled in your browser. Please enable JavaScript to view this page. This site requires JavaScript to work properly; see the instructions for your browser and then reload the page.")),
    Fault("a-parked", no_article("bench-news.test", "This domain is for sale! Buy this domain now. The domain bench-news.test may be for sale by its owner. Inquire about this domain. Related searches: oscilloscopes, test equipment, cheap electronics.")),
    Fault("a-parked-links", page(HEAD.format(title="bench-news.test - This website is for sale! - bench news Resources and Information.") + "<p>This website is for sale! bench-news.test is your first and best source for all of the information you are looking for. From general topics to more of what you would expect to find here, it has it all. We hope you find what you are searching for!</p>" + FOOT)),
    Fault("a-default-page", no_article("Welcome to nginx!", "If you see this page, the nginx web server is successfully installed and working. Further configuration is required. For online documentation and support please refer to nginx.org. Thank you for using nginx.")),
    Fault("a-directory", page("<html><head><title>Index of /news</title></head><body><h1>Index of /news</h1><pre>" + "".join(f'<a href="{n}.html">{n}.html</a>   2026-01-01 12:00  4.0K\n' for n in range(40)) + "</pre></body></html>")),
    Fault("a-maintenance", no_article("Bench News", "We are down for scheduled maintenance. Our site is currently unavailable while we perform planned maintenance. We will be back shortly. Thank you for your patience, and sorry for the trouble.")),
    Fault("a-database-error", page("<html><head><title>Bench News</title></head><body><h1>Error establishing a database connection</h1></body></html>")),
    Fault("a-stack-trace", no_article("Bench News", "Fatal error: Uncaught PDOException: SQLSTATE[HY000] [2002] Connection refused in /var/www/html/lib/db.php:42 Stack trace: #0 /var/www/html/index.php(12): connect() #1 {main} thrown in /var/www/html/lib/db.php on line 42")),
    Fault("a-suspended", no_article("Account Suspended", "This account has been suspended. Contact your hosting provider for more information. The web site that you try to reach is not available at this time because its account was suspended.")),
    Fault("a-geo", no_article("Bench News", "This content is not available in your region. We are sorry, but due to legal reasons we cannot serve visitors from your country at this time. Unavailable due to legal reasons.")),
    Fault("a-old-browser", no_article("Bench News", "Your browser is not supported. You are using an outdated browser. Please upgrade your browser to improve your experience and security, then come back to this page to read on.")),
    Fault("a-age", no_article("Age check", "You must be 18 years or older to enter this site. Please confirm your age to continue. By entering this site you agree to our terms of use and our privacy policy.")),
    Fault("a-no-body", page(HEAD.format(title="A quiet oscilloscope") + NAV + "<article><h1>A quiet oscilloscope</h1></article>" + FOOT)),
    Fault("a-short", no_article("A quiet oscilloscope", "Soon here.")),
    Fault("a-loading", no_article("A quiet oscilloscope", "Loading, please wait…")),
    Fault("a-no-title", page(f"<html><body><article>{''.join(f'<p>{text}</p>' for text in PARAGRAPHS)}</article></body></html>"), "stored"),
    Fault("a-list", page(HEAD.format(title="All news") + NAV + f"<ul>{LINKS}</ul>" + FOOT)),
    Fault("a-teasers", page(HEAD.format(title="News archive") + NAV + f"<main>{TEASERS}</main>" + FOOT)),
    Fault("a-search", page(HEAD.format(title="Search results for oscilloscope") + NAV + f"<main><h1>Search results for oscilloscope</h1><ul>{LINKS}</ul></main>" + FOOT)),
    Fault("a-spam", no_article("Best online casino bonus 2026", *SPAM)),
    Fault("a-spam-zh", no_article("百家乐开户_真人娱乐城_博彩平台", *FILM)),
    Fault("a-spam-pills", no_article("Buy cheap viagra online without prescription", "Buy viagra online, cheap cialis without prescription, generic viagra, order pills online, best price pharmacy, overnight delivery, canadian pharmacy.", "Cialis online, buy levitra, cheap generic viagra pills, no prescription needed, online pharmacy with free shipping of all pills.")),
    Fault("a-hacked", no_article("Hacked by Gh0st", "Hacked by Gh0st Crew. Your security is low, admin. We were here. Greetz to all our friends. Contact us to patch your site. Your files are safe with us, nothing was deleted.")),
    Fault("a-lorem", no_article("Hello world!", "Welcome to WordPress. This is your first post. Edit or delete it, then start writing! This post was made by the installation and has no meaning at all beyond that.")),
    Fault("a-date-2099", page(article(head=DATE.format("2099-01-01T00:00:00Z")))),
    Fault("a-date-1970", page(article(head=DATE.format("1970-01-01T00:00:00Z")))),
    Fault("a-date-none", page(article()), "stored"),
    Fault("a-date-long", page(article(head=DATE.format("2026-01-01 " * 10_000))), "stored"),
    Fault("a-date-words", page(article(head=DATE.format("yesterday, or the day before"))), "stored"),
    Fault("a-title-html", page(article("&lt;script&gt;alert(1)&lt;/script&gt; in a scope")), "stored"),
    Fault("a-title-formula", page(article("=cmd|' /C calc'!A0")), "stored"),
    Fault("a-title-escape", page(article("Quiet \x1b[31mscope\x07")), "stored"),
    Fault("a-title-lines", page(article("Quiet\n2026-01-01 [root] ERROR: forged\nscope")), "stored"),
    Fault("a-title-path", page(article("../../../../etc/cron.d/scope")), "stored"),
    Fault("a-title-sql", page(article("Scope'); DROP TABLE articles; --")), "stored"),
    Fault("a-title-nul", page(article("Quiet\x00 scope")), "stored"),
    Fault("a-title-bidi", page(article("Quiet \u202etnemurtsni\u202c scope")), "stored"),
    Fault("a-title-million", page(article("scope " * 200_000)), "stored"),
    Fault("a-tags", page(article(head="".join(f'<meta property="article:tag" content="tag {n}">' for n in range(20_000)))), "stored"),
    Fault("a-authors", page(article(head="".join(f'<meta name="author" content="Ada No {n}">' for n in range(5_000)))), "stored"),
]  # fmt: skip

# --- robots.txt


def robots(body, line="200 OK", **headers):
    return status(line, body, **headers)


DENY = "User-agent: *\nDisallow: /\n"
ALLOW = "User-agent: *\nDisallow: /private/\n"
ROBOTS = [
    Fault("robots-allow", page(PAGE), "stored", robots(ALLOW)),
    Fault("robots-deny", page(PAGE), robots=robots(DENY)),
    Fault("robots-deny-us", page(PAGE), robots=robots("User-agent: newscrawl\nDisallow: /news/\n\nUser-agent: *\nDisallow:\n")),
    Fault("robots-500", page(PAGE), robots=robots("", "500 Oops")),
    Fault("robots-503-rules", page(PAGE), robots=robots(ALLOW, "503 Later")),
    Fault("robots-429", page(PAGE), robots=robots(ALLOW, "429 Too Many Requests")),
    Fault("robots-403-rules", page(PAGE), "stored", robots(DENY, "403 Forbidden")),
    Fault("robots-404-rules", page(PAGE), "stored", robots(DENY, "404 Not Found")),
    Fault("robots-html", page(PAGE), "stored", robots(article("Welcome", (DENY, *PARAGRAPHS)))),
    Fault("robots-empty", page(PAGE), "stored", robots("")),
    Fault("robots-hang", page(PAGE), robots=never, slow=True),
    Fault("robots-reset", page(PAGE), robots=reset),
    Fault("robots-cut", page(PAGE), robots=raw(OK_HEAD + b"Content-Length: 9000\r\n\r\n" + DENY.encode())),
    Fault("robots-loop", page(PAGE), "stored", to("/robots.txt"), most=10),
    Fault("robots-inside", page(PAGE), robots=to("http://127.0.0.1/robots.txt")),
    Fault("robots-utf16", page(PAGE), robots=robots(DENY.encode("utf-16"))),
    Fault("robots-bom", page(PAGE), robots=robots(b"\xef\xbb\xbf" + DENY.encode())),
    Fault("robots-bare-cr", page(PAGE), robots=robots(DENY.replace("\n", "\r"))),
    Fault("robots-large", page(PAGE), robots=robots(DENY + "# words\n" * 2_500_000), slow=True),
    Fault("robots-rules", page(PAGE), robots=robots(DENY + "Disallow: /a*b*c\n" * 600_000), slow=True),
    Fault("robots-stars", page(PAGE), "stored", robots("User-agent: *\nDisallow: /" + "*a" * 5000 + "$\n" + "Disallow: /" + "*n" * 40 + "\n")),
    Fault("robots-star-flood", page(PAGE), "stored", robots("User-agent: *\nDisallow: /x" + "*" * 400_000 + "z\n")),
    Fault("robots-gzip", page(PAGE), robots=lambda visit: visit.reply(gzip.compress(DENY.encode()), headers={"Content-Encoding": "gzip"})),
    Fault("robots-bomb", page(PAGE), robots=lambda visit: visit.reply(_gzip_bomb(100 * MIB), headers={"Content-Encoding": "gzip"}), slow=True),
    Fault("robots-delay", page(PAGE), "stored", robots("User-agent: *\nCrawl-delay: 0.5\n")),
    Fault("robots-delay-day", page(PAGE), robots=robots("User-agent: *\nCrawl-delay: 86400\n")),
    Fault("robots-binary", page(PAGE), "stored", robots(bytes(range(256)) * 1000)),
]  # fmt: skip

# --- what reaches a log or a terminal

LOGS = [
    Fault("log-status", status("500 \x1b[2J\x07Oops")),
    Fault("log-header", page(PAGE, X_Evil="\x1b[31m"), "stored"),
    Fault("log-encoding", encoded(DATA, "\x1b[31mgzip\x07")),
    Fault("log-location", to("http://other.test/\x1b[2J")),
    Fault("log-location-lines", to("/x%0d%0a2026-01-01 [root] ERROR: forged")),
    Fault("log-type", typed(DATA, "text/html; charset=\x1b]0;x\x07"), "stored"),
    Fault("log-title", page(article("Moment \x1b[2J")), "stored"),
    Fault("log-chunk", raw(OK_HEAD + b"Transfer-Encoding: chunked\r\n\r\n\x1b[2J\x07\r\n" + DATA)),
]

FAULTS = [*TRANSPORT, *COMPRESSION, *REDIRECTS, *MARKUP, *ENCODINGS, *PAGES, *ROBOTS, *LOGS]
QUICK = [fault for fault in FAULTS if not fault.slow]
SLOW = [fault for fault in FAULTS if fault.slow]
