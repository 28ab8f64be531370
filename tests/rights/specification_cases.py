"""Cases of our own, by specification: kind of input, the input, and the facts that it states about ``URL``.

Each was decided by reading the specification that its heading names, not by running the code.
"""

from typing import Any

URL = "https://news.example/tech/2026/chip.html?page=1"

OURS = "User-agent: newscrawl\n"
ALL = "User-agent: *\n"


def _article(**statements: Any) -> dict[str, Any]:
    return {"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Chip", **statements}


Case = tuple[str, Any, dict[str, Any]]

# RFC 9309: groups, tokens, line ends, comments.
FRAME: list[Case] = [
    ("robots", ALL + "Content-Usage: train-ai=n", {"train-ai": "n"}),
    ("robots", "\ufeffuser-AGENT : *\r\rCONTENT-usage\t:\ttrain-ai=n # all", {"train-ai": "n"}),
    ("robots", ALL + "Content-Usage: train-ai=n\n" + OURS + "Content-Usage: search=y", {"search": "y"}),
    ("robots", ALL + "Content-Usage: train-ai=n\n" + OURS + "Disallow: /x", {}),
    ("robots", "User-agent: NewsCrawl/2.0\nContent-Usage: search=y", {"search": "y"}),
    ("robots", "User-agent: newscrawl-images\nContent-Usage: search=n\n\n" + ALL + "Content-Usage: search=y", {"search": "y"}),
    ("robots", "User-agent: a\n\n# and\nUser-agent: newscrawl\nSitemap: https://s.example/\nContent-Usage: search=n", {"search": "n"}),
    ("robots", OURS + "Sitemap: https://s.example/\nUser-agent: other\nContent-Usage: search=n", {"search": "n"}),
    ("robots", OURS + "Disallow: /x\nUser-agent: other\nContent-Usage: search=n", {}),
    ("robots", OURS + "Content-Usage: search=y\nUser-agent: other\nContent-Usage: search=n", {"search": "y"}),
    ("robots", OURS + "Content-Usage: train-ai=y\n\nUser-agent: x\nDisallow: /\n\n" + OURS + "Content-Usage: train-ai=n", {"train-ai": "n"}),
    ("robots", "Content-Usage: train-ai=n\n" + ALL + "Disallow: /x", {}),
    ("robots", "User-agent: other\nContent-Usage: train-ai=n", {}),
    ("robots", "# Content-Usage: train-ai=n\n" + ALL + "Allow: /", {}),
    ("robots", ALL + "Content-Usage train-ai=n", {}),
    ("robots", "", {}),
    ("robots", "<!doctype html><title>Not found</title>", {}),
]  # fmt: skip

# draft-ietf-aipref-attach: paths, the longest match, combination.
USAGE_RULES: list[Case] = [
    ("robots", ALL + "Content-Usage: /tech/ train-ai=n", {"train-ai": "n"}),
    ("robots", ALL + "Content-Usage: /tech/\t \ttrain-ai=n, search=y", {"train-ai": "n", "search": "y"}),
    ("robots", ALL + "Content-Usage: /Tech/ train-ai=n", {}),
    ("robots", ALL + "Content-Usage: train-ai=n\nContent-Usage: /tech/ train-ai=y", {"train-ai": "y"}),
    ("robots", ALL + "Content-Usage: /tech/ train-ai=y\nContent-Usage: train-ai=n", {"train-ai": "y"}),
    ("robots", ALL + "Content-Usage: train-ai=n, search=n\nContent-Usage: /tech/ train-ai=y", {"train-ai": "y"}),
    ("robots", ALL + "Content-Usage: train-ai=n\nContent-Usage: /t train-ai=y\nContent-Usage: /tech/2026/ search=y", {"search": "y"}),
    ("robots", ALL + "Content-Usage: /tech/ train-ai=y\nContent-Usage: /tech/ train-ai=n, search=y", {"train-ai": "n", "search": "y"}),
    ("robots", ALL + "Content-Usage: /*.html train-ai=n", {"train-ai": "n"}),
    ("robots", ALL + "Content-Usage: /*.html$ train-ai=n", {}),
    ("robots", ALL + "Content-Usage: /*?page=1$ train-ai=n", {"train-ai": "n"}),
    ("robots", ALL + "Content-Usage: /tech$ train-ai=n", {}),
    ("robots", ALL + "Content-Usage: /te%63h/ train-ai=n", {"train-ai": "n"}),
    ("robots", ALL + "Content-Usage: *.html train-ai=n", {"unknown": ["*.html train-ai=n"]}),
    ("robots", ALL + "Content-Usage: /tech/", {}),
    ("robots", ALL + "Disallow: /tech/\nContent-Usage: train-ai=y", {}),
    ("robots", ALL + "Disallow: /tech/\nAllow: /tech/2026\nContent-Usage: train-ai=y", {"train-ai": "y"}),
    ("robots", ALL + "Disallow: /tech/\nAllow: /tech/\nContent-Usage: train-ai=y", {"train-ai": "y"}),
    ("robots", ALL + "Disallow:\nContent-Usage: train-ai=y", {"train-ai": "y"}),
    ("robots", ALL + 'Content-Usage: train-ai=n;note="#1", search=y', {"unknown": ['train-ai=n;note="']}),
]  # fmt: skip

# draft-ietf-aipref-vocab and RFC 9651: the dictionary.
USAGE_VALUES: list[Case] = [
    ("headers", "Content-Usage: train-ai=n, search=y", {"train-ai": "n", "search": "y"}),
    ("headers", "content-usage:train-ai=n,search=y", {"train-ai": "n", "search": "y"}),
    ("headers", "Content-Usage: train-ai=n\nContent-Usage: search=y", {"train-ai": "n", "search": "y"}),
    ("headers", "Content-Usage: train-ai=n\nContent-Usage: train-ai=y", {"train-ai": "y"}),
    ("headers", "Content-Usage: train-ai=n;q=0.5;x", {"train-ai": "n"}),
    ("headers", "Content-Usage: train-ai=n; q=0.5", {"train-ai": "n"}),
    ("headers", "Content-Usage: train-ai=n, other=1.5, data=:YQ==:, at=@1, s=\"a,b\", l=(a b);x", {"train-ai": "n"}),
    ("headers", "Content-Usage: train-ai=\"n\", search=y", {"search": "y", "unknown": ['train-ai="n"']}),
    ("headers", "Content-Usage: train-ai=N", {"unknown": ["train-ai=N"]}),
    ("headers", "Content-Usage: train-ai=no", {"unknown": ["train-ai=no"]}),
    ("headers", "Content-Usage: train-ai", {"unknown": ["train-ai"]}),
    ("headers", "Content-Usage: train-ai=?0", {"unknown": ["train-ai=?0"]}),
    ("headers", "Content-Usage: train-ai=(n)", {"unknown": ["train-ai=(n)"]}),
    ("headers", "Content-Usage: Train-AI=n", {"unknown": ["Train-AI=n"]}),
    ("headers", "Content-Usage: train-ai = n", {"unknown": ["train-ai = n"]}),
    ("headers", "Content-Usage: train-ai=n,", {"unknown": ["train-ai=n,"]}),
    ("headers", "Content-Usage: train-ai=n search=y", {"unknown": ["train-ai=n search=y"]}),
    ("headers", "Content-Usage: train-ai=n; search=y, x", {"train-ai": "n"}),
    ("headers", "Content-Usage: /tech/ train-ai=n", {"unknown": ["/tech/ train-ai=n"]}),
    ("headers", "Content-Usage: train-ai=é, search=y", {"unknown": ["train-ai=é, search=y"]}),
    ("headers", "Content-Usage: foo=y", {}),
    ("headers", "Content-Usage:", {}),
]  # fmt: skip

# contentsignals.org.
SIGNALS: list[Case] = [
    ("robots", ALL + "Content-Signal: search=yes, ai-input=no, ai-train=no", {"search": "y", "ai-input": "n", "ai-train": "n"}),
    ("robots", ALL + "Content-signal: SEARCH = Yes ,ai-train=NO", {"search": "y", "ai-train": "n"}),
    ("robots", ALL + "Content-Signal: ai-train=no\n\n" + ALL + "Disallow: /x\nContent-Signal: search=yes", {"ai-train": "n", "search": "y"}),
    ("robots", ALL + "Content-Signal: ai-train=no\n" + OURS + "Disallow: /x", {"ai-train": "n"}),  # one run of user-agent lines
    ("robots", ALL + "Content-Signal: ai-train=no\nAllow: /\n" + OURS + "Disallow: /x", {}),
    ("robots", ALL + "Content-Signal: ai-train=yes\nContent-Signal: ai-train=no", {"ai-train": "n"}),
    ("robots", ALL + "Content-Signal: ai-train=disallow, search=yes", {"search": "y", "unknown": ["ai-train=disallow"]}),
    ("robots", ALL + "# ai-train: training or fine-tuning AI models\n# Content-Signal: ai-train=no\nAllow: /", {}),
    ("robots", ALL + "Disallow: /tech/\nContent-Signal: ai-train=no", {"ai-train": "n"}),
    ("robots", ALL + "Content-Usage: search=y\nContent-Signal: search=no", {"search": "n"}),
    ("headers", "Content-Signal: ai-train=yes, search=yes, ai-input=yes", {"ai-train": "y", "search": "y", "ai-input": "y"}),
]  # fmt: skip

# RSL 1.0 and RFC 8288.
LICENCES: list[Case] = [
    ("robots", "License: https://l.example/a.xml\n" + ALL + "Allow: /", {"license": "https://l.example/a.xml"}),
    ("robots", "User-agent: other\nDisallow: /\nlicense : https://l.example/a.xml # RSL", {"license": "https://l.example/a.xml"}),
    ("robots", "License: https://l.example/a\nLicense: https://l.example/b\nLicense: https://l.example/a", {"license": ["https://l.example/a", "https://l.example/b"]}),
    ("robots", "License: all rights reserved", {"unknown": ["all rights reserved"]}),
    ("headers", 'Link: <https://l.example/x>; rel="license"; type="application/rsl+xml"', {"license": "https://l.example/x"}),
    ("headers", "Link: </licence>; rel=license", {"license": "https://news.example/licence"}),
    ("headers", 'Link: <a,b>; rel="next", <../l>; title="a, b; rel=x"; REL="Alternate LICENSE"', {"license": "https://news.example/tech/l"}),
    ("headers", 'Link: </l>; rel="next"; rel="license"', {}),
    ("headers", 'Link: </l>; rel="license"; anchor="/other"', {}),
    ("headers", 'Link: </l>; title="rel=license"', {}),
    ("headers", 'Link: </l>; rel="nolicense"', {}),
    ("headers", "Link: </a>; rel=license\nLink: </b>; rel=license", {"license": ["https://news.example/a", "https://news.example/b"]}),
    ("headers", r'Link: </a>; title="a \"quoted\", </b>; rel=license"; rel=next', {}),
    ("html", '<link rel="license" type="application/rsl+xml" href="https://l.example/x.xml">', {"license": "https://l.example/x.xml"}),
    ("html", '<script type="application/rsl+xml"><rsl xmlns="https://rslstandard.org/rsl"><content url="/tech/*"><license>'
             '<permits type="usage">search, ai-index</permits><prohibits type="usage">ai-train</prohibits>'
             '<permits type="geo">EU</permits></license></content></rsl></script>',
     {"rsl-permits": ["search", "ai-index"], "rsl-prohibits": ["ai-train"]}),
    ("rsl", '<r:rsl xmlns:r="https://rslstandard.org/rsl"><r:content url="https://news.example/"><r:license>'
            '<r:prohibits type="usage">all</r:prohibits></r:license></r:content></r:rsl>', {"rsl-prohibits": ["all"]}),
    ("rsl", '<rsl xmlns="https://rslstandard.org/rsl"><content url="/other/"><license><permits type="usage">all</permits>'
            '</license></content></rsl>', {}),
    ("rsl", '<rsl><content url="/"><license><permits type="usage">all</permits></license></content></rsl>',
     {"unknown": ['<rsl><content url="/"><license><permits type="usage">all</permits></license></content></rsl>']}),
]  # fmt: skip

# Google's specification of robots meta and X-Robots-Tag; MDN; Bing; DeviantArt.
ROBOTS_RULES: list[Case] = [
    ("headers", "X-Robots-Tag: noindex", {"noindex": True}),
    ("headers", "x-robots-tag: NoIndex,NOFOLLOW", {"noindex": True, "nofollow": True}),
    ("headers", "X-Robots-Tag: none", {"noindex": True, "nofollow": True}),
    ("headers", "X-Robots-Tag: all", {}),
    ("headers", "X-Robots-Tag: index, follow", {}),
    ("headers", "X-Robots-Tag: index, noindex", {"noindex": True}),
    ("headers", "X-Robots-Tag: otherbot: noindex", {}),
    ("headers", "X-Robots-Tag: otherbot: noindex, nofollow", {}),
    ("headers", "X-Robots-Tag: 360Spider: noindex, nofollow", {}),
    ("headers", "X-Robots-Tag: NewsCrawl: noindex, nofollow", {"noindex": True, "nofollow": True}),
    ("headers", "X-Robots-Tag: noarchive, otherbot: noindex, newscrawl: nosnippet", {"noarchive": True, "nosnippet": True}),
    ("headers", "X-Robots-Tag: otherbot: noindex\nX-Robots-Tag: nofollow", {"nofollow": True}),
    ("headers", "X-Robots-Tag: googlebot: nofollow\nX-Robots-Tag: newscrawl: noindex\nX-Robots-Tag: nocache", {"noindex": True, "nocache": True}),
    ("headers", "X-Robots-Tag: max-snippet:-1, max-image-preview:none, max-video-preview:0", {}),
    ("headers", "X-Robots-Tag: max-image-preview: large, noindex", {"noindex": True}),
    ("headers", "X-Robots-Tag: noai, noimageai", {"noai": True, "noimageai": True}),
    ("headers", "X-Robots-Tag: noml, noarchive", {"noarchive": True, "unknown": ["noml"]}),
    ("headers", "X-Robots-Tag: notranslate, noimageindex, indexifembedded", {}),
    ("headers", "X-Robots-Tag: unavailable_after: 25 Jun 2010 15:00:00 PST", {"unavailable_after": "2010-06-25T23:00:00Z"}),
    ("headers", "X-Robots-Tag: noarchive, unavailable_after: Fri, 25 Jun 2010 15:00:00 +0100, nosnippet", {"noarchive": True, "nosnippet": True, "unavailable_after": "2010-06-25T14:00:00Z"}),
    ("headers", "X-Robots-Tag: Unavailable_After: Friday, 25-Jun-10 15:00:00 GMT", {"unavailable_after": "2010-06-25T15:00:00Z"}),
    ("headers", "X-Robots-Tag: newscrawl: unavailable_after: 2020-09-21", {"unavailable_after": "2020-09-21T00:00:00Z"}),
    ("headers", "X-Robots-Tag: otherbot: unavailable_after: 2020-09-21", {}),
    ("headers", "X-Robots-Tag: unavailable_after: 2027-01-01, unavailable_after: 2026-01-01T00:00:00+02:00", {"unavailable_after": "2025-12-31T22:00:00Z"}),
    ("headers", "X-Robots-Tag: unavailable_after: Friday, June 25, 2010, noindex", {"unavailable_after": "2010-06-25T00:00:00Z", "noindex": True}),
    ("headers", "X-Robots-Tag: unavailable_after: Fri, 25 Jun 2010 15:00:00 -0800 (PST)", {"unavailable_after": "2010-06-25T23:00:00Z"}),
    ("headers", "X-Robots-Tag: *: noindex, newscrawl : nosnippet", {"noindex": True, "nosnippet": True}),
    ("headers", "X-Robots-Tag: unavailable_after: some day, noindex", {"noindex": True, "unknown": ["unavailable_after: some day"]}),
    ("html", "<meta name=robots content='noindex, nofollow'>", {"noindex": True, "nofollow": True}),
    ("html", "<meta name=robots content='noindex,\n\t nofollow'>", {"noindex": True, "nofollow": True}),
    ("html", "<META CONTENT=NOARCHIVE NAME='Robots'>", {"noarchive": True}),
    ("html", "<meta name=robots content=noindex><meta name=NewsCrawl content=noarchive><meta name=googlebot content=nosnippet>", {"noindex": True, "noarchive": True}),
    ("html", "<p>x<div><meta name=robots content=noai></div>", {"noai": True}),
    ("html", "<meta name=robots content='max-image-preview:large, max-snippet:-1, max-video-preview:-1'>", {}),
    ("html", "<meta name=robots content='unavailable_after: 25-Aug-2007 15:00:00 EST'>", {"unavailable_after": "2007-08-25T20:00:00Z"}),
    ("html", "<meta name=newscrawl content='unavailable_after: Fri, 25 Aug 2007 15:00:00 GMT, noai'>", {"unavailable_after": "2007-08-25T15:00:00Z", "noai": True}),
    ("html", "<meta http-equiv=robots content=noindex><meta property=robots content=noindex>", {}),
    ("html", "<!-- <meta name=robots content=noindex> --><script>'<meta name=robots content=noindex>'</script>"
             "<textarea><meta name=robots content=noindex></textarea><template><meta name=robots content=noindex></template>", {}),
    ("html", "<title><meta name=robots content=noindex></title><style><meta name=robots content=noai></style>", {}),
    ("html", "<meta name=robots content><meta name=robots>", {}),
]  # fmt: skip

# TDMRep, final report of 2024-05-10.
TDMREP: list[Case] = [
    ("tdmrep", '[{"location":"/","tdm-reservation":1,"tdm-policy":"https://p.example/p.json"}]', {"tdm-reservation": 1, "tdm-policy": "https://p.example/p.json"}),
    ("tdmrep", '[{"location":"/","tdm-reservation":0,"tdm-policy":"https://p.example/p.json"}]', {"tdm-reservation": 0}),
    ("tdmrep", '[{"location":"/tech/","tdm-reservation":0},{"location":"/tech/2026/","tdm-reservation":1}]', {"tdm-reservation": 0}),
    ("tdmrep", '[{"location":"/other/","tdm-reservation":1}]', {}),
    ("tdmrep", '[{"location":"/TECH/","tdm-reservation":1}]', {}),
    ("tdmrep", '[{"location":"/*.html$","tdm-reservation":1},{"location":"*","tdm-reservation":0}]', {"tdm-reservation": 0}),
    ("tdmrep", '[{"location":"*.html*page=","tdm-reservation":1}]', {"tdm-reservation": 1}),
    ("tdmrep", '[{"location":"/tec%68/","tdm-reservation":1}]', {"tdm-reservation": 1}),
    ("tdmrep", '[{"location":"/tech/%24","tdm-reservation":1},{"location":"/","tdm-reservation":0}]', {"tdm-reservation": 0}),
    ("tdmrep", '[{"location":"/","tdm-reservation":2}]', {"unknown": ['{"location": "/", "tdm-reservation": 2}']}),
    ("tdmrep", '[{"location":"/","tdm-reservation":null}]', {"unknown": ['{"location": "/", "tdm-reservation": null}']}),
    ("tdmrep", '[{"tdm-reservation":1},{"location":"/","tdm-reservation":0}]', {"tdm-reservation": 0}),
    ("tdmrep", "[]", {}),
    ("tdmrep", "", {}),
    ("tdmrep", "<html>", {"unknown": ["<html>"]}),
    ("headers", "tdm-reservation: 1\nTDM-Policy: https://p.example/p", {"tdm-reservation": 1, "tdm-policy": "https://p.example/p"}),
    ("headers", "TDM-RESERVATION: 0", {"tdm-reservation": 0}),
    ("headers", "tdm-reservation: yes", {"unknown": ["yes"]}),
    ("html", "<meta name=TDM-Reservation content=1><meta name=tdm-policy content='https://p.example/p'>", {"tdm-reservation": 1, "tdm-policy": "https://p.example/p"}),
    ("html", "<meta http-equiv=tdm-reservation content=1>", {}),
    ("all", {"tdmrep": '[{"location":"/","tdm-reservation":1,"tdm-policy":"https://p.example/f"}]', "headers": "tdm-policy: https://p.example/h"},
     {"tdm-reservation": 1, "tdm-policy": "https://p.example/h"}),
    ("all", {"html": "<meta name=tdm-reservation content=0>", "headers": "tdm-reservation: 1\ntdm-policy: https://p.example/h"}, {"tdm-reservation": 0}),
    ("all", {"html": "<meta name=tdm-reservation content=1>", "tdmrep": '[{"location":"/","tdm-reservation":0}]'}, {"tdm-reservation": 1}),
    ("all", {"html": "<title>x</title>", "headers": "tdm-reservation: 1"}, {"tdm-reservation": 1}),
    ("all", {"robots": ALL + "Content-Usage: train-ai=y", "headers": "Content-Usage: train-ai=n, search=y"}, {"train-ai": "n", "search": "y"}),
    ("all", {"headers": "X-Robots-Tag: noarchive", "html": "<meta name=robots content=noindex>"}, {"noarchive": True, "noindex": True}),
]  # fmt: skip

# HTML Living Standard, Creative Commons, schema.org.
PAGES: list[Case] = [
    ("html", "<a rel=license href='https://creativecommons.org/licenses/by/4.0/'>CC</a>", {"license": "https://creativecommons.org/licenses/by/4.0/"}),
    ("html", "<a rel='noopener LICENSE nofollow' href='//creativecommons.org/licenses/by/4.0/'>CC</a>", {"license": "https://creativecommons.org/licenses/by/4.0/"}),
    ("html", "<a rel=copyright href=/c>C</a>", {"license": "https://news.example/c"}),
    ("html", "<a rel=COPYRIGHT href=/c>C</a>", {"license": "https://news.example/c"}),
    ("html", "<base href='https://b.example/x/'><link rel=License href=l>", {"license": "https://b.example/x/l"}),
    ("html", "<map><area rel=license href=/a></map>", {"license": "https://news.example/a"}),
    ("html", "<a href='https://creativecommons.org/licenses/by/4.0/'>CC</a>", {}),
    ("html", "<a rel='license\u00a0x' href=/l>x</a><div rel=license href=/l>x</div>", {}),
    ("html", "<a rel=license>no address</a><form rel=license action=/f></form>", {}),
    ("html", "<a rel=license href=javascript:void(0)>x</a>", {"unknown": ["javascript:void(0)"]}),
    ("html", "<link rel=license href=/a><a rel=license href=/b>b</a><a rel=license href=/a>a</a>", {"license": ["https://news.example/a", "https://news.example/b"]}),
    ("json-ld", _article(license="https://l.example/"), {"license": "https://l.example/"}),
    ("json-ld", _article(license={"@type": "CreativeWork", "url": "https://l.example/"}), {"license": "https://l.example/"}),
    ("json-ld", _article(license={"@id": "https://l.example/"}), {"license": "https://l.example/"}),
    ("json-ld", _article(license=["https://l.example/a", {"url": "/b"}]), {"license": ["https://l.example/a", "https://news.example/b"]}),
    ("json-ld", _article(usageInfo="https://u.example/", copyrightHolder={"@type": "Organization", "name": "News AG"}),
     {"usageInfo": "https://u.example/", "copyrightHolder": "News AG"}),
    ("json-ld", _article(copyrightHolder="News AG"), {"copyrightHolder": "News AG"}),
    ("json-ld", _article(isAccessibleForFree="False"), {"isAccessibleForFree": False}),
    ("json-ld", _article(isAccessibleForFree="https://schema.org/True"), {"isAccessibleForFree": True}),
    ("json-ld", _article(isAccessibleForFree=False, hasPart={"@type": "WebPageElement", "isAccessibleForFree": True, "cssSelector": ".p"}), {"isAccessibleForFree": False}),
    ("json-ld", _article(hasPart={"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".p"}), {}),
    ("json-ld", _article(image={"@type": "ImageObject", "license": "https://l.example/"}), {}),
    ("json-ld", _article(publisher={"@type": "Organization", "usageInfo": "https://u.example/"}, mentions=_article(license="https://l.example/")), {}),
    ("json-ld", [{"@type": "BreadcrumbList"}, _article(license="https://l.example/")], {"license": "https://l.example/"}),
    ("json-ld", {"@graph": [{"@type": ["Article", "Report"], "headline": "x", "copyrightHolder": {"@id": "#o"}}, {"@id": "#o", "@type": "Organization", "name": "News AG"}]}, {"copyrightHolder": "News AG"}),
    ("json-ld", _article(copyrightHolder={"@id": "#nobody"}), {}),
    ("json-ld", {"@graph": [_article(**{"@id": "#a"}), {"@id": "#a", "license": "https://l.example/"}]}, {"license": "https://l.example/"}),
    ("json-ld", _article(license={"@type": "CreativeWork", "url": {"@id": "https://l.example/"}}), {"license": "https://l.example/"}),
    ("json-ld", _article(license="CC BY 4.0"), {"unknown": ["CC BY 4.0"]}),
    ("html", '<script type="application/ld+json">{"@type":"NewsArticle","license": oops}</script>'
             '<script type="APPLICATION/LD+JSON; charset=utf-8">{"@type":"NewsArticle","license":"https://l.example/"}</script>', {"license": "https://l.example/"}),
    ("html", '<script type="application/json">{"@type":"NewsArticle","license":"https://l.example/"}</script>', {}),
    ("json-ld", {"@type": "ImageObject", "license": "https://l.example/"}, {}),
]  # fmt: skip

CASES = (*FRAME, *USAGE_RULES, *USAGE_VALUES, *SIGNALS, *LICENCES, *ROBOTS_RULES, *TDMREP, *PAGES)
