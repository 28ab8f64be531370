import pytest
from browsed import fill

pytest.importorskip("starlette", reason="The reader is NOT tested: pip install 'newscrawl[browse]'")

PORT = 8001


@pytest.fixture(scope="session")
def filled(tmp_path_factory):
    """A database with an edit, a copy on another site, a refusal and an article of which everything is hostile."""
    url = f"sqlite:///{tmp_path_factory.mktemp('reader')}/articles.db"
    fill(url)
    return url


@pytest.fixture(scope="session")
def reader(filled):
    from newscrawl.browse.app import reader_app

    return reader_app(filled, PORT)
