import pytest
from scrapy.cmdline import execute


@pytest.fixture
def newscrawl(capsys):
    def run(database, *arguments):
        with pytest.raises(SystemExit) as ended:
            execute(["newscrawl", *arguments, "-s", f"NEWSCRAWL_DATABASE_URL={database}"])
        return ended.value.code, *capsys.readouterr()

    return run


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("cluster", "status"), "a cluster needs PostgreSQL"),
        (("cluster", "stop"), "takes status, install or enqueue"),
        (("cluster", "status", "golem"), "takes status, install or enqueue"),
        (("worker",), "a cluster needs PostgreSQL"),
        (("worker", "--tasks", "1"), "--tasks takes a number from 2 to 100, not '1'"),
        (("worker", "--only", "nosuch"), "no site is called 'nosuch'"),
    ],
)
def test_what_cannot_be_is_one_line(newscrawl, tmp_path, arguments, message):
    code, _, said = newscrawl(f"sqlite:///{tmp_path}/articles.db", *arguments)
    assert code == 2
    assert message in said


def test_sites_are_enqueued_and_shown(newscrawl, postgres):
    pytest.importorskip("pgqueuer", reason="the cluster is NOT tested: pip install 'newscrawl[cluster]'")
    database = postgres.create("newscrawl")
    assert newscrawl(database, "cluster", "install")[1] == "database and queue are up to date\n"
    assert newscrawl(database, "cluster", "enqueue", "golem", "heise")[1] == "2 of 2 sites enqueued\n"
    assert newscrawl(database, "cluster", "enqueue", "golem")[1] == "0 of 1 sites enqueued\n"
    assert newscrawl(database, "cluster", "status")[1] == "2 queued\n"
