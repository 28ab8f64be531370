import pytest


@pytest.fixture
def database(postgres, request):
    pytest.importorskip("pgqueuer", reason="the cluster is NOT tested: pip install 'newscrawl[cluster]'")
    return postgres.create(f"test_{abs(hash(request.node.nodeid))}")
