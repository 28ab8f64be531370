"""Declared sites take the addresses of their articles for articles, and others not."""

import pytest

from newscrawl.spiders import site_of

ARTICLES = """
https://www.theregister.com/on-prem/2026/09/24/a-quiet-fab/5298702
https://www.theregister.com/ai-and-ml/2026/06/02/an_older_slug/5250322
https://www.theregister.com/a/5301774
https://www.theregister.com/2026/11/18/memory_prices_march_upward/
https://www.golem.de/news/speicher-teurer-als-gold-2603-206569.html
https://www.golem.de/news/speicher-teurer-als-gold-2603-206569-rss.html
https://www.c114.com.cn/ai/5339/a1316877.html
https://www.c114.com.cn/news/22/a1277064.html
https://www.ednchina.com/technews/12082_3.html
https://www.ednchina.com/technews/36418.html
https://www.ednchina.com/news/6330.html
https://www.ednchina.com/news/202604299557.html
https://www.elecfans.com/emb/stm32/20180312646288.html
https://www.elecfans.com/d/2954823.html
https://www.heise.de/tipps-tricks/Ein-Netzteil-pruefen-4455667.html
https://www.heise.de/developer/artikel/Ein-Treiber-4455668.html
https://www.heise.de/newsticker/meldung/Ein-Chip-4455669.html
https://www.heise.de/bestenlisten/testsieger/abc12de
https://www.tomshardware.com/reviews/best-gpus,4380.html
https://www.tomshardware.com/pc-components/cpus/a-new-core
https://wccftech.com/review/a-quiet-card/
https://wccftech.com/a-new-core-arrives/
https://news.mynavi.jp/techplus/article/20261120-2890123/
https://news.mynavi.jp/techplus/article/kubernetes-30/
https://news.mynavi.jp/techplus/article/_ossfess-48/
https://news.mynavi.jp/techplus/article/techp4732/
https://www.eeworld.com.cn/qcdz/eic693022.html
https://m.eeworld.com.cn/news_mp/chipmaker/a48213.jspx
https://news.eeworld.com.cn/mcu/2019/ic-news021243150.html
https://news.eeworld.com.cn/mp/chipmaker/a48213.jspx
https://www.eeworld.com.cn/medical_electronics/2013/0314/article_3611_2.html
https://www.1cnz.cn/d/2954823.html
https://pc.watch.impress.co.jp/docs/news/20111108_489321.html
https://pc.watch.impress.co.jp/docs/column/benchlab/2049876-2.html
https://www.techpowerup.com/338021/a-news-slug
https://www.eet-china.com/news/202604299557.html
https://m.mydrivers.com/newsview/1091377.html
""".split()
OTHERS = """
https://www.theregister.com/security/
https://www.golem.de/sonstiges/zustimmung/auswahl.html
https://www.c114.com.cn/news/22/c18855.html
https://www.tomshardware.com/feeds/all
https://wccftech.com/videos/
https://wccftech.com/review/
https://www.heise.de/bestenlisten/
https://www.elecfans.com/news/
""".split()


@pytest.mark.parametrize("url", ARTICLES)
def test_the_address_of_an_article_is_known(url):
    site = site_of(url)
    assert site.article_urls
    assert site.is_article(url)
    assert site.key(url).startswith(f"{site.name}/")


@pytest.mark.parametrize("url", OTHERS)
def test_another_address_is_none(url):
    assert not site_of(url).is_article(url)


def test_all_addresses_of_one_article_of_the_register_have_one_key():
    site = site_of("https://www.theregister.com/")
    long, short = (
        "https://www.theregister.com/on-prem/2026/11/19/a-slug/5301774",
        "https://www.theregister.com/a/5301774",
    )
    assert site.key(long) == site.key(short)
