"""What a person sees as one character: Terraform counts, cuts and reverses text in these."""

from __future__ import annotations

import unicodedata

__all__ = ["composed", "graphemes"]

_JOINER = "\u200d"
_MARKS = ("Mn", "Me", "Mc")
_MODIFIERS = range(0x1F3FB, 0x1F400)
_FLAGS = range(0x1F1E6, 0x1F200)


def graphemes(text: str) -> list[str]:
    r"""Return the visible characters of a text: marks, joined emoji and flags stay whole.

    Examples
    --------
    >>> len(graphemes("ae\u0301"))
    2
    """
    if text.isascii() and "\r\n" not in text:
        return list(text)
    units: list[str] = []
    for character in text:
        if units and _continues(units[-1], character):
            units[-1] += character
        else:
            units.append(character)
    return units


def _continues(unit: str, character: str) -> bool:
    if (unit, character) == ("\r", "\n"):
        return True
    if unit[-1] in "\r\n":
        return False
    if character == _JOINER or unicodedata.category(character) in _MARKS:
        return True
    code = ord(character)
    if code in _MODIFIERS or (unit[-1] == _JOINER and code >= 0x2190):
        return True
    return code in _FLAGS and len(unit) == 1 and ord(unit) in _FLAGS


def composed(text: str) -> str:
    """Return a text in the normal form that Terraform keeps all text in (NFC).

    Half a pair of code units, which only JSON can write, becomes the replacement character.
    """
    if text.isascii():
        return text
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return unicodedata.normalize("NFC", whole)
