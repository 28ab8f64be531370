import asyncio

import pytest

pytest.importorskip("pgqueuer", reason="the cluster is NOT tested: pip install 'newscrawl[cluster]'")

from newscrawl.cluster.queue import RunAgain
from newscrawl.cluster.site_run import MAX_TRIES, SiteRuns, must_run_again, name_of, wait_before
from newscrawl.reports.verdict import Exit

AGAIN = {Exit.BUSY, Exit.STOPPED, Exit.STORAGE, Exit.CRASHED, Exit.NOTHING}


@pytest.mark.parametrize("code", [*Exit, -9, -11])
def test_a_run_is_repeated_only_where_another_try_may_mend_it(code):
    assert must_run_again(code, 0) is (code in AGAIN or code < 0)
    assert must_run_again(code, MAX_TRIES) is (code in {Exit.BUSY, Exit.STOPPED})


def test_waits_grow_and_are_bounded():
    waits = [wait_before(tries) for tries in range(20)]
    assert waits[:3] == [10, 20, 40]
    assert waits == sorted(waits)
    assert waits[-1] == 600


def test_an_exit_code_is_named():
    assert [name_of(code) for code in (0, 75, -9, 99)] == ["0 (well)", "75 (busy)", "signal 9", "99"]


def test_a_site_that_is_gone_is_not_tried_again_and_one_whose_database_is_away_is():
    async def run():
        runs = SiteRuns(["-s", "NEWSCRAWL_DATABASE_URL=postgresql+psycopg://nobody@127.0.0.1:9/none"])
        await runs.run("no-such-site", 0)  # exit code 2: nothing is raised
        with pytest.raises(RunAgain) as again:
            await runs.run("golem", 0)
        await runs.close()
        return again.value

    assert asyncio.run(run()).seconds == 10
