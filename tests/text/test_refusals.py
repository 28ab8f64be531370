"""Pages that are not there and gatekeepers are known by their titles; articles about them are not."""

import pytest

from newscrawl.text.refusals import has_challenge, is_blocked, is_not_found, refusal_of_text, tells_of_hidden_rest

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
# What is left of a page that a wall of consent or payment stands before, as sites of these languages put it.
WALLS = {
    "We and our 96 partners store and access personal data on your device. Click Accept to go on.": "consent wall",
    "To enter, please accept our use of cookies, or take out an ad-free pass.": "consent wall",
    "Bitte stimmen Sie der Verwendung von Cookies zu. Mit Klick auf „Alle akzeptieren“ geht es weiter.": "consent wall",
    "Lesen Sie das Portal mit Werbung und Tracking, oder ohne Werbung für 3,99 € im Monat.": "consent wall",
    "我们重视您的隐私。我们及合作伙伴会在设备上存储和访问信息。": "consent wall",
    "本網站使用 Cookie 以提升使用體驗，繼續瀏覽即表示您同意，詳見隱私權政策。": "consent wall",
    "当サイトは Cookie を使用しています。閲覧を続けるには、Cookie の使用に同意してください。": "consent wall",
    "クッキーの使用に同意いただけない場合、このページはご覧いただけません。": "consent wall",
    "본 사이트는 쿠키를 사용합니다. 계속하려면 쿠키 사용에 동의해 주세요.": "consent wall",
    "맞춤형 광고를 위한 쿠키 사용에 대한 동의가 필요합니다. 모두 동의": "consent wall",
    "The fab opened on Monday. The rest of this article is available to members.": "paywall",
    "The fab opened on Monday. You have read your last of three free articles this month.": "paywall",
    "Das Werk nahm am Montag den Betrieb auf. Dieser Text ist exklusiv für Abonnenten.": "paywall",
    "Das Werk nahm am Montag den Betrieb auf. Weiterlesen mit dem Digitalabo. Jederzeit kündbar.": "paywall",
    "工厂周一投产。本文为付费内容，订阅即可阅读。": "paywall",
    "工廠週一投產。本文為付費內容，訂閱即可閱讀全文。": "paywall",
    "工場は月曜日に稼働した。ここから先は会員の方のみご覧いただけます。": "paywall",
    "工場は月曜日に稼働した。続きをお読みいただくには購読のお申し込みが必要です。": "paywall",
    "공장은 월요일에 가동을 시작했다. 이 기사는 유료회원 전용입니다.": "paywall",
    "공장은 월요일에 가동을 시작했다. 전체 기사를 읽으시려면 구독해 주세요.": "paywall",
}
NO_WALLS = [
    "Finland is already a member of the alliance, whose chips program starts in March, the ministry said.",
    "Browsers will ask less often for cookies: the commission wants one setting for all sites from 2028 on.",
    "Der Verlag nimmt Werbung von der Seite; Cookies setzt er künftig nur noch für Abonnenten.",
    "浏览器厂商宣布，将从明年起限制第三方 Cookie，广告商须改用新的接口。",
    "ブラウザー各社は来年から第三者 Cookie を制限する。広告会社は新しい仕組みに移る。",
    "브라우저 업체들은 내년부터 제삼자 쿠키를 제한한다고 밝혔다. 프리미엄 콘텐츠 시장이 커지고 있다.",
    "公司出售了一成股份，剩余90%的股份由创始人持有。",
]
HIDDEN_RESTS = [
    "剩余 90% 内容请订阅",
    "残り1,245文字",
    "남은 내용 70%",
    "Noch 80 % des Artikels",
    "remaining 640 words",
]
NO_RESTS = ["Subscribe today", "剩餘八成", "90% off", "Noch Fragen?", "残りわずか"]


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


@pytest.mark.parametrize(("text", "reason"), WALLS.items())
def test_a_wall_is_known_by_its_words(text, reason):
    assert refusal_of_text(text) == reason


@pytest.mark.parametrize("text", NO_WALLS)
def test_news_about_cookies_and_members_is_no_wall(text):
    assert refusal_of_text(text) is None


def test_a_line_may_say_how_much_is_not_shown():
    assert [line for line in HIDDEN_RESTS if not tells_of_hidden_rest(line)] == []
    assert [line for line in NO_RESTS if tells_of_hidden_rest(line)] == []


@pytest.mark.parametrize(
    "text",
    [
        (
            "A cookie is a small text file that a website stores on your device. Browsers send it back with "
            "every request, so that a shop can remember what is in your basket. Since 2018 European law has "
            "asked for your consent before such files are set. Many people click on accept without reading a "
            "word."
        ),
        (
            "The Gazette will put its sports pages behind a paywall from March. Readers who want to continue "
            "reading will need a subscription of five euros a month. The publisher said that advertising no "
            "longer pays for the newsroom. Two rivals made the same step last year."
        ),
        (
            "Engineers have shown that software solves the captcha puzzles of most sites faster than people "
            "do. The test asks visitors to prove that they are not a robot. In the study, machines needed four "
            "seconds and humans eleven. Security experts call for other means."
        ),
        (
            "Warum zeigt eine fehlende Seite die Zahl 404? Der Code stammt aus dem Standard von 1992, in dem "
            "Zahlen mit einer Vier am Anfang einen Fehler des Nutzers bedeuten. Seite nicht gefunden heißt es "
            "amtlich. Manche Firma macht daraus einen Scherz."
        ),
        (
            "晚报从三月起将对体育版收费。想要继续阅读的读者需要订阅，每月五欧元。出版社表示，广告收入已经不足以支撑编辑部。"
            "两家竞争对手去年也开通了会员服务。"
        ),
        (
            "为什么找不到的网页会显示404？这个代码来自一九九二年的标准，以四开头的数字表示客户端错误。页面不存在是它的正式说法。"
            "有些公司把它做成了小游戏。"
        ),
        (
            "クッキーとは、ウェブサイトが利用者の端末に保存する小さなテキストファイルである。ブラウザは要求のたびにこれを送り返すため、"
            "店は買い物かごの中身を覚えていられる。欧州の法律は二〇一八年から、クッキーの使用に同意を求めている。多くの人は何も読まずに同意するを押す。"
        ),
        (
            "ログインページの保護がなかったため、二百万件のアカウントが漏えいした。同社は利用者に再度ログインし、新しいパスワードを設定するよう求めている。"
        ),
        (
            "쿠키는 웹사이트가 사용자의 기기에 저장하는 작은 텍스트 파일이다. 브라우저는 요청할 때마다 이를 다시 "
            "보내기 때문에 상점은 장바구니의 내용을 기억할 수 있다. 유럽 법은 2018년부터 쿠키 사용에 동의를 "
            "요구한다. 많은 사람이 읽지도 않고 동의를 누른다."
        ),
        (
            "대부분 사이트의 보안문자를 소프트웨어가 사람보다 빨리 푼다는 연구 결과가 나왔다. 이 시험은 방문자가 "
            "로봇이 아님을 확인하려는 것이다. 기계는 4초, 사람은 11초가 걸렸다."
        ),
    ],
)
def test_a_short_article_about_such_pages_is_none_of_them(text: str) -> None:
    assert refusal_of_text(text) is None


DATED = (
    "Viele Seiten zeigen ein Captcha. Es soll beweisen, dass man kein Roboter ist. Fachleute halten es für überholt."
)
OFFER = "The council approved the line after a debate. The cost was put at 240 million euros. Subscribe to continue reading."


def test_a_date_speaks_for_an_article_but_not_where_its_rest_is_for_sale() -> None:
    assert refusal_of_text(OFFER) == refusal_of_text(OFFER, is_dated=True) == "paywall"
    assert refusal_of_text(DATED, is_dated=True) is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            "Error 404. The requested page does not exist. The address was mistyped, or the page was removed. "
            "Here are the latest headlines of the day.",
            "soft 404",
        ),
        (
            "Cookies und Tracking. Diese Website verwendet Cookies. Mit Zustimmung werden Daten verarbeitet. "
            "Alle akzeptieren. Einstellungen. Weitere Informationen stehen in der Datenschutzerklärung.",
            "consent wall",
        ),
        ("本文为付费内容。市议会批准了新的电车线路。工程将于春季开工。开通会员后可阅读全文。", "paywall"),
        ("This domain is for sale. The domain may be bought today. Related searches are shown below.", "parked domain"),
    ],
)
def test_a_wall_without_a_word_to_its_reader_is_one(text: str, reason: str) -> None:
    assert refusal_of_text(text) == refusal_of_text(text, is_dated=True) == reason
