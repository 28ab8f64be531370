"""Every request goes to the practice web, and its response looks as if the real site had answered."""

import asyncio

from scrapy import Request
from scrapy.http import HtmlResponse

from newscrawl.net.http_handler import HttpHandler
from newscrawl.net.practice import PracticeWebHandler


def test_a_request_goes_to_the_practice_web_and_its_response_carries_the_real_address(monkeypatch):
    sent = []

    async def answer(self, request):
        sent.append(request)
        request.meta["download_latency"] = 0.25
        return HtmlResponse(request.url, body=b"<p>x</p>", headers={"ETag": '"a"'})

    monkeypatch.setattr(HttpHandler, "download_request", answer)
    handler = PracticeWebHandler.__new__(PracticeWebHandler)
    handler._address = "127.0.0.1:8080"
    request = Request("https://www.sample.example:8443/news?id=1", headers={"Accept": "text/html"})
    response = asyncio.run(handler.download_request(request))

    assert sent[0].url == "http://127.0.0.1:8080/news?id=1"
    assert (sent[0].headers["Host"], sent[0].headers["Accept"]) == (b"www.sample.example:8443", b"text/html")
    assert (response.url, response.body, response.headers["ETag"]) == (request.url, b"<p>x</p>", b'"a"')
    assert request.meta["download_latency"] == 0.25
    assert "Host" not in request.headers
