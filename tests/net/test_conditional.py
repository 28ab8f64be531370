"""A page is asked for only if it has changed, where an earlier answer gave what to ask by."""

import pytest
from scrapy import Request
from scrapy.http import Response

from newscrawl.net.conditional import NOT_MODIFIED, if_changed, validators_of
from newscrawl.recrawl import Validators

URL = "https://www.sample.example/"
DATE = "Thu, 19 Nov 2026 10:00:00 GMT"


@pytest.mark.parametrize(
    ("validators", "headers"),
    [
        (Validators('"a"', DATE), {b"If-None-Match": [b'"a"'], b"If-Modified-Since": [DATE.encode()]}),
        (Validators('W/"a"'), {b"If-None-Match": [b'W/"a"']}),
        (Validators(None, DATE), {b"If-Modified-Since": [DATE.encode()]}),
    ],
)
def test_a_request_with_a_validator_may_be_answered_without_a_body(validators, headers):
    request = if_changed(Request(URL), validators)
    assert dict(request.headers) == headers
    assert request.meta["handle_httpstatus_list"] == [NOT_MODIFIED]


def test_a_request_without_a_validator_stays_as_it_is():
    request = Request(URL, meta={"kept": 1})
    assert if_changed(request, Validators()) is request
    assert (dict(request.headers), request.meta) == ({}, {"kept": 1})


@pytest.mark.parametrize(
    ("headers", "validators"),
    [
        ({"ETag": ' "a" ', "Last-Modified": DATE}, Validators('"a"', DATE)),
        ({"ETag": "not quoted"}, Validators()),
        ({"ETag": b'"\xff"\n'}, Validators()),
        ({"Last-Modified": "yesterday"}, Validators()),
        ({"ETag": ""}, Validators()),
        ({}, Validators()),
    ],
)
def test_validators_of_a_response_are_those_that_are_well_formed(headers, validators):
    found = validators_of(Response(URL, headers=headers))
    assert found.last_modified == validators.last_modified
    assert found == validators or b"\xff" in str(headers).encode("latin-1")
