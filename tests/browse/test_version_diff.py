"""What differs between two versions, field by field."""

from newscrawl.browse.version_diff import diff_versions

OLD = {"title": "Old", "authors": ["A"], "tags": [], "body_text": "same", "body_html": "<p>same</p>"}


def test_only_fields_that_differ_are_named():
    found = diff_versions(OLD, OLD | {"title": "New", "authors": ["A", "B"], "summary": "Added"})
    assert [one.title for one in found] == ["Title", "Summary", "Authors"]
    assert [piece.kind for piece in found[1].pieces] == ["added"]


def test_markup_alone_is_no_difference_for_a_reader():
    assert diff_versions(OLD, OLD | {"body_html": "<div>same</div>"}) == ()


def test_versions_of_older_programs_may_lack_fields():
    assert diff_versions({}, {}) == ()
