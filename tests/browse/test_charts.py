"""Small charts that say in words what they show."""

from datetime import date

from lxml import etree

from newscrawl.browse.charts import day_bars, sparkline


def test_a_sparkline_is_well_formed_for_any_number_of_values():
    for values in ([1.0], [0.0, 1.0], [0.5] * 20, [-1.0, 7.0]):
        assert etree.fromstring(sparkline(values)).get("aria-label").endswith(f"over {len(values)} runs")
    assert sparkline([]) == ""


def test_each_day_has_a_bar():
    chart = etree.fromstring(day_bars({date(2026, 11, 1): 4, date(2026, 11, 2): 0}))
    assert [one.findtext("title") for one in chart] == ["2026-11-01: 4", "2026-11-02: 0"]
    assert day_bars({date(2026, 11, 1): 0}) == ""
