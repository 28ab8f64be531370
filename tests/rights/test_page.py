import pytest

from newscrawl.dom.tree import parse
from newscrawl.rights.page import page_signals
from newscrawl.rights.signals import facts_of

URL = "https://e.example/a/b"
LD = '<script type="application/ld+json">%s</script>'
RSL = '<script type="application/rsl+xml"><rsl xmlns="https://rslstandard.org/rsl">%s</rsl></script>'


def facts(html):
    return facts_of(page_signals(parse(html), URL, "newscrawl"))


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ('<meta name="robots" content="noindex, nofollow">', {"noindex": True, "nofollow": True}),
        ('<meta name="ROBOTS" content="NONE"><meta name="newscrawl" content="noarchive">',
         {"noindex": True, "nofollow": True, "noarchive": True}),
        ('<meta name="googlebot" content="noindex">', {}),
        ('<p><meta name=" robots " content="nocache,unavailable_after: 2020-09-21">',
         {"nocache": True, "unavailable_after": "2020-09-21T00:00:00Z"}),
        ('<!-- <meta name="robots" content="noindex"> --><textarea><meta name="robots" content="noindex"></textarea>', {}),
        ('<template><meta name="robots" content="noindex"></template>', {}),
        ('<meta name="robots" content="otherbot: noindex">', {"unknown": ["otherbot: noindex"]}),
        # TDMRep, "TDM Metadata in HTML Content"
        ('<meta name="tdm-reservation" content="1"><meta name="tdm-policy" content="https://provider.example/p.json">',
         {"tdm-reservation": 1, "tdm-policy": "https://provider.example/p.json"}),
        ('<meta http-equiv="tdm-reservation" content="1">', {}),
        ('<meta name="tdm-reservation" content="0"><meta name="tdm-reservation" content="1">', {"tdm-reservation": 1}),
        # Creative Commons marks and the HTML standard
        ('<a rel="license" href="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</a>',
         {"license": "https://creativecommons.org/licenses/by/4.0/"}),
        ('<base href="/q/"><a rel="noopener LICENSE" href="l">', {"license": "https://e.example/q/l"}),
        ('<link rel="copyright" href="/c"><link rel="license" type="application/rsl+xml" href="/l.xml">',
         {"license": ["https://e.example/c", "https://e.example/l.xml"]}),
        ('<a href="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</a><a rel="licensed" href="x">', {}),
        # JSON-LD
        (LD % '{"@type":"NewsArticle","headline":"h","license":"https://l.example/","isAccessibleForFree":false}',
         {"license": "https://l.example/", "isAccessibleForFree": False}),
        (LD % "{broken" + LD % '{"@type":["Article"],"isAccessibleForFree":"https://schema.org/True"}',
         {"isAccessibleForFree": True}),
        (LD % '{"@graph":[{"@type":"Article","headline":"h","license":{"@id":"#l"},"copyrightHolder":{"@id":"#p"},'
              '"publisher":{"@type":"Organization","@id":"#p","name":"House"},"image":{"license":"https://no.example/"}},'
              '{"@id":"#l","@type":"CreativeWork","url":"https://l.example/"}]}',
         {"license": "https://l.example/", "copyrightHolder": "House"}),
        (LD % '[{"@type":"Article","headline":"h","usageInfo":{"@type":"CreativeWork","url":"/use"},'
              '"license":["https://l.example/1",{"@id":"https://l.example/2"}]}]',
         {"usageInfo": "https://e.example/use", "license": ["https://l.example/1", "https://l.example/2"]}),
        (LD % '{"@type":"NewsArticle","headline":"h","license":"all rights reserved","mentions":'
              '{"@type":"Article","copyrightHolder":"Other"},"isAccessibleForFree":"maybe"}',
         {"unknown": ["all rights reserved", "maybe"]}),
        (LD % '{"@type":"ImageObject","license":"https://l.example/"}', {}),
        # RSL 1.0, "HTML"
        (RSL % '<content url="/"><license><permits type="usage">search, ai-index</permits>'
               '<prohibits type="usage">ai-train</prohibits><permits type="geo">US</permits></license></content>',
         {"rsl-permits": ["search", "ai-index"], "rsl-prohibits": ["ai-train"]}),
        (RSL % '<content url="https://e.example/a/*"><license><prohibits type="usage">all</prohibits></license></content>'
               '<content url="/c"><license><prohibits type="usage">search</prohibits></license></content>',
         {"rsl-prohibits": ["all"]}),
        ("<p>© 2026, all rights reserved</p>", {}),
    ],
)  # fmt: skip
def test_what_a_page_says(html, said):
    assert facts(f"<html><body>{html}</body></html>") == said


@pytest.mark.parametrize(
    "document",
    [
        "<rsl><content url='/'><license><prohibits type='usage'>all</prohibits></license></content></rsl>",
        "<!DOCTYPE r [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;&a;'>]><r>&b;</r>",
        "<rsl",
    ],
)
def test_a_document_without_the_namespace_is_kept_as_text(document):
    said = facts(f'<script type="application/rsl+xml">{document}</script>')
    assert said == {"unknown": [document]}


def test_floods_are_bounded():
    html = '<meta name="robots" content="x,y">' * 5000 + '<a rel="license" href="l">' * 5000 + LD % ("[" * 50_000)
    assert facts(html)["unknown"] == ["x", "y"]
