"""The strategies of buying, from data/strategies.yaml."""

from __future__ import annotations

from functools import cache

import yaml

from dharma_core.costs.commitments import Strategy, parse_strategies
from dharma_core.storage.facts import data_root

__all__ = ["load_strategies"]


@cache
def load_strategies() -> tuple[Strategy, ...]:
    """Return the ways to pay for capacity, of all three clouds.

    Raises
    ------
    FactError
        If data/strategies.yaml is wrong.

    Examples
    --------
    >>> [s.title for s in load_strategies() if s.cloud == "gcp" and s.is_commitment]
    ['Committed use 1 year', 'Committed use 3 years']
    """
    path = data_root() / "strategies.yaml"
    return parse_strategies(yaml.load(path.read_bytes(), yaml.CSafeLoader))
