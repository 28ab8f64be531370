import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl.rights.headers import FIELDS, header_signals
from newscrawl.rights.signals import facts_of

URL = "https://e.example/a/b"


def facts(*lines):
    pairs = [tuple(line.split(": ", 1)) for line in lines]
    return facts_of(header_signals(pairs, URL, "newscrawl"))


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["Content-Usage: train-ai=n"], {"train-ai": "n"}),
        (["content-usage: train-ai=y", "Content-Usage: train-ai=n, search=y"], {"train-ai": "n", "search": "y"}),
        (["Content-Usage: / train-ai=n"], {"unknown": ["/ train-ai=n"]}),
        (["Content-Signal: ai-train=no, search=yes"], {"ai-train": "n", "search": "y"}),
        # Google's examples
        (["X-Robots-Tag: noindex"], {"noindex": True}),
        (["X-Robots-Tag: noimageindex", "X-Robots-Tag: unavailable_after: 25 Jun 2010 15:00:00 PST"],
         {"unavailable_after": "2010-06-25T23:00:00Z"}),
        (["X-Robots-Tag: googlebot: nofollow", "X-Robots-Tag: otherbot: noindex, nofollow"], {}),
        (["X-Robots-Tag: NewsCrawl: NoIndex"], {"noindex": True}),
        (["X-Robots-Tag: otherbot: noindex, newscrawl: nofollow, noarchive", "X-Robots-Tag: nosnippet"],
         {"nofollow": True, "noarchive": True, "nosnippet": True}),
        (["X-Robots-Tag: none, max-image-preview:none, max-snippet: -1"], {"noindex": True, "nofollow": True}),
        (["X-Robots-Tag: index, noindex, all"], {"noindex": True}),
        (["X-Robots-Tag: unavailable_after: Friday, 25-Jun-10 15:00:00 GMT, noarchive"],
         {"unavailable_after": "2010-06-25T15:00:00Z", "noarchive": True}),
        (["X-Robots-Tag: unavailable_after: 2020-09-21, unavailable_after: 2019-01-01"],
         {"unavailable_after": "2019-01-01T00:00:00Z"}),
        (["X-Robots-Tag: unavailable_after: someday, noindex"],
         {"unknown": ["unavailable_after: someday"], "noindex": True}),
        (["X-Robots-Tag: noai, noimageai, noml"], {"noai": True, "noimageai": True, "unknown": ["noml"]}),
        (["X-Robots-Tag: noindex\x00"], {"unknown": ["noindex\x00"]}),
        # TDMRep, "TDM Headers in an HTTP response"
        (["tdm-reservation: 1", "tdm-policy: https://provider.example/policies/policy.json"],
         {"tdm-reservation": 1, "tdm-policy": "https://provider.example/policies/policy.json"}),
        (["tdm-reservation: 0", "tdm-policy: https://provider.example/p"], {"tdm-reservation": 0}),
        (["tdm-reservation: 0", "tdm-reservation: 1"], {"tdm-reservation": 1}),
        (["tdm-reservation: 2"], {"unknown": ["2"]}),
        (["tdm-policy: /p"], {"tdm-policy": "https://e.example/p"}),
        # RSL and RFC 8288
        (['Link: <https://l.example/l.xml>; rel="license"; type="application/rsl+xml"'], {"license": "https://l.example/l.xml"}),
        (['Link: </x,y>; title="a, b"; REL="next License", <z>; rel=license'],
         {"license": ["https://e.example/x,y", "https://e.example/a/z"]}),
        (["Link: <x>; rel=next; rel=license"], {}),
        (['Link: <x>; rel=license; anchor="/other"'], {}),
        (["Link: broken, <x>; rel=license"], {"license": "https://e.example/a/x"}),
        (["Content-Type: text/html"], {}),
    ],
)  # fmt: skip
def test_what_fields_say(lines, said):
    assert facts(*lines) == said


@given(st.lists(st.tuples(st.sampled_from(FIELDS), st.text(alphabet=st.characters(max_codepoint=300), max_size=60))))
@settings(deadline=None)
def test_no_field_raises(pairs):
    signals = header_signals(pairs, URL, "newscrawl")
    assert all(len(one.source) <= 500 for one in signals)


def test_a_flood_of_fields_is_bounded():
    pairs = [("X-Robots-Tag", f"a{number}: noindex, x{number}") for number in range(100_000)]
    assert len(header_signals(pairs, URL, "newscrawl")) <= 200
