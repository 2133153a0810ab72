"""The bundled facts of the savings advice, read once."""

from __future__ import annotations

from functools import cache

import yaml

from dharma_core.recommendations.savings_facts import SavingsFacts, parse_savings_facts
from dharma_core.storage.facts import data_root

__all__ = ["load_savings_facts"]


@cache
def load_savings_facts() -> SavingsFacts:
    """Return what is known of sizes, volumes and idle parts.

    Raises
    ------
    FactError
        If data/savings.yaml is wrong.

    Examples
    --------
    >>> load_savings_facts().successors[0].of("aws", "db.t2.micro")
    'db.t3.micro'
    """
    path = data_root() / "savings.yaml"
    return parse_savings_facts(yaml.load(path.read_bytes(), yaml.CSafeLoader))
