"""Retry, breaker and fallback around what can fail."""

from dharma_core.resilience.breaker import Breaker, BreakerState
from dharma_core.resilience.decorator import Answer, Resilient, resilient
from dharma_core.resilience.policy import Clockwork, Policy, is_transient

__all__ = [
    "Answer",
    "Breaker",
    "BreakerState",
    "Clockwork",
    "Policy",
    "Resilient",
    "is_transient",
    "resilient",
]
