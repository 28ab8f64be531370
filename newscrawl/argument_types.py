"""What the functions of the library say of an argument of a wrong type."""


def check_type(name: str, value: object, *kinds: type) -> None:
    """Raise ``TypeError``, which names the argument, unless ``value`` is of one of ``kinds``.

    >>> check_type("url", b"https://a.example/", str)
    Traceback (most recent call last):
    TypeError: url must be str, not bytes
    """
    if not isinstance(value, kinds):
        expected = " or ".join(kind.__name__ for kind in kinds)
        raise TypeError(f"{name} must be {expected}, not {type(value).__name__}")
