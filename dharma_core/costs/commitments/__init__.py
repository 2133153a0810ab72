"""How capacity is paid for: offers of the price book, break-even, the cheapest mix."""

from dharma_core.costs.commitments.mix import Mix, Scenario, Slice, cheapest_mix
from dharma_core.costs.commitments.offers import Capacity, Offer, offers_for
from dharma_core.costs.commitments.strategies import (
    Payment,
    Strategy,
    StrategyKind,
    parse_strategies,
)

__all__ = [
    "Capacity",
    "Mix",
    "Offer",
    "Payment",
    "Scenario",
    "Slice",
    "Strategy",
    "StrategyKind",
    "cheapest_mix",
    "offers_for",
    "parse_strategies",
]
