"""Recognise pages that answer 200 and are no article, by the words they use."""

import re

# What stands alone in the title of a page that is not there, between separators.
_NOT_FOUND = frozenset(
    """
404
404 error
error 404
404 not found
404 page not found
not found
page not found
page does not exist
this page could not be found
the page you requested was not found
404 页面不存在
页面不存在
页面未找到
页面找不到
找不到页面
您访问的页面不存在
你访问的页面不存在
文章不存在
文章已删除
该文章已被删除
內容不存在
找不到網頁
找不到頁面
頁面不存在
seite nicht gefunden
404 seite nicht gefunden
ページが見つかりません
お探しのページは見つかりません
お探しのページが見つかりません
페이지를 찾을 수 없습니다
존재하지 않는 페이지입니다
""".strip().splitlines()
)

# The same for pages of a gatekeeper: challenge, captcha, ban.
_BLOCKED = frozenset(
    """
just a moment
attention required
access denied
access to this page has been denied
403 forbidden
forbidden
security check
security verification
checking your browser
robot check
are you a robot
human verification
verify you are human
please verify you are a human
verifying you are human
one more step
pardon our interruption
request blocked
ddos-guard
安全验证
安全驗證
人机验证
访问验证
访问被拒绝
访问受限
访问过于频繁
请输入验证码
验证码
滑动验证
网站防火墙
拒绝访问
zugriff verweigert
sicherheitsprüfung
アクセスが拒否されました
アクセスが制限されています
접근이 차단되었습니다
접근이 거부되었습니다
""".strip().splitlines()
)

# Parts of a page that only a gatekeeper needs; they count where there is hardly any text beside them.
_CHALLENGES = ("g-recaptcha", "h-captcha", "hcaptcha.com", "cf-challenge", "cf-turnstile", "challenge-platform",
               "geetest", "tencentcaptcha", "captcha-box", "_incapsula_", "px-captcha", "datadome")  # fmt: skip

_SEPARATOR = re.compile(r"\s[-–—|:]\s|[|｜_—–]")
_EDGES = " .!?。！？…,，:：·"


def is_not_found(title: str) -> bool:
    """Tell whether ``title`` is that of a page that is not there; a title that only mentions such words is not."""
    return any(part in _NOT_FOUND for part in _parts(title))


def is_blocked(title: str) -> bool:
    """Tell whether ``title`` is that of a challenge, captcha or ban page."""
    return any(part in _BLOCKED for part in _parts(title))


def has_challenge(html: str) -> bool:
    """Tell whether the page holds the parts of a captcha or browser challenge."""
    lowered = html.casefold()
    return any(mark in lowered for mark in _CHALLENGES)


def _parts(title: str) -> list[str]:
    return [part.strip(_EDGES).casefold() for part in _SEPARATOR.split(title[:300])]
