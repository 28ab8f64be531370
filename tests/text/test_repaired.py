from newscrawl.text.repaired import EXCERPT_CHARACTERS, Repaired, Step, merge, replaced_one_for_one, step_at


def test_equal_rules_are_added_up_and_keep_the_first_excerpt() -> None:
    steps = (Step("a", 1, "first", "1"), Step("b", 1, "x"), Step("a", 2, "second", "2"))
    assert merge(steps) == (Step("a", 3, "first", "1"), Step("b", 1, "x"))


def test_an_excerpt_shows_a_little_of_what_stands_before_the_change() -> None:
    before, after = "." * 100 + "old" + "." * 100, "." * 100 + "new" + "." * 100
    step = step_at(100, "rule", 1, before, after)
    assert step.before.index("old") == step.after.index("new") == 20
    assert len(step.before) == EXCERPT_CHARACTERS


def test_text_that_a_rule_leaves_as_it_is_has_no_step() -> None:
    assert replaced_one_for_one("rule", "same", "same") == Repaired("same")
    assert replaced_one_for_one("rule", "abc", "aXX").steps == (Step("rule", 2, "abc", "aXX"),)
