"""A month divided among its owners: a statement for each, and what the rules of sharing did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from dharma_core.finops.analytics import (
    Bill,
    Dimension,
    Period,
    SharedCost,
    Statement,
    StatementKind,
    statements,
)
from dharma_core.finops.landing import last_day
from dharma_core.money import exact_sum

__all__ = ["DividedBill", "divide"]


@dataclass(frozen=True, slots=True)
class DividedBill:
    """Who pays what of a month.

    Parameters
    ----------
    month : date
        Its first day.
    owner : column or `Tag`
        What names the owner on a charge.
    rules : tuple of SharedCost
        In the order in which they were asked.
    statements : tuple of Statement
        By owner; what nobody owns at the end.
    """

    month: date
    currency: str
    kind: StatementKind
    owner: Dimension
    rules: tuple[SharedCost, ...]
    statements: tuple[Statement, ...]

    @property
    def total(self) -> Decimal:
        """The whole month."""
        return exact_sum(statement.total for statement in self.statements)

    @property
    def unallocated(self) -> Decimal:
        """What nobody owns and no rule shares."""
        return exact_sum(s.total for s in self.statements if not s.allocated)

    @property
    def shared(self) -> Mapping[str, Decimal]:
        """What each rule divided; zero where it took nothing."""
        lines = [line for found in self.statements for line in found.lines if line.shared]
        return {
            rule.name: exact_sum(line.amount for line in lines if line.label == rule.name)
            for rule in self.rules
        }

    @property
    def idle(self) -> tuple[str, ...]:
        """The rules that took no charge: a name in them may be wrong."""
        return tuple(name for name, amount in self.shared.items() if not amount)


def divide(
    bill: Bill,
    month: date,
    owner: Dimension,
    rules: tuple[SharedCost, ...] = (),
    *,
    kind: StatementKind = StatementKind.SHOWBACK,
) -> DividedBill:
    """Return a month of a bill divided among its owners.

    Parameters
    ----------
    bill : Bill
        Of the month and those after it, whose corrections may be of it.
    month : date
        Its first day.

    Raises
    ------
    InputError
        If a column is not there, two rules have one name, or nobody can share a cost.

    Examples
    --------
    >>> from dharma_core.finops.analytics import Sharing, Tag
    >>> from dharma_core.finops.analytics.examples import small_bill
    >>> rule = SharedCost("Disks", {"ServiceName": "Disks"}, Sharing.EVEN)
    >>> found = divide(small_bill(), date(2025, 1, 1), Tag("Team"), (rule,))
    >>> [(s.owner, str(s.total)) for s in found.statements], found.idle
    ([('data', '5.00'), ('web', '10.00')], ('Disks',))
    """
    period = Period(month, last_day(month) + timedelta(days=1))
    return DividedBill(
        month, bill.currency, kind, owner, rules,
        statements(bill, owner, rules, period=period, kind=kind),
    )  # fmt: skip
