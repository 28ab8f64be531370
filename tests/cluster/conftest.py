import pytest

from newscrawl.demo.postgres import is_installed, temporary_server


@pytest.fixture(scope="package")
def server():
    pytest.importorskip("pgqueuer", reason="the cluster is NOT tested: pip install 'newscrawl[cluster]'")
    if not is_installed():
        pytest.skip("the cluster is NOT tested: there is no PostgreSQL; apt-get install postgresql")
    with temporary_server() as server:
        yield server


@pytest.fixture
def database(server, request):
    return server.create(f"test_{abs(hash(request.node.nodeid))}")
