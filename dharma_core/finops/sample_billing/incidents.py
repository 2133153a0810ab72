"""Incidents: six ways to spend too much, drawn with everything that is true about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from dharma_core.finops.sample_billing.company import Scope, Stream, of_scopes
from dharma_core.finops.sample_billing.parameters import Cause, IncidentKind, IncidentRules
from dharma_core.finops.sample_billing.rhythm import DAYS_A_MONTH

__all__ = ["Draft", "Incident", "drafts", "excess"]

_RAMP_SHARE = 0.5  # of a ramp's days are spent growing
_TRIES = 60

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Incident:
    """One incident and the truth about it.

    Parameters
    ----------
    start, end : date
        First and last day, both included.
    dollars : Decimal
        Effective cost beyond what the same days would have cost without it, to the cent.
    normal_dollars : Decimal
        Effective cost of the account's service on those days without it.
    factor : float
        How many times the normal cost the account's service costs once the incident is fully
        grown; ``mean_factor`` over all its days.
    resource_ids : tuple of str
        The resources that came with it; empty where existing ones cost more.
    """

    id: str
    kind: str
    cause: Cause
    start: date
    end: date
    provider: str
    account_id: str
    account_name: str
    service: str
    sku: str
    region: str
    application: str
    dollars: Decimal
    normal_dollars: Decimal
    factor: float
    resource_ids: tuple[str, ...] = ()

    @property
    def mean_factor(self) -> float:
        """How many times the normal cost its days cost together."""
        return float((self.normal_dollars + self.dollars) / self.normal_dollars)


@dataclass(frozen=True, slots=True)
class Draft:
    """Where and when an incident will be, before anything is priced; ``end`` is excluded."""

    id: str
    kind: str
    rules: IncidentKind
    target: int
    scope: Scope
    first: int
    end: int
    factor: float


def excess(draft: Draft) -> Floats:
    """Return how much of the normal cost each of its days adds: 1.5 times is 0.5.

    Examples
    --------
    >>> leak = IncidentKind(
    ...     roles=("storage",),
    ...     environments=(),
    ...     days=(4, 4),
    ...     shape="ramp",
    ...     cause="quantity",
    ...     new_resources=False,
    ... )
    >>> excess(Draft("i", "leak", leak, 0, ("a", "s"), 10, 14, factor=3.0)).tolist()
    [1.0, 2.0, 2.0, 2.0]
    """
    length = draft.end - draft.first
    full = np.full(length, draft.factor - 1)
    if draft.rules.shape == "step":
        return full
    growing = max(1, round(length * _RAMP_SHARE))
    ramped: Floats = full * np.minimum(1.0, np.arange(1, length + 1) / growing)
    return ramped


def drafts(
    rules: IncidentRules, streams: Sequence[Stream], cost: Floats, *, seed: int
) -> tuple[Draft, ...]:
    """Return incidents of every kind that the company has room for.

    ``cost`` holds the on-demand dollars of each stream a day. No account and service is struck
    twice within the days the rules ask for, and one commitment runs out once.
    """
    rng = np.random.default_rng([seed, 5])
    days = cost.shape[1]
    quiet = min(rules.quiet_days, days // 3)
    wanted = round(rules.per_month * (days - quiet) / DAYS_A_MONTH)
    targets = {name: _targets(kind, rules, streams, cost) for name, kind in rules.kinds.items()}
    order: list[str] = []
    while len(order) < wanted:
        order += [str(name) for name in rng.permutation(list(rules.kinds))]
    result: list[Draft] = []
    for name in order[:wanted]:
        for _ in range(_TRIES):
            kind = (name, rules.kinds[name])
            draft = _draw(kind, targets[name], (quiet, days), rules.factor, rng)
            if draft is not None and _fits(draft, result, rules.apart_days):
                result.append(draft)
                break
    ordered = sorted(result, key=lambda d: (d.first, d.scope))
    return tuple(replace(d, id=f"incident-{n:03d}") for n, d in enumerate(ordered, start=1))


def _targets(
    kind: IncidentKind, rules: IncidentRules, streams: Sequence[Stream], cost: Floats
) -> tuple[tuple[int, Scope], ...]:
    """Return the largest fitting stream of each account and service that is large enough."""
    mean = cost.mean(axis=1)
    by_scope = of_scopes(streams, mean)
    least = rules.smallest_share_percent / 100 * float(mean.sum())
    best: dict[Scope, int] = {}
    for index, stream in enumerate(streams):
        if not _strikes(kind, stream) or by_scope[stream.scope] < least:
            continue
        if stream.scope not in best or mean[index] > mean[best[stream.scope]]:
            best[stream.scope] = index
    return tuple((best[scope], scope) for scope in sorted(best))


def _strikes(kind: IncidentKind, stream: Stream) -> bool:
    if kind.cause == "price" and not stream.meter.committable:
        return False
    anywhere = not kind.environments
    somewhere = stream.account.environment in kind.environments
    return stream.meter.role in kind.roles and (anywhere or somewhere) and not stream.launch_day


def _draw(
    kind: tuple[str, IncidentKind],
    targets: Sequence[tuple[int, Scope]],
    within: tuple[int, int],
    factors: tuple[float, float],
    rng: np.random.Generator,
) -> Draft | None:
    name, rules = kind
    length = int(rng.integers(*rules.days, endpoint=True))
    quiet, days = within
    if not targets or days - length <= quiet:
        return None
    target, scope = targets[int(rng.integers(len(targets)))]
    first = int(rng.integers(quiet, days - length))
    factor = round(float(rng.uniform(*factors)), 2)
    return Draft("", name, rules, target, scope, first, first + length, factor)


def _fits(draft: Draft, others: Sequence[Draft], apart: int) -> bool:
    same = [d for d in others if d.scope == draft.scope]
    if draft.rules.cause == "price" and any(d.rules.cause == "price" for d in same):
        return False
    return all(draft.first >= d.end + apart or d.first >= draft.end + apart for d in same)
