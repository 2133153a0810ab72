"""What was odd in a month: told episodes, and apart from them those that people expected."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dharma_core.finops.cost_anomalies import CostAnomalies, CostAnomaly, dearest_first
from dharma_core.finops.feedback import Feedback, Verdict
from dharma_core.finops.landing import last_day
from dharma_core.forecasting.anomalies.episodes import Direction, EpisodeRules
from dharma_core.money import exact_sum

__all__ = ["TOLD", "MonthAnomalies", "Spoken", "month_anomalies"]

TOLD = EpisodeRules(direction=Direction.UP, floor=Decimal(100), late=2)
"""What a review tells: too much, worth 100 at least; the page Anomalies begins with the same."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """An anomaly and what people said of it last; None where nobody did."""

    anomaly: CostAnomaly
    said: Feedback | None = None


@dataclass(frozen=True, slots=True)
class MonthAnomalies:
    """What was odd on some day of a month; an episode may begin before it and end after it.

    Parameters
    ----------
    month : date
        Its first day.
    odd : CostAnomalies
        Of the whole bill: what labels and currency come from.
    told : tuple of Spoken
        The most money first.
    expected : tuple of Spoken
        Those that somebody judged to be expected: no news, so they are told apart.
    """

    month: date
    odd: CostAnomalies
    told: tuple[Spoken, ...]
    expected: tuple[Spoken, ...]

    @property
    def impact(self) -> Decimal:
        """The sum of what was too much, expected ones left out."""
        return exact_sum(one.anomaly.episode.impact for one in self.told)


def month_anomalies(
    odd: CostAnomalies,
    untaught: Iterable[CostAnomaly],
    said: Iterable[Feedback],
    month: date,
) -> MonthAnomalies:
    """Return what was odd in a month.

    Parameters
    ----------
    odd : CostAnomalies
        What is told after all that people said.
    untaught : iterable of CostAnomaly
        What would be told had nobody said anything: a judgement silences what it was about.
    said : iterable of Feedback
        Oldest first; of one episode the last counts.
    month : date
        Its first day.
    """
    verdicts = {(one.scope, one.start): one for one in said}

    def spoken(found: Iterable[CostAnomaly]) -> list[Spoken]:
        within = (one for one in found if _touches(one, month))
        return [Spoken(one, verdicts.get(_name(one))) for one in within]

    told = [one for one in spoken(odd.found) if not _is_expected(one)]
    every = {_name(one): one for one in (*untaught, *odd.found)}
    expected = filter(_is_expected, spoken(dearest_first(every.values())))
    return MonthAnomalies(month, odd, tuple(told), tuple(expected))


def _name(one: CostAnomaly) -> tuple[str, str]:
    return one.scope, one.episode.start.isoformat()


def _touches(one: CostAnomaly, month: date) -> bool:
    return one.episode.start <= last_day(month) and one.episode.end >= month


def _is_expected(one: Spoken) -> bool:
    return one.said is not None and one.said.verdict is Verdict.EXPECTED
