"""What the invented company is made of: data/samples/billing.yaml, parsed and checked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from annotated_types import Len
from pydantic import BaseModel, ConfigDict, ValidationError

from dharma_core.errors import FactError

__all__ = [
    "Account",
    "Cloud",
    "IncidentKind",
    "IncidentRules",
    "LaunchRules",
    "Meter",
    "Rhythm",
    "SampleParameters",
    "Service",
    "parse_sample_parameters",
]

Cause = Literal["price", "quantity"]
Range = tuple[float, float]
DayRange = tuple[int, int]


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Noise(_Table):
    """How unsteady the days of a stream and its resources are, and what a day remembers."""

    day_percent: Range
    memory: float
    resource_percent: float


class BillingAccount(_Table):
    """Who gets the invoice."""

    id: str
    name: str
    type: str


class Support(_Table):
    """A support plan, in per cent of the month's usage."""

    name: str
    percent: float


class Credit(_Table):
    """A credit of the first months, in per cent of the month's usage."""

    name: str
    percent: float
    months: int


class CommitmentKind(_Table):
    """What a cloud calls its commitments and what they save."""

    type: str
    category: Literal["Spend", "Usage"]
    unit: str
    discount_percent: Range


class Cloud(_Table):
    """One provider, its invoice and its regions (id to name)."""

    provider: str
    issuer: str
    share: float
    billing_account: BillingAccount
    account_type: str
    resource_id: str
    negotiated_percent: float
    tax_percent: float
    support: Support
    credit: Credit
    commitment: CommitmentKind
    regions: Mapping[str, str]


class Account(_Table):
    """An account, subscription or project; ``size`` is its share within the cloud."""

    id: str
    name: str
    cloud: str
    size: float
    environment: str
    owner: str
    cost_center: str
    applications: tuple[str, ...]
    regions: tuple[str, ...]


class Meter(_Table):
    """One price of a service; ``share`` is within the cloud, ``role`` what incidents look for."""

    sku: str
    meter: str
    unit: str
    price: float
    share: float
    role: str
    rhythm: str
    type: str
    life_days: DayRange
    committable: bool = False
    details: str | None = None
    consumed_unit: str | None = None
    consumed_per_unit: int = 1


class Service(_Table):
    """A service of one cloud and its meters."""

    cloud: str
    name: str
    category: str
    subcategory: str
    namespace: str
    meters: tuple[Meter, ...]


class Rhythm(_Table):
    """Factors of Monday to Sunday, of a month's first day and of its last two."""

    week: Annotated[tuple[float, ...], Len(7, 7)]
    first_day: float
    last_days: float


class CommitmentRules(_Table):
    """How many account-services are committed and to what quantile of their days."""

    share_of_scopes: float
    level_quantile: Range
    all_upfront_share: float


class RefundRules(_Table):
    """How often and how much of the month before is corrected."""

    monthly_probability: float
    percent_of_month: Range


class Marketplace(_Table):
    """A third party's product, paid each month, in per cent of its cloud's usage."""

    cloud: str
    service: str
    publisher: str
    category: str
    subcategory: str
    percent: float


class LaunchRules(_Table):
    """How often a new application starts, how fast and how large."""

    per_year: float
    ramp_days: DayRange
    share_of_account_percent: Range


class IncidentKind(_Table):
    """Where one kind strikes, for how long and in which shape."""

    roles: tuple[str, ...]
    environments: tuple[str, ...]
    days: DayRange
    shape: Literal["step", "ramp"]
    cause: Cause
    new_resources: bool


class IncidentRules(_Table):
    """How often, how far apart and how large."""

    per_month: float
    quiet_days: int
    apart_days: int
    factor: Range
    smallest_share_percent: float
    kinds: Mapping[str, IncidentKind]


class SampleParameters(_Table):
    """The whole file."""

    source: str
    as_of: date
    currency: str
    monthly_spend: float
    untagged_percent: float
    half_tagged_percent: float
    yearly_growth_percent: Range
    noise: Noise
    clouds: Mapping[str, Cloud]
    accounts: tuple[Account, ...]
    services: tuple[Service, ...]
    rhythms: Mapping[str, Rhythm]
    commitments: CommitmentRules
    refunds: RefundRules
    marketplace: Marketplace
    launches: LaunchRules
    incidents: IncidentRules


def parse_sample_parameters(raw: Mapping[str, Any]) -> SampleParameters:
    """Return the parameters of a parsed data/samples/billing.yaml.

    Raises
    ------
    FactError
        If a key is missing, unknown or of another type, or a name refers to nothing.
    """
    try:
        parameters = SampleParameters.model_validate(raw)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise FactError(f"samples/billing.yaml: {place}: {first['msg']}.") from error
    _refer(parameters)
    return parameters


def _refer(parameters: SampleParameters) -> None:
    clouds = parameters.clouds
    named = [(a.name, a.cloud) for a in parameters.accounts]
    named += [(s.name, s.cloud) for s in parameters.services]
    named.append((parameters.marketplace.service, parameters.marketplace.cloud))
    for name, cloud in named:
        if cloud not in clouds:
            raise FactError(f"samples/billing.yaml: {name}: there is no cloud {cloud!r}.")
    for account in parameters.accounts:
        for region in account.regions:
            if region not in clouds[account.cloud].regions:
                raise FactError(f"samples/billing.yaml: {account.name}: no region {region!r}.")
    for meter in (m for s in parameters.services for m in s.meters):
        if meter.rhythm not in parameters.rhythms:
            raise FactError(f"samples/billing.yaml: {meter.sku}: no rhythm {meter.rhythm!r}.")
