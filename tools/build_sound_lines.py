#!/usr/bin/env python3
"""Make sound lines as news and documents of electronics have them: text that no repair may change.

Each template is filled with words of its language, in an order that the seed decides, so that every run gives the same
lines. Without an argument the lines are printed; ``tests/text/test_sound_lines.py`` runs the repair over them.

    python tools/build_sound_lines.py | less
"""

import re
import sys
from collections.abc import Iterator
from random import Random

LINES_PER_TEMPLATE = 22  # enough for 2,000 different lines
_SLOT = re.compile(r"\{(\w+)\}")

# Slot → what may stand there; words for all languages, then those of one.
COMMON = {
    "n": "1 2 3 5 8 10 16 24 32 48 64 100 128 256 480 512 1024",
    "d": "0.1 0.5 1.2 1.8 2.5 3.3 4.7 5.0 12.5 100.0",
    "unit": "V mV A mA µA W mW Ω kΩ MΩ pF nF µF mH µH Hz kHz MHz GHz dB dBm °C ℃ mm µm nm kB % ppm Å",
    "part": "STM32F103C8T6 LM317 NE555 TPS54331 ESP32-S3 ATmega328P BQ25895 MAX232 AD8232 2N3904 1N4148 BSS138",
    "package": "0402 0603 0805 SOT-23 QFN-32 BGA-144 TO-220 DIP-8 LQFP48",
    "tolerance": "±1% ±5 % ±0.5 °C ±2 ±10%",
    "formula": "V=I×R P=U²/R f=1/(2π√(LC)) x∈[0,1) ∀ε>0 CO₂ H₂O Si₃N₄ ΔT≤5K a≠b ∑xᵢ ∫f(x)dx 10⁻³ μ₀ε₀",
    "sign": "® ™ © § ¶ † ‡ • · … – — ‰ № ± × ÷ ≤ ≥ ≈ → ← ↑ ↓ ⇒ ■ □ ● ○ ★ ☆ ▲ △ ※",
    "code": "if(x>0&&y<10){} a?b:c; x[i]++ print('\\\\x41') 0x80070005 SELECT(?,?) C:\\\\temp ~/.bashrc",
    "name": "Müller Dvořák Łukasz Søren İbrahim Nguyễn Ångström Poincaré Erdős Šimůnek Gonçalves Þórður Ærø",
    "quoted": "“Ã©” “â€™” “锟斤拷” “ï»¿” “Â°” “Ã¼”",
}
LANGUAGES = {
    "zh-Hans": {
        "thing": "芯片 电源 电容 电阻 电感 传感器 显示屏 锂电池 示波器 继电器 晶振 连接器 散热器 逆变器 稳压管 光耦",
        "rare": "铟 锗 镓 铪 钽 铌 钕 钐 镝 铽 氮化镓 碳化硅 麒麟 鲲鹏 澎湃 氕 氘 氚 锕 镎 龃龉 饕餮 囹圄 氤氲 旖旎",
        "person": "虞仁荣 龚翀 王玘 李祎 郑赟 魏劭 晏旻 郗珺 逄喆 亓昉 谌煜 昝昱",
        "chat": "哈哈哈哈 嘻嘻 呵呵 囧 666 啊啊啊 嘤嘤嘤 233333",
        "templates": """
{thing}的额定电压是{d}{unit}，温度范围−40～85℃。
{thing}、{thing}、{thing}和{thing}，共{n}种。
{part}（{package}封装）{d}{unit}{tolerance}
稀土元素：{rare}、{rare}、{rare}、{rare}、{rare}
{rare}
{rare}{thing}
{rare}与{rare}
编辑：{person}　审校：{person}、{person}
{chat}！{chat}～这个{thing}才{n}块钱？
问：{thing}多大？答：{d}{unit}。
公式 {formula} 中，{thing}取{d}{unit}。
代码里写的是 {code}，结果却是{n}。
网页上出现{quoted}这样的字符，说明编码选错了。
①{thing} ②{thing} ③{thing}；㈠{rare} ㈡{rare}；Ⅰ类 Ⅱ类
{sign} {thing} {sign} {n}{unit}
┌────┬────┐ │{thing}│{n}│ └────┴────┘
床前明月光，疑是地上霜。举头望明月，低头思故乡。{sign}
他姓单(shàn)，不读单(dān)；{rare}共{n}个。
这个{thing}的{thing}为{d}{unit}，比上一代少{n}%。
[{n}:{n}:{n}] ERROR 读取{thing}失败，重试{n}次？
""",
    },
    "zh-Hant": {
        "thing": "晶片 電源 電容 電阻 電感 感測器 顯示器 鋰電池 示波器 繼電器 連接器 散熱片 變壓器 記憶體 處理器",
        "rare": "鎵 鍺 銦 鉿 鉭 鈮 釹 釤 鏑 鋱 龜 籲 鬱 氮化鎵 碳化矽 饕餮 齟齬 魑魅魍魎 氤氳",
        "person": "葉倩文 鄧麗君 郭富城 劉德華 龔翀 顏鈺 鍾喆 蕭祎",
        "zhuyin": "ㄅㄆㄇㄈ ㄉㄊㄋㄌ ㄋㄧˇㄏㄠˇ ㄍㄎㄏ ㄐㄑㄒ ㄚㄛㄜㄝ",
        "templates": """
{thing}的額定電壓是{d}{unit}，溫度範圍−40～85℃。
{thing}、{thing}、{thing}和{thing}，共{n}種。
{part}（{package}封裝）{d}{unit}{tolerance}
元素表：{rare}、{rare}、{rare}、{rare}
{rare}
記者{person}、{person}報導
注音符號：{zhuyin}，例如{zhuyin}
{zhuyin}
「{thing}」與『{thing}』，︵縱排括號︶﹁引文﹂
他說:「真的嗎?」我說:「{thing}是真的。」
公式 {formula}，{thing}取{d}{unit}。
「行」讀作行(háng)業時指職業，讀作行(xíng)人時指走路；{rare}共{n}個
{sign} {thing} {sign} {n}{unit}
┌────┬────┐ │{thing}│{n}│ └────┴────┘
{thing}漲價{n}%，{person}表示供應吃緊。
網頁出現{quoted}，就是編碼錯了。
""",
    },
    "ja": {
        "thing": "マイコン センサー コンデンサ 半導体 電源基板 測定器 発振器 リレー インバータ ダイオード 抵抗器",
        "kana": "メニュー ニュース レビュー オススメ コメント ログイン ァィゥェォ ヴァイオリン ウィーン",
        "rare": "鰯 鯖 鰹 鮪 薔薇 檸檬 躊躇 憂鬱 魑魅魍魎 龜裂 鑢 鎹 轆轤",
        "face": "(´・ω・`) (^Д^) (ﾟ∀ﾟ) ＿|￣|○ ヽ(`Д´)ﾉ (；´Д｀) m9(^Д^) （￣ー￣） ｷﾀ━━━(゜∀゜)━━━!!",
        "person": "髙橋 﨑山 渡邉 齋藤 栁澤 徳永 邊見 葛󠄀城 辻󠄁",
        "templates": """
{thing}の動作温度は−40℃〜＋85℃、消費電流は{d}{unit}です。
{thing}、{thing}、{thing}の{n}種類。
{kana}━━━━━━━━━━
━━━ {kana} ━━━
{kana}｜{kana}｜{kana}
{kana}
{face}
{face}{thing}が{n}円だと…
{person}さん、{person}さん
{rare}、{rare}、{rare}、{rare}
半導体製造装置各社業績見通し{n}
{part}（{package}） {d}{unit} {tolerance}
①{thing} ②{thing} ③{thing} ㈱{kana}
├──┼──┼──┤ │ {thing} │ {n} │
価格は{n}円?発売は来月?ｗｗｗｗ草生えるｗ
文字化けの例は{quoted}です。
{sign}{thing}{sign}{kana}
計算式 {formula}
ふぅ……疲れた〜〜{thing}壊れた
""",
    },
    "ko": {
        "thing": "반도체 센서 전원 배터리 메모리 저항 콘덴서 다이오드 디스플레이 마이크로컨트롤러",
        "jamo": "ㅋㅋㅋㅋ ㅎㅎㅎ ㅠㅠ ㅇㅇ ㄴㄴ ㄱㄱ ㅡㅡ;; ㅗㅜㅑ ㄷㄷㄷ ㅊㅋㅊㅋ ㄱㅅ",
        "hanja": "大韓民國 憲法 半導體 産業 發展 樂 金 李 女 龍",
        "templates": """
{thing}의 정격 전압은 {d}{unit}, 온도 범위는 −40~85℃이다.
{thing}, {thing}, {thing} 등 {n}종
{jamo} 진짜 웃기다
{jamo}
{jamo} {jamo} {jamo}
{jamo}합니다 {jamo}
자음: ㄱ ㄴ ㄷ ㄹ ㅁ ㅂ ㅅ {jamo}
모음: ㅏ ㅑ ㅓ ㅕ ㅗ ㅛ ㅜ ㅠ {jamo}
{hanja}({thing})의 {hanja}
국한문 혼용: {hanja} {hanja}의 {hanja}을 爲하여
①번 ②번, ㈜한국전자, ㏇, ㎏ {n}
▶ 관련기사 ☞ 클릭 ◆ 문의: 02-{n}-{n}
{part} ({package}) {d}{unit} {tolerance}
{thing} 가격이 {n}% 올랐다.
글자가 {quoted}처럼 깨진 경우
{sign} {thing} {sign}
수식 {formula}
""",
    },
    "de": {
        "thing": "Größe Maßstab Überspannung Süßware Fußgänger Äußerung Übermaß Prüfgerät Geräuschpegel Kühlkörper",
        "templates": """
Die {thing} beträgt {d} {unit} bei −40…+85 °C ({tolerance}).
„Das ist‘s“, sagte {name} – „{thing}“ und ‚{thing}‘ …
»{thing}«, ›{thing}‹, Preis: 4,99 €/Stück, 3 × 5 m²
{part} ({package}): {d} {unit} {tolerance}
Ø {n} mm, ¼ Zoll, ½″, 3 ¾, 20 °C ± 0,5 K
Die Zeichen ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏ stehen in Latin-1; {thing}.
{name}, {name} und {name}
{sign} {thing} {sign} {n}
Falsch dekodiert wird daraus {quoted} statt {thing}.
§ {n} Abs. 2: {thing} ÜBERPRÜFEN, GRÖßE, MASS
{thing}: {formula}
""",
    },
    "en": {
        "thing": "resistor capacitor amplifier regulator oscillator datasheet naïve café façade résumé role",
        "templates": """
Typical supply current is {d} {unit} over −40 °C to +85 °C ({tolerance}).
It’s the company’s “first” {thing} — at {d} {unit}…
{part} ({package}) {d} {unit} {tolerance}
µΩ ± °C — {thing} {d} {unit} {sign} {n} {unit}
Ohm’s law: {formula}; {thing} ‖ {thing}
5′ 10″, 6.1″ display, {n}″×{n}″
ﬁrst ofﬁce ﬂow (ligatures), {thing}
IPA: /ˌsɛmikənˈdʌktər/, [ɹɪˈzɪstɚ], {thing}
┌───┐ │ {part} │ └───┘
{code} // {thing} {n}
© 2024 Foo™, Bar®; §{n}; †footnote ‡second
{name} and {name} (São Paulo, ATENÇÃO, NÃO)
The sequence {quoted} is what UTF-8 looks like in Latin-1.
Say {sign}{thing}{sign} ×{n} ÷{n} ≤{n}
""",
    },
    "fr": {
        "thing": "résistance température fréquence préamplificateur câble œuvre forêt naïveté mémoire réseau",
        "templates": """
La {thing} est de {d} {unit}, de −40 °C à +85 °C.
« {thing} » : {n} €, {thing} ; ça va ?
À l’hôpital, où naît l’œuvre ; {thing} !
CRÉÉE, DÉJÀ, ÂGE, FÊTE, ÎLE, NOËL, AÏOLI, ŒUVRE, {n}
{name} et {name}, n° {n}, 1ʳᵉ
Señor, ¿qué tal? ¡¡Olé!! Nº {n}, 1ª, 2º
Zażółć gęślą jaźń; ŁÓDŹ; {thing}
Příliš žluťoučký kůň úpěl ďábelské ódy {n}
{part} ({package}) {d} {unit} {tolerance}
{thing} : {formula}
On lit {quoted} au lieu de « é ».
""",
    },
    "ru": {
        "thing": "микроконтроллер резистор конденсатор датчик источник питания усилитель плата объём съёмка",
        "templates": """
Номинальное напряжение: {d} В, температура −40…+85 °C.
«{thing}» и „{thing}“ — {n} шт.
ЭВМ «БЭСМ-6», ПЛИС, АЦП/ЦАП, кОм, мкФ, {thing}
{thing}: {d} {unit} {tolerance}
Новый {thing} потребляет меньше энергии на {n}%.
Ђорђе, љубав, џеп; Їжак, ґанок, {thing}
{part} ({package}), {thing}
№ {n}: {thing} {sign} {thing}
Что? Где?? Когда!.. {thing}
Формула {formula}, {thing}
""",
    },
}


def sound_lines(seed: int = 13, per_template: int = LINES_PER_TEMPLATE) -> Iterator[tuple[str, str]]:
    """Yield language and text of each line, no line twice."""
    random = Random(seed)  # the same lines in every run
    known: set[str] = set()
    for language, words in LANGUAGES.items():
        slots = {slot: choices.split(" ") for slot, choices in {**COMMON, **words}.items() if slot != "templates"}
        for template in words["templates"].strip().split("\n"):
            for _ in range(per_template):
                line = _SLOT.sub(lambda match: random.choice(slots[match[1]]), template)  # noqa: B023
                if line not in known:
                    known.add(line)
                    yield language, line


def main() -> None:
    """Print the lines."""
    sys.stdout.writelines(f"{language}\t{line}\n" for language, line in sound_lines())


if __name__ == "__main__":
    main()
