"""What a site repeats is learned in a crawl over loopback, taken out of later articles, and left to a person's word."""

import re

import pytest
from reliability.site import ROOT, Answer, Gazette, Job, article, serving
from samples import numbered
from scrapy.cmdline import execute

from newscrawl.storage.crawl.boilerplate import decide, read_written
from newscrawl.storage.crawl.store import Store
from newscrawl.text.fingerprints import read_paragraph

ABOUT = "Acme Media reports on chips, boards and the people who build them, on every working day."
SERIAL = "In this serial our engineers take a board apart and say what they think of each part."
WORDS = "amplifier battery capacitor diode encoder filter gateway heatsink inverter jumper".split()


class Repeating(Gazette):
    """Articles that say different things, with the same paragraph above and another one below."""

    def publish(self, count):
        for number in range(self.articles + 1, self.articles + count + 1):
            part = f"{WORDS[number % 10]} with a {WORDS[number // 10 % 10]}"
            own = f"<p>This week we have a look at an {part}, and at what its maker promises.</p>" * 2
            more = f"<p>Nobody else sells an {part} of that kind, and buyers will have to wait for it.</p>"
            page = (
                article(number)
                .replace("<p>The regulator", f"<p>{SERIAL}</p>{own}{more}<!--")
                .replace("</div>", f"--><p>{ABOUT}</p></div>", 1)
            )
            self.pages[f"/a/{number}"] = Answer(page)
        self.articles += count
        self.make_lists()


@pytest.fixture
def gazette():
    return Repeating(articles=15)


@pytest.fixture
def job(gazette, tmp_path):
    with serving(gazette) as address:
        yield Job(tmp_path, address)


def having(job, text):
    return {
        int(key.rpartition("/")[2]) for (key,) in job.rows(f"SELECT key FROM articles WHERE body_text LIKE '%{text}%'")
    }


def test_what_a_site_repeats_is_learned_reviewed_and_stripped(gazette, job):
    first = job.crawl()
    assert first.returncode == 0, first.stderr
    assert job.one("SELECT count(*) FROM articles") == 15
    assert len(having(job, ABOUT)) >= 10
    shown = job.run("boilerplate", "--site", "gazette").stdout
    assert re.search(rf"stripped +15 100\.0%  100%  [0-9a-f]{{16}}  {ABOUT}", shown), shown
    fingerprint = re.search(rf"([0-9a-f]{{16}})  {SERIAL}", shown)[1]
    assert decide(job.url, [read_written(fingerprint)], "kept") == 1

    gazette.publish(15)
    second = job.crawl()
    assert second.returncode == 0, second.stderr
    assert job.one("SELECT count(*) FROM articles") == 30
    assert not having(job, ABOUT) & set(range(16, 31))
    assert set(range(16, 31)) <= having(job, SERIAL)
    [(stage, field, excerpt, after)] = job.rows(
        "SELECT stage, field, before, after FROM changes JOIN articles ON article_id = articles.id"
        " WHERE rule = 'learned/boilerplate' AND key = 'gazette/30'"
    )
    assert (stage, field, after) == ("strip", "body", "")
    assert ABOUT.startswith(excerpt)

    # What is stored follows; nothing is counted anew.
    counts = job.rows("SELECT fingerprint, articles FROM boilerplate")
    assert job.run("reextract").returncode == 0
    assert not having(job, ABOUT)
    assert having(job, SERIAL) == set(range(1, 31))
    assert job.rows("SELECT fingerprint, articles FROM boilerplate") == counts


@pytest.mark.slow
def test_nothing_is_learned_nor_stripped_where_it_is_switched_off(job):
    finished = job.crawl(NEWSCRAWL_LEARNED_BOILERPLATE="0")
    assert finished.returncode == 0, finished.stderr
    assert having(job, ABOUT) == set(range(1, 16))
    assert job.rows("SELECT * FROM paragraphs") == []
    assert job.run("boilerplate").stdout == "nothing is repeated\n"


@pytest.fixture
def scrapy(capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(ROOT)
    database = f"sqlite:///{tmp_path}/articles.db"
    with Store(database) as store:
        for number in range(3):
            paragraphs = (
                read_paragraph(WORDS[number] * 9),
                read_paragraph("\x1b[2J\u202eAcme keeps all rights\x07\nto it"),
            )
            store.save(numbered(number, site="a\x1b]0;site", paragraphs=paragraphs, tags=()))

    def run(*arguments):
        with pytest.raises(SystemExit) as ended:
            execute(["scrapy", "boilerplate", *arguments, "-s", f"NEWSCRAWL_DATABASE_URL={database}"])
        return ended.value.code, capsys.readouterr()

    return run


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("--keep", "x"), "16 digits"),
        (("--strip", "0123456789abcdef"), "0123456789abcdef"),
        (("--strip", "\x1b[2J"), "16 digits"),
        (("--limit", "0"), "--limit"),
        (("now",), "boilerplate"),
    ],
)
def test_what_makes_no_sense_is_exit_code_2_and_named(scrapy, arguments, named):
    code, printed = scrapy(*arguments)
    assert code == 2
    assert named in printed.err + printed.out
    assert "\x1b" not in printed.err + printed.out


def test_a_decision_is_shown(scrapy):
    _, printed = scrapy()
    [fingerprint] = re.findall("[0-9a-f]{16}", printed.out)
    assert scrapy("--strip", fingerprint)[1].out == "1 stripped\n"
    assert scrapy("--keep", fingerprint, "--site", "a\x1b]0;site")[1].out == "1 kept\n"
    assert "kept*" in scrapy()[1].out
    assert scrapy("--site", "elecfans")[1].out == "nothing is repeated\n"


def test_what_a_site_says_does_nothing_to_the_terminal(scrapy):
    code, printed = scrapy()
    assert code == 0
    assert "Acme keeps all rights" in printed.out
    assert not {"\x1b", "\x07", "\u202e"} & set(printed.out)
    assert len(printed.out.splitlines()) == 2
