"""A detector beside the truth: which incidents it told, how late, and what it told besides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dharma_core.finops.attribution_scopes import written_scope
from dharma_core.finops.cost_anomalies import CostAnomalies, CostAnomaly
from dharma_core.finops.sample_billing import Incident
from dharma_core.money import exact_sum

__all__ = ["IncidentStudy", "KnownIncident", "study_incidents"]


@dataclass(frozen=True, slots=True)
class KnownIncident:
    """One incident of known truth, and the anomaly that told it.

    Parameters
    ----------
    incident : Incident
    told : CostAnomaly or None
        The one told first; None where it was missed.
    """

    incident: Incident
    told: CostAnomaly | None

    @property
    def delay(self) -> int | None:
        """Days from its first day until it was told; None where it was missed."""
        if self.told is None:
            return None
        return _days_late(self.incident.start, self.told.episode.detected)

    @property
    def cause_named(self) -> bool:
        """Whether price or quantity was named rightly."""
        found = self.told.found if self.told else None
        return found is not None and found.mechanism == self.incident.cause


@dataclass(frozen=True, slots=True)
class IncidentStudy:
    """Known incidents and what was told of them.

    Parameters
    ----------
    currency : str
    known : tuple of KnownIncident
        In order of their first day.
    needless : tuple of CostAnomaly
        Told without an incident, the most money first.
    told : int
        How many anomalies were told in all.
    """

    currency: str
    known: tuple[KnownIncident, ...]
    needless: tuple[CostAnomaly, ...]
    told: int

    @property
    def found(self) -> tuple[KnownIncident, ...]:
        """The incidents that were told."""
        return tuple(one for one in self.known if one.told is not None)

    @property
    def missed(self) -> tuple[KnownIncident, ...]:
        """The incidents that were not told."""
        return tuple(one for one in self.known if one.told is None)

    @property
    def precision(self) -> float | None:
        """The share of what was told that was an incident; None where nothing was told."""
        return 1 - len(self.needless) / self.told if self.told else None

    @property
    def recall(self) -> float | None:
        """The share of the incidents that was told; None where there were none."""
        return len(self.found) / len(self.known) if self.known else None

    @property
    def dollars_found(self) -> Decimal:
        """What the incidents that were told cost too much."""
        return exact_sum(one.incident.dollars for one in self.found)

    @property
    def dollars(self) -> Decimal:
        """What all incidents cost too much."""
        return exact_sum(one.incident.dollars for one in self.known)


def study_incidents(incidents: Iterable[Incident], odd: CostAnomalies) -> IncidentStudy:
    """Return which incidents were told, and what was told needlessly.

    An anomaly tells an incident when it is of the same account and service, their days overlap,
    and it was told before the incident was over.
    """
    known = []
    right: set[int] = set()
    for incident in sorted(incidents, key=lambda one: (one.start, one.id)):
        telling = [one for one in odd.found if _tells(one, incident)]
        right |= {id(one) for one in telling}
        first = min(telling, key=lambda one: one.episode.detected, default=None)
        known.append(KnownIncident(incident, first))
    needless = tuple(one for one in odd.found if id(one) not in right)
    return IncidentStudy(odd.currency, tuple(known), needless, len(odd.found))


def _days_late(first: date, told: date) -> int:
    return max((told - first).days, 0)


def _tells(one: CostAnomaly, incident: Incident) -> bool:
    episode = one.episode
    return (
        one.scope == written_scope((incident.account_id, incident.service))
        and episode.upward
        and incident.start <= episode.end
        and episode.start <= incident.end
        and episode.detected <= incident.end
    )
