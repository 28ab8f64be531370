"""An article of a mirror that nobody declared comes out of the pipeline in the characters in which it was written."""

import pytest
from scrapy.utils.test import get_crawler

from newscrawl.article import Article
from newscrawl.errors import BadArgument
from newscrawl.pipelines.repair import RepairPipeline
from newscrawl.site import Site
from newscrawl.stages.extract import extract_article
from newscrawl.text.decode import decode

URL = "https://mirror.example/news/123.html"
PARAGRAPH = (
    "國(guó)產(chǎn)芯片發(fā)展很快，設(shè)計(jì)企業(yè)對(duì)計(jì)算能力的需求越來(lái)越高，產(chǎn)業(yè)進(jìn)入"
    "新時(shí)代，學(xué)習(xí)國(guó)際經(jīng)驗(yàn)，動(dòng)態(tài)調(diào)整戰(zhàn)略。這些電路的體積更小，功耗更低，適合用在手機和平板電腦上。"
)
SIMPLE = (
    "国产芯片发展很快，设计企业对计算能力的需求越来越高，产业进入新时代，学习国际经验，动态调整战略。"
    "这些电路的体积更小，功耗更低，适合用在手机和平板电脑上。"
)
PAGE = (
    "<html lang='zh-TW'><head><title>國(guó)產(chǎn)芯片的發(fā)展</title></head><body><article><h1>國(guó)產(chǎn)芯片的發(fā)展</h1>"
    f"<p>{PARAGRAPH}</p><p>這是第二段，{PARAGRAPH}</p></article></body></html>"
)


def processed(**settings: str) -> Article:
    defaults = {"NEWSCRAWL_SIMPLIFY": "auto", "NEWSCRAWL_SITE_RULES": None, "NEWSCRAWL_PAGE_SECONDS": 0}
    crawler = get_crawler(settings_dict=defaults | settings)
    article = extract_article(decode(PAGE.encode()), URL, Site.undeclared(URL)).article
    item = RepairPipeline.from_crawler(crawler).process_item(article)
    assert isinstance(item, Article)
    return item


def test_an_undeclared_mirror_page_is_simplified_whatever_it_says_of_its_language() -> None:
    article = processed()
    assert article.title == "国产芯片的发展"
    assert [paragraph.text_content() for paragraph in article.body.tree.iter("p")] == [SIMPLE, f"这是第二段，{SIMPLE}"]
    assert {"mirror/annotation", "mirror/traditional"} <= {change.rule for change in article.changes}
    assert article.status == "ok"


def test_the_setting_keeps_traditional_characters() -> None:
    assert processed(NEWSCRAWL_SIMPLIFY="never").title == "國產芯片的發展"


def test_an_unknown_setting_is_refused() -> None:
    with pytest.raises(BadArgument, match="NEWSCRAWL_SIMPLIFY"):
        processed(NEWSCRAWL_SIMPLIFY="sometimes")
