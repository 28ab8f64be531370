"""Read archived pages by the rules of today, as a crawl would have read them."""

from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime
from functools import cache, partial
from typing import NamedTuple

from scrapy.settings import BaseSettings

from newscrawl.archives.http import CUT_BODY, UNREADABLE, read_body
from newscrawl.archives.pages import Capture
from newscrawl.article import Article, RawPage, Refusal
from newscrawl.errors import Refused
from newscrawl.extensions.page_budget import page_seconds_of
from newscrawl.net.blocked import block_of_page
from newscrawl.pipelines.repair import simplify_of
from newscrawl.rights import AGENT
from newscrawl.rights.headers import header_signals
from newscrawl.rights.purposes import Purpose, check_rights, may_keep_page
from newscrawl.site import Site
from newscrawl.spiders import is_mirror, rules_of, site_of
from newscrawl.spiders.base import respected_purpose
from newscrawl.stages.budget import DEFAULT_SECONDS, PageBudget
from newscrawl.stages.chain import finish_article
from newscrawl.stages.decode import MAX_PAGE_BYTES, decode_page
from newscrawl.stages.extract import extract_article, join_parts
from newscrawl.stages.page_work import warm_up as warm_up_stages
from newscrawl.stages.validate import DAMAGED
from newscrawl.storage.crawl.boilerplate import read_stripped
from newscrawl.text.repair import Simplify
from newscrawl.workers.pool import WorkerLost

# Why an article that was read is not wanted.
OTHER_LANGUAGE = "other language"
BEFORE_SINCE = "before --since"
NO_ARTICLE_ADDRESS = "no article address"

_OF_THE_TRANSFER = frozenset({"content-encoding", "transfer-encoding", "content-length"})
_CUT_FLAG = f"{DAMAGED}cut"

Captures = Sequence[Capture]  # the pages of one article, in order
Reading = Article | Refusal | str  # an article, why a page is none, or why it is not wanted


class Wanted(NamedTuple):
    """Which articles are wanted; empty or ``None`` where all are."""

    languages: tuple[str, ...] = ()
    since: datetime | None = None
    only_articles: bool = False


ALL = Wanted()


class ReaderConfig(NamedTuple):
    """All that a worker process must know to read pages: plain values.

    ``learned_from`` is the database whose boilerplate is taken out, ``None`` if none is. A page may take
    ``page_seconds`` of CPU time, 0 for any. What sites reserve is respected for ``purpose``, if there is one.
    """

    simplify: Simplify
    rules_folder: str | None
    learned_from: str | None
    wanted: Wanted = ALL
    page_seconds: float = DEFAULT_SECONDS
    purpose: Purpose | None = None

    @classmethod
    def of(cls, settings: BaseSettings, wanted: Wanted = ALL) -> "ReaderConfig":
        """Return what the settings say; raises ``BadArgument`` for one that is wrong."""
        rules_of(settings["NEWSCRAWL_SITE_RULES"])
        learned = settings.getbool("NEWSCRAWL_LEARNED_BOILERPLATE")
        return cls(
            simplify_of(settings),
            settings["NEWSCRAWL_SITE_RULES"],
            settings["NEWSCRAWL_DATABASE_URL"] if learned else None,
            wanted,
            page_seconds_of(settings),
            respected_purpose(settings),
        )


def warm_up() -> None:
    """Load what readers need beside the stages' tables: the declarations of all sites."""
    warm_up_stages()
    site_of("https://news.example/")


class PageReader:
    """Reads the pages of one article at a time; what is learned of a site is asked for once."""

    def __init__(self, config: ReaderConfig) -> None:
        self._config = config
        self._rules = rules_of(config.rules_folder)
        self._boilerplate: Callable[[str], Collection[int]] = (
            cache(partial(read_stripped, config.learned_from)) if config.learned_from else _nothing
        )

    def __call__(self, captures: Captures) -> Reading:
        """Return the article of its pages, why they are none, or why it is not wanted.

        Raises ``StorageFailed`` if what is learned of its site cannot be read.
        """
        url = captures[0].article or captures[0].url
        site = site_of(url, self._rules)
        if self._config.wanted.only_articles and not site.is_article(url):
            return NO_ARTICLE_ADDRESS
        budget = PageBudget(self._config.page_seconds * len(captures))
        learned = self._boilerplate(site.name)
        try:
            with budget.of_page(url):
                article = self._read(captures, url, site, learned)
        except Refused as refused:
            return _refusal(url, site, refused)
        except Exception as error:  # whatever one page does, it ends on record
            return _refusal(url, site, Refused("error", type(error).__name__))
        return self._unwanted(article, captures[0].fetched) or article

    def _read(self, captures: Captures, url: str, site: Site, learned: Collection[int]) -> Article:
        article = join_parts([_extract(one, site, self._config.purpose) for one in captures])
        article = article.evolve(url=url, key=site.key(url))
        article = finish_article(article, site, simplify=self._config.simplify, boilerplate=learned)
        return article.flagged("mirror") if is_mirror(article) else article

    def _unwanted(self, article: Article, fetched: datetime) -> str | None:
        wanted = self._config.wanted
        if wanted.languages and (article.language or "").partition("-")[0] not in wanted.languages:
            return OTHER_LANGUAGE
        if wanted.since and (article.published or fetched) < wanted.since:
            return BEFORE_SINCE
        return None


def lost_page(captures: Captures, why: WorkerLost) -> Reading:
    """Return the refusal of a page that has ended the process that read it, or held it up."""
    url = captures[0].article or captures[0].url
    return _refusal(url, site_of(url), Refused("too expensive" if why.is_stuck else "error", str(why)))


def _extract(capture: Capture, site: Site, purpose: Purpose | None) -> Article:
    answer = capture.answer
    body = read_body(answer, MAX_PAGE_BYTES)
    if body.fault == UNREADABLE:
        raise Refused(UNREADABLE)
    content_type = _page_type(answer.header("content-type"))
    block = block_of_page(capture.url, answer.status, answer.headers, body.data)
    if block:
        raise Refused("blocked page", str(block))
    page = decode_page(body.data, content_type)
    article = extract_article(page, capture.url, site, fetched=capture.fetched).article
    raw = RawPage(
        url=capture.url,
        status=answer.status,
        headers=tuple(header for header in answer.headers if header[0].lower() not in _OF_THE_TRANSFER),
        body=body.data,
        fetched=capture.fetched,
        charset=page.charset,
        charset_evidence=page.evidence,
    )
    article = article.with_signals((*capture.signals, *header_signals(raw.headers, raw.url, AGENT)))
    if purpose is not None:
        check_rights(article.rights or {}, purpose, datetime.now(UTC))
    if purpose is None or may_keep_page(article.rights or {}):
        article = article.evolve(raw=(raw,))
    return article.flagged(_CUT_FLAG) if capture.is_cut or body.fault == CUT_BODY else article


def _page_type(content_type: str) -> str:
    """Return a ``Content-Type`` of which only the charset is believed: that it is a page was seen by its bytes."""
    _, separator, parameters = content_type.partition(";")
    return f"text/html{separator}{parameters}"


def _refusal(url: str, site: Site, refused: Refused) -> Refusal:
    return Refusal(
        url=url, key=site.key(url), site=site.name, reason=refused.reason, detail=refused.detail, http_status=200
    )


def _nothing(_site: str) -> Collection[int]:
    return ()
