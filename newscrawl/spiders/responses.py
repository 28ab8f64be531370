"""What stages need of a Scrapy response, as plain values."""

from datetime import datetime

from scrapy import Request
from scrapy.http import Response

from newscrawl.article import Article, RawPage
from newscrawl.discovery.answers import Answer
from newscrawl.text.decode import charset_of, decode


def answer_of(response: Response) -> Answer:
    """Return a response as those see it who look for lists and articles."""
    link = (response.headers.get("Link") or b"").decode("latin-1")
    return Answer(response.url, response.body, charset_of(content_type_of(response)), link)


def text_of(response: Response) -> str:
    """Return the decoded text of a response."""
    return decode(response.body, charset_of(content_type_of(response))).text


def content_type_of(response: Response) -> str:
    """Return the ``Content-Type`` of a response, empty if it has none."""
    return (response.headers.get("Content-Type") or b"").decode("latin-1")


def header_pairs(response: Response) -> tuple[tuple[str, str], ...]:
    """Return the fields of a response in their order, as text."""
    fields = response.headers.items()
    return tuple((name.decode("latin-1"), value.decode("latin-1")) for name, values in fields for value in values)


def asked_for(request: Request | None) -> str:
    """Return the address that was asked for, before redirects."""
    first: str = request.meta.get("redirect_urls", [request.url])[0] if request else ""
    return first


def raw_page(response: Response, article: Article | None, fetched: datetime) -> RawPage:
    """Return a response as it is kept, with the charset that it was read in, if an ``article`` was."""
    return RawPage(
        url=response.url,
        status=response.status,
        headers=header_pairs(response),
        body=response.body,
        fetched=fetched,
        charset=article.charset if article else None,
        charset_evidence=article.charset_evidence if article else (),
    )
