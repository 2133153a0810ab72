"""How capacity is paid for: offers of the price book, break-even, the cheapest mix."""

from dharma_core.costs.commitments.capacities import capacities
from dharma_core.costs.commitments.mix import Mix, Scenario, Slice, cheapest_mix, parse_scenario
from dharma_core.costs.commitments.offers import Capacity, Offer, offers_for
from dharma_core.costs.commitments.strategies import (
    Payment,
    Strategy,
    StrategyKind,
    parse_strategies,
)
from dharma_core.costs.commitments.ways import WaysToPay
from dharma_core.costs.commitments.what_if import WhatIf, what_if

__all__ = [
    "Capacity",
    "Mix",
    "Offer",
    "Payment",
    "Scenario",
    "Slice",
    "Strategy",
    "StrategyKind",
    "WaysToPay",
    "WhatIf",
    "capacities",
    "cheapest_mix",
    "offers_for",
    "parse_scenario",
    "parse_strategies",
    "what_if",
]
