import subprocess
from pathlib import Path

import pytest

from newscrawl.demo.postgres import is_installed, temporary_server


@pytest.mark.skipif(not is_installed(), reason="PostgreSQL is NOT tested: apt-get install postgresql")
def test_a_server_listens_on_loopback_until_its_context_ends():
    with temporary_server() as server:
        assert server.create("one").startswith("postgresql+psycopg://crawler@127.0.0.1:")
        with pytest.raises(subprocess.CalledProcessError):
            server.create("one")  # it is there already: the server keeps what it is told
        server.stop()
        server.start()
        with pytest.raises(subprocess.CalledProcessError):
            server.create("one")
        place = Path(server._place)
        assert place.is_dir()
    assert not place.exists()
