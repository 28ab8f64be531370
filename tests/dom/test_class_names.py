"""Names and opening words of a block tell what it is."""

from importlib.resources import files

import pytest

from newscrawl.dom.class_names import Sign, is_notice, sign_of

TABLE = files("newscrawl.text.tables").joinpath("class_names.txt")


@pytest.mark.parametrize(
    ("names", "sign"),
    [
        ("entry-content", Sign.BODY),
        ("ArticleBody_root__x1", Sign.BODY),
        ("post-17 tag-comments-about-tags category-share", Sign.COMMENTS),
        ("post-17 tag-economy", Sign.ARTICLE),
        ("post-tags", Sign.BESIDE),
        ("c-share__list", Sign.BESIDE),
        ("InlineNewsletter", Sign.ELSEWHERE),
        ("related2", Sign.ELSEWHERE),
        ("widget widget_recent", Sign.BESIDE),
        ("elementor-widget elementor-widget-text-editor overflow-hidden", Sign.NONE),
        ("wp-caption-text", Sign.CAPTION),
        ("article-dek", Sign.DEK),
        ("sharepoint radio adult", Sign.NONE),
        ("", Sign.NONE),
    ],
)
def test_names_tell_what_an_element_is(names: str, sign: Sign) -> None:
    assert sign_of(names) == sign


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("免责声明：本文仅供参考", True),
        ("© 2025 The Hall", True),
        ("Get the best of the hall in your inbox", True),
        (
            "法院驳回了原告关于修改免责条款的全部请求，理由将在两周内公布，双方均可在收到判决后提出上诉，并另行说明：免责声明",
            False,
        ),
        ("The inbox of the mayor holds nine hundred letters", False),
    ],
)
def test_notices_are_told_by_their_words(text: str, told: bool) -> None:
    assert is_notice(text) is told


@pytest.mark.parametrize("name", ["related-posts", "most-read", "sidebar", "hot-list"])
def test_what_belongs_to_another_text_is_told_from_what_stands_beside(name: str) -> None:
    assert sign_of(name) == Sign.ELSEWHERE


@pytest.mark.parametrize("name", ["article-footer", "entry-footer", "author-box", "post-meta", "byline"])
def test_who_wrote_it_and_when_is_no_text_and_not_elsewhere(name: str) -> None:
    assert sign_of(name) == Sign.BESIDE


def test_the_table_says_one_thing_of_a_name() -> None:
    names = [row.split("\t")[2] for row in TABLE.read_text("utf-8").splitlines() if not row.startswith("#")]
    assert sorted(set(names)) == sorted(names)


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("举报电话：12345", True),
        ("违法和不良信息举报电话 010-12345", True),
        ("记者拨打举报电话，无人接听，随后前往现场。", False),
        ("读者联系电话公布后，热线电话响个不停。", False),
    ],
)
def test_a_notice_of_a_telephone_has_its_number(line: str, is_one: bool) -> None:
    assert is_notice(line) == is_one
