"""Ask for a page only if it has changed (RFC 9110, section 13)."""

from scrapy import Request
from scrapy.http import Response

from newscrawl.recrawl import Validators

NOT_MODIFIED = 304  # status of RFC 9110, section 15.4.5


def if_changed(request: Request, validators: Validators) -> Request:
    """Return ``request``, made conditional if there is a validator; the answer may then be a 304 without a body."""
    fields = {"If-None-Match": validators.etag, "If-Modified-Since": validators.last_modified}
    headers = {name: value for name, value in fields.items() if value}
    if headers:
        request.headers.update(headers)
        request.meta["handle_httpstatus_list"] = [NOT_MODIFIED]
    return request


def validators_of(response: Response) -> Validators:
    """Return the validators of an HTTP response, for the next conditional request (RFC 9110, section 13)."""
    return Validators.of(_header(response, "ETag"), _header(response, "Last-Modified"))


def _header(response: Response, name: str) -> str | None:
    """Return a header of a response as text."""
    value = response.headers.get(name)
    return value.decode("latin-1").strip() if value else None
