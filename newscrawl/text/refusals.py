"""Recognise pages that answer 200 and are no article, by the words they use.

Titles of such pages are known as a whole. Their texts are known by phrases, which count only where a text is hardly
longer than the phrase: an article may well be about captchas, and end with an offer to subscribe.
"""

import re
from collections import Counter
from typing import NamedTuple

from newscrawl.text.measure import weighted_length

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
page cannot be found
page unavailable
content not found
article not found
article removed
article unavailable
content unavailable
410 gone
gone
oops
404 页面不存在
页面不存在
页面未找到
页面找不到
404 页面
文章已被删除
内容不存在
内容已删除
您要访问的页面不存在
抱歉，页面不存在
无法找到该页
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
fehler 404
404 fehler
diese seite existiert nicht
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
verify your identity
verification required
client challenge
bot verification
captcha
are you human
access blocked
access restricted
you have been blocked
sorry, you have been blocked
request rejected
the request could not be satisfied
blocked
error 403
error 1020
unusual traffic
unusual activity detected
too many requests
429 too many requests
please wait
ddos protection
web application firewall
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
安全提示
安全检查
安全检测
访问异常
访问被拦截
请求被拦截
系统检测到异常流量
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

# Titles of other pages that a server sends in place of an article.
_STAND_INS = {
    "login wall": """
log in
login
sign in
sign up
register
log in to continue
sign in to continue
please log in
member login
subscriber login
用户登录
会员登录
请登录
登录
登錄
登入
會員登入
anmelden
anmeldung
login erforderlich
ログイン
会員ログイン
로그인
""",
    "consent wall": """
consent
cookie consent
before you continue
your privacy choices
we value your privacy
privacy settings
zustimmung erforderlich
einwilligung
cookie-einstellungen
datenschutzeinstellungen
同意のお願い
""",
    "age wall": """
age check
age verification
age gate
年龄验证
altersprüfung
年齢確認
""",
    "server page": """
welcome to nginx
apache2 ubuntu default page
apache2 debian default page
test page for the apache http server
iis windows server
iis windows
it works
default web site page
default page
index of /
account suspended
site maintenance
under maintenance
maintenance
maintenance mode
under construction
coming soon
service unavailable
503 service unavailable
503 service temporarily unavailable
502 bad gateway
500 internal server error
internal server error
bad gateway
gateway timeout
504 gateway time-out
database error
error
error establishing a database connection
wartungsarbeiten
wartungsmodus
网站维护中
系统维护
系统维护中
网站建设中
メンテナンス中
점검 중
hello world
sample page
""",
    "parked domain": """
domain for sale
this domain is for sale
this website is for sale
domain parking
parked domain
域名出售
""",
}
_STAND_IN_TITLES = {
    title: reason for reason, titles in _STAND_INS.items() for title in titles.strip().splitlines() if title
}
_DEFACED = ("hacked by", "defaced by", "owned by", "pwned by")
_DIRECTORY = ("index of /", "directory listing for /")

# What such pages say. A phrase that begins with ? is said in short news, too: it tells only together with another.
_PHRASES = {
    "soft 404": """
?sorry
?oops
?hoppla
?leider
?抱歉
?对不起
?對不起
?申し訳
?죄송
?cannot be found
?can't be found
?could not be found
?couldn't be found
?not be found
?may be broken
?link you followed
?have been removed
?has been removed
?have been moved
?may have moved
?may have expired
?is unavailable
?is not available
?isn't available
?doesn't exist
?does not exist
?story is unavailable
?page you tried
?try a search
?search or go
?no results found
search results for:
?nichts gefunden
?existiert nicht
?existiert leider nicht
?nicht finden
?gewünschte seite
?aufgerufene seite
?aufgerufene adresse
?hier ist nichts
?prüfen sie die adresse
被作者删除
被发布者删除
被管理员删除
?已下线
?已下架
?因违规
?无法查看
?请求的页面
页面出错
页面出现错误
网页不存在
网页无法访问
網頁不存在
?已移除
?该文章
?该内容
?此内容
?您查看的
?您访问的
?您请求的
?삭제되었습니다
?해당 기사
?해당 페이지
?移動または削除
page you were looking for
page you are looking for
page you requested
page you have requested
page could not be found
page cannot be found
page can't be found
page can not be found
page was not found
page is not found
page does not exist
page doesn't exist
page no longer exists
page has been removed
page has been deleted
page is no longer available
page is unavailable
we couldn't find
we can't find that
we can't find the page
article has been removed
article has been deleted
article was removed
article is no longer available
article you requested
article could not be found
article does not exist
content is no longer available
content has been removed
content you are looking for
no longer available on this site
url was not found on this server
url you entered
nothing was found at this location
nothing could be found at this location
return to the homepage
go back to the homepage
go to the homepage
页面不存在
页面已删除
页面已被删除
页面未找到
页面找不到
页面走丢
页面可能已经
访问的页面
找不到该页面
找不到您
找不到页面
没有找到您
文章不存在
文章已被删除
文章已删除
文章已下架
?内容不存在
内容已被删除
内容已删除
内容已失效
?信息不存在
已被删除或不存在
不存在或已被删除
?链接已失效
秒后自动跳转
秒后自动返回
秒后跳转
?返回首页
頁面不存在
找不到您要的
找不到該頁
已被刪除
返回首頁
seite wurde nicht gefunden
seite konnte nicht gefunden
seite nicht gefunden
seite existiert nicht
angeforderte seite
gesuchte seite
artikel ist nicht mehr verfügbar
artikel wurde gelöscht
?nicht mehr verfügbar
zurück zur startseite
?zur startseite
お探しのページ
ページが見つかりません
ページは存在しません
削除された可能性
?掲載期間が終了
?公開を終了
トップページへ戻る
페이지를 찾을 수 없
?존재하지 않는
삭제된 기사
삭제되었거나
""",
    "blocked page": """
press & hold
press and hold
pardon our interruption
made us think you were a bot
you are unable to access
why have i been blocked
being rate limited
?banned you
?banned your
?and not a bot
?not a bot
?site owner
?owner of this website
疑似黑客
疑似攻击
攻击行为
云防护
?安全检测
?安全检查
网络环境异常
设置为拦截
已被拦截
?请稍候
?bot detection
?humans only
checking your browser
checking if the site connection is secure
verify you are human
verify that you are human
verify you're human
verifying you are human
verify that you're not a robot
confirm you are human
confirm that you are human
prove you are human
prove that you are human
proves you are a human
proves you are human
are you a robot
not a robot
complete the captcha
completing the captcha
complete a captcha
solve the captcha
solve this captcha
complete the security check
complete the challenge
needs to review the security of your connection
security service to protect
unusual traffic
?unusual activity
?automated access
?automated requests
automated queries
?suspicious activity
?access denied
?access is denied
access to this page has been denied
access to this site has been
you don't have permission to access
you do not have permission to access
?not authorized to access
?have been blocked
?has been blocked
been temporarily blocked
?ip address has been
your ip has been
your request has been blocked
request was blocked
request has been rejected
url was rejected
consult with your administrator
support id is
support id:
?reference number
reference id
?incident id
?event id:
?ray id
?request id
performance & security by
?ddos protection
disable your ad blocker
disable your adblocker
turn off your ad blocker
?too many requests
?rate limit exceeded
?enable cookies
enable javascript and cookies
安全验证
人机验证
滑动验证
拖动滑块
完成验证
完成下方验证
点击验证
请输入验证码
?输入验证码
验证码后
访问过于频繁
访问频率过高
访问太频繁
?操作过于频繁
?异常访问
访问异常
?异常流量
访问被拒绝
访问被拦截
?访问受限
请求被拦截
请求已被拦截
?禁止访问
拒绝访问
?没有权限访问
您的ip
您的访问被
網站管理員
驗證您是人類
請輸入驗證碼
存取被拒
ich bin kein roboter
kein roboter sind
zugriff verweigert
zugriff wurde verweigert
zugriff wurde gesperrt
ungewöhnlichen datenverkehr
?adblocker
アクセスが拒否
アクセスを拒否
?アクセスが集中
?アクセスが制限
ロボットではありません
접근이 거부
접근이 차단
로봇이 아닙니다
비정상적인 접근
""",
    "login wall": """
?log in or register
?sign in or register
?sign in or create
?need an account
?an account to view
?registrieren sie sich
?kostenlos, um
?kostenlos registrieren
?to view this page
?to keep reading
please log in
please login
please sign in
please register
you must be logged in
you must log in
you must be signed in
you need to log in
you need to be logged in
you need to sign in
log in to continue
log in to read
log in to view
login to continue
login to view
sign in to continue
sign in to read
sign in to view
sign in with
log in with
sign up to read
sign up to continue
register to continue
register to read
create a free account
create an account to
forgot your password
?forgot password
lost your password
not a member yet
already have an account
don't have an account
?members only
?for registered users
user name and password
?username and password
?remember me
请先登录
请登录
请您登录
?登录后
登录查看
?登录才能
?需要登录
?尚未登录
?没有登录
还未登录
?未登录
忘记密码
?注册会员
?免费注册
登录或注册
注册后查看
?会员专享
扫码登录
請先登入
請登入
?登入後
忘記密碼
會員專屬
bitte melden sie sich an
bitte loggen sie sich ein
bitte anmelden
melden sie sich an
anmelden, um
einloggen, um
passwort vergessen
noch kein konto
noch nicht registriert
ログインしてください
ログインが必要
?会員登録
パスワードを忘れ
この記事は会員限定
?会員限定
로그인이 필요
?로그인 후
로그인해 주
비밀번호 찾기
?회원가입
""",
    "consent wall": """
we value your privacy
we care about your privacy
?your privacy is important
?we and our partners
our partners store
store and/or access information
store and access information
information on a device
?we use cookies
?uses cookies
?use of cookies
this site uses cookies
accept all cookies
accept cookies
?accept all
cookie settings
cookie preferences
cookie policy
manage your choices
manage preferences
manage options
?with your consent
give your consent
consent to the use
?before you continue
?personalised ads
?personalized ads
?legitimate interest
?process personal data
nutzung mit werbung
mit werbung und tracking
werbung und tracking
cookies zustimmen
cookies akzeptieren
alle akzeptieren
?verwenden cookies
?verwendet cookies
?verwendung von cookies
?ihrer einwilligung
ihre einwilligung
?ihre zustimmung
zustimmen und weiter
einwilligen und weiter
?wir und unsere partner
datenschutzeinstellungen
privacy center
pur-abo
?我们使用cookie
?使用cookie
接受所有cookie
cookieを使用
クッキーを使用
쿠키를 사용
""",
    "paywall": """
members-only story
member-only story
paying subscribers
paid subscriber
?paid subscribers
?unlimited access
?support our journalism
?our journalism
?upgrade to access
?noch kein abo
wochen gratis
monat gratis
?gratis testen
?testen sie jetzt
?nur mit f+
?sind nur mit
?verfügbar. testen
?heise+
?spiegel+
?还不是会员
?查看剩余
?剩余8
subscribe to continue
subscribe to read
subscribe now to
subscribe today to
subscribe for full access
subscribe for unlimited
subscribe to unlock
subscribe to access
subscribe or log in
to continue reading
continue reading this article
continue reading with
keep reading with
to read the full
to read this article
to read the rest
read the full article with
unlock this article
unlock the full
want to read more
for subscribers only
subscribers only
subscriber-only
subscriber only
?exclusive to subscribers
exclusively for subscribers
?available to subscribers
already a subscriber
already subscribed
?not a subscriber
become a subscriber
?become a member
start your free trial
start your trial
start a free trial
?free articles left
free articles this month
reached your limit
reached your article limit
limit of free articles
?premium content
premium article
this is a premium
this content is for
this article is for
?subscription required
?subscription plans
choose your plan
?cancel anytime
?cancel any time
?付费阅读
?付费后
?付费内容
付费文章
?购买后
开通会员
开通vip
?成为会员
会员可见
?订阅后
?试读结束
剩余内容
剩余全文
阅读全文请
解锁全文
?訂閱後
付費閱讀
訂閱會員
?加入會員
jetzt weiterlesen
weiterlesen mit
weiterlesen:
um weiterzulesen
artikel weiterlesen
diesen artikel lesen
nur für abonnenten
nur für abonnentinnen
exklusiv für abonnenten
?exklusiv für
bereits abonnent
bereits ein abo
schon abonnent
abo abschließen
abo testen
?jetzt testen
?jetzt abonnieren
?kostenlos testen
?probemonat
jederzeit kündbar
有料会員
有料記事
?残り
続きを読むには
この記事の続き
有料会員限定
유료 회원
유료 기사
구독하시면
?구독 후
""",
    "script wall": """
并刷新该页
?javascript并
?loading...
?loading…
not redirected
?redirecting you
?click here if
?session has expired
?refresh the page
?please refresh
enable javascript
javascript is disabled
javascript is not enabled
?javascript is required
javascript is turned off
?requires javascript
?without javascript
turn on javascript
javascript to run this app
browser does not support javascript
browser doesn't support
?browser is not supported
?unsupported browser
?outdated browser
?upgrade your browser
?update your browser
?please wait while
loading, please wait
?redirecting
?being redirected
javascript aktivieren
javascript deaktiviert
browser wird nicht unterstützt
veralteten browser
?启用javascript
?开启javascript
浏览器不支持
浏览器版本过低
?升级浏览器
升级您的浏览器
?正在加载
?加载中
?跳转中
javascriptを有効
자바스크립트
""",
    "parked domain": """
parked for free
is this your domain
is available for purchase
?get this domain
?courtesy of godaddy
?正在出售
?访问的域名
?可联系购买
?renew it now
domain is for sale
domain may be for sale
domain name is for sale
website is for sale
buy this domain
buy this domain name
purchase this domain
?make an offer
inquire about this domain
interested in this domain
this domain has expired
domain has expired
domain is parked
domain was recently registered
?domain is registered
?related searches
?sponsored listings
first and best source for all of the information
more of what you would expect to find here
?parking program
?domain owner
域名出售
?域名转让
?此域名
?该域名
?本域名
domain steht zum verkauf
domain zu verkaufen
domain kaufen
?このドメインは
?도메인
""",
    "server page": """
?check back soon
?check back later
temporarily unable to service your request
capacity problems
?maintenance downtime
?try again later
502 bad gateway
503 service
504 gateway
500 internal
bad gateway nginx
there has been a critical error
critical error on this website
mysqli_connect
mysql_connect
access denied for user
?warning:
?.php on line
?functioning normally
?it works!
this is a placeholder
?placeholder page
?your new website
lorem ipsum dolor
successfully installed and working
further configuration is required
default web page
?default page for
?this is the default
site is currently unavailable
site is temporarily unavailable
website is temporarily unavailable
temporarily down for maintenance
down for maintenance
down for scheduled maintenance
undergoing maintenance
?scheduled maintenance
?planned maintenance
?performing maintenance
will be back shortly
we'll be back soon
be back soon
?under construction
?coming soon
?service unavailable
service is temporarily unavailable
?internal server error
?something went wrong
?an error occurred
?an error has occurred
?unexpected error
?technical difficulties
error establishing a database connection
?database error
?connection refused
?stack trace
?fatal error
uncaught exception
uncaught pdoexception
sqlstate[
traceback (most recent call last)
?has been suspended
?account was suspended
?contact your hosting provider
your hosting provider
bandwidth limit exceeded
this is your first post
edit or delete it, then start
?lorem ipsum
?网站维护
?系统维护
?正在维护
?系统繁忙
?服务器错误
?服务器繁忙
网站暂时无法访问
?网站已关闭
网站建设中
?稍后再试
?wartungsarbeiten
?kurzzeitig nicht erreichbar
?vorübergehend nicht erreichbar
?ein fehler ist aufgetreten
interner serverfehler
?メンテナンス中
?エラーが発生
しばらくしてから
?서비스 점검
?오류가 발생
""",
    "not for here": """
not available in your region
not available in your country
not available in your location
unavailable in your region
unavailable in your country
unavailable due to legal reasons
unavailable for legal reasons
unavailable in most european
?from your country
?in your jurisdiction
otherwise unavailable in your
?您所在的地区
?所在地区
in ihrer region nicht
in ihrem land nicht
お住まいの地域
해당 지역에서
""",
    "age wall": """
?you must be 18
you must be at least 18
?must be of legal age
?18 years or older
?over 18 years
?over the age of
confirm your age
verify your age
enter your date of birth
?年满18
?年满十八
?未满18
mindestens 18 jahre
?18歳以上
?18歳未満
""",
    "defaced": """
hacked by
defaced by
?we were here
your security is low
greetz to
""",
}
_WEAK = "?"


class _Phrase(NamedTuple):
    text: str
    reason: str
    weight: float


_READY = tuple(
    _Phrase(line.removeprefix(_WEAK).casefold(), reason, 0.5 if line.startswith(_WEAK) else 1.0)
    for reason, phrases in _PHRASES.items()
    for line in phrases.strip().splitlines()
)

# Sizes of a text in letters, an ideograph or a syllable counting for two and a half.
_TINY = 450  # one phrase tells
_SMALL = 1100  # two tell, or one among the first words
_ENOUGH = 2.0
_OPENING = 200  # characters

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
    lowered = html.encode("utf-8", "replace").lower()  # of bytes: ten times as fast, and the marks are ASCII
    return any(mark.encode("ascii") in lowered for mark in _CHALLENGES)


def refusal_of_title(title: str) -> str | None:
    """Return the reason why a page of that title is no article, or ``None``.

    >>> refusal_of_title("Just a moment..."), refusal_of_title("Just a moment: timing closure explained")
    ('blocked page', None)
    """
    if is_not_found(title):
        return "soft 404"
    if is_blocked(title):
        return "blocked page"
    parts = _parts(title)
    if parts[0].startswith(_DEFACED):
        return "defaced"
    if title.casefold().lstrip().startswith(_DIRECTORY):
        return "server page"
    # The site's name may stand before or behind, never another sentence.
    return next((_STAND_IN_TITLES[part] for part in parts[:1] if part in _STAND_IN_TITLES), None)


def refusal_of_text(text: str) -> str | None:
    """Return the reason why a page of that text is no article, or ``None``.

    >>> refusal_of_text("Please log in to continue. Forgot your password?")
    'login wall'
    """
    if weighted_length(text[: 2 * _SMALL]) > _SMALL:
        return None
    size = weighted_length(text)
    if size > _SMALL:
        return None
    folded = " ".join(text.casefold().replace("’", "'").split())
    found = [(place, phrase) for phrase in _READY if (place := folded.find(phrase.text)) >= 0]
    weight = sum(phrase.weight for _, phrase in found)
    opens = any(place < _OPENING and phrase.weight == 1 for place, phrase in found)
    if weight < 1 or (size > _TINY and weight < _ENOUGH and not opens):
        return None
    weights = Counter[str]()
    for _, phrase in found:
        weights[phrase.reason] += phrase.weight  # type: ignore[assignment]
    return weights.most_common(1)[0][0]


def _parts(title: str) -> list[str]:
    return [part.strip(_EDGES).casefold() for part in _SEPARATOR.split(title[:300])]
