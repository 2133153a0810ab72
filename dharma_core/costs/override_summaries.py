"""A team's overrides as a list: what each is about, what it does, who says so and until when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from dharma_core.costs.overrides import Discount, FixedPrice, Overrides, Validity
from dharma_core.costs.price_keys import PricePattern, is_like
from dharma_core.money import plain

__all__ = ["OverrideSummary", "scope_of", "summarise_overrides"]


@dataclass(frozen=True, slots=True)
class OverrideSummary:
    """One override.

    Parameters
    ----------
    scope : str
        The prices that it means: ``aws/ec2/instance in eu-*``.
    effect : str
        ``12.5 % off``, ``1 % off on top``, ``0.065``.
    where : str
        File and line.
    state : str
        ``in force``, ``not yet`` or ``over``.
    """

    kind: str
    scope: str
    effect: str
    reason: str
    by: str
    where: str
    valid: Validity
    state: str

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        first, last = self.valid.first, self.valid.last
        return {
            "kind": self.kind,
            "scope": self.scope,
            "effect": self.effect,
            "reason": self.reason,
            "by": self.by or None,
            "where": self.where,
            "valid_from": first.isoformat() if first else None,
            "valid_until": last.isoformat() if last else None,
            "state": self.state,
        }


def summarise_overrides(
    overrides: Overrides, day: date, *, provider: str = "", service: str = ""
) -> tuple[OverrideSummary, ...]:
    """Return what the overrides say, discounts first, each kind in the order of the files.

    Parameters
    ----------
    day : date
        On which they are in force or not.
    provider, service : str
        Only what can touch these; any when empty.
    """
    wanted = (provider, service)
    return tuple(_summaries(overrides, day, wanted))


def _summaries(
    overrides: Overrides, day: date, wanted: tuple[str, str]
) -> Iterator[OverrideSummary]:
    for discount in overrides.discounts:
        pattern = discount.pattern
        if _touches((pattern.provider, pattern.service), wanted):
            yield _summary("discount", scope_of(pattern), _percent(discount), discount, day)
    for fixed in overrides.prices:
        if _touches((fixed.key.provider, fixed.key.service), wanted):
            prices = ", ".join(plain(tier.unit_price) for tier in fixed.tiers)
            yield _summary("fixed", str(fixed.key), prices, fixed, day)


def _touches(said: tuple[str, str], wanted: tuple[str, str]) -> bool:
    pairs = zip(said, wanted, strict=True)
    return all(not word or is_like(word, pattern) for pattern, word in pairs)


def _percent(discount: Discount) -> str:
    return f"{plain(discount.percent)} % off{' on top' if discount.on_top else ''}"


def _summary(
    kind: str, scope: str, effect: str, rule: Discount | FixedPrice, day: date
) -> OverrideSummary:
    state = "in force"
    if not rule.valid.holds(day):
        state = "not yet" if rule.valid.first and day < rule.valid.first else "over"
    return OverrideSummary(
        kind, scope, effect, rule.reason, rule.by, str(rule.position), rule.valid, state
    )


def scope_of(pattern: PricePattern) -> str:
    """Return what a pattern names, without what may be anything.

    Examples
    --------
    >>> scope_of(PricePattern(provider="aws")), scope_of(PricePattern())
    ('aws', 'every price')
    >>> scope_of(PricePattern("aws", "ec2", region="eu-*", option="spot"))
    'aws/ec2 in eu-* (spot)'
    """
    path = "/".join((pattern.provider, pattern.service, pattern.product))
    while path.endswith("/*"):
        path = path.removesuffix("/*")
    attributes = ",".join(f"{name}={value}" for name, value in pattern.attributes)
    parts = (
        "every price" if path == "*" else path,
        attributes,
        "" if pattern.region == "*" else f"in {pattern.region}",
        "" if pattern.option == "*" else f"({pattern.option})",
    )
    return " ".join(part for part in parts if part)
