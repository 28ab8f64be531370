"""Pages that stand in for an article are refused with their reason; articles about such pages are not."""

import zlib
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.article import Article
from newscrawl.errors import Refused
from newscrawl.stages.chain import extract
from newscrawl.stages.validate import MAX_TAGS, MAX_TITLE_CHARACTERS, is_monotonous, lists_others, validate_article
from newscrawl.text.measure import weighted_length
from newscrawl.text.refusals import refusal_of_text, refusal_of_title

PROSE = (
    "Der Hersteller hat einen Wandler gezeigt, der weniger als ein halbes Watt verbraucht. Zwei Kanäle teilen sich zwölf Bit. "
    "Muster gehen im Frühjahr an Schulen; eine Fassung mit vier Kanälen ist geplant, ein Datum wollte niemand nennen."
)
TITLES = {
    "Page not found - Bench News": "soft 404",
    "404 页面不存在！": "soft 404",
    "Seite nicht gefunden | Elektronik": "soft 404",
    "Attention Required! | Cloudflare": "blocked page",
    "安全验证": "blocked page",
    "Log in": "login wall",
    "用户登录 - 电子网": "login wall",
    "Anmelden | Fachblatt": "login wall",
    "Before you continue": "consent wall",
    "Welcome to nginx!": "server page",
    "Index of /news": "server page",
    "Hacked by Gh0st": "defaced",
    "This domain is for sale": "parked domain",
}
GOOD_TITLES = [
    "How a 404 page is made",
    "Login chips: how a reader checks a card",
    "Anmelden leicht gemacht: neuer Chip für Türen",
    "Access denied: why makers lose export licences",
    "Index of chip prices falls",
    "Maintenance of old oscilloscopes",
    "Error correction in 3D flash",
    "Hackers broke into a chip maker",
    "Bench News - Log in with a fingerprint: the new readers",
    "验证码识别芯片发布",
    "登录火星：探测器的电源",
    "",
]
TEXTS = {
    "Sorry, we couldn't find that page. It may have moved.": "soft 404",
    "The article you requested does not exist any more.": "soft 404",
    "很抱歉，您访问的页面不存在或已被删除，请返回首页。": "soft 404",
    "お探しのページは見つかりませんでした。削除された可能性があります。": "soft 404",
    "요청하신 페이지를 찾을 수 없습니다.": "soft 404",
    "Please verify you are human by completing the action below.": "blocked page",
    "您的访问过于频繁，请输入验证码后继续。": "blocked page",
    "Bitte bestätigen Sie, dass Sie kein Roboter sind.": "blocked page",
    "You must be logged in to view this content. Forgot your password?": "login wall",
    "请先登录后再查看全文，还没有账号？免费注册。": "login wall",
    "We value your privacy. We and our partners store information on a device.": "consent wall",
    "Um der Nutzung mit Werbung zuzustimmen, müssen Cookies aktiviert sein.": "consent wall",
    "A new scope was shown. This article is for subscribers only. Subscribe to continue reading.": "paywall",
    "Ein neues Gerät. Jetzt weiterlesen mit Plus. Bereits Abonnent?": "paywall",
    "Please enable JavaScript to view this page.": "script wall",
    "This domain may be for sale. Inquire about this domain.": "parked domain",
    "We are down for scheduled maintenance and will be back shortly.": "server page",
    "This content is not available in your region.": "not for here",
    "You must be 18 years or older. Please confirm your age.": "age wall",
}
GOOD_TEXTS = [
    PROSE,
    "The plant is under construction and will open in 2028, the company said on Monday.",
    "The maker's account was suspended; its chips stay in the shops. Prices fell by ten percent in a week.",
    "Coming soon: a scope with four channels. The company showed a first sample at the fair in Munich.",
    "工厂正在建设中，预计明年投产，届时年产能将达到十万片晶圆。",
    "A captcha chip from Taiwan tells people from machines by their pulse.",
    "新芯片支持指纹登录后自动解锁，功耗只有三毫瓦。",
    "Ein Chip erkennt, ob das Passwort stimmt; die Anmeldung dauert zwei Millisekunden.",
    "New cookie rules: the regulator says that a site uses cookies too freely.",
    PROSE * 6 + " Subscribe to continue reading. Log in. Forgot your password?",
]


def article(**fields):
    text = fields.get("body_text", PROSE)
    values = {
        "url": "http://e.example/1",
        "key": "e",
        "site": "e",
        "title": "A wandler",
        "body_html": f"<p>{text}</p>",
        "body_text": text,
    }
    return Article(**values | fields)


@pytest.mark.parametrize(("title", "reason"), TITLES.items())
def test_a_stand_in_is_known_by_its_title(title, reason):
    assert refusal_of_title(title) == reason
    with pytest.raises(Refused) as caught:
        validate_article(article(title=title))
    assert caught.value.reason == reason


@pytest.mark.parametrize("title", GOOD_TITLES)
def test_the_title_of_an_article_is_none(title):
    assert refusal_of_title(title) is None


@pytest.mark.parametrize(("text", "reason"), TEXTS.items())
def test_a_stand_in_is_known_by_its_text(text, reason):
    assert refusal_of_text(text) == reason


@pytest.mark.parametrize("text", GOOD_TEXTS)
def test_the_text_of_an_article_is_none(text):
    assert refusal_of_text(text) is None


def test_a_sound_article_passes_as_it_is():
    sound = article(published=datetime(2026, 11, 20, tzinfo=UTC))
    assert validate_article(sound) == sound


def test_fields_longer_than_any_real_one_are_cut():
    long = validate_article(article(title="t" * 9000, tags=tuple(map(str, range(900))), summary="s" * 90_000))
    assert (len(long.title), len(long.tags), len(long.summary)) == (MAX_TITLE_CHARACTERS, MAX_TAGS, 5000)


def test_what_did_not_come_whole_is_damaged():
    assert validate_article(article(flags=("damaged/checksum",))).status == "damaged"


def test_a_date_that_cannot_be_leaves_the_article_lossy():
    doubtful = article(flags=("impossible date",))
    assert validate_article(doubtful).status == "lossy"
    assert validate_article(replace(doubtful, published=datetime(2026, 1, 1, tzinfo=UTC))).status == "ok"


def test_the_free_beginning_of_an_article_that_is_not_free_is_refused():
    with pytest.raises(Refused, match="paywall"):
        validate_article(article(flags=("not free",)))
    assert validate_article(article(flags=("not free",), body_text=PROSE * 4)).status == "ok"


TEASERS = "".join(
    f"<h3><a href='/{n}'>A title of an article, no. {n}</a></h3><p>One line about it.</p>" for n in range(9)
)
LISTS = [
    TEASERS,
    "<ul>" + "".join(f"<li><a href='/{n}'>A title of an article, no. {n}</a></li>" for n in range(30)) + "</ul>",
]
NO_LISTS = [
    f"<p>{PROSE}</p>",
    f"<p>{PROSE}</p>" + TEASERS[:150],
    "".join(f"<h3><a href='#{n}'>Part {n}</a></h3><p>{PROSE * 3}</p>" for n in range(8)),
    f"<p>{PROSE * 3}</p><ul>" + "".join(f"<li><a href='/{n}'>Source {n}</a></li>" for n in range(9)) + "</ul>",
]


@pytest.mark.parametrize("body", LISTS, ids=range(len(LISTS)))
def test_a_list_of_articles_is_none(body):
    assert lists_others(body)


@pytest.mark.parametrize("body", NO_LISTS, ids=range(len(NO_LISTS)))
def test_an_article_with_links_is_no_list(body):
    assert not lists_others(body)


def test_a_text_that_says_the_same_over_and_over_is_monotonous():
    assert is_monotonous("word " * 5000)
    assert not is_monotonous(PROSE * 3)
    assert not is_monotonous("".join(f"{n * 7919 % 9973}: {PROSE[n % 90 : n % 90 + 60]}\n" for n in range(300)))


@given(st.text(max_size=400), st.text(min_size=1, max_size=40), st.integers(100, 6000), st.text(max_size=400))
def test_the_beginning_of_a_text_alone_never_hides_that_it_is_monotonous(before, said, times, after):
    text = before + said * times + after
    data = text.encode("utf-8", "replace")
    assert is_monotonous(text) == (len(data) > 5000 and len(zlib.compress(data, 1)) < 0.03 * len(data))


@given(st.text(max_size=300))
def test_any_text_has_an_answer(text):
    assert weighted_length(text) >= 0
    assert refusal_of_text(text) is None or refusal_of_text(text)
    assert refusal_of_title(text) is None or refusal_of_title(text)


NOT_FREE_DATA = '<script type="application/ld+json">{"@type":"NewsArticle","headline":"A ferry","isAccessibleForFree":false%s}</script>'
SENTENCES = (
    "<p>The ferry will run on batteries alone from next spring, the council said on Monday.</p>"
    "<p>Four packs have been ordered from a maker in the north.</p>"
)


def page_for_sale(body: str, data: str = "") -> str:
    return f"<html lang=en><head><title>A ferry</title>{NOT_FREE_DATA % data}</head><body><h1>A ferry</h1>{body}</body></html>"


def test_a_short_article_that_is_whole_is_kept_though_called_not_free() -> None:
    article = extract(page_for_sale(SENTENCES), "https://www.example.com/news/1")
    assert "not free" in article.flags
    assert article.body_text.endswith("in the north.")


def test_one_paragraph_of_several_sentences_may_be_whole() -> None:
    paragraph = "<p>The ferry will run on batteries. Four packs have been ordered. It sails in spring. Fares stay.</p>"
    assert "not free" in extract(page_for_sale(paragraph), "https://www.example.com/news/1").flags


@pytest.mark.parametrize(
    "page",
    [
        page_for_sale("<p>The ferry will run on batteries alone from next spring. Four packs have been ordered.</p>"),
        page_for_sale(SENTENCES + "<p>The old engines are kept in repair, which…</p>"),
        page_for_sale(SENTENCES, ',"wordCount":900'),
        page_for_sale(SENTENCES + '<div class="paywall"><p>Subscribe to continue reading.</p></div>'),
    ],
    ids=["its first paragraph", "cut", "says how long it is", "asks for money"],
)
def test_the_beginning_of_an_article_for_sale_is_refused(page: str) -> None:
    with pytest.raises(Refused, match="paywall"):
        extract(page, "https://www.example.com/news/1")


def test_a_short_text_whose_page_says_how_much_it_hides_is_refused() -> None:
    page = page_for_sale(SENTENCES).replace("isAccessibleForFree", "x")
    extract(page, "https://www.example.com/news/1")
    hiding = page.replace("</body>", "<p>剩余 90% 内容请订阅</p></body>")
    with pytest.raises(Refused, match="does not show: 剩余 90%"):
        extract(hiding, "https://www.example.com/news/1")


def test_an_offer_that_was_taken_out_as_a_widget_tells_of_a_paywall():
    page = (
        "<title>A quieter scope</title><article><h1>A quieter scope</h1>"
        "<p>The maker has shown a handheld scope whose front end draws less than half a watt at rest.</p>"
        "<p>This text is for subscribers only. Subscribe to continue reading. Already a subscriber? Log in.</p></article>"
    )
    with pytest.raises(Refused, match="paywall"):
        extract(page.encode(), "https://www.sample.example/1")
