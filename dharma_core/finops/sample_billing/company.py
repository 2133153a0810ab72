"""The company's cost streams: one per account, meter, region and application."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from dharma_core.finops.sample_billing.parameters import (
    Account,
    Meter,
    SampleParameters,
    Service,
)

__all__ = ["Scope", "Stream", "found", "launched", "of_scopes"]

_SPLIT_ROLES = frozenset({"compute", "storage"})
_FIRST_REGION = 0.7
_LAUNCH_ROLES = frozenset({"compute", "storage", "requests"})

Scope = tuple[str, str]
"""Account id and service name: what an incident is told for."""


@dataclass(frozen=True, slots=True)
class Stream:
    """One meter of one application in one region of one account.

    Parameters
    ----------
    monthly : float
        Its list price in a usual first month, in the parameters' currency.
    growth : float
        The factor that a year brings.
    launch_day, ramp_days : int
        From which day of the bill it exists, and how long it needs to its full size.
    incident : str or None
        The incident whose extra resources these are.
    """

    account: Account
    service: Service
    meter: Meter
    region: str
    application: str
    monthly: float
    growth: float
    launch_day: int = 0
    ramp_days: int = 0
    incident: str | None = None

    @property
    def scope(self) -> Scope:
        """The account and service that it belongs to."""
        return self.account.id, self.service.name

    @property
    def cloud(self) -> str:
        """The short name of its provider."""
        return self.account.cloud


def found(parameters: SampleParameters, *, seed: int, most: int) -> tuple[Stream, ...]:
    """Return the streams that exist from the first day, the ``most`` costly ones at most."""
    rng = np.random.default_rng([seed, 1])
    streams = [s for account in parameters.accounts for s in _of_account(parameters, account, rng)]
    kept = sorted(range(len(streams)), key=lambda i: -streams[i].monthly)[:most]
    return tuple(streams[i] for i in sorted(kept))


def _of_account(
    parameters: SampleParameters, account: Account, rng: np.random.Generator
) -> list[Stream]:
    cloud = parameters.clouds[account.cloud]
    of_cloud = sum(a.size for a in parameters.accounts if a.cloud == account.cloud)
    budget = parameters.monthly_spend * cloud.share * account.size / of_cloud
    low, high = parameters.yearly_growth_percent
    growth = 1 + float(rng.uniform(low, high)) / 100
    parts = list(_parts(parameters, account))
    weights = [m.share * share * float(rng.lognormal(0, 0.25)) for _, m, _, share in parts]
    whole = sum(weights)
    return [
        Stream(
            account=account,
            service=service,
            meter=meter,
            region=region,
            application=str(rng.choice(account.applications)),
            monthly=budget * weight / whole,
            growth=growth,
        )
        for (service, meter, region, _), weight in zip(parts, weights, strict=True)
    ]


def _parts(
    parameters: SampleParameters, account: Account
) -> Iterator[tuple[Service, Meter, str, float]]:
    for service in parameters.services:
        if service.cloud != account.cloud:
            continue
        for meter in service.meters:
            if meter.role not in _SPLIT_ROLES or len(account.regions) == 1:
                yield service, meter, account.regions[0], 1.0
                continue
            rest = (1 - _FIRST_REGION) / (len(account.regions) - 1)
            for number, region in enumerate(account.regions):
                yield service, meter, region, rest if number else _FIRST_REGION


def launched(
    parameters: SampleParameters, streams: tuple[Stream, ...], *, seed: int, days: int
) -> tuple[Stream, ...]:
    """Return the streams of the applications that start within the bill; none in a short one."""
    rng = np.random.default_rng([seed, 2])
    rules = parameters.launches
    count = round(rules.per_year * days / 365) if days >= 120 else 0
    result: list[Stream] = []
    for number in range(count):
        account_id = str(rng.choice(sorted({s.account.id for s in streams})))
        day = int(rng.integers(45, days - 60))
        ramp = int(rng.integers(*rules.ramp_days, endpoint=True))
        share = float(rng.uniform(*rules.share_of_account_percent)) / 100
        own = [s for s in streams if s.account.id == account_id]
        chosen = [s for s in own if s.meter.role in _LAUNCH_ROLES]
        size = share * sum(s.monthly for s in own) / (sum(s.monthly for s in chosen) or 1)
        result += [
            replace(
                stream,
                application=f"launch-{number + 1}",
                monthly=stream.monthly * size,
                launch_day=day,
                ramp_days=ramp,
            )
            for stream in chosen
        ]
    return tuple(result)


def of_scopes(
    streams: Sequence[Stream], amounts: NDArray[np.float64]
) -> dict[Scope, NDArray[np.float64]]:
    """Return the sum of ``amounts``, one row a stream, for each account and service."""
    result: dict[Scope, NDArray[np.float64]] = {}
    for stream, row in zip(streams, amounts, strict=True):
        result[stream.scope] = result[stream.scope] + row if stream.scope in result else row
    return result
