"""A small invented site for the demonstration: what it repeats on every page, what it copied, and what it edits."""

from datetime import UTC, datetime, timedelta
from html import escape

from newscrawl.demo.web import SavedPage

HOST = "www.circuit-post.example"
NOTICE = "Circuit Post tests what it writes about on its own bench, and takes no money from makers of parts."
_FIRST_DAY = datetime(2026, 11, 3, 8, tzinfo=UTC)
# Slug, title, and two paragraphs.
_ARTICLES = (
    ("hall-sensor", "A Hall sensor for motors of one watt",
     "Small motors had to do without a position sensor until now, since the sensor drew more than the motor saved.",
     "The new part needs 90 µA at 1.8 V and reports a turn in steps of half a degree, from minus 40 to 125 °C."),
    ("usb-tester", "What a cheap USB tester gets wrong",
     "Five testers from the same shelf disagreed by 4 % about the charge that went into one and the same phone.",
     "The shunt is to blame: it warms up, and none of the five corrects for it. A fan brought them within 1 %."),
    ("flash-wear", "Flash that counts its own wear",
     "Serial flash has kept silent about its age. A maker from Hsinchu now adds a register for erase cycles.",
     "Firmware can read it within a microsecond and move logs to younger sectors before the old ones fail."),
    ("solder-paste", "Solder paste that survives a summer",
     "Paste without lead has to stay cold on its way, and a van in July is not. The new flux lasts a week at 40 °C.",
     "On our test boards the wetting after that week was as good as fresh paste on all but the finest pads."),
    ("gan-charger", "Inside a charger of 140 W",
     "The case is no larger than a pack of cards. Two gallium nitride switches share the work at 300 kHz each.",
     "Its weak spot is a row of capacitors beside the transformer, which reach 96 °C after an hour at full load."),
    ("rtc-drift", "A clock that loses a second a year",
     "Real-time clocks drift with temperature, and most correct for it once a minute, which costs more than the clock.",
     "This one measures only when the temperature has changed by a degree; the battery lasts twice as long."),
    ("e-paper", "Electronic paper in four colours",
     "Price tags in supermarkets may turn yellow. The panel mixes its third colour from two voltages and a pause.",
     "A change of the picture takes 12 s and 40 mJ, so that a coin cell pays for eight thousand of them."),
    ("lora-roof", "Three radios on one roof",
     "A town in the hills collects its water meters with three receivers for 900 houses, and hears every one of them.",
     "Most of the work went into antennas: two of the cables had water in them and lost nine tenths of the signal."),
    ("op-amp-noise", "An amplifier that hisses less",
     "Eight years after its last low-noise amplifier the maker halves the noise again, to 0.9 nV in the audio band.",
     "It asks for 11 mA in return, and rings with more than 100 pF behind it unless a resistor stands between."),
    ("relay-clicks", "Why the relay clicks twice",
     "Readers asked why their lamp module clicks twice. The answer is a second contact that closes behind the first.",
     "It carries the inrush for 30 ms and leaves the steady load to the other one; both last longer that way."),
    ("pcb-price", "Boards of four layers become cheaper",
     "Four layers cost as much as two did in spring, say three services that we asked for the same small board.",
     "Delivery takes nine days instead of five. Whoever is in a hurry pays more than a year ago."),
    ("probe-tip", "A probe tip from a sewing needle",
     "The pitch of new connectors is finer than most probes. A needle, a drop of epoxy and a wire do the job.",
     "Up to 20 MHz we saw no difference to the tip from the maker, which costs as much as forty needles."),
)  # fmt: skip
EDITED = f"https://{HOST}/2026/flash-wear"
_EDIT = ("within a microsecond", "within a millisecond")
_COPY = "a-coin-cell-that-lasts-a-decade"


def site_pages(copied: SavedPage | None) -> tuple[SavedPage, ...]:
    """Return the pages of the site; one of them is a copy of ``copied``, published a day later."""
    pages = [_page(slug, title, (*texts, NOTICE), day) for day, (slug, title, *texts) in enumerate(_ARTICLES)]
    if copied:
        pages.append(_page(_COPY, str(copied.expected["title"]), tuple(copied.expected["body"]), 9))
    return tuple(pages)


def edited(page: SavedPage) -> SavedPage:
    """Return the page as it is found at a later visit: a number is another, and nothing says so."""
    before, after = (text.encode() for text in _EDIT)
    return page._replace(body=page.body.replace(before, after))


def _page(slug: str, title: str, paragraphs: tuple[str, ...], day: int) -> SavedPage:
    """Return an article of the made-up site as a page of the practice web."""
    published = (_FIRST_DAY + timedelta(days=day)).isoformat()
    body = "".join(f"<p>{escape(one)}</p>\n" for one in paragraphs)
    markup = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)} | Circuit Post</title>'
        f'<meta property="article:published_time" content="{published}"></head><body>'
        f'<nav><a href="/">Home</a> <a href="/2026/">2026</a></nav><article><h1>{escape(title)}</h1>\n{body}</article>'
        "<footer>Circuit Post is invented.</footer></body></html>"
    )
    return SavedPage(
        site="generic",
        slug=slug,
        url=f"https://{HOST}/2026/{slug}",
        status=200,
        headers={"Content-Type": "text/html; charset=utf-8"},
        fetched=published,
        body=markup.encode(),
        expected={"kind": "article"},
    )
