"""Write a corpus as a data set of Hugging Face: Parquet files by language, and a card that says what is in them."""

import json
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from newscrawl import __version__
from newscrawl.article import Article
from newscrawl.bulk.shards import WHOLE, Shard
from newscrawl.bulk.workers import map_chunks
from newscrawl.errors import BadArgument, StorageFailed
from newscrawl.rights.purposes import rights_text
from newscrawl.storage.durable_files import is_disk_fault, unfinished_file
from newscrawl.storage.views.corpus import ArticlesReader, Member
from newscrawl.workers.pool import WorkerLost

DATA_FOLDER = "data"
CARD_NAME = "README.md"

MAX_FILE_ROWS = 50_000  # of English news some 200 MB; the Hub shows and streams files below 500 MB well
_GROUP_ROWS = 1000  # of a row group of Parquet; as many articles are in memory
_NOT_IN_NAME = re.compile("[^A-Za-z0-9]+")  # of a split: the Hub takes letters, digits and underscores
_TYPES = (  # of the columns, by their names in Parquet and in the card
    ("id", "string"),
    ("url", "string"),
    ("site", "string"),
    ("language", "string"),
    ("title", "string"),
    ("authors", "strings"),
    ("source", "string"),
    ("published", "time"),
    ("modified", "time"),
    ("section", "string"),
    ("tags", "strings"),
    ("summary", "string"),
    ("text", "string"),
    ("markdown", "string"),
    ("status", "string"),
    ("confidence", "float64"),
    ("duplicate_group", "string"),
    ("rights", "string"),
)
# Facts that nearly every article has another value of.
_COUNTED_BY_NAME = frozenset({"unavailable_after", "unknown", "tdm-policy", "usageInfo"})
_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"),
          (10_000_000, "1M<n<10M"), (100_000_000, "10M<n<100M"))  # fmt: skip


class CorpusFile(NamedTuple):
    """One file to be written: its name below the folder, and its articles, in order, with their groups."""

    name: str
    ids: tuple[int, ...]
    groups: dict[int, str]


class _Task(NamedTuple):
    items: tuple[CorpusFile]


def write_corpus(
    database_url: str,
    folder: Path,
    members: Sequence[Member],
    *,
    jobs: int = 1,
    shard: Shard = WHOLE,
    watch: Callable[[int], object] = lambda _articles: None,
) -> int:
    """Write the files of this share, and with the first share the card; return how many articles were written.

    The same articles give the same bytes. The card comes last: a folder without one holds no whole corpus. ``watch``
    is called with the number of articles written so far. Raises ``BadArgument`` without pyarrow, or where ``folder`` is
    something else than an earlier corpus, and ``StorageFailed`` if the disk fails.
    """
    _require_pyarrow()
    written = 0
    with _disk_faults(folder):
        _prepare(folder, shard)
        files = plan_files(members)
        own = [one for number, one in enumerate(files) if shard.takes(number)]
        work = partial(_Writer, database_url, folder)
        for _, [rows] in map_chunks(work, (_Task((one,)) for one in own), jobs, _lost):
            written += rows
            watch(written)
        if shard.number == 1:
            with unfinished_file(folder / CARD_NAME) as unfinished:
                unfinished.write_text(card(members, files), "utf-8")
    return written


@contextmanager
def _disk_faults(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if is_disk_fault(error):
            raise StorageFailed(f"cannot write {folder}: {error.strerror}") from error
        raise


def plan_files(members: Sequence[Member]) -> list[CorpusFile]:
    """Return the files of a corpus: for each language as many as are needed."""
    files = []
    for language, found in groupby(members, key=lambda one: one.language):
        rows = list(found)
        count = -(-len(rows) // MAX_FILE_ROWS)
        for number in range(count):
            part = rows[number * MAX_FILE_ROWS : (number + 1) * MAX_FILE_ROWS]
            files.append(
                CorpusFile(
                    f"{DATA_FOLDER}/{split_of(language)}-{number:05}-of-{count:05}.parquet",
                    tuple(one.id for one in part),
                    {one.id: one.group for one in part if one.group},
                )
            )
    return files


def split_of(language: str) -> str:
    """Return the name of the split of a language.

    >>> split_of("zh-Hant")
    'zh_Hant'
    """
    return _NOT_IN_NAME.sub("_", language)


def card(members: Sequence[Member], files: Sequence[CorpusFile]) -> str:
    """Return the card: YAML that the Hub reads, then counts by language and site."""
    languages = Counter(one.language for one in members)
    head: dict[str, Any] = {
        "pretty_name": "News articles collected with newscrawl",
        "license": "other",
        "license_name": "rights-of-the-publishers",
        "language": sorted({language.partition("-")[0] for language in languages}),
        "task_categories": ["text-generation"],
        "size_categories": [next((name for limit, name in _SIZES if len(members) < limit), "n>100M")],
        "configs": [
            {
                "config_name": "default",
                "data_files": [
                    {"split": split_of(language), "path": f"{DATA_FOLDER}/{split_of(language)}-*.parquet"}
                    for language in languages
                ],
            }
        ],
        "dataset_info": {
            "features": [_feature(name, kind) for name, kind in _TYPES],
            "splits": [{"name": split_of(name), "num_examples": count} for name, count in languages.items()],
        },
    }
    return "\n".join(
        [
            "---",
            # JSON is YAML, on one line for each key: a value cannot end the head.
            *(f"{name}: {json.dumps(value, ensure_ascii=True)}" for name, value in head.items()),
            "---",
            "",
            "# News articles collected with newscrawl",
            "",
            f"{len(members)} articles in {len(files)} Parquet files, written by newscrawl {__version__}. Texts are"
            " repaired and free of widgets; articles whose page was cut or could not be read whole are left out.",
            "The rights are the publishers': see the sites before you pass anything on.",
            "",
            "Articles that are nearly the same have the same `duplicate_group`: keep those whose `id` is their"
            " `duplicate_group`, and those without one, to have none twice.",
            "",
            "## By language",
            "",
            *_table("language", members, lambda one: one.language),
            "",
            "## By site",
            "",
            *_table("site", members, lambda one: one.site),
            "",
            "## Rights",
            "",
            "What pages and their hosts state in machine-readable form, as the column `rights` has it for each article"
            " (JSON). What is not stated is absent; nothing here is legal advice.",
            "",
            *_rights_table(members),
            "",
        ]
    )


def _table(title: str, members: Sequence[Member], of: Callable[[Member], str]) -> Iterator[str]:
    yield f"| {title} | articles | characters | near-duplicates | published |"
    yield "|---|--:|--:|--:|---|"
    for name, found in groupby(sorted(members, key=lambda one: (of(one), one.key)), key=of):
        rows = list(found)
        days = sorted(one.published.date().isoformat() for one in rows if one.published)
        spare = sum(1 for one in rows if one.group and one.group != one.key)
        span = f"{days[0]} to {days[-1]}" if days else ""
        yield f"| {_cell(name)} | {len(rows)} | {sum(one.characters for one in rows)} | {spare} | {span} |"


def _rights_table(members: Sequence[Member]) -> Iterator[str]:
    """Yield how many articles each fact holds for; addresses and names are counted by what they state."""
    counts = Counter(
        rights_text({name: value}) if name not in _COUNTED_BY_NAME else name
        for one in members
        for name, value in (one.rights or {}).items()
    )
    nothing = sum(one.rights == {} for one in members)
    not_read = sum(one.rights is None for one in members)
    yield "| stated | articles |"
    yield "|---|--:|"
    for stated, count in sorted(counts.items(), key=lambda one: (-one[1], one[0])):
        yield f"| {_cell(stated)} | {count} |"
    yield f"| nothing | {nothing} |"
    if not_read:
        yield f"| not known | {not_read} |"


def _cell(text: str) -> str:
    return re.sub(r"[|\r\n`<>\\]", " ", text)


def _feature(name: str, kind: str) -> dict[str, str]:
    if kind == "strings":
        return {"name": name, "sequence": "string"}
    return {"name": name, "dtype": "timestamp[us, tz=UTC]" if kind == "time" else kind}


class _Writer:
    """Writes one file at a time; a file takes its place when it is whole."""

    def __init__(self, database_url: str, folder: Path) -> None:
        self._articles = ArticlesReader(database_url)
        self._folder = folder

    def __call__(self, file: CorpusFile) -> int:
        import pyarrow as pa  # noqa: PLC0415 - of an extra
        from pyarrow import parquet  # noqa: PLC0415

        kinds = {
            "string": pa.string(),
            "strings": pa.list_(pa.string()),
            "time": pa.timestamp("us", "UTC"),
            "float64": pa.float64(),
        }
        schema = pa.schema([(name, kinds[kind]) for name, kind in _TYPES])
        target = self._folder / file.name
        written, rows = 0, []
        with (
            unfinished_file(target) as unfinished,
            parquet.ParquetWriter(unfinished, schema, compression="zstd") as writer,
        ):
            for number, article in self._articles.read(file.ids, batch=100):
                rows.append(_row(article, file.groups.get(number)))
                if len(rows) == _GROUP_ROWS:
                    writer.write_table(pa.Table.from_pylist(rows, schema))
                    written, rows = written + len(rows), []
            if rows or not written:
                writer.write_table(pa.Table.from_pylist(rows, schema))
        return written + len(rows)


def _row(article: Article, group: str | None) -> dict[str, Any]:
    return {
        "id": article.key,
        "url": article.url,
        "site": article.site,
        "language": article.language,
        "title": article.title,
        "authors": list(article.authors),
        "source": article.source,
        "published": article.published,
        "modified": article.modified,
        "section": article.section,
        "tags": list(article.tags),
        "summary": article.summary,
        "text": article.body_text,
        "markdown": article.body_markdown,
        "status": article.status,
        "confidence": article.confidence,
        "duplicate_group": group,
        "rights": None if article.rights is None else json.dumps(dict(article.rights), ensure_ascii=False),
    }


def _lost(file: CorpusFile, why: WorkerLost) -> int:
    raise StorageFailed(f"{file.name}: {why}")


def _prepare(folder: Path, shard: Shard) -> None:
    if folder.exists() and not folder.is_dir():
        raise BadArgument(f"{folder} is a file: this format takes a folder")
    data = folder / DATA_FOLDER
    if folder.exists() and any(folder.iterdir()) and not data.is_dir():
        raise BadArgument(f"{folder} holds something else than a corpus")
    if shard.number == 1:
        (folder / CARD_NAME).unlink(missing_ok=True)
    if shard.of == 1 and data.is_dir():
        shutil.rmtree(data)  # files of an earlier corpus would be taken for parts of this one
    data.mkdir(parents=True, exist_ok=True)


def _require_pyarrow() -> None:
    try:
        import pyarrow  # noqa: F401, PLC0415
    except ImportError:
        raise BadArgument("--format huggingface needs pip install 'newscrawl[parquet]'") from None
