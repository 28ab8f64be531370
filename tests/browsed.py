"""What tests of the reader show: an edit, a copy on another site, a refusal, an article of which everything is hostile."""

from datetime import timedelta

from samples import NOON, numbered
from searched import COPIED, copy

from newscrawl.article import Change, Refusal
from newscrawl.storage.crawl.store import Store

SCRIPT = "<script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\">"
HOSTILE = numbered(
    "hostile",
    title=SCRIPT + "\u202etxet",
    authors=(SCRIPT, "a" * 5000),
    source=SCRIPT,
    section=SCRIPT,
    tags=(SCRIPT, "\"onmouseover='x'", "../../etc", "a&b=c#d"),
    language="ar",
    summary=SCRIPT,
    status="lossy",
    flags=(SCRIPT,),
    published=None,
    body_html=f"{SCRIPT}<p onclick=x style='position:fixed'>Said</p><a href='javascript:alert(1)'>go</a>"
    "<iframe src='https://evil.example/'></iframe><table><tr><td>1</td></tr></table>"
    "<img src='https://evil.example/p.png' alt='a board'><form action='https://evil.example/'><input></form>",
    body_text=SCRIPT * 10,
    body_markdown=SCRIPT,
    changes=(Change("repair", "body", SCRIPT, 1, SCRIPT, SCRIPT), Change("strip", "body", SCRIPT, 1, SCRIPT, "")),
)


def fill(url):
    """Store it all in the database at ``url``."""
    with Store(url, now=lambda: NOON) as store:
        store.save_all(
            [
                copy(1, COPIED, language="zh"),
                copy(2, f"{COPIED}（完）", hours=1, site="two", source="快讯网", language="zh"),
                numbered(
                    3, title="Low noise amplifiers", body_text="A low noise amplifier.", language="en", tags=("rf",)
                ),
                numbered(4, title="国产芯片上市", body_html="<p>价格为十元。</p>", body_text="价格为十元。"),
                HOSTILE,
            ]
        )
        store.refuse(Refusal(url="https://a.example/9", key="a/9", site="a", reason="soft 404", detail=SCRIPT))
    with Store(url, now=lambda: NOON + timedelta(hours=2)) as store:
        edited = numbered(4, title="国产GPU上市", body_html="<p>价格为二十元。</p>", body_text="价格为二十元。")
        assert store.save(edited) == "updated"
