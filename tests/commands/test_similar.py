"""`scrapy similar` as a person types it: the group of one article, the earliest first."""


def test_similar_prints_the_group_with_its_earliest_article_and_credits(searched):
    lines = searched("similar", "sample/11").stdout.splitlines()
    assert lines[0].split() == ["2026-11-20", "12:00", "99%", "earliest", "9", "two", "国产GPU"]
    assert lines[2].split() == ["2026-11-20", "14:00", "asked", "8", "sample", "国产GPU", "(source:", "快讯网)"]
    assert searched("similar", "sample/1").stdout == "no other article is nearly the same\n"
    assert searched("similar", "sample/99") == (1, "", "no article is called sample/99\n")
