"""What hosts say beside their pages, from the robots.txt and tdmrep.json that an archive holds."""

from collections import OrderedDict
from http import HTTPStatus

from newscrawl.archives.http import Answer, parse_answer, read_body
from newscrawl.archives.records import Record
from newscrawl.rights import AGENT, Signal
from newscrawl.rights.robots_txt import MAX_ROBOTS_BYTES, RobotsTxt
from newscrawl.rights.tdm import MAX_TDMREP_BYTES, TDMREP_PATH, TdmRep
from newscrawl.urls import split_url

ROBOTS_PATH = "/robots.txt"
MAX_FILES = 2000  # that are remembered, those read last; chosen by hand: they state little, but may have 512 KiB


class HostFiles:
    """Remembers the newest file of each host among the records so far: a page is fetched after what speaks of it."""

    def __init__(self) -> None:
        self._files: OrderedDict[tuple[str, str], RobotsTxt | TdmRep] = OrderedDict()

    def take(self, record: Record) -> None:
        """Read a record if it is a response with such a file; one with another status says that there is none."""
        if record.kind != "response" or not record.url.endswith((ROBOTS_PATH, TDMREP_PATH)):
            return
        host, path = _parts(record.url)
        answer = parse_answer(record.block)
        if answer is None or path not in (ROBOTS_PATH, TDMREP_PATH):
            return
        self._files.pop((host, path), None)
        file = _read(path, answer) if answer.status == HTTPStatus.OK else None
        if file and file.all_signals():
            self._files[host, path] = file
            if len(self._files) > MAX_FILES:
                self._files.popitem(last=False)

    def signals(self, url: str) -> tuple[Signal, ...]:
        """Return what the files of its host say about the page at ``url``."""
        host, _ = _parts(url)
        files = (self._files.get((host, path)) for path in (ROBOTS_PATH, TDMREP_PATH))
        return tuple(one for file in files if file for one in file.signals(url))


def _parts(url: str) -> tuple[str, str]:
    """Return host and path of an address, empty for what is none."""
    parts = split_url(url)
    return parts.netloc.lower(), parts.path


def _read(path: str, answer: Answer) -> RobotsTxt | TdmRep:
    is_robots = path == ROBOTS_PATH
    body = read_body(answer, MAX_ROBOTS_BYTES if is_robots else MAX_TDMREP_BYTES).data
    text = body.decode("utf-8-sig", "replace")
    return RobotsTxt(text, AGENT) if is_robots else TdmRep(text)
