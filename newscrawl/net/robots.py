"""robots.txt as RFC 9309 has it, with what it leaves open decided for the site."""

import asyncio
import logging
import re
from typing import NamedTuple

from protego import Protego
from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import CannotResolveHostError, IgnoreRequest, StopDownload
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.httpobj import urlparse_cached
from twisted.internet.error import DNSLookupError

from newscrawl.net.request_delay import keep_delay
from newscrawl.net.ssrf_guard import NotSent
from newscrawl.rights.robots_txt import RobotsTxt, product_token
from newscrawl.text.decode import decode

logger = logging.getLogger(__name__)

MAX_ROBOTS = 512 * 1024  # bytes that are read; RFC 9309 asks for 500 KiB
MAX_CRAWL_DELAY = 60.0  # seconds; a site that wants longer pauses does not want to be crawled
_MAX_STARS = 12  # of one rule; each multiplies what matching may cost
_MAX_RULES = 20_000  # lines of one file (chosen by hand)
_MARK = "newscrawl_robots_bytes"  # how much of a robots.txt has come
_ANY_SIZE = 1 << 50  # bytes: the transfer is stopped at MAX_ROBOTS, whatever its length says
_MARKUP = re.compile(r"\A\s*+<(?:!doctype|html|head|body|\?xml)", re.IGNORECASE)
_STARS = re.compile(r"\*++")
_BETWEEN_WORDS = re.compile(r"[\s_-]++")
_OTHER_CRAWLER = "~"  # no crawler's name
# The records that make rules: what is written, without what stands between words, also misspelt as Google accepts it.
_RULES = {
    "allow": "Allow",
    "disallow": "Disallow",
    "dissallow": "Disallow",
    "dissalow": "Disallow",
    "disalow": "Disallow",
    "diasllow": "Disallow",
    "disallaw": "Disallow",
    "crawldelay": "Crawl-delay",
}


class Rules(NamedTuple):
    """What a host's robots.txt says: everything, nothing, or what ``parsed`` allows; ``why`` is for a person.

    ``reason`` is that of a request which is not sent: "not fetched" where the host could not be asked at all.
    ``statements`` is what the file says about rights, ``None`` where it could not be had.
    """

    parsed: Protego | None
    allows_by_default: bool
    why: str
    delay: float = 0.0
    reason: str = "forbidden by robots.txt"
    statements: RobotsTxt | None = None

    def allow(self, url: str, agent: str) -> bool:
        """Tell whether ``agent`` may fetch ``url``."""
        return self.parsed.can_fetch(url, agent) if self.parsed else self.allows_by_default


ALL = Rules(None, True, "no rules", statements=RobotsTxt("", "*"))


class RobotsMiddleware(RobotsTxtMiddleware):
    """Asks for robots.txt once a host and run, and refuses what it forbids.

    2xx: the rules of the first 512 KiB hold. 4xx but 429, and more than five redirects: everything is allowed. 5xx, 429
    and no answer: nothing is. A ``Crawl-delay`` up to 60 s is kept; with a longer one the site is left alone.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._agent = self._robotstxt_useragent or self._default_useragent
        self._rules: dict[str, asyncio.Task[Rules]] = {}
        crawler.signals.connect(self._stop_at_limit, signals.bytes_received)

    async def process_request(self, request: Request, spider: Spider | None = None) -> None:
        """Raise ``NotSent`` if robots.txt forbids ``request``; keep the pause that it asks for."""
        if request.meta.get("dont_obey_robotstxt"):
            return
        rules = await self._rules_of(request)
        if rules.delay > MAX_CRAWL_DELAY:
            raise NotSent("crawl delay too long", f"{rules.delay:g} s")
        if not rules.allow(request.url, self._agent):
            self._stats.inc_value("robotstxt/forbidden")
            raise NotSent(rules.reason, rules.why)
        if rules.delay:
            keep_delay(self.crawler, request, rules.delay)

    async def statements(self, request: Request) -> RobotsTxt | None:
        """Return what robots.txt of the host of ``request`` says about rights; ``None`` where it could not be had."""
        return (await self._rules_of(request)).statements

    async def _rules_of(self, request: Request) -> Rules:
        key = urlparse_cached(request).netloc
        if key not in self._rules:
            self._rules[key] = asyncio.ensure_future(self._ask(request))
        return await self._rules[key]

    async def _ask(self, request: Request) -> Rules:
        url = urlparse_cached(request)
        asked = Request(
            f"{url.scheme}://{url.netloc}/robots.txt",
            priority=self.DOWNLOAD_PRIORITY,
            meta={
                "dont_obey_robotstxt": True,
                _MARK: 0,
                "download_maxsize": _ANY_SIZE,
                "download_fail_on_dataloss": False,
                "max_retry_times": 1,
            },
            headers={"Accept-Encoding": "identity"},
            callback=NO_CALLBACK,
        )
        self._stats.inc_value("robotstxt/request_count")
        try:
            response = await self.crawler.engine.download_async(asked)
        except IgnoreRequest as error:
            rules = _after_refusal(error)
        except (CannotResolveHostError, DNSLookupError):
            rules = Rules(None, False, f"the name {url.hostname} cannot be resolved", reason="not fetched")
        except Exception as error:  # whatever kept robots.txt from coming: the site has not said yes
            rules = Rules(None, False, f"robots.txt cannot be reached: {type(error).__name__}")
        else:
            self._stats.inc_value(f"robotstxt/response_status_count/{response.status}")
            rules = read_answer(response.status, response.body[:MAX_ROBOTS], self._agent)
        if not rules.allows_by_default and rules.parsed is None:
            logger.warning("%s is left alone: %s", url.netloc, rules.why)
        return rules

    def _stop_at_limit(self, data: bytes, request: Request) -> None:
        if _MARK in request.meta:
            request.meta[_MARK] += len(data)
            if request.meta[_MARK] > MAX_ROBOTS:
                raise StopDownload(fail=False)


def read_answer(status: int, body: bytes, agent: str) -> Rules:
    """Return the rules of an answer to the request for robots.txt."""
    if status == 429 or status >= 500:
        return Rules(None, False, f"robots.txt answers {status}")
    if not 200 <= status < 300:
        return ALL
    text = decode(body).text
    if _MARKUP.match(text[:1000]):
        return ALL
    parsed = Protego.parse(_cleaned(text, agent))
    delay = float(parsed.crawl_delay(agent) or 0)
    return Rules(parsed, True, "a rule", delay, statements=RobotsTxt(text, agent))


def _cleaned(text: str, agent: str) -> str:
    """Return robots.txt with the records that make rules, its crawlers named as Protego needs them.

    Protego takes a group for "news" as one for "newscrawl", compares what stands after the name, and ends a group at a
    record that it does not know; RFC 9309, section 2.2.1, has it otherwise. Rules that only cost time are left out.
    """
    lines = []
    for line in text.removeprefix("\ufeff").splitlines()[:_MAX_RULES]:
        key, colon, value = line.partition("#")[0].partition(":")
        name = _BETWEEN_WORDS.sub("", key.lower())
        if name == "useragent" and colon:
            lines.append(f"User-agent: {_crawler(value.strip(), agent)}")
        elif name in _RULES and colon:
            rule = _STARS.sub("*", f"{_RULES[name]}:{value}")
            lines += [rule] if rule.count("*") <= _MAX_STARS else []
    return "\n".join(lines)


def _crawler(written: str, agent: str) -> str:
    """Return the crawler that a ``User-agent`` record names: ``agent``, all (``*``), or another one."""
    crawler = product_token(written)
    return crawler if crawler == "*" or (crawler and crawler == product_token(agent)) else _OTHER_CRAWLER


def _after_refusal(error: IgnoreRequest) -> Rules:
    """Return the rules of a host whose robots.txt a downloader middleware refused to ask for."""
    if "max redirections" in str(error):
        return ALL
    return Rules(None, False, f"robots.txt cannot be asked for: {error}")
