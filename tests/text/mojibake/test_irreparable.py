"""A page is given up if much of it is lost, and not for a passage that is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.text.mojibake.irreparable import beyond_repair

PROSE = "工厂开始生产用于冰箱的新型温度传感器，订单来自三个国家的家电厂商。"
# text, why it is given up
LOST = (
    ("工厂\ufffd开始\ufffd生产\ufffd用\ufffd", "characters lost to U+FFFD"),
    ("锟斤拷" * 4, "U+FFFD read as GBK"),
    ("¹¤³§¿ªÊ¼Éú²úÓÃÓÚ±ùÏä", "bytes of another charset, some dropped"),
    ("\ue000\ue001 a \ue002\ue003 b \ue004\ue005", "private-use font"),
    (
        "蘡詎鬭靄齺韝饜騮鱺鸕麬黀黂黖鼏鼘齎齏齮齯龑龔龗鼉黌鷫鶺鵷鵩鵁",
        "unreadable, read in wrong charsets more than once",
    ),
)


@pytest.mark.parametrize(("text", "reason"), LOST)
def test_a_lost_page_is_given_up_with_its_reason(text: str, reason: str) -> None:
    assert beyond_repair(text) == reason
    assert beyond_repair(text + PROSE * 40) is None


# Each is lists of characters that few texts have.
RARE_BUT_SOUND = (
    "鲈鱼、鳜鱼、鲫鱼、鲢鱼、鳙鱼、鳊鱼、鲇鱼、鳗鲡、鲟鳇、鲳鲹、鲻鲅、鲐鲭",
    "袅袅婷婷 氤氲 旖旎 蹒跚 踟蹰 邋遢 龌龊 腌臜 饕餮 魑魅 魍魉 貔貅 狻猊 睚眦",
    "ㄅㄆㄇㄈ ㄉㄊㄋㄌ ㄍㄎㄏ ㄐㄑㄒ ㄓㄔㄕㄖ ㄗㄘㄙ ㄚㄛㄜㄝ ㄞㄟㄠㄡ ㄢㄣㄤㄥ ㄧㄨㄩ",
    "자음 ㄱ ㄴ ㄷ ㄹ ㅁ ㅂ ㅅ ㅇ ㅈ ㅊ ㅋ ㅌ ㅍ ㅎ 모음 ㅏ ㅑ ㅓ ㅕ ㅗ ㅛ ㅜ ㅠ ㅡ ㅣ",
    "钪、钇、镧、铈、镨、钕、钷、钐、铕、钆、铽、镝、钬、铒、铥、镱、镥，统称稀土",
    "亻亼卩厂 廴凵刂勹 冫氵忄扌 犭礻衤饣 钅纟丨亅 丿乛乙乚 丶宀疒癶 罒覀虍爫",
)
KEPT = (
    *RARE_BUT_SOUND,
    "\n".join(RARE_BUT_SOUND),
    "",
    "plain ASCII",
    PROSE,
    "\ufffd" * 3,
    "锟斤拷" * 3,
    "25 °C ±5 %",
    "½ ¾ ¼",
    "a\ue000b",
    "•••••• ······ ●●●●",
)


@pytest.mark.parametrize("text", KEPT)
def test_a_readable_or_short_text_is_kept(text: str) -> None:
    assert beyond_repair(text) is None


@given(st.text(st.sampled_from("a \ufffd锟斤拷¹¤³\ue000工厂\ud800"), max_size=60))
def test_any_text_has_a_reason_or_none(text: str) -> None:
    assert beyond_repair(text) in {None, *(reason for _, reason in LOST)}
