"""What each host was asked for is counted when it is sent and answered."""

from scrapy import Request
from scrapy.http import Response

from newscrawl.extensions.host_traffic import HostTraffic


def test_requests_bytes_and_the_highest_rate_are_counted_by_host():
    clock = [0.0]
    traffic = HostTraffic(lambda: clock[0])
    for second in (0, 20, 59, 61):
        clock[0] = second
        traffic.request_reached_downloader(Request("https://A.example/x"))
        traffic.response_downloaded(Response("https://a.example/x", body=b"12345"))
    traffic.request_reached_downloader(Request("https://b.example/"))
    assert traffic.figures() == {
        "a.example": {"requests": 4, "bytes": 20, "max_per_minute": 3},
        "b.example": {"requests": 1, "bytes": 0, "max_per_minute": 1},
    }


def test_a_crawl_of_endless_hosts_is_counted_up_to_a_bound():
    traffic = HostTraffic()
    for number in range(1_200):
        traffic.request_reached_downloader(Request(f"https://h{number}.example/"))
    assert len(traffic.figures()) == 1_000
