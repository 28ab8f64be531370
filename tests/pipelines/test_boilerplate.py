"""What the database has learned is taken out on the way; what cannot be counted passes."""

from dataclasses import replace

import pytest
from samples import ARTICLE
from scrapy.exceptions import NotConfigured
from scrapy.utils.test import get_crawler

from newscrawl.pipelines.boilerplate import BoilerplatePipeline
from newscrawl.text.fingerprints import read_paragraph

NOTICE = "Acme Media keeps all rights; reprints need our written consent."
OWN = "The new regulator keeps its output noise below one microvolt, its maker says, and it is on sale now."
ITEM = replace(ARTICLE, body_html=f"<p>{OWN}</p>\n<p>{NOTICE}</p>", body_text=f"{OWN}\n\n{NOTICE}")


class Stats(dict):
    def inc_value(self, key, count=1):
        self[key] = self.get(key, 0) + count


@pytest.fixture
def pipeline():
    known = {"sample": {read_paragraph(NOTICE).fingerprint}}
    return BoilerplatePipeline(Stats(), lambda site: known.get(site, ()))


def test_an_article_is_stripped_by_what_its_own_site_says(pipeline):
    assert pipeline.process_item(ITEM).body_text == OWN
    assert pipeline.stats == {"newscrawl/strip/learned/boilerplate": 1}
    elsewhere = replace(ITEM, site="elsewhere")
    assert pipeline.process_item(elsewhere) == elsewhere
    assert len(pipeline.process_item(elsewhere).paragraphs) == 2


def test_items_of_other_kinds_pass(pipeline):
    for item in ({"url": ITEM.url, "body_html": ITEM.body_html, "site": "sample"}, {"no": "article"}):
        assert pipeline.process_item(dict(item)) == item
    assert pipeline.stats == {}


def test_it_can_be_switched_off():
    with pytest.raises(NotConfigured):
        BoilerplatePipeline.from_crawler(get_crawler(settings_dict={"NEWSCRAWL_LEARNED_BOILERPLATE": "0"}))
