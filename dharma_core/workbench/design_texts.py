"""The texts in a design that only people read: checked like everything else that people type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dharma_core.typed_text import checked_line, checked_text

if TYPE_CHECKING:
    from dharma_core.blueprints import Blueprint

__all__ = ["check_design_texts"]

_LONGEST_TAG = 256


def check_design_texts(design: Blueprint) -> None:
    """Let a design pass whose descriptions, author and tags mislead nobody.

    Raises
    ------
    InputError
        If one is too long, has hidden or control characters, or something a browser would run.
    """
    checked_text(design.description, what="description", empty=True)
    checked_line(design.author, what="author", empty=True)
    for kind, specs in (("variable", design.variables), ("output", design.outputs)):
        for name, spec in specs.items():
            checked_text(spec.description, what=f"description of {kind} {name!r:.80}", empty=True)
    if isinstance(design.tags, str):
        return
    for key, value in design.tags.items():
        where = f"{key!r:.80}"
        checked_line(str(key), what=f"name of the tag {where}", longest=_LONGEST_TAG)
        checked_line(str(value), what=f"tag {where}", longest=_LONGEST_TAG, empty=True)
