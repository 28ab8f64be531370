import pytest

from newscrawl.rights.signals import facts_of
from newscrawl.rights.tdm import TdmRep

# TDMRep, final report of 2024-05-10, "TDM File on the Origin Server"
EXAMPLE = """[
  {"location": "/directory-a/", "tdm-reservation": 1},
  {"location": "/directory-b/html/", "tdm-reservation": 1, "tdm-policy": "https://provider.com/policies/policy.json"},
  {"location": "/directory-b/images/*.jpg", "tdm-reservation": 0}
]"""


def facts(text, path):
    return facts_of(TdmRep(text).signals(f"https://e.example{path}"))


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/directory-a/x.pdf", {"tdm-reservation": 1}),
        ("/directory-b/html/x", {"tdm-reservation": 1, "tdm-policy": "https://provider.com/policies/policy.json"}),
        ("/directory-b/images/x.jpg", {"tdm-reservation": 0}),
        ("/directory-b/images/x.png", {}),
        ("/Directory-A/x", {}),
    ],
)
def test_the_example_of_the_report(path, said):
    assert facts(EXAMPLE, path) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        # the first in sequence, not the longest
        ('[{"location":"/","tdm-reservation":0},{"location":"/a/b","tdm-reservation":1}]', {"tdm-reservation": 0}),
        ('[{"location":"/a/*$","tdm-reservation":1}]', {"tdm-reservation": 1}),
        ('[{"location":"/","tdm-reservation":2}]', {"unknown": ['{"location": "/", "tdm-reservation": 2}']}),
        ('[{"location":"/","tdm-reservation":true}]', {"unknown": ['{"location": "/", "tdm-reservation": true}']}),
        ('[{"location":"/","tdm-reservation":0,"tdm-policy":"https://p.example/"}]', {"tdm-reservation": 0}),
        ('\ufeff[{"location":"/","tdm-reservation":1}]', {"tdm-reservation": 1}),
        ('[null, 1, {"tdm-reservation":1}, {"location":"/","tdm-reservation":1}]', {"tdm-reservation": 1}),
        ('{"location":"/","tdm-reservation":1}', {"unknown": ['{"location":"/","tdm-reservation":1}']}),
        ("[]", {}),
    ],
)
def test_the_first_rule_that_matches_is_used(text, said):
    assert facts(text, "/a/b") == said


@pytest.mark.parametrize("bomb", ["[" * 100_000, '[{"location":' * 50_000, "[" + "9" * 10_000 + "]", "<html>", "\x00"])
def test_a_bomb_says_nothing(bomb):
    assert set(facts(bomb, "/a")) == {"unknown"}
