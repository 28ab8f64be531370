"""The add-on in a project of somebody else: every kind of item comes out clean, and no other setting changes."""

import json
import os
import sqlite3

import pytest
import scrapy_command
from scrapy.settings import Settings

from newscrawl.addon import CleanNews

SPIDER = """
import attrs, dataclasses, json, scrapy
FIELDS = ("url", "title", "body_html", "body_text")

@dataclasses.dataclass
class Data:
    url: str
    title: str
    body_html: str
    body_text: str = ""

@attrs.define
class Attrs:
    url: str
    title: str
    body_html: str
    body_text: str = ""

class Item(scrapy.Item):
    url, title, body_html, body_text = (scrapy.Field() for _ in range(4))

KINDS = {"dict": dict, "data": Data, "attrs": Attrs, "item": Item}
try:
    import pydantic
    class Model(pydantic.BaseModel):
        url: str
        title: str
        body_html: str
        body_text: str = ""
    KINDS["model"] = Model
except ImportError:
    pass

class Foreign(scrapy.Spider):
    name = "foreign"
    async def start(self):
        for name, kind in KINDS.items():
            yield kind(
                url=f"https://www.foreign.example/{name}.html",
                title="A 4.7 k\\u00ce\\u00a9 resistor",
                body_html="<p>The resistor keeps its value of 4.7 k\\u00ce\\u00a9 between minus 40 and 125 degrees.</p>"
                "<p>It is made of thin film, and its tolerance is one per cent over the whole range.</p>"
                '<div class="share-buttons"><a href="/share">Share this</a></div>',
            )
"""


def run(folder, *settings):
    (folder / "scrapy.cfg").write_text("[settings]\ndefault = foreign_settings\n")
    (folder / "foreign_settings.py").write_text(
        "SPIDER_MODULES = ['foreign_spiders']\nADDONS = {'newscrawl.addon.CleanNews': 300}\nLOG_LEVEL = 'WARNING'\n"
        + "\n".join(settings)
    )
    (folder / "foreign_spiders.py").write_text(SPIDER)
    # Scrapy writes this variable whenever it looks for a project, as other tests make it do in this process.
    environment = {name: value for name, value in os.environ.items() if name != "SCRAPY_SETTINGS_MODULE"}
    return scrapy_command.run("crawl", "foreign", "-O", "items.jsonl", cwd=folder, environment=environment)


def test_items_of_every_kind_come_out_clean(tmp_path):
    finished = run(tmp_path)
    assert (finished.returncode, finished.stderr) == (0, "")
    items = list(map(json.loads, (tmp_path / "items.jsonl").read_text("utf-8").splitlines()))
    assert len(items) >= 4
    for item in items:
        text = " ".join(item[name] for name in ("title", "body_html", "body_text"))
        assert "4.7 kΩ" in text
        assert "Î" not in text
        assert "Share this" not in text
    assert {path.name for path in tmp_path.iterdir() if path.suffix == ".db"} == set()


def test_items_are_stored_where_the_project_names_a_database(tmp_path):
    finished = run(tmp_path, "NEWSCRAWL_DATABASE_URL = 'sqlite:///foreign.db'")
    assert finished.returncode == 0, finished.stderr
    with sqlite3.connect(tmp_path / "foreign.db") as connection:
        titles = [title for (title,) in connection.execute("SELECT title FROM articles")]
    connection.close()
    assert len(titles) >= 4
    assert set(titles) == {"A 4.7 kΩ resistor"}


@pytest.mark.parametrize("database", [None, "sqlite:///foreign.db"])
def test_only_pipelines_and_settings_of_newscrawl_are_added(database):
    settings = Settings({"NEWSCRAWL_DATABASE_URL": database})
    before = {
        name: setting.value for name, setting in settings.attributes.items() if not hasattr(setting.value, "keys")
    }
    CleanNews().update_settings(settings)
    after = {name: settings.attributes[name].value for name in before}
    assert after == before
    assert all(name.startswith("NEWSCRAWL_") for name in settings.attributes.keys() - Settings().attributes.keys())
    assert len(settings["ITEM_PIPELINES"]) == (3 if database else 2)
    assert settings["NEWSCRAWL_SIMPLIFY"] == "auto"
