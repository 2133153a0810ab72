"""Zero trust: how far a session is trusted, why, and what it may do with that."""

from dharma_core.trust.decision import Decision, decide
from dharma_core.trust.explain import Lowering, explain, score_document
from dharma_core.trust.rules import AccessRule, AccessRules, Ask, Sensitivity, Verdict
from dharma_core.trust.score import Assessment, Deduction, Level, Score, level_of, score

__all__ = [
    "AccessRule",
    "AccessRules",
    "Ask",
    "Assessment",
    "Decision",
    "Deduction",
    "Level",
    "Lowering",
    "Score",
    "Sensitivity",
    "Verdict",
    "decide",
    "explain",
    "level_of",
    "score",
    "score_document",
]
