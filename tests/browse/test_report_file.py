"""A report is read in full by somebody who has only the file."""

from crawled_runs import WHY, save_runs

from newscrawl.browse.report_file import report_file
from newscrawl.reports.figures import run_figures
from newscrawl.storage.database.read_only import ReadOnlyDatabase


def test_what_a_run_says_is_only_text(tmp_path):
    url = f"sqlite:///{tmp_path}/articles.db"
    numbers = save_runs(url, spider="<script>x</script>")
    html = report_file(run_figures(ReadOnlyDatabase(url), numbers[1]))
    assert "<script>" not in html
    assert WHY in html
