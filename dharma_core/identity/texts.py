"""Checks of the short texts that people type about people: names, words, lines."""

from __future__ import annotations

import re
import unicodedata

from dharma_core.errors import InputError

__all__ = ["checked_line", "checked_user", "checked_word"]

_WORD = re.compile(r"[a-z0-9][a-z0-9._-]*", re.ASCII)
_USER = re.compile(r"[a-z0-9][a-z0-9._@+-]*", re.ASCII)
_LONGEST_WORD = 50
_LONGEST_USER = 100
# Categories of Unicode: control, format (turns text around), surrogate, private, line, paragraph.
_UNPRINTED = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


def checked_line(text: str, *, what: str, most: int, least: int = 1) -> str:
    """Return one line of text without white space around it.

    Raises
    ------
    InputError
        If it is too short, too long, or holds characters that are not printed or open a tag.
    """
    line = text.strip()
    if not least <= len(line) <= most:
        raise InputError(
            f"{what} has {len(line)} characters.", next_step=f"Give {least} to {most} characters."
        )
    if any(unicodedata.category(letter) in _UNPRINTED for letter in line):
        raise InputError(
            f"{what} holds characters that are not printed.", next_step="Type it as plain text."
        )
    if "<" in line or ">" in line:
        raise InputError(f"{what} holds < or >.", next_step="Write it without them.")
    return line


def checked_word(text: str, *, what: str) -> str:
    """Return a name made of small letters, digits, ``.``, ``_`` and ``-``; raise InputError.

    Examples
    --------
    >>> checked_word("night-shift", what="The name")
    'night-shift'
    """
    return _checked(text, what, _WORD, _LONGEST_WORD, "small letters, digits, '.', '_' and '-'")


def checked_user(text: str) -> str:
    """Return a user's sign-in name, in small letters; raise InputError.

    Examples
    --------
    >>> checked_user(" Ann@Example.org ")
    'ann@example.org'
    """
    name = text.strip().lower()
    allowed = "letters, digits, '.', '_', '-', '+' and '@'"
    return _checked(name, "The user's name", _USER, _LONGEST_USER, allowed)


def _checked(text: str, what: str, form: re.Pattern[str], longest: int, allowed: str) -> str:
    if len(text) <= longest and form.fullmatch(text):
        return text
    raise InputError(
        f"{what} is {text[:longest]!r}.",
        next_step=f"Give 1 to {longest} characters: {allowed}; the first a letter or a digit.",
    )
