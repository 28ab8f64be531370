"""Pages of short misread lines are judged as their sound forms are."""

import pytest

from newscrawl import extract
from newscrawl.dom.content.boxes import gather
from newscrawl.dom.content.finder import find_content
from newscrawl.dom.content.misread import looks_misread, reread, reread_text
from newscrawl.dom.tree import parse, visible_text
from newscrawl.text.mojibake import undo_page

ADDRESS = "https://news.example/2024/05/01/1.html"
CHINESE = [
    "新款电源今天发布，售价不变。",
    "体积减少三成，发热更低。",
    "首批客户已经开始测试。",
    "明年春天开始供货。",
    "展会上已经公开展示。",
]
TAIWANESE = [
    "新款電源今天發表，售價不變。",
    "體積減少三成，發熱更低。",
    "首批客戶已經開始測試。",
    "明年春天開始供貨。",
    "展會上已經公開展示。",
]
JAPANESE = [
    "新しい電源を発表した。",
    "価格は前の製品と同じです。",
    "大きさは三割ほど小さい。",
    "来年の春から販売する。",
    "展示会で公開していた。",
]
KOREAN = [
    "새로운 전원 장치를 발표했다.",
    "가격은 이전과 같습니다, 회사는 말했다.",
    "크기는 삼 할 작다.",
    "내년 봄부터 판매한다.",
    "전시회에서 이미 공개했다.",
]
MIXUPS = [
    *((CHINESE, "gbk", reader) for reader in ("latin-1", "cp1252")),
    *((TAIWANESE, "big5", reader) for reader in ("latin-1", "cp1252", "gb18030")),
    *((JAPANESE, source, reader) for source in ("cp932", "euc_jp") for reader in ("latin-1", "cp1252", "gb18030")),
    *((KOREAN, "cp949", reader) for reader in ("latin-1", "cp1252", "gb18030")),
    *((lines, "utf-8", "cp1252") for lines in (CHINESE, JAPANESE, KOREAN)),
]
FORMS = {
    "paragraphs": "".join("<p>{}</p>" for _ in range(4)),
    "list": "<ul>" + "<li>{}</li>" * 4 + "</ul>",
    "headings": "<h2>{}</h2><p>{}</p>" * 2,
    "table": "<table>" + "<tr><td>{}</td><td>{}</td></tr>" * 2 + "</table>",
}


def misread(text: str, source: str, reader: str) -> str:
    data = text.encode(source)
    if reader != "cp1252":
        return data.decode(reader)
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in data)


def page(form: str, lines: list[str]) -> str:
    title, *others = lines
    return (
        f"<title>{title}</title><nav><a href=/>Home</a></nav><div><h1>{title}</h1>{FORMS[form].format(*others)}</div>"
    )


@pytest.mark.parametrize(("lines", "source", "reader"), MIXUPS)
@pytest.mark.parametrize("form", FORMS)
def test_a_page_of_short_misread_lines_is_read_as_its_sound_form(form, lines, source, reader):
    sound = extract(page(form, lines), ADDRESS)
    undone = extract(page(form, [misread(line, source, reader) for line in lines]), ADDRESS)
    assert undone.title == sound.title
    assert undone.body_text == sound.body_text
    assert any(change.rule.startswith("mojibake/") for change in undone.changes)


def test_the_page_keeps_its_text():
    lines = [misread(line, "gbk", "latin-1") for line in CHINESE]
    content = find_content(parse(page("paragraphs", lines)), title=lines[0])
    assert [visible_text(paragraph) for paragraph in content.elements[0].iter("p")] == lines[1:]


def test_boxes_are_measured_as_read_again():
    sound = gather(parse(page("paragraphs", CHINESE)))
    boxes = gather(parse(page("paragraphs", [misread(line, "gbk", "latin-1") for line in CHINESE])))
    assert reread(boxes) is not None
    assert [(box.runs, box.text) for box in boxes] == [(box.runs, box.text) for box in sound]


def test_a_sound_page_is_not_read_again():
    boxes = gather(parse(page("paragraphs", CHINESE)))
    before = [(box.runs, box.text, box.links) for box in boxes]
    assert reread(boxes) is None
    assert [(box.runs, box.text, box.links) for box in boxes] == before


@pytest.mark.parametrize(
    "text",
    ["", "Größe der Spule: 5 µm ± 2 %, je Stück", *CHINESE, *TAIWANESE, *JAPANESE, *KOREAN, "Новый источник питания"],
)
def test_sound_text_does_not_look_misread(text):
    assert not looks_misread(text)


def test_metadata_is_read_again_as_the_page_is():
    found = undo_page("\n".join(misread(line, "gbk", "latin-1") for line in CHINESE)).mojibake
    assert found is not None
    assert reread_text(misread("新款电源", "gbk", "latin-1"), found) == "新款电源"
    assert reread_text(None, found) is None
