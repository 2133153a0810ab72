"""From a charge's quantity to a month's value of a usage key, or the reason why not."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal

from dharma_core.finops.bill_usage.charges import Charge, CoveredDays
from dharma_core.finops.bill_usage.rules import Conversion, UsageRule
from dharma_core.finops.bill_usage.units import BilledUnits
from dharma_core.plan import Resource
from dharma_core.units import HOURS_PER_MONTH, to_decimal

__all__ = ["Refused", "Value", "check_where", "key_value", "monthly", "rounded"]

_HELD = "gb_months"
_BYTES = Decimal(1 << 30)
_DAY_SECONDS = 86_400
_SIX_DIGITS = Context(prec=6, rounding=ROUND_HALF_UP)
_CORES = re.compile(r"[a-z0-9]+-(?:standard|highmem|highcpu)-(\d+)")


class Refused(Exception):  # noqa: N818 - no error: the reason why a charge says no value
    """A charge cannot be a value of its key; the text says why."""


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a usage key, and what was done to the quantity for it."""

    amount: Decimal
    how: str = ""


def monthly(charge: Charge, rule: UsageRule, covered: CoveredDays, units: BilledUnits) -> Decimal:
    """Return a charge's quantity in its rule's measure, brought to a month.

    What flows (requests, gigabytes) is multiplied to 730 hours; what is held (GB-months) is divided
    by the calendar months that the days are, which gives the average that was held.

    Raises
    ------
    Refused
        If there is no quantity, or its unit does not say the measure for certain.
    """
    unit = units.find(charge.unit)
    if charge.quantity is None:
        raise Refused("the bill gives no quantity")
    if charge.quantity < 0:
        raise Refused(f"the quantity is {charge.quantity.normalize():f}, below zero")
    if unit is None:
        raise Refused(f"the unit {charge.unit or 'of nothing'!r} is not known for certain")
    if unit.is_block and not charge.agrees:
        raise Refused(
            f"nothing shows that the quantity counts blocks of {charge.unit!r}: unit price times "
            "quantity is not what was charged"
        )
    quantity = unit.of(charge.quantity)
    if unit.measure == "byte_seconds" and rule.measure == _HELD:
        return quantity / _BYTES / (_DAY_SECONDS * len(covered.days))
    if unit.measure != rule.measure and not _seconds_of_lambda(charge, rule):
        raise Refused(f"it is counted in {charge.unit}, not in {rule.measure.replace('_', ' ')}")
    if _seconds_of_lambda(charge, rule):
        quantity = charge.quantity
    return quantity / covered.months if rule.measure == _HELD else quantity * covered.flow


def _seconds_of_lambda(charge: Charge, rule: UsageRule) -> bool:
    """Whether GB-seconds are called seconds, as AWS's FOCUS exports call those of Lambda."""
    return rule.measure == "gb_seconds" and charge.unit == "Seconds" and "Lambda" in charge.service


def check_where(rule: UsageRule, resource: Resource) -> None:
    """Refuse a rule that does not hold for a resource.

    Raises
    ------
    Refused
        If an attribute is none of those the rule is for.

    Examples
    --------
    >>> from dharma_core.plan import Address, make_resource
    >>> rule = UsageRule(frozenset(), (), re.compile(""), "gb", where={"type": ("standard",)})
    >>> check_where(rule, make_resource(Address("aws_ebs_volume", "d"), {"type": "standard"}))
    """
    for name, allowed in rule.where.items():
        value = resource.attributes.get(name)
        text = value if isinstance(value, str) else ""
        if text.casefold() not in {word.casefold() for word in allowed}:
            wanted = " or ".join(repr(word) for word in allowed if word)
            held = repr(text) if text else "not given"
            raise Refused(f"the design's {name} is {held}, and such a charge is for {wanted}")


def key_value(
    amount: Decimal, rule: UsageRule, resource: Resource, values: Mapping[str, Decimal]
) -> Value:
    """Return the value of a rule's key from a month's quantity.

    Parameters
    ----------
    values : mapping of key to Decimal
        What is known of the resource by now: a duration needs the calls it is spread over.

    Raises
    ------
    Refused
        If what the conversion needs is not known.
    """
    convert = _CONVERSIONS.get(rule.convert)
    return Value(amount) if convert is None else convert(amount, rule, resource, values)


def _milliseconds(
    amount: Decimal, rule: UsageRule, resource: Resource, values: Mapping[str, Decimal]
) -> Value:
    calls = values.get(rule.calls)
    memory = to_decimal(resource.attributes.get(rule.memory, rule.default_mb))
    if not calls:
        raise Refused(f"a call's length needs {rule.calls}, which the bill does not say")
    if not memory:
        raise Refused(f"a call's length needs {rule.memory}, which the design does not say")
    how = f"GB-seconds / {rule.calls} / {memory.normalize():f} MB of the design"
    return Value(amount * 1024 * 1000 / (calls * memory), how)


def _machines(
    amount: Decimal, _rule: UsageRule, _resource: Resource, _values: Mapping[str, Decimal]
) -> Value:
    return Value(amount / HOURS_PER_MONTH, "machine hours / 730")


def _machine_hours(
    amount: Decimal, _rule: UsageRule, resource: Resource, _values: Mapping[str, Decimal]
) -> Value:
    found = _CORES.fullmatch(str(resource.attributes.get("machine_type")))
    if found is None:
        raise Refused("the design's machine_type does not say how many cores a machine has")
    return Value(amount / Decimal(found[1]), f"core hours / {found[1]} cores")


def _terabytes(
    amount: Decimal, _rule: UsageRule, _resource: Resource, _values: Mapping[str, Decimal]
) -> Value:
    return Value(amount / 1024)


def _both_ends(
    amount: Decimal, _rule: UsageRule, _resource: Resource, _values: Mapping[str, Decimal]
) -> Value:
    return Value(amount / 2, "billed at both ends, counted once")


def _worker_hours(
    amount: Decimal, rule: UsageRule, resource: Resource, _values: Mapping[str, Decimal]
) -> Value:
    """Return the hours of a job from those of its processing units."""
    written = resource.attributes
    units = to_decimal(written.get("max_capacity"))
    workers = to_decimal(written.get("number_of_workers"))
    each = to_decimal(rule.workers.get(str(written.get("worker_type"))))
    if units is None and workers is not None and each is not None:
        units = workers * each
    if not units:
        raise Refused("the design does not say how many units the job's workers are")
    return Value(amount / units, f"unit hours / {units.normalize():f} units of the design")


_Convert = Callable[[Decimal, UsageRule, Resource, Mapping[str, Decimal]], Value]
_CONVERSIONS: Mapping[Conversion, _Convert] = {
    Conversion.MILLISECONDS_A_CALL: _milliseconds,
    Conversion.MACHINES: _machines,
    Conversion.MACHINE_HOURS: _machine_hours,
    Conversion.TERABYTES: _terabytes,
    Conversion.BOTH_ENDS: _both_ends,
    Conversion.WORKER_HOURS: _worker_hours,
}


def rounded(value: Decimal) -> Decimal:
    """Return a value as a file shows it: three places, or six digits of what is small.

    Examples
    --------
    >>> rounded(Decimal("3012345.67891")), rounded(Decimal("0.000123456789"))
    (Decimal('3012345.679'), Decimal('0.000123457'))
    """
    if value >= 1:
        return value.quantize(Decimal("0.001"), rounding=ROUND_HALF_UP).normalize() + 0
    return _SIX_DIGITS.create_decimal(value).normalize() + 0
