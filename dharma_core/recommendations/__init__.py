"""Savings advice: what could cost less, by how much, at which risk, and the change that does it."""

from dharma_core.recommendations.advice import Advice, Risk
from dharma_core.recommendations.advising import Site, advise
from dharma_core.recommendations.changes import (
    Addition,
    Change,
    Edit,
    Move,
    Removal,
    change_blueprint,
    change_plan,
    looks_after,
)
from dharma_core.recommendations.report import SavingsReport
from dharma_core.recommendations.savings_facts import SavingsFacts, parse_savings_facts
from dharma_core.recommendations.utilisation import Utilisation, parse_utilisation

__all__ = [
    "Addition",
    "Advice",
    "Change",
    "Edit",
    "Move",
    "Removal",
    "Risk",
    "SavingsFacts",
    "SavingsReport",
    "Site",
    "Utilisation",
    "advise",
    "change_blueprint",
    "change_plan",
    "looks_after",
    "parse_savings_facts",
    "parse_utilisation",
]
