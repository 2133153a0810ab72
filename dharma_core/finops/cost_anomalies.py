"""What is odd in a bill: episodes of each account's service, with where their money went."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dharma_core.finops.attribution import Attribution
from dharma_core.finops.readable_scope import readable
from dharma_core.forecasting.anomalies.episodes import Episode
from dharma_core.forecasting.anomalies.judging import SeriesReport
from dharma_core.money import exact_sum

__all__ = ["CostAnomalies", "CostAnomaly", "dearest_first"]


@dataclass(frozen=True, slots=True)
class CostAnomaly:
    """One episode and where its money went.

    Parameters
    ----------
    scope : str
        Its series, such as ``210044590871 / Amazon S3``.
    episode : Episode
    found : Attribution or None
        None for a drop, and where nothing explains it.
    """

    scope: str
    episode: Episode
    found: Attribution | None = None

    @property
    def cause(self) -> str:
        """What moved and where; what told it, where that is not known."""
        return self.found.cause if self.found else self.episode.cause


@dataclass(frozen=True, slots=True)
class CostAnomalies:
    """What was found in a bill.

    Parameters
    ----------
    currency : str
    found : tuple of CostAnomaly
        The most money first.
    reports : tuple of SeriesReport
        One a series: how far it could be judged.
    daily : mapping of scope to tuple of (date, Decimal)
        The costs that were judged: usage alone.
    names : mapping of str to str
        What accounts are called, by id.
    """

    currency: str
    found: tuple[CostAnomaly, ...]
    reports: tuple[SeriesReport, ...]
    daily: Mapping[str, tuple[tuple[date, Decimal], ...]]
    names: Mapping[str, str]

    @property
    def impact(self) -> Decimal:
        """The sum of what was too much, drops left out."""
        return exact_sum(one.episode.impact for one in self.found if one.episode.upward)

    @property
    def last_day(self) -> date | None:
        """The newest day that was judged; None where the bill has no usage."""
        return max((points[-1][0] for points in self.daily.values()), default=None)

    def label(self, scope: str) -> str:
        """Return a scope with the account's name in the place of its id."""
        return readable(scope, self.names)


def dearest_first(found: Iterable[CostAnomaly]) -> tuple[CostAnomaly, ...]:
    """Return anomalies with the most money first, drops among the others by their size."""
    return tuple(
        sorted(found, key=lambda one: (-abs(one.episode.impact), one.scope, f"{one.episode.start}"))
    )
