"""Imported by a process that is forked for commands: what is made when it is used for the first time, no fork makes again.

Those are the mappers of SQLAlchemy and its statements, and patterns and tables of the reader.
"""

import tempfile

import compiled_statements
from samples import numbered

from newscrawl import extract
from newscrawl.storage.crawl.store import Store
from newscrawl.storage.database.check import require_sound

compiled_statements.share()
_SENTENCES = (
    "<p>The new regulator keeps its noise below one microvolt, its maker says, and samples are to be had now.</p>" * 8
)

extract(
    f"<title>A quieter regulator</title><article><h1>A quieter regulator</h1>{_SENTENCES}</article>".encode(),
    "https://a.example/1",
)
with tempfile.TemporaryDirectory(prefix="newscrawl-used-") as folder:
    database = f"sqlite:///{folder}/articles.db"
    with Store(database) as store:
        store.begin_run("sample", "1")
        store.save(numbered(1))
        store.end_run("finished", {})
    require_sound(database)
