"""Allocation: every charge to an owner, shared costs by rule, nothing lost on the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Context, Decimal
from enum import StrEnum
from typing import Any

from dharma_core.errors import InputError
from dharma_core.finops.analytics.bill import Bill, Measure
from dharma_core.finops.analytics.cents import in_cents
from dharma_core.finops.analytics.spend import spend
from dharma_core.finops.analytics.tags import Dimension, Tag, name_of
from dharma_core.money import exact_sum

__all__ = ["UNALLOCATED", "Allocation", "SharedCost", "Sharing", "allocate"]

UNALLOCATED = "(unallocated)"
"""The owner of what has no owner and falls under no rule: shown, never dropped."""

_WIDE = Context(prec=60)


class Sharing(StrEnum):
    """How a shared cost is divided among the owners."""

    EVEN = "even"
    PROPORTIONAL = "proportional"
    FIXED = "fixed"


@dataclass(frozen=True, slots=True)
class SharedCost:
    """A rule: which charges are shared, and how.

    Parameters
    ----------
    where : mapping of column name to value or values
        The charges that the rule takes, all conditions together; a value None asks for null, and
        of several values one is enough. Tags are written as ``tag:Key``.
    sharing : Sharing
        ``PROPORTIONAL`` is by the owners' direct cost; an owner with none, or less, gets nothing.
    shares : mapping of owner to Decimal
        For ``FIXED`` alone; they add up to 1.

    Raises
    ------
    InputError
        If there is no condition, or the shares do not fit.

    Examples
    --------
    >>> SharedCost("Support", {"ServiceName": "AWS Support"}, Sharing.EVEN).name
    'Support'
    """

    name: str
    where: Mapping[str, str | tuple[str, ...] | None]
    sharing: Sharing
    shares: Mapping[str, Decimal] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.where:
            raise InputError(
                f"The shared cost {self.name!r} says not which charges it takes.",
                next_step="Name a column and its value, such as ServiceName.",
            )
        if self.sharing is not Sharing.FIXED:
            if self.shares:
                raise InputError(
                    f"The shared cost {self.name!r} is shared {self.sharing} and names shares.",
                    next_step="Leave the shares out, or share it fixed.",
                )
            return
        whole = exact_sum(self.shares.values())
        if whole != 1 or any(share < 0 for share in self.shares.values()):
            raise InputError(
                f"The fixed shares of {self.name!r} add up to {whole}.",
                next_step="Give shares of zero or more that add up to 1.",
                details={"shares": {k: str(v) for k, v in self.shares.items()}},
            )

    def dimensions(self) -> tuple[Dimension, ...]:
        """Return what the rule looks at."""
        return tuple(
            Tag(name.removeprefix("tag:")) if name.startswith("tag:") else name
            for name in self.where
        )

    def takes(self, row: Mapping[str, Any]) -> bool:
        """Return whether a row of sums falls under it."""
        return all(
            row[name] in value if isinstance(value, tuple) else row[name] == value
            for name, value in self.where.items()
        )


@dataclass(frozen=True, slots=True)
class Allocation:
    """Who pays what, in whole cents.

    Parameters
    ----------
    parts : mapping of (owner, part) to Decimal
        A part is ``direct`` or the name of a rule. Together they are the bill, rounded once.
    """

    currency: str
    measure: Measure
    parts: Mapping[tuple[str, str], Decimal]

    @property
    def owners(self) -> tuple[str, ...]:
        """All owners by name, what has none at the end."""
        names = {owner for owner, _ in self.parts}
        return tuple(sorted(names, key=lambda n: (n == UNALLOCATED, n)))

    @property
    def total(self) -> Decimal:
        """The whole bill, in cents."""
        return exact_sum(self.parts.values())

    def of(self, owner: str) -> Decimal:
        """Return what one owner pays in all."""
        return exact_sum(v for (name, _), v in self.parts.items() if name == owner)


def allocate(
    bill: Bill,
    owner: Dimension,
    rules: Sequence[SharedCost] = (),
    *,
    measure: Measure = Measure.AMORTISED,
) -> Allocation:
    """Return the cost of each owner: its own charges, and its part of what is shared.

    A charge goes to the first rule that takes it, else to its owner, else to `UNALLOCATED`. What
    is shared goes to owners that have direct charges; unallocated cost carries no shared cost.

    Raises
    ------
    InputError
        If two rules have one name, or there is nobody to share a cost.

    Examples
    --------
    >>> from dharma_core.finops.analytics.examples import small_bill
    >>> storage = SharedCost("Storage", {"ServiceName": "Storage"}, Sharing.EVEN)
    >>> found = allocate(small_bill(), Tag("Team"), [storage])
    >>> {o: str(found.of(o)) for o in found.owners}
    {'web': '34.00', '(unallocated)': '8.50'}
    """
    _named_once(rules)
    looked_at = dict.fromkeys((owner, *(d for rule in rules for d in rule.dimensions())))
    rows = spend(bill, list(looked_at), measure=measure)
    direct: dict[str, list[Decimal]] = {}
    pools: dict[str, list[Decimal]] = {rule.name: [] for rule in rules}
    for row in rows.iter_rows(named=True):
        rule = next((r for r in rules if r.takes(row)), None)
        if rule is not None:
            pools[rule.name].append(row["cost"])
        else:
            direct.setdefault(row[name_of(owner)] or UNALLOCATED, []).append(row["cost"])
    own = {name: exact_sum(costs) for name, costs in direct.items()}
    exact = {(name, "direct"): cost for name, cost in own.items()}
    for rule in rules:
        amount = exact_sum(pools[rule.name])
        for name, share in _shared(rule, amount, own).items():
            exact[name, rule.name] = share
    return Allocation(bill.currency, measure, in_cents(exact))


def _named_once(rules: Sequence[SharedCost]) -> None:
    names = [rule.name for rule in rules]
    for name in names:
        if names.count(name) > 1 or name == "direct":
            raise InputError(
                f"Two parts of the allocation would be called {name!r}.",
                next_step="Give each shared cost a name of its own, other than 'direct'.",
            )


def _shared(rule: SharedCost, amount: Decimal, own: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Return the exact parts of a shared cost; the last one takes what division left over."""
    weights = _weights(rule, own)
    whole = exact_sum(weights.values())
    if not amount:
        return {}
    if whole <= 0:
        raise InputError(
            f"Nobody can share {rule.name!r}: no owner has a direct cost above zero.",
            next_step="Share it fixed, or choose another owner dimension.",
        )
    *names, last = sorted(name for name, weight in weights.items() if weight > 0)
    parts = {
        name: _WIDE.divide(_WIDE.multiply(amount, weights[name]), whole).quantize(
            Decimal(1).scaleb(-15), context=_WIDE
        )
        for name in names
    }
    return {**parts, last: amount - exact_sum(parts.values())}


def _weights(rule: SharedCost, own: Mapping[str, Decimal]) -> dict[str, Decimal]:
    if rule.sharing is Sharing.FIXED:
        return dict(rule.shares)
    owners = {name: cost for name, cost in own.items() if name != UNALLOCATED}
    if rule.sharing is Sharing.EVEN:
        return dict.fromkeys(owners, Decimal(1))
    return {name: max(cost, Decimal(0)) for name, cost in owners.items()}
