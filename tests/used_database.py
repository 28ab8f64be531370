"""Imported by a process that is forked for commands: what is made when a database is used for the first time is made once.

SQLAlchemy configures its mappers then and builds statements, which takes a fork a fifth of the CPU time of a small crawl.
"""

import tempfile

from samples import numbered

from newscrawl.storage.crawl.store import Store
from newscrawl.storage.database.check import require_sound

with tempfile.TemporaryDirectory(prefix="newscrawl-used-") as folder:
    database = f"sqlite:///{folder}/articles.db"
    with Store(database) as store:
        store.begin_run("sample", "1")
        store.save(numbered(1))
        store.end_run("finished", {})
    require_sound(database)
