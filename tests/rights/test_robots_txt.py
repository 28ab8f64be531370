import pytest

from newscrawl.rights.robots_txt import MAX_ROBOTS_BYTES, RobotsTxt, product_token
from newscrawl.rights.signals import facts_of

# draft-ietf-aipref-attach, "Example"
AIPREF = """\
User-Agent: *
Allow: /
Disallow: /never/
Content-Usage: / train-ai=n
Content-Usage: /ai-ok/ train-ai=y

User-Agent: ExampleBot
Allow: /
Content-Usage: / train-ai=y
"""


def facts(text, path="/a", agent="newscrawl"):
    return facts_of(RobotsTxt(text, agent).signals(f"https://e.example{path}"))


@pytest.mark.parametrize(
    ("path", "agent", "said"),
    [
        ("/test", "newscrawl", {"train-ai": "n"}),
        ("/never/test", "newscrawl", {}),
        ("/ai-ok/test", "newscrawl", {"train-ai": "y"}),
        ("/test", "ExampleBot/2.1", {"train-ai": "y"}),
        ("/never/test", "examplebot", {"train-ai": "y"}),
    ],
)
def test_the_example_of_the_draft(path, agent, said):
    assert facts(AIPREF, path, agent) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("User-agent: *\nContent-Usage: train-ai=n", {"train-ai": "n"}),
        ("\ufeffuser-agent : *\r\tCONTENT-USAGE\t:\ttrain-ai=n # why\r", {"train-ai": "n"}),
        # the same path twice, also in merged groups: the most restrictive
        ("User-agent: *\nContent-Usage: train-ai=y\nUser-agent: *\nContent-Usage: / train-ai=n", {"train-ai": "n"}),
        # a shorter rule fills no gap, though the longer one says nothing that is known
        ("User-agent: *\nContent-Usage: train-ai=n\nContent-Usage: /a search=y", {"search": "y"}),
        ("User-agent: *\nContent-Usage: train-ai=n\nContent-Usage: /a other=y", {}),
        # the value stops at the sign, also within quotes
        ('User-agent: *\nContent-Usage: train-ai="#n"', {"unknown": ['train-ai="']}),
        # nothing is inherited from the group for all
        ("User-agent: *\nContent-Usage: train-ai=n\nUser-agent: newscrawl\nDisallow:", {}),
        ("User-agent: newscrawler\nContent-Usage: train-ai=n", {}),
        # a rule ends a run of user-agent lines, a foreign record does not
        ("User-agent: newscrawl\nContent-Usage: train-ai=n\nUser-agent: b\nContent-Usage: search=n", {"train-ai": "n"}),
        ("User-agent: newscrawl\nContent-Signal: search=no\nUser-agent: b\nContent-Usage: train-ai=n",
         {"train-ai": "n", "search": "n"}),
        ("User-agent: newscrawl\nSitemap: https://e.example/s.xml\n\nUser-agent: b\nContent-Usage: train-ai=n", {"train-ai": "n"}),
        # before any group
        ("Content-Usage: train-ai=n\nUser-agent: *\nDisallow:", {}),
        ("User-agent: *\nDisallow: /\nContent-Usage: train-ai=n\nContent-Signal: ai-train=no", {"ai-train": "n"}),
        ("User-agent: *\nDisallow: /a\nAllow: /a\nContent-Usage: train-ai=n", {"train-ai": "n"}),
        # the managed block of Cloudflare stands in front of the site's own file
        ("# As a condition of accessing this website …\nUser-agent: *\nContent-signal: search=yes,ai-train=no\nAllow: /\n\n"
         "User-agent: GPTBot\nDisallow: /\n\nUser-agent: *\nDisallow: /admin/\n", {"search": "y", "ai-train": "n"}),
        ("# Content-Signal: ai-train=no", {}),
        ("User-agent: *\nContent-Signal: ai-train=yes\nContent-Signal: ai-train=no", {"ai-train": "n"}),
        ("User-agent: *\nContent-Signal: /b/ ai-train=no", {}),
        ("User-agent: *\nContent-Signal: ai-train=no\nContent-Usage: search=n\nContent-Signal: search=yes",
         {"ai-train": "n", "search": "n"}),
        # RSL: of the file, not of a group
        ("License: https://l.example/a.xml\nUser-agent: b\nDisallow: /\nLicense: https://l.example/b.xml",
         {"license": ["https://l.example/a.xml", "https://l.example/b.xml"]}),
        ("User-agent: *\nDisallow:\nLicense: https://l.example/a.xml\nLicense: https://l.example/a.xml",
         {"license": "https://l.example/a.xml"}),
        ("License: /a.xml", {"unknown": ["/a.xml"]}),
    ],
)  # fmt: skip
def test_what_a_file_says(text, said):
    assert facts(text) == said


@pytest.mark.parametrize(
    ("written", "token"),
    [("NewsCrawl/1.0 (x)", "newscrawl"), ("*", "*"), ("* all", "*"), ("", ""), ("1a", ""), ("a_b-c", "a_b-c")],
)
def test_a_product_token_has_letters_dashes_and_underscores(written, token):
    assert product_token(written) == token


def test_a_flood_of_lines_is_bounded_and_its_last_line_counts():
    lines = [f"Content-Usage: /{number} train-ai=y" for number in range(10_000)]
    flood = "\n".join(["User-agent: *", *lines, "Content-Usage: / train-ai=n", "Content-Usage: /a* search=n"])
    robots = RobotsTxt(flood, "newscrawl")
    assert facts_of(robots.signals("https://e.example/9999")) == {"train-ai": "y"}
    assert facts_of(robots.signals("https://e.example/x")) == {"train-ai": "n"}
    assert len(robots.all_signals()) < 300
    assert facts("x" * MAX_ROBOTS_BYTES + "\nLicense: https://l.example/") == {}


def test_the_source_is_the_line_as_it_was_read():
    [one] = RobotsTxt("User-agent: *\nContent-Usage:  /a  train-ai=n # x", "newscrawl").all_signals()
    assert one == ("robots.txt", "train-ai", "n", "Content-Usage: /a  train-ai=n")
