"""No page takes more CPU time than it may, whatever it spends it on, and the timer never outlives the page."""

import re
import signal
import threading
import time

import pytest

from newscrawl.errors import Refused
from newscrawl.stages.budget import PageBudget
from newscrawl.stages.chain import extract

pytestmark = pytest.mark.usefixtures("no_garbage_collection")

SECONDS = 0.2
PAGE = "https://news.example/1"


def count_for_ever():
    while True:
        len("x")


def count_and_catch():
    while True:
        try:
            count_for_ever()
        except Exception:
            continue


EXPENSIVE = {
    "a loop": count_for_ever,
    "a loop that catches exceptions": count_and_catch,
    "a pattern that backtracks": lambda: re.match("(?:a|a?)+$", "a" * 60 + "b"),
}


def use(seconds):
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass


@pytest.mark.parametrize("work", EXPENSIVE.values(), ids=EXPENSIVE)
def test_a_page_that_takes_too_long_is_refused(work):
    with pytest.raises(Refused) as refused, PageBudget(SECONDS).of_page(PAGE):
        work()
    assert refused.value.reason == "too expensive"
    assert re.match(r"\d+\.\d s of CPU time, more than 0.2, at ", refused.value.detail)


def test_the_refusal_names_the_place():
    names = {"__name__": "newscrawl.sample"}
    exec(compile("def spin():\n    while True:\n        pass", "sample", "exec"), names)
    with pytest.raises(Refused, match=r"at newscrawl\.sample:spin:[23]$"), PageBudget(SECONDS).of_page(PAGE):
        names["spin"]()


def test_the_stages_of_a_page_share_its_budget_and_other_pages_do_not():
    # The kernel counts in ticks, and misses some of a process that others interrupt: its signal may come late. No use
    # is more than the budget, and of the last one the first tenth of the budget is allowed.
    budget, used = PageBudget(2 * SECONDS), 1.8 * SECONDS
    with budget.of_page(PAGE):
        use(used)
    with budget.of_page("https://news.example/2"):
        use(used)
    with pytest.raises(Refused, match="too expensive"), budget.of_page(PAGE):
        use(used)


def test_nothing_is_left_of_the_timer():
    former = signal.getsignal(signal.SIGPROF)
    with PageBudget(SECONDS).of_page(PAGE):
        use(SECONDS / 4)
    assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)
    assert signal.getsignal(signal.SIGPROF) is former


def test_a_refusal_of_a_stage_stays_what_it_is():
    with pytest.raises(Refused, match="empty body"), PageBudget(SECONDS).of_page(PAGE):
        raise Refused("empty body")


@pytest.mark.parametrize("seconds", [0, SECONDS])
def test_where_no_signal_can_be_handled_nothing_is_bounded(seconds):
    ended = []

    def work():
        with PageBudget(seconds).of_page(PAGE):
            use(1.5 * SECONDS)
            ended.append(True)

    if seconds:
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
    else:
        work()
    assert ended == [True]


def test_the_timer_of_a_profiler_is_left_alone():
    former = signal.signal(signal.SIGPROF, lambda *_: None)
    try:
        signal.setitimer(signal.ITIMER_PROF, 60)
        with PageBudget(SECONDS / 2).of_page(PAGE):
            use(SECONDS)
        assert signal.getitimer(signal.ITIMER_PROF)[0] > 0
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, former)


def test_extract_has_a_budget_of_its_own():
    paragraphs = "".join(f"<p>{number} sensors were sold by the makers of chips.</p>" for number in range(3000))
    page = f"<title>Sensors sold</title><article>{paragraphs}</article>"
    with pytest.raises(Refused, match=r"too expensive: 0\.\d s of CPU time, more than 0.02, at newscrawl"):
        extract(page, PAGE, max_seconds=0.02)


def test_a_page_of_too_much_text_is_refused_with_the_figure():
    words = "chip " * 410_000
    page = f"<title>Chips</title><script>{words}</script><article><p>{'The chip is on sale now. ' * 20}</p></article>"
    assert extract(page, PAGE, max_seconds=0).title == "Chips"
    with pytest.raises(Refused, match="too expensive: 2050499 characters of text, more than 2000000"):
        extract(f"{page}<div>{words}</div>", PAGE, max_seconds=0)
