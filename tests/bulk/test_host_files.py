from archived import answer, record

from newscrawl.archives.records import Record
from newscrawl.bulk import host_files
from newscrawl.bulk.host_files import HostFiles
from newscrawl.rights import facts_of

HOST = "https://www.news.example"
ROBOTS = b"User-agent: *\nContent-Signal: ai-train=no\n"
TDMREP = b'[{"location": "/a/", "tdm-reservation": 1}]'


def taken(*files, kind="response"):
    known = HostFiles()
    for path, body, status in files:
        known.take(Record(kind, f"{HOST}{path}", "", {}, answer(body, status, "text/plain")))
    return known


def facts(known, url=f"{HOST}/a/1"):
    return facts_of(known.signals(url))


def test_files_of_the_host_speak_of_its_pages():
    known = taken(("/robots.txt", ROBOTS, 200), ("/.well-known/tdmrep.json", TDMREP, 200))
    assert facts(known) == {"ai-train": "n", "tdm-reservation": 1}
    assert facts(known, f"{HOST}/b/1") == {"ai-train": "n"}
    assert facts(known, "https://other.example/a/1") == {}
    assert facts(known, "http://[") == {}


def test_the_newest_file_counts():
    assert facts(taken(("/robots.txt", ROBOTS, 200), ("/robots.txt", b"User-agent: *\nAllow: /", 200))) == {}
    assert facts(taken(("/robots.txt", ROBOTS, 200), ("/robots.txt", b"gone", 404))) == {}


def test_other_records_are_no_such_files():
    assert facts(taken(("/a/robots.txt", ROBOTS, 200), ("/robots.txt", ROBOTS, 500))) == {}
    assert facts(taken(("/robots.txt", ROBOTS, 200), kind="request")) == {}
    known = HostFiles()
    known.take(Record("response", "https://[/robots.txt", "", {}, record(answer(ROBOTS))))
    known.take(Record("response", f"{HOST}/robots.txt", "", {}, b"no HTTP"))
    assert facts(known) == {}


def test_the_files_of_few_hosts_are_remembered(monkeypatch):
    monkeypatch.setattr(host_files, "MAX_FILES", 2)
    known = HostFiles()
    for number in range(3):
        known.take(Record("response", f"https://{number}.example/robots.txt", "", {}, answer(ROBOTS)))
    assert [bool(known.signals(f"https://{number}.example/")) for number in range(3)] == [False, True, True]
