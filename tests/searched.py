"""What search and near-duplicates are asked, on SQLite and on PostgreSQL alike."""

from datetime import timedelta

from samples import NOON, numbered

ARTICLES = (
    numbered(1, title="国产GPU量产", body_text="首批芯片下周供货。", site="one"),
    numbered(2, title="存储涨价", body_text="國產顯示卡使用了新的記憶體，GPU 也涨价。", site="two"),
    numbered(3, title="A quiet regulator", body_text="Low noise: 10 µF and 4.7 kΩ are enough.", site="one"),
    numbered(4, title="Das Gerät", body_text="Die Straße zum STM32H743.", site="three"),
    numbered(5, title="半导体の話", body_text="ﾊﾞｯﾃﾘｰと反道体。", site="three"),
    numbered(6, title="반도체", body_text="반도체가 비싸다.", site="three"),
    numbered(7, title="无关", body_text="国人产业，此处无关。", site="two", published=NOON - timedelta(days=9)),
)
# Query, then the articles that it finds.
FOUND = (
    ("国产GPU", {1}),
    ("国产 GPU", {1, 2}),
    ("國產", {1, 2}),
    ("芯片", {1}),
    ("芯", {1}),
    ("货", {1}),
    ("产", {1, 2, 7}),
    ("涨价", {2}),
    ("low noise", {3}),
    ('"noise low"', set()),
    ("10uF", {3}),
    ("10 μF", {3}),
    ("4.7kΩ", {3}),
    ("gerat STRASSE", {4}),
    ("geraet strasse", {4}),
    ("stm32h743", {4}),
    ("STM32*", {4}),
    ("STM32", {4}),
    ("ＧＰＵ", {1, 2}),
    ("バッテリー", {5}),
    ("반도체", {6}),
    ("nowhere", set()),
)

COPIED = (
    "这家初创公司昨天展示了一款低功耗无线模块。模块的待机电流只有两微安，一节纽扣电池可以用上十年。工程师把射频前端与"
    "基带做在同一块硅片上，省去了外部滤波器。批量价格预计不到一美元，明年第二季度供货。分析人士认为，智能电表厂商会最先采用。"
)


def copy(number, text, hours=0, **values):
    return numbered(number, body_text=text, body_html=text, published=NOON + timedelta(hours=hours), **values)
