"""Stories are found through changed sentences, and not through what sites repeat."""

import random

from samples import NOON, numbered

from newscrawl.storage.crawl.store import Store
from newscrawl.storage.database.read_only import ReadOnlyDatabase
from newscrawl.storage.views.stories import list_stories

WORDS = [f"word{number}" for number in range(400)]


def sentences(dice, count):
    return [" ".join(dice.choices(WORDS, k=9)).capitalize() + "." for _ in range(count)]


def stories_of(tmp_path, articles):
    url = f"sqlite:///{tmp_path}/articles.db"
    with Store(url, now=lambda: NOON) as store:
        store.save_all(articles)
    with ReadOnlyDatabase(url).connect() as connection:
        return list_stories(connection).stories


def article(number, text, **values):
    return numbered(number, body_text=text, raw=(), **values)


def test_a_copy_with_changed_sentences_is_found_with_what_it_left_out(tmp_path):
    dice = random.Random(1)
    story = sentences(dice, 20)
    copy = story[:16] + sentences(dice, 2)
    [found] = stories_of(
        tmp_path,
        [
            article(1, "\n\n".join(story), site="one"),
            article(2, "\n\n".join(copy), site="two", source="one"),
            article(3, "\n\n".join(sentences(dice, 20)), site="three"),
        ],
    )
    assert [one.site for one in found.copies] == ["one", "two"]
    assert found.copies[1].credit == "one"
    assert list(found.copies[1].left_out) == story[16:]


def test_notices_that_share_a_footer_are_no_story(tmp_path):
    dice = random.Random(2)
    footer = " ".join(sentences(dice, 6))
    notices = [
        article(number, "\n\n".join([*sentences(dice, 2), footer]), site=f"site{number % 2}") for number in range(24)
    ]
    assert stories_of(tmp_path, notices) == ()


def test_the_same_article_twice_on_one_site_is_no_story(tmp_path):
    text = "\n\n".join(sentences(random.Random(3), 20))
    assert stories_of(tmp_path, [article(1, text), article(2, text)]) == ()
