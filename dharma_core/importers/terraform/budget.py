"""Bounds of one reading: hostile configuration ends with a sentence, not with the machine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from dharma_core.errors import InputError

__all__ = ["MAX_INSTANCES", "Budget", "EvaluationError", "check_text"]

MAX_INSTANCES: Final = 10_000
"""Instances of ``count`` and ``for_each`` in one reading, modules and resources together."""

MAX_OPERATIONS: Final = 3_000_000
"""Evaluated expressions and visited values; 45,000 lines need about 800,000."""

MAX_TEXT: Final = 4_000_000
"""Characters of one string."""


class EvaluationError(Exception):
    """An expression that Terraform would refuse; it becomes a Problem with its place."""


@dataclass(slots=True)
class Budget:
    """What may still be spent.

    Raises
    ------
    InputError
        From every method, once it is used up.
    """

    operations: int = MAX_OPERATIONS
    instances: int = MAX_INSTANCES

    def spend(self, operations: int = 1) -> None:
        """Charge operations."""
        self.operations -= operations
        if self.operations < 0:
            raise InputError(
                f"This configuration needs more than {MAX_OPERATIONS:,} evaluations.",
                next_step="Look for locals that multiply each other, or read a smaller folder.",
            )

    def charge_instances(self, count: int) -> None:
        """Charge instances of a block."""
        self.instances -= count
        if self.instances < 0:
            raise InputError(
                f"This configuration has more than {MAX_INSTANCES:,} instances of count and "
                "for_each.",
                next_step="Read a part of it, or give smaller variables with --var.",
            )


def check_text(text: str) -> str:
    """Return the text; raise InputError when it is longer than any Terraform string may be."""
    if len(text) > MAX_TEXT:
        raise InputError(
            f"A string of this configuration is longer than {MAX_TEXT:,} characters.",
            next_step="Look for locals that repeat each other.",
        )
    return text
