"""Language tags (BCP 47), as pages and declarations write them."""


def is_cjk(language: str | None) -> bool:
    """Tell whether a language tag is of Chinese, Japanese or Korean."""
    return (language or "")[:2] in ("zh", "ja", "ko")
