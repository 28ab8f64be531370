"""A process that stores known articles and says after each commit what it has stored; made to be killed.

    cd tests && python -m reliability.writer DATABASE COUNT GROUP [CHARACTERS]

CHARACTERS is the length of every body.
"""

import sys
from hashlib import sha256

from samples import numbered

from newscrawl.errors import StorageFailed
from newscrawl.storage.crawl.store import Store

FAILED = 5


def body(number, size=3000):
    """Return the text of the article of that number; the same in every process."""
    return (sha256(str(number).encode()).hexdigest() * (size // 64 + 1))[:size]


def main(database, count, group, size="3000"):
    articles = [numbered(n, body_text=body(n, int(size)), body_html=body(n, int(size))) for n in range(int(count))]
    try:
        with Store(database) as store:
            for start in range(0, len(articles), int(group)):
                answers = store.save_all(articles[start : start + int(group)])
                for number, answer in enumerate(answers, start):
                    print(number, answer, flush=True)
    except StorageFailed as failure:
        print(failure, file=sys.stderr)
        return FAILED
    return 0


def execute():
    """Be the program that the command line names."""
    sys.exit(main(*sys.argv[1:]))


if __name__ == "__main__":
    execute()
