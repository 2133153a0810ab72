"""Bounds of one reading: hostile configuration ends with a sentence, not with the machine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from dharma_core.errors import InputError

__all__ = ["MAX_INSTANCES", "Budget", "EvaluationError"]

MAX_INSTANCES: Final = 10_000
"""Instances of ``count`` and ``for_each`` in one reading, modules and resources together."""

MAX_OPERATIONS: Final = 3_000_000
"""Evaluated expressions and visited values; 45,000 lines need about 800,000."""

MAX_OWN_OPERATIONS: Final = 300_000
"""The same for one attribute, without what the attributes it reads need."""

MAX_TEXT: Final = 4_000_000
"""Characters of one string."""

_CHARACTERS_AN_OPERATION: Final = 100


class EvaluationError(Exception):
    """An expression that Terraform would refuse; it becomes a Problem with its place."""


@dataclass(slots=True)
class Budget:
    """What may still be spent: by the whole reading, and by the attribute being read.

    Raises
    ------
    InputError
        From every method, once the whole is used up.
    EvaluationError
        Once one attribute alone asks for too much; the rest of the configuration goes on.
    """

    operations: int = MAX_OPERATIONS
    instances: int = MAX_INSTANCES
    own: int = MAX_OPERATIONS

    def begin(self, operations: int = MAX_OWN_OPERATIONS) -> int:
        """Bound what follows as one attribute's; set ``own`` back to the answer afterwards."""
        around, self.own = self.own, operations
        return around

    def spend(self, operations: int = 1) -> None:
        """Charge operations."""
        self.operations -= operations
        self.own -= operations
        if self.own < 0:
            raise EvaluationError(
                "This needs too many evaluations; look for loops and locals that multiply each "
                "other."
            )
        if self.operations < 0:
            raise InputError(
                f"This configuration needs more than {MAX_OPERATIONS:,} evaluations.",
                next_step="Look for locals that multiply each other, or read a smaller folder.",
            )

    def charge_text(self, text: str) -> str:
        """Charge the length of a string and return it; none may be longer than ``MAX_TEXT``."""
        if len(text) > MAX_TEXT:
            raise EvaluationError(f"The string is longer than {MAX_TEXT:,} characters.")
        self.spend(len(text) // _CHARACTERS_AN_OPERATION)
        return text

    def charge_instances(self, count: int) -> None:
        """Charge instances of a block."""
        if count > MAX_INSTANCES:
            raise EvaluationError(f"{count:,} instances are more than {MAX_INSTANCES:,}.")
        self.instances -= count
        if self.instances < 0:
            raise InputError(
                f"This configuration has more than {MAX_INSTANCES:,} instances of count and "
                "for_each.",
                next_step="Read a part of it, or give smaller variables with --var.",
            )
