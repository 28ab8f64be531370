import pytest

from newscrawl.text import chinese
from newscrawl.text.mirror.annotation import annotated_characters
from newscrawl.text.repair import repair

# Sentences written for this test.
SENTENCES = (
    "工厂从春天开始生产用于冰箱的新型传感器，订单来自三个国家的家电厂商。",
    "新型传感器的外壳用塑料做成，价格比原来的便宜两成，工厂还给厂商提供样品。",
    "厂商说，样品的误差不到半度，用在冰箱和空调里都没有问题。",
    "冬天之前，工厂还要再建一条生产线，到时候每个月的产量可以翻一番。",
)
TEXT = "\n".join(SENTENCES)
GLUED = "工厂生产用冰箱的新传感器样品商"
TONES = str.maketrans("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ", "aaaaeeeeiiiioooouuuuüüüü")


def glue(text: str, form: str, characters: str = GLUED) -> str:
    readings = chinese.first_readings()
    return "".join(
        character + form.format(readings[character].translate(TONES)) if character in characters else character
        for character in text
    )


FORMS = ["({0})({0})", "({0})", "（{0}）", "({0} )", "( {0})({0})({0})"]


@pytest.mark.parametrize("form", FORMS)
def test_toneless_and_doubled_readings_of_a_machine_go(form: str) -> None:
    assert repair(glue(TEXT, form)).text == TEXT


def test_spam_that_was_spliced_in_later_does_not_keep_the_readings() -> None:
    readings = chinese.first_readings()
    traditional = "電傳產開設測結"
    page = "電機廠開發傳動結構，設計測試產業車。" * 6
    glued = "".join(c + f"({readings[c]})" if c in traditional else c for c in page)
    spam = "電器開店設廠" * 6
    assert "(" not in repair(f"{glued}\n{spam}").text


LESSONS = [
    "少(shǎo)年(nián)易(yì)老(lǎo)学(xué)难(nán)成(chéng)，一(yí)寸(cùn)光(guāng)阴(yīn)不(bù)可(kě)轻(qīng)。",
    "生词：工厂(gongchang)、传感器(chuanganqi)、冰箱(bingxiang)、样品(yangpin)。工厂生产冰箱。",
    "我(wo)们(men)在(zai)学(xue)校(xiao)学习汉(han)语(yu)，老(lao)师(shi)很好。我们每天写汉字。",
    "“的”有三个读音：的(de)、目的(dì)、的(dí)确。",
]


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_keeps_its_readings(lesson: str) -> None:
    assert annotated_characters(lesson) == frozenset()
    assert repair(lesson).text == lesson


def test_a_short_page_may_have_more_readings_than_other_characters() -> None:
    line = "今天下午在北京的電(diàn)視(shì)臺(tái)報(bào)導(dǎo)，這(zhè)個(gè)國(guó)傢(jiā)的經(jīng)濟(jì)還(hái)會(huì)發(fā)展，"
    assert annotated_characters(3 * line) >= set("電視臺報導這個國傢經濟還會發")


def test_readings_of_all_characters_are_a_lesson() -> None:
    line = "電(diàn)視(shì)上(shàng)說(shuō)：明(míng)天(tiān)會(huì)下(xià)雨(yǔ)，"
    assert annotated_characters(6 * line) == frozenset()
