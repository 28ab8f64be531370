"""Every kind of page in a real browser: nothing overflows, the console is silent, axe-core finds no serious fault."""

import shutil
import subprocess
import threading
import time
from dataclasses import replace

import pytest
import uvicorn
from chromium import CHROMIUM, chromium
from crawled_runs import save_runs
from samples import NOON, PAGE, numbered

from newscrawl.browse.app import reader_app
from newscrawl.browse.inspection_page import inspection_file
from newscrawl.browse.report_file import report_file
from newscrawl.recrawl import Discovery
from newscrawl.reports.figures import run_figures
from newscrawl.reports.inspection import inspect_page
from newscrawl.site import Site
from newscrawl.storage.crawl.ledger import Scheduled
from newscrawl.storage.crawl.quarantine import Bounds
from newscrawl.storage.crawl.store import Store
from newscrawl.storage.database.read_only import ReadOnlyDatabase

pytestmark = pytest.mark.skipif(not CHROMIUM, reason="The reader is NOT tested in a browser: apt-get install chromium")

WIDTHS = (390, 768, 1280)  # of a phone, a tablet and a laptop, in CSS pixels
_NPM_SECONDS = 120
_AXE = "axe-core@4"
LONG = "Halbleiterfertigungsausruestungslieferantenverzeichnis" * 4
BODY = (
    "<h2>Measured</h2><p>Said <a href='https://a.example/'>there</a>, and <code>x = " + "y" * 300 + "</code>.</p>"
    "<table><tr>" + "<th>Column with a name</th>" * 14 + "</tr><tr>" + "<td>1234567890</td>" * 14 + "</tr></table>"
    "<pre>" + "0123456789" * 40 + "</pre><ul><li>one</li><li>two</li></ul><blockquote><p>Quoted</p></blockquote>"
    f"<p>{LONG}</p><figure><img src='https://a.example/p.png' alt='A board'><figcaption>A board</figcaption></figure>"
)
SERVED = (
    "<html><head><title>Wide</title></head><body><article><h1>Wide</h1>"
    + "<p>The regulator keeps its noise below one microvolt, its maker says in a note, over its whole range.</p>" * 6
    + f"<pre>{'0123456789' * 40}</pre></article></body></html>"
)


@pytest.fixture(scope="module")
def database(filled, tmp_path_factory):
    """The articles of the other tests, wide and endless ones, runs, a page that was found and refused with its bytes."""
    path = tmp_path_factory.mktemp("browser") / "articles.db"
    shutil.copy(filled.removeprefix("sqlite:///"), path)
    url = f"sqlite:///{path}"
    save_runs(url)
    page = replace(
        PAGE, url="https://www.sample.example/d/50.html", body=SERVED.encode(), headers=(("Content-Type", "text/html"),)
    )
    with Store(url, keep_refused=Bounds(9, 1 << 20), now=lambda: NOON) as store:
        store.begin_run("sample", "1")
        store.schedule(
            [Scheduled("sample/50", page.url, "sample", Discovery("feed", "https://a.example/" + "f" * 300))]
        )
        store.save(numbered(50, title=f"{LONG} {LONG}", language="de", body_html=BODY, raw=(page,)))
        store.save(
            numbered(51, title="عنوان طويل " * 30, language="ar", body_html="<p>نص المقال</p>" * 9, tags=("ا" * 200,))
        )
        store.save(numbered(52, title="t" * (1 << 20), tags=tuple(f"tag {n}" for n in range(10_000)), source="s" * 900))
        store.end_run("finished", {})
    return url


@pytest.fixture(scope="module")
def served(database, tmp_path_factory):
    """The addresses of every kind of page, those of files beside those of the reader."""
    folder = tmp_path_factory.mktemp("files")
    inspection = inspect_page(SERVED.encode(), "https://a.example/1", Site(name="a", title="A", hosts=("a.example",)))
    report = report_file(run_figures(ReadOnlyDatabase(database), 2))
    files = {"inspection.html": inspection_file(inspection, declaration="x = 1\n" * 9), "report.html": report}
    for name, written in files.items():
        (folder / name).write_text(written, "utf-8")
    config = uvicorn.Config(lambda *_: None, host="127.0.0.1", port=0, log_level="error", lifespan="off")
    socket = config.bind_socket()
    port = socket.getsockname()[1]
    config.app = reader_app(database, port)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [socket]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    paths = (
        "/", "/?q=noise", "/?tag=rf&language=en", "/?q=none%20of%20them", "/article/sample/4", "/article/sample/50",
        "/article/sample/51", "/article/sample/52", "/article/hostile", "/inspect/sample/50", "/inspect/a/9", "/stories",
        "/edits", "/refused", "/runs", "/runs/2", "/runs/latest", "/sites", "/sites/sample", "/nothing", "/?day=x",
    )  # fmt: skip
    yield [*(f"http://127.0.0.1:{port}{path}" for path in paths), *((folder / name).as_uri() for name in files)]
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    with chromium(tmp_path_factory.mktemp("chromium")) as page:
        yield page


def said(page):
    """Return what the console said; that an address is answered with 404 or 400 is what two pages are for."""
    return [one for one in page.messages if "the server responded with a status of 40" not in one]


def overflow(page):
    """Return by how many pixels a page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def test_every_sixth_page_fits_a_phone_and_the_console_is_silent(served, page):
    page.set_size(WIDTHS[0])
    faults = []
    for address in served[::6]:
        page.show(address)
        faults += [(address, overflow(page))] * (overflow(page) > 0) + [(address, one) for one in said(page)]
    assert faults == []


@pytest.mark.slow
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("dark", [False, True])
def test_nothing_overflows_and_axe_finds_no_serious_fault(served, page, axe, width, dark):
    page.set_size(width, dark=dark)
    faults = []
    for address in served:
        page.show(address)
        faults += [(address, overflow(page))] * (overflow(page) > 0) + [(address, one) for one in said(page)]
        page.evaluate(axe)
        found = page.evaluate(
            "axe.run(document, {iframes: false, resultTypes: ['violations']}).then(found => found.violations"
            ".filter(one => ['serious', 'critical'].includes(one.impact))"
            ".map(one => [one.id, one.nodes.slice(0, 3).map(node => node.html.slice(0, 200))]))"
        )
        faults += [(address, *one) for one in found]
    assert faults == []


@pytest.mark.slow
def test_keys_lead_through_a_list_and_into_the_search(served, page):
    page.set_size(WIDTHS[2])
    page.show(served[0])
    press = "document.dispatchEvent(new KeyboardEvent('keydown', {{key: '{}', bubbles: true}})); {}"
    focused = "document.activeElement.hasAttribute('data-entry')"
    assert page.evaluate(press.format("j", focused)) is True
    assert page.evaluate(press.format("/", "document.activeElement.id")) == "q"


@pytest.fixture(scope="module")
def axe(tmp_path_factory):
    """The source of axe-core, fetched by npm into a folder of its own."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("The reader is NOT tested with axe-core: there is no npm")
    folder = tmp_path_factory.mktemp("npm")
    command = [
        npm,
        "install",
        "--prefix",
        str(folder),
        "--no-save",
        "--no-audit",
        "--no-fund",
        "--ignore-scripts",
        _AXE,
    ]
    try:
        finished = subprocess.run(command, capture_output=True, timeout=_NPM_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        pytest.skip("The reader is NOT tested with axe-core: npm did not answer in time")
    if finished.returncode:
        pytest.skip("The reader is NOT tested with axe-core: npm could not install it")
    return (folder / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")
