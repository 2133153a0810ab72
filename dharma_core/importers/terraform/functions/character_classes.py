"""Which characters the classes of RE2 mean; all but Unicode's categories are ASCII."""

from __future__ import annotations

from collections.abc import Callable

__all__ = ["CLASSES", "POSIX", "WORD", "Matcher", "literal"]

Matcher = Callable[[str], bool]
WORD = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")
CLASSES: dict[str, Matcher] = {
    "d": lambda c: c in "0123456789",
    "w": lambda c: c in WORD,
    "s": lambda c: c in "\t\n\f\r ",
}
POSIX: dict[str, Matcher] = {
    "alnum": lambda c: c.isascii() and c.isalnum(),
    "alpha": lambda c: c.isascii() and c.isalpha(),
    "ascii": str.isascii,
    "blank": lambda c: c in "\t ",
    "cntrl": lambda c: c < " " or c == "\x7f",
    "digit": lambda c: c in "0123456789",
    "graph": lambda c: "!" <= c <= "~",
    "lower": lambda c: "a" <= c <= "z",
    "print": lambda c: " " <= c <= "~",
    "punct": lambda c: "!" <= c <= "~" and not c.isalnum(),
    "space": lambda c: c in "\t\n\v\f\r ",
    "upper": lambda c: "A" <= c <= "Z",
    "word": lambda c: c in WORD,
    "xdigit": lambda c: c in "0123456789abcdefABCDEF",
}


def literal(character: str, fold: bool) -> Matcher:
    """Return what matches one character, in any case when folded."""
    if not fold:
        return lambda c: c == character
    kin = {character, character.lower(), character.upper()}
    return lambda c: c in kin or c.lower() in kin
