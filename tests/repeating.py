"""Articles that say what others of their site say, for tests of learned boilerplate."""

from hashlib import sha256

from samples import numbered

from newscrawl.storage.crawl.boilerplate import list_repeated
from newscrawl.text.fingerprints import read_paragraph

NOTICE = "Acme Media keeps all rights; reprints need our written consent."
_LETTERS = str.maketrans("0123456789", "ghijklmnop")
FINGERPRINT = read_paragraph(NOTICE).fingerprint


def own(number, line=0):
    """Return a paragraph that no other article has."""
    return sha256(f"{number} {line}".encode()).hexdigest().translate(_LETTERS) * 2


def said(number, *texts, **values):
    """Return an article that says something of its own, and ``texts`` after it."""
    values = {"tags": (), **values}
    return numbered(number, raw=(), paragraphs=tuple(map(read_paragraph, (own(number), *texts))), **values)


def save(store, numbers, *texts, **values):
    return store.save_all([said(number, *texts, **values) for number in numbers])


def states(database):
    return [(one.state, one.articles) for one in list_repeated(database)]
