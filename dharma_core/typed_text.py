"""Text that people type: one place that says what a name, a reason or a comment may hold.

What is shown is escaped where it is shown, and SQL is never built of it; this check keeps text that
misleads the reader (hidden or reordered characters) or that only an attack would type out of the
record in the first place.
"""

from __future__ import annotations

import re
import unicodedata

from dharma_core.errors import InputError

__all__ = ["LONGEST_LINE", "LONGEST_TEXT", "checked_line", "checked_text"]

LONGEST_LINE = 200
"""Characters of a name, a tag, an owner."""

LONGEST_TEXT = 4_000
"""Characters of a description, a reason, a comment."""

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]")
# Embeddings, overrides and isolates reorder a line; the others take no room at all.
_HIDDEN = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)
_HALVES = re.compile("[\ud800-\udfff]")
_RUNS = re.compile(
    r"<\s*/?\s*(?:script|iframe|object|embed|svg|math|link|meta|base|style|form|img|video|audio)\b"
    r"|<[a-z][^<>]{0,200}\son[a-z]{3,20}\s*="
    r"|(?:javascript|vbscript)\s*:|data\s*:\s*text/html",
    re.IGNORECASE,
)
_FAULTS = (
    (_CONTROLS, "a control character"),
    (_HIDDEN, "a character that is invisible or reorders the line"),
    (_HALVES, "half of a character"),
)


def checked_line(text: str, *, what: str, longest: int = LONGEST_LINE, empty: bool = False) -> str:
    """Return one line of text without the blanks around it, composed (NFC).

    Parameters
    ----------
    what : str
        What the text is, for the message: ``name of a token``.
    longest : int
        Characters it may have.
    empty : bool
        Whether it may be left empty.

    Raises
    ------
    InputError
        If it is empty, too long, has a line break, a control or hidden character, or script.

    Examples
    --------
    >>> checked_line("  nightly build ", what="name")
    'nightly build'
    """
    line = checked_text(text, what=what, longest=longest, empty=empty)
    if "\n" in line or "\t" in line:
        raise InputError(
            f"The {what} has a line break or a tab.", next_step="Write it as one line."
        )
    return line


def checked_text(text: str, *, what: str, longest: int = LONGEST_TEXT, empty: bool = False) -> str:
    r"""Return text of several lines without the blanks around it; see `checked_line`.

    Examples
    --------
    >>> checked_text("It is\r\na test.", what="reason")
    'It is\na test.'
    """
    if len(text) > longest:
        raise InputError(
            f"The {what} has {len(text)} characters; {longest} are allowed.",
            next_step="Shorten it.",
            details={"allowed": longest},
        )
    kept = unicodedata.normalize("NFC", text.replace("\r\n", "\n")).strip(" \t\n")
    for fault, name in _FAULTS:
        if found := fault.search(kept):
            raise InputError(
                f"The {what} has {name} (U+{ord(found[0]):04X}) at place {found.start() + 1}.",
                next_step="Delete it; type the text instead of pasting it.",
            )
    if found := _RUNS.search(kept):
        raise InputError(
            f"The {what} has something that a browser would run ({found[0][:20]!r}).",
            next_step="Say it in words.",
        )
    if not kept and not empty:
        raise InputError(f"The {what} is empty.", next_step="Write one.")
    return kept
