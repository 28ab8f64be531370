"""Parse markup once; cut and rewrite the tree without losing text."""

import re
from collections.abc import Callable, Iterator, Sequence

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

INVISIBLE_TAGS = frozenset(
    {"script", "style", "noscript", "template", "head", "title", "meta", "link", "svg", "iframe", "object"}
)
# Word marks dates, names and places by elements of its own.
_SMART_TAGS = frozenset(
    """
    st1:chmetcnv st1:chsdate st1:city st1:country-region st1:date st1:personname st1:place st1:placename st1:placetype
    st1:state st1:stockticker st1:street st1:time
    """.split()
)
# Elements that end no line; all others are blocks, but for a ``br``, which only ends one.
INLINE_TAGS = frozenset(
    """
    a abbr acronym b bdi bdo big cite code data del dfn em font i img input ins kbd label mark math mi mn mo mrow ms
    msub msup nobr o:p output q rp rt ruby s samp small span strike strong sub sup time tt u var wbr
    """.split()
).union(_SMART_TAGS)

HEADING_TAGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
CODE_TAGS = ("pre", "code", "kbd", "samp", "tt")

# The budget of a page, chosen by hand. Of 890 saved pages of news, none has more than 63 attributes in a tag, or more
# than 3,400 in its long tags.
MAX_TAGS = 100_000
MAX_TAG_ATTRIBUTES = 4000  # of one tag: libxml2 compares them in pairs
MAX_PAGE_ATTRIBUTES = 100_000  # of all tags longer than _LONG_TAG_BYTES that are not _ORDINARY: others have too few
MAX_ANGLE_BRACKETS = 2 * MAX_TAGS  # in end tags too; libxml2 keeps an error for each that begins nothing
MAX_PAGE_BYTES = 32 << 20  # of UTF-8; a crawl reads 8 MB a page
_UNCOUNTED_BYTES = 500_000  # of markup that stall nothing, however many tags they are; most pages have less
_LONG_TAG_BYTES = 400  # from here on the attributes of a tag are counted; chosen by hand
_TAG_START = re.compile(b"<[a-zA-Z]")
# Tags, each to its end, as the HTML standard reads them (quotes begin a value only after "="). A "<" in a comment or
# raw text (scripts, styles) begins no tag. A group that repeats keeps some 60 bytes a round until it ends: none has
# more rounds than a tag that is refused for its attributes.
_ATTRIBUTE = rb"""[^\s/>][^\s/>=]*+(?>(?:\s*+=\s*+(?>(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^\s>"'][^\s>]*+)?))?)"""
_MAX_ROUNDS = b"%d" % (2 * MAX_TAG_ATTRIBUTES + 2)  # white space and attributes take turns
_REST_OF_TAG = (
    rb"""(?>(?: [a-z-]++="[^"]*+"){0,"""  # most are written this way
    + _MAX_ROUNDS
    + rb"})(?>(?:[\s/]++|"
    + _ATTRIBUTE
    + rb"){0,"
    + _MAX_ROUNDS
    + rb"})"
)
_RAW_TEXT_TAGS = ("script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes")
_TOKEN = re.compile(
    rb"<(?:!--(?P<no_comment>-?>)?"
    rb"|(?:(?=[isntxINSTX])(?P<raw_text>(?i:%s))(?=[\s/>])|[a-zA-Z][^\s/>]*+)(?P<attributes>"
    % "|".join(_RAW_TEXT_TAGS).encode()
    + _REST_OF_TAG
    + rb"))"
)
# Text and tags as most are written, many at once: token by token, they would take as long as the parser itself.
_MAX_ORDINARY_ATTRIBUTES = b"30"  # compared in pairs, they cost nothing
_MAX_ORDINARY_ROUNDS = b"4000"  # of a match, for what a round keeps (see above)
_ORDINARY = re.compile(
    rb"(?>(?:[^<]*+<(?:/|!(?!--)|"
    rb"(?![sS](?:[cC]|[tT][yY])|[tT][iIeE][tTxX]|[xX][mM]|[iI][fF]|[nN][oO])"  # may begin one of _RAW_TEXT_TAGS
    rb"[a-zA-Z][^\s/>]*+"
    rb"""(?>(?: [a-z-]++=(?>"[^"]*+"|'[^']*+'|[^\s>"']++)){0,"""
    + _MAX_ORDINARY_ATTRIBUTES
    + rb"})/?>)){1,"
    + _MAX_ORDINARY_ROUNDS
    + rb"})"
)
_COMMENT_END = re.compile(rb"--!?>")
_RAW_TEXT_ENDS = {name.encode(): re.compile(rb"</(?i:%s)" % name.encode()) for name in _RAW_TEXT_TAGS}
_ATTRIBUTES = re.compile(_ATTRIBUTE)
HTML_SPACE = " \t\n\f\r"
_SPACE = re.compile("[\t\n\f\r][ \t\n\f\r]*+| [ \t\n\f\r]++")  # but for a single blank
# What lxml refuses or cuts at: controls but tab and line ends, which say nothing in a page (but for SUB, which stands
# for a character that was lost), lone surrogates, and two that are no characters.
_CONTROLS = tuple(bytes([code]) for code in range(0x20) if chr(code) not in "\t\n\f\r")
_SILENT = b"".join(_CONTROLS).replace(b"\x1a", b"")
_SURROGATES = re.compile("[\ud800-\udfff]")
_NO_CHARACTERS = ("\ufffe", "\uffff")
_LOST = "\ufffd".encode()
# References to the same, which libxml2 resolves and lxml then does not take back; to NUL it resolves to U+FFFD.
_BAD_CODE = re.compile(
    rb"#(?:[xX]0*+(?:[1-8bBcCeEfF]|1[0-9a-fA-F]|[fF]{3}[eEfF])(?![0-9a-fA-F])"
    rb"|0*+(?:[1-8]|1[124-9]|2[0-9]|3[01]|6553[45])(?![0-9]));?"
)
_BAD_REFERENCE = re.compile(b"&" + _BAD_CODE.pattern)
# What stands in the head of a page (HTML, section 13.2.6.4.4); libxml2 takes object for such a part, too.
_HEAD_TAGS = frozenset("base basefont bgsound link meta noframes noscript object script style template title".split())
# One class for all elements: lxml.html asks a Python function for the class of each, which doubles the cost of a walk.
_CLASSES = etree.ElementDefaultClassLookup(
    element=HtmlElement,
    entity=lxml.html.HtmlEntity,
)


class TooMuchMarkup(ValueError):
    """Markup that would stall the parser; the message says which bound it breaks."""


def parse(html: str, *, utf_8: bytes | None = None) -> HtmlElement:
    """Parse a whole page and return its root element; ``utf_8`` is the same page encoded, if that is at hand.

    NULs and other control characters, at which libxml2 would stop, are left out; SUB and lone surrogates become U+FFFD;
    comments and processing instructions are dropped. An empty page gives an empty ``html`` element. Raises
    ``TooMuchMarkup`` for pages over the budget of tags, attributes and bytes (``MAX_…`` in this module).
    """
    data = _utf_8(html, utf_8)
    _check_amount(data)
    return _root(data) if data and not data.isspace() else lxml.html.Element("html")


def parse_or_none(html: str) -> HtmlElement | None:
    """Parse a whole page; return ``None`` where ``parse`` raises."""
    try:
        return parse(html)
    except TooMuchMarkup:
        return None


def parse_fragment(html: str) -> HtmlElement:
    """Parse the markup of an article body and return a ``div`` that holds it."""
    data = _utf_8(html)
    _check_amount(data)
    root = _root(b"<html><body><div>%b</div></body></html>" % data)
    body = root.find("body")
    wrapper: HtmlElement = lxml.html.Element("div")
    if body is None:
        return wrapper
    # Markup with a stray </div> ends the wrapper early: gather what stands beside it, too.
    first = body[0] if len(body) else None
    if len(body) == 1 and first is not None and first.tag == "div" and not (first.tail or "").strip():
        first.tail = None
        return first
    wrapper.text = body.text
    wrapper.extend(list(body))
    return wrapper


def is_inside(element: HtmlElement, root: HtmlElement) -> bool:
    """Tell whether ``element`` stands in ``root``, at any depth."""
    return any(ancestor is root for ancestor in element.iterancestors())


def detach(element: HtmlElement) -> HtmlElement:
    """Take ``element`` out of its tree, without the text after it, and return it."""
    element.tail = None
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
    return element


def as_fragment(parts: Sequence[HtmlElement]) -> HtmlElement:
    """Return a ``div`` with what is inside of detached ``parts``; each of several becomes a ``div`` of its own."""
    for part in parts:
        part.tag = "div"
        part.attrib.clear()
    first = parts[0]
    if len(parts) == 1:
        return first
    # Not a new element of lxml.html: its document would have another class for each tag.
    wrapper: HtmlElement = first.makeelement("div")
    wrapper.extend(parts)
    return wrapper


def inner_html(element: HtmlElement) -> str:
    """Return the markup inside ``element``."""
    head = lxml.html.Element("p")
    head.text = element.text
    escaped: str = lxml.html.tostring(head, encoding="unicode")[3:-4]
    return escaped + "".join(lxml.html.tostring(child, encoding="unicode") for child in element)


def text_length(element: HtmlElement) -> int:
    """Return how many characters of text, seen or not, stand inside ``element``."""
    return len(etree.tostring(element, method="text", encoding="unicode", with_tail=False))


def has_more_text(element: HtmlElement, max_characters: int) -> bool:
    """Tell whether the visible text of ``element`` is longer than that; a long text is read only so far."""
    characters = 0  # that are no white space
    for text in _visible(element):
        characters += len("".join(text.split()))
        if characters > max_characters:
            return True
    return len(visible_text(element)) > max_characters


def visible_text(element: HtmlElement) -> str:
    """Return the text of ``element`` that a browser would show, white space folded to single blanks.

    White space is what HTML calls so: U+00A0, U+0085 and U+3000 stay, since in text read with the wrong charset
    they are halves of characters.
    """
    return fold_space(_visible_run(element))


def first_words(element: HtmlElement, characters: int) -> str:
    """Return the beginning of the visible text inside ``element``, cut after ``characters``."""
    words = ""
    for text in _visible(element):
        words += text + " "
        if len(words) > 2 * characters:
            words = " ".join(words.split())
            if len(words) >= characters:
                break
    return " ".join(words.split())[:characters]


def fold_space(text: str) -> str:
    """Fold the white space of HTML, and no other: U+00A0 and U+0085 may be halves of misread characters."""
    return _SPACE.sub(" ", text).strip(" ")


def map_text(
    element: HtmlElement, change: Callable[[str], str], change_code: Callable[[str], str] | None = None
) -> None:
    """Replace every visible run of text inside ``element`` (not its tail) by ``change(run)``, in document order.

    Text inside of ``CODE_TAGS`` is replaced by ``change_code(run)``, if that is given.
    """
    in_code = _nodes_in_code(element) if change_code else set()
    for node in element.iter():
        tag, text, tail = node.tag, node.text, node.tail
        if text and not text.isspace() and isinstance(tag, str) and tag not in INVISIBLE_TAGS:
            changed = change_code(text) if change_code and node in in_code else change(text)
            if changed != text:
                node.text = changed
        if tail and node is not element and not tail.isspace():
            changed = change_code(tail) if change_code and node.getparent() in in_code else change(tail)
            if changed != tail:
                node.tail = changed


def _nodes_in_code(element: HtmlElement) -> set[HtmlElement]:
    found: set[HtmlElement] = set()
    if next(element.iter(*CODE_TAGS), None) is not None:
        for node in element.iter():
            if node.tag in CODE_TAGS or node.getparent() in found:
                found.add(node)
    return found


def _visible(element: HtmlElement) -> Iterator[str]:
    """Yield the runs of text that a browser would show, in document order; a ``br`` gives a blank."""
    if not len(element):  # most elements that are asked
        if element.text and isinstance(element.tag, str) and element.tag not in INVISIBLE_TAGS:
            yield element.text
        return
    walk = etree.iterwalk(element, events=("start", "end", "comment", "pi"))
    for event, node in walk:
        if event == "start":
            if node.tag in INVISIBLE_TAGS:
                walk.skip_subtree()
                continue
            text = node.text
        elif node is element:
            break
        else:
            if node.tag == "br":
                yield " "
            text = node.tail
        if text:
            yield text


def _visible_run(element: HtmlElement) -> str:
    """Return all runs in one piece."""
    if len(element) and next(element.iter(*_NOT_ALL_TEXT), None) is None:  # twelve times as fast as a walk
        return etree.tostring(element, method="text", encoding="unicode", with_tail=False)
    return "".join(_visible(element))


_NOT_ALL_TEXT = (*sorted(INVISIBLE_TAGS), "br", etree.Comment, etree.PI)  # their text is not what a browser shows


def _utf_8(html: str, data: bytes | None = None) -> bytes:
    if data is None:
        try:
            data = html.encode("utf-8")
        except UnicodeEncodeError:
            data = _SURROGATES.sub("\ufffd", html).encode("utf-8")
    data = data.replace(b"\f", b"\n")  # white space that HTML knows and lxml does not
    # To look for one after the other is nine times as fast as to search for any of them.
    if any(one in data for one in _CONTROLS):
        data = data.translate(None, _SILENT).replace(b"\x1a", _LOST)
    for one in _NO_CHARACTERS:
        if one in html:
            data = data.replace(one.encode("utf-8"), _LOST)
    return _without_bad_references(data)


def _without_bad_references(data: bytes) -> bytes:
    for instead in (b"", _LOST):  # what stood on both sides of one may come together as another
        if not _BAD_REFERENCE.search(data):
            break
        first, *others = data.split(b"&")
        kept = (instead + part[bad.end() :] if (bad := _BAD_CODE.match(part)) else b"&" + part for part in others)
        data = first + b"".join(kept)
    return data


def _root(data: bytes) -> HtmlElement:
    # From UTF-8 bytes: libxml2 reads them twice as fast as a str, and no label in the page can mislead it.
    # Without comments, CDATA and instructions, none of which a reader sees: between them, text would be cut into pieces
    # of which there may be 100,000 in a paragraph, and libxml2 looks for one sibling after the other.
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    parser.set_element_class_lookup(_CLASSES)
    try:
        root = lxml.html.document_fromstring(data, parser=parser)
    except lxml.etree.ParserError:  # nothing but comments
        return lxml.html.Element("html")
    _end_head(root)
    return root


def _end_head(root: HtmlElement) -> None:
    """Move what cannot stand in ``head``, and all behind it, to the start of ``body``.

    libxml2 knows HTML 4: where a page leaves out ``</head>`` and ``<body>``, it takes ``main``, ``article`` and other
    newer elements for parts of the head. By the standard they begin the body (HTML, section 13.2.6.4.4).
    """
    head = root.find("head")
    first = next((child for child in head if child.tag not in _HEAD_TAGS), None) if head is not None else None
    if head is None or first is None:
        return
    body = root.find("body")
    if body is None:
        body = lxml.etree.SubElement(root, "body")
    moved = head[head.index(first) :]
    if body.text:
        moved[-1].tail = (moved[-1].tail or "") + body.text
        body.text = None
    body[:0] = moved


def _check_amount(data: bytes) -> None:
    if len(data) > MAX_PAGE_BYTES:
        raise TooMuchMarkup(f"{len(data)} bytes, more than {MAX_PAGE_BYTES}")
    angles = data.count(b"<") if len(data) > _UNCOUNTED_BYTES else 0
    if angles > MAX_ANGLE_BRACKETS:
        raise TooMuchMarkup(f"{angles} angle brackets, more than {MAX_ANGLE_BRACKETS}")
    tags = len(_TAG_START.findall(data)) if angles > MAX_TAGS else 0
    if tags > MAX_TAGS:
        raise TooMuchMarkup(f"{tags} tags, more than {MAX_TAGS}")
    of_page = 0
    for start, end in _attribute_spans(data):
        if end - start > _LONG_TAG_BYTES:
            of_tag = len(_ATTRIBUTES.findall(data, start, end))
            if of_tag > MAX_TAG_ATTRIBUTES:
                raise TooMuchMarkup(f"a tag of {of_tag} attributes, more than {MAX_TAG_ATTRIBUTES}")
            of_page += of_tag
    if of_page > MAX_PAGE_ATTRIBUTES:
        raise TooMuchMarkup(f"{of_page} attributes in long tags, more than {MAX_PAGE_ATTRIBUTES}")


def _attribute_spans(data: bytes) -> Iterator[tuple[int, int]]:
    """Yield where the attributes of each tag begin and end, but for ordinary tags."""
    position = 0
    while position >= 0:
        while ordinary := _ORDINARY.match(data, position):
            position = ordinary.end()
        token = _TOKEN.search(data, position)
        if token is None:
            break
        position = token.end()
        if token.lastgroup == "attributes":
            yield token.span("attributes")
            if not token["raw_text"]:
                continue
        ending = _ending(token)
        if ending:
            end = ending.search(data, position)
            position = end.start() if end else -1


def _ending(token: re.Match[bytes]) -> re.Pattern[bytes] | None:
    """Return what ends the comment or raw text that begins with a token, ``None`` if none does."""
    if token.lastgroup != "attributes":
        return None if token["no_comment"] else _COMMENT_END
    is_whole = token.string[token.end() : token.end() + 1] == b">"
    return _RAW_TEXT_ENDS[token["raw_text"].lower()] if is_whole else None
