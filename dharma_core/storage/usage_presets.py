"""The bundled table of usage presets, read once."""

from __future__ import annotations

from functools import cache

import yaml

from dharma_core.costs.assumptions import Assumptions, parse_assumptions
from dharma_core.storage.facts import data_root

__all__ = ["load_assumptions"]

_FILE = "usage_presets.yaml"


@cache
def load_assumptions() -> Assumptions:
    """Return what is assumed of usage that nobody gave, with no size chosen yet.

    Raises
    ------
    FactError
        If the file is no such table.

    Examples
    --------
    >>> load_assumptions().high
    Decimal('1.2')
    """
    text = (data_root() / _FILE).read_text(encoding="utf-8")
    # Every scalar stays text, so that no quantity is ever a float.
    return parse_assumptions(yaml.load(text, yaml.CBaseLoader), file=_FILE)  # noqa: S506
