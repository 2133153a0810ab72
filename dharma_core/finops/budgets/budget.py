"""A budget as a value: for what, when, how much, whom to tell and whether deployments must ask."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from dharma_core.errors import InputError, nearest
from dharma_core.finops.budgets.periods import BudgetPeriod, parse_period
from dharma_core.finops.budgets.scopes import Scope, parse_scope
from dharma_core.money import Money, plain
from dharma_core.typed_text import checked_line
from dharma_core.units import to_decimal

__all__ = ["Basis", "Budget", "Gate", "Measured", "Threshold", "budget_of", "parse_threshold"]

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{2,99}")
_CURRENCY = re.compile(r"[A-Z]{3}")
_MOST_THRESHOLDS = 20
_LARGEST_SHARE = Decimal(10)
_LARGEST = Decimal(10) ** 15
T = TypeVar("T")


class Measured(StrEnum):
    """Which cost counts: what the days used (amortised), or what invoices say."""

    AMORTISED = "amortised"
    BILLED = "billed"


class Basis(StrEnum):
    """What a threshold looks at."""

    ACTUAL = "actual"
    FORECAST = "forecast"


class Gate(StrEnum):
    """What a deployment has to do that would push the scope over."""

    NONE = "none"
    ASK = "ask"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Threshold:
    """A share of the amount at which people are told.

    Examples
    --------
    >>> str(Threshold(Decimal("0.8"))), str(Threshold(Decimal(1), Basis.FORECAST))
    ('80%', 'forecast:100%')
    """

    share: Decimal
    basis: Basis = Basis.ACTUAL

    def __str__(self) -> str:
        percent = f"{plain(self.share * 100)}%"
        return percent if self.basis is Basis.ACTUAL else f"{self.basis.value}:{percent}"


_USUAL = (Threshold(Decimal("0.8")), Threshold(Decimal(1)), Threshold(Decimal(1), Basis.FORECAST))


@dataclass(frozen=True, slots=True)
class Budget:
    """What may be spent.

    Parameters
    ----------
    name : str
        Unique in its tenant: 3 to 100 letters, digits, ``-`` and ``_``.
    amount : Decimal
        For one whole period, above zero.
    currency : str
        ISO 4217 code.
    thresholds : tuple of Threshold
        When people are told.
    owner : str
        Who answers for it.
    gate : Gate
        What a deployment has to do that would push the scope over.
    measure : Measured

    Raises
    ------
    InputError
        If a part cannot be taken; it is named.

    Examples
    --------
    >>> str(Budget("platform", Decimal(1000)))
    'platform: $1,000.00 a month for whole'
    """

    name: str
    amount: Decimal
    currency: str = "USD"
    scope: Scope = field(default_factory=Scope)
    period: BudgetPeriod = field(default_factory=BudgetPeriod)
    thresholds: tuple[Threshold, ...] = _USUAL
    owner: str = ""
    gate: Gate = Gate.NONE
    measure: Measured = Measured.AMORTISED

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise _wrong("name", self.name, "Write 3 to 100 letters, digits, - and _.")
        if not self.amount.is_finite() or not 0 < self.amount < _LARGEST:
            raise _wrong("amount", str(self.amount), "Write more than zero, such as 1500.")
        if self.amount.as_tuple().exponent < -4:  # type: ignore[operator]
            raise _wrong("amount", str(self.amount), "Write four places after the point at most.")
        if not _CURRENCY.fullmatch(self.currency):
            raise _wrong("currency", self.currency, "Write its ISO code, such as USD or EUR.")
        if len(set(self.thresholds)) != len(self.thresholds):
            raise _wrong("thresholds", ", ".join(map(str, self.thresholds)), "Give each once.")
        if len(self.thresholds) > _MOST_THRESHOLDS:
            step = f"Give {_MOST_THRESHOLDS} at most."
            raise _wrong("thresholds", f"{len(self.thresholds)} of them", step)
        checked_line(self.owner, what="owner of the budget", empty=True)

    def __str__(self) -> str:
        limit = Money(self.amount, self.currency).text()
        often = f"a {self.period}" if self.period.recurs else f"for {self.period}"
        return f"{self.name}: {limit} {often} for {self.scope}"

    @property
    def subject(self) -> tuple[object, ...]:
        """What it measures and against what; alerts are counted anew when it changes."""
        return self.scope, self.period, self.amount, self.currency, self.measure

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON form, which `budget_of` reads."""
        return {
            "name": self.name,
            "scope": str(self.scope),
            "period": str(self.period),
            "amount": plain(self.amount),
            "currency": self.currency,
            "measure": self.measure.value,
            "thresholds": [str(threshold) for threshold in self.thresholds],
            "owner": self.owner,
            "deployments": self.gate.value,
        }


def budget_of(said: dict[str, Any]) -> Budget:
    """Return a budget of its JSON form.

    Examples
    --------
    >>> budget_of(Budget("platform", Decimal(1000)).as_dict()) == Budget("platform", Decimal(1000))
    True
    """
    amount = to_decimal(str(said["amount"]).replace(",", ""))
    if amount is None:
        raise _wrong("amount", str(said["amount"]), "Write a number, such as 1500 or 1250.75.")
    return Budget(
        name=said["name"],
        amount=amount,
        currency=str(said["currency"]).upper(),
        scope=parse_scope(said["scope"]),
        period=parse_period(said["period"]),
        thresholds=tuple(map(parse_threshold, said["thresholds"])),
        owner=said["owner"],
        gate=_chosen("deployments", said["deployments"], {g.value: g for g in Gate}),
        measure=_chosen("measure", said["measure"], {m.value: m for m in Measured}),
    )


def parse_threshold(text: str) -> Threshold:
    """Return the threshold that somebody wrote: ``80%``, ``0.8`` or ``forecast:100%``.

    Raises
    ------
    InputError
        If it is no share above zero and up to ten times the amount.

    Examples
    --------
    >>> parse_threshold("80%") == parse_threshold("actual:0.8")
    True
    """
    word, colon, rest = text.strip().lower().partition(":")
    bases = {basis.value: basis for basis in Basis}
    basis = _chosen("threshold", word, bases) if colon else Basis.ACTUAL
    number = (rest if colon else word).strip()
    share = to_decimal(number.removesuffix("%"))
    if share is not None and number.endswith("%"):
        share /= 100
    if share is None or not 0 < share <= _LARGEST_SHARE:
        raise _wrong("threshold", text, "Write a share such as 80%, 0.8 or forecast:100%.")
    return Threshold(share.normalize(), basis)


def _chosen(what: str, said: str, allowed: dict[str, T]) -> T:
    if said not in allowed:
        raise _wrong(what, said, nearest(said, allowed))
    return allowed[said]


def _wrong(what: str, said: str, step: str) -> InputError:
    return InputError(
        f"The budget's {what} cannot be {said[:80]!r}.",
        next_step=step,
        details={"field": what, "value": said[:200]},
    )
