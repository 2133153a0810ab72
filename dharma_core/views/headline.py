"""The figure that answers a page's question, as a value."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Headline"]


@dataclass(frozen=True, slots=True)
class Headline:
    """One figure of a page's first screen.

    Parameters
    ----------
    label : str
        What is counted.
    value : str
        The number for people: ``$205.36``, ``3``, ``Passed``.
    unit : str
        ``a month``.
    note : str
        What it means or how it compares, in words.
    tone : str
        ``critical``, ``high``, ``medium``, ``low``, ``ok`` or empty: colours the note only.
    """

    label: str
    value: str
    unit: str = ""
    note: str = ""
    tone: str = ""
