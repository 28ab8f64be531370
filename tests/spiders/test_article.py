"""Every address that somebody names ends on record, whatever it is, and the run ends without an error."""

import pytest
from spider_runs import HOST, Run, saved

from newscrawl.errors import BadArgument
from newscrawl.spiders.article import ArticleSpider

TEXT = "<p>The regulator keeps its noise below one microvolt, its maker says in a note.</p>" * 3
LONG = f"{HOST}/d/{'x' * 1100}.html"
LINES = ("\ufeff# mine", f"{HOST}/d/1.html", "nonsense", "HTTPS://WWW.Sample.example/d/1.html", "http://[", LONG,
         f"{HOST}/d/1.html#end", "http://www.sample.example:99999/d/1.html", f"{HOST}/d/2.html")  # fmt: skip


def article(path):
    return saved(path, f"<title>Headline of {path}</title><h1>Headline of {path}</h1><article>{TEXT}</article>")


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    folder = tmp_path_factory.mktemp("run")
    (folder / "urls.txt").write_text("\n".join(LINES), "utf-8")
    pages = (article("/d/1.html"), article("/d/2.html"))
    return Run(folder, "article", "-a", f"urls_file={folder / 'urls.txt'}", spider="", pages=pages)


def test_good_addresses_are_fetched_whatever_stands_beside_them(run):
    assert run.keys == {"sample.example/d/1.html", "sample.example/d/2.html"}, run.log[-3000:]


def test_an_address_over_the_limit_ends_on_record(run):
    assert [(state, reason) for url, state, reason in run.ends if len(url) > 1000] == [("refused", "bad address")]


def test_no_page_is_left_without_an_end(run):
    assert {state for _, state, _ in run.ends} <= {"stored", "refused", "duplicate", "unchanged"}
    assert run.code != 6


def test_lines_that_are_no_address_are_counted_and_named(run):
    assert run.stats["newscrawl/skipped/bad-address"] == 3
    assert "3 addresses of urls_file cannot be read, such as 'nonsense', 'http://['" in run.log


def test_the_log_holds_no_error(run):
    assert "ERROR" not in run.log
    assert "Traceback" not in run.log


def test_a_file_without_any_address_is_a_wrong_argument(tmp_path):
    (tmp_path / "urls.txt").write_text("nonsense\n", "utf-8")
    with pytest.raises(BadArgument, match="urls_file"):
        ArticleSpider(urls_file=str(tmp_path / "urls.txt"))


def test_pages_are_recorded_as_named_by_the_user(run):
    assert {run.found[key] for key in run.keys} == {"user urls_file"}
