import pytest

from newscrawl.rights.preferences import content_signal, content_usage


def facts(signals):
    return [(one.name, one.value) for one in signals]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        # draft-ietf-aipref-vocab, "Exemplary Serialization Format" and "Processing Algorithm"
        ("train-ai=y, search=n", [("train-ai", "y"), ("search", "n")]),
        ("train-ai=n", [("train-ai", "n")]),
        ("train-ai;allow=n, train-ai=y", [("train-ai", "y")]),
        ('train-ai=y, train-ai, search=n, search="n"', [("unknown", "train-ai"), ("unknown", 'search="n"')]),
        ('train-ai="n", search=y', [("unknown", 'train-ai="n"'), ("search", "y")]),
        ("train-ai=no", [("unknown", "train-ai=no")]),
        ("train-ai=N", [("unknown", "train-ai=N")]),
        ("Train-AI=n", [("unknown", "Train-AI=n")]),
        ("train-ai=n, search = y", [("unknown", "train-ai=n, search = y")]),
        ("train-ai=n,", [("unknown", "train-ai=n,")]),
        ("x-new=y, train-ai=n", [("train-ai", "n")]),
        ("train-genai=n", [("unknown", "train-genai=n")]),
        ("", []),
    ],
)
def test_usage_preferences_are_tokens_of_a_dictionary(value, said):
    assert facts(content_usage(value, "header", "")) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("search=yes, ai-input=no, ai-train=no", [("search", "y"), ("ai-input", "n"), ("ai-train", "n")]),
        ("search=yes,ai-train=no", [("search", "y"), ("ai-train", "n")]),
        ("Search = YES ,\tai-train=No", [("search", "y"), ("ai-train", "n")]),
        ("ai-train=disallow", [("unknown", "ai-train=disallow")]),
        ("ai-train", [("unknown", "ai-train")]),
        ("ai-train=no, use=reference", [("ai-train", "n"), ("use", "reference")]),
        ("", []),
    ],
)
def test_content_signals_are_yes_or_no(value, said):
    assert facts(content_signal(value, "header", "")) == said
