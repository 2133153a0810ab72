"""Trust: how far a session is trusted, what it may do with that, and how it went over time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dharma_core.workbench.context import Context

if TYPE_CHECKING:
    from dharma_core.trust import Score

__all__ = ["TrustDesk"]


class TrustDesk(Context):
    """The part of the workbench that says who is trusted how far."""

    def trust_score(self, device: object, user: object, context: object) -> Score:
        """Return the trust score of three components: pure arithmetic, nothing is recorded.

        Raises
        ------
        InputError
            If a component is no number from 0 to 100.
        """
        from dharma_core.trust import score

        return score(device, user, context)
