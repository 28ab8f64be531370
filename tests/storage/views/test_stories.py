"""Stories are found through changed sentences, and not through what sites repeat."""

import random

import pytest
from samples import NOON, numbered

from newscrawl.storage.crawl.store import Store
from newscrawl.storage.database.read_only import ReadOnlyDatabase
from newscrawl.storage.views.stories import list_stories

WORDS = [f"word{number}" for number in range(400)]


KOREAN = (
    "반도체 시장 가격 올해 기업 발표 새로운 제품 기술 성능 전력 소비 메모리 생산 투자 공장 미국 중국 정부 규제 수출 증가 감소 분기 실적"
    " 예상 전망 개발 연구 협력 계약 고객 공급 수요 장비 공정 나노 설계 인공지능 서버"
).split()
# Words of each language, joined as it joins them: the texts made of them are of nobody.
LANGUAGES = {
    "zh": (list("的和在将对价格市场芯片企业产品技术性能功耗存储工厂国内监管出口增长季度业绩预期研究合作客户供应设备工艺设计"), "", "。"),
    "ja": ("半導体 市場 価格 企業 発表 製品 技術 電力 メモリ 工場 規制 輸出 業績 研究 協力 装置 設計 は が を に で の".split(), "", "。"),
    "ko": ([f"{root}{end}" for root in KOREAN for end in "은 이 을 에서 의 로".split()], " ", "."),
    "de": ([f"{root}{end}" for root in "Markt Preis Werk Strom Chip Netz".split() for end in "e es en lich ung ungen".split()], " ", "."),
    "en": ([f"{root}{end}" for root in "market price plant power chip net".split() for end in "s ed ing er ers ly".split()], " ", "."),
}  # fmt: skip


def text_in(language, dice, count):
    words, between, end = LANGUAGES[language]
    length = 30 if language == "zh" else 14
    return [between.join(dice.choices(words, k=dice.randint(length // 2, length))) + end for _ in range(count)]


def sentences(dice, count):
    return [" ".join(dice.choices(WORDS, k=9)).capitalize() + "." for _ in range(count)]


def stories_of(tmp_path, articles):
    url = f"sqlite:///{tmp_path}/articles.db"
    with Store(url, now=lambda: NOON) as store:
        store.save_all(articles)
    with ReadOnlyDatabase(url).connect() as connection:
        return list_stories(connection).stories


def article(number, text, **values):
    return numbered(number, body_text=text, raw=(), **values)


def test_a_copy_with_changed_sentences_is_found_with_what_it_left_out(tmp_path):
    dice = random.Random(1)
    story = sentences(dice, 20)
    copy = story[:16] + sentences(dice, 2)
    [found] = stories_of(
        tmp_path,
        [
            article(1, "\n\n".join(story), site="one"),
            article(2, "\n\n".join(copy), site="two", source="one"),
            article(3, "\n\n".join(sentences(dice, 20)), site="three"),
        ],
    )
    assert [one.site for one in found.copies] == ["one", "two"]
    assert found.copies[1].credit == "one"
    assert list(found.copies[1].left_out) == story[16:]


@pytest.mark.parametrize("language", LANGUAGES)
def test_copies_are_found_up_to_thirty_percent_of_changed_sentences(tmp_path, language):
    dice = random.Random(5)
    articles = []
    for number in range(12):
        story = text_in(language, dice, 20)
        copy = list(story)
        for place in dice.sample(range(20), (2, 4, 6)[number % 3]):
            [copy[place]] = text_in(language, dice, 1)
        articles.append(article(2 * number, "\n\n".join(story), site="one"))
        articles.append(article(2 * number + 1, "\n\n".join(copy), site="two"))
    pairs = {tuple(sorted(one.article_id for one in story.copies)) for story in stories_of(tmp_path, articles)}
    assert pairs == {(number, number + 1) for number in range(1, 25, 2)}


@pytest.mark.slow
def test_a_thousand_notices_that_share_a_footer_are_no_story(tmp_path):
    dice = random.Random(4)
    footers = ["".join(text_in("zh", dice, 3)) for _ in range(5)]
    notices = [
        article(number, f"{''.join(text_in('zh', dice, 5))[:90]}\n\n{footers[number % 5][:90]}", site=f"s{number % 5}")
        for number in range(1000)
    ]
    assert {len(one.body_text) > 120 for one in notices} == {True}
    assert stories_of(tmp_path, notices) == ()


def test_notices_that_share_a_footer_are_no_story(tmp_path):
    dice = random.Random(2)
    footer = " ".join(sentences(dice, 6))
    notices = [
        article(number, "\n\n".join([*sentences(dice, 2), footer]), site=f"site{number % 2}") for number in range(24)
    ]
    assert stories_of(tmp_path, notices) == ()


def test_the_same_article_twice_on_one_site_is_no_story(tmp_path):
    text = "\n\n".join(sentences(random.Random(3), 20))
    assert stories_of(tmp_path, [article(1, text), article(2, text)]) == ()


def test_a_copy_of_a_notice_is_found_among_many_that_share_a_long_footer(tmp_path):
    dice = random.Random(6)
    footer = " ".join(sentences(dice, 14))
    notices = [" ".join(sentences(dice, 11)) for _ in range(40)]
    [found] = stories_of(
        tmp_path,
        [
            *(article(number, f"{notice}\n\n{footer}", site="one") for number, notice in enumerate(notices)),
            article(50, notices[-1], site="two"),
        ],
    )
    assert [(one.article_id, one.site) for one in found.copies] == [(40, "one"), (41, "two")]


def test_pairs_of_one_site_are_passed_over_for_a_story(tmp_path):
    dice = random.Random(7)
    story, footer = "\n\n".join(sentences(dice, 20)), " ".join(sentences(dice, 20))
    notices = [article(number, f"{' '.join(sentences(dice, 2))}\n\n{footer}", site="one") for number in range(3, 20)]
    found = stories_of(tmp_path, [article(1, story, site="one"), article(2, story, site="two"), *notices])
    assert [len(one.copies) for one in found] == [2]
