"""Statements: what each owner is shown (showback) or charged (chargeback), line by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from dharma_core.finops.analytics.allocation import (
    UNALLOCATED,
    Allocation,
    SharedCost,
    allocate,
)
from dharma_core.finops.analytics.bill import Bill, Measure, Period
from dharma_core.finops.analytics.cents import in_cents
from dharma_core.finops.analytics.spend import spend
from dharma_core.finops.analytics.tags import Dimension, name_of
from dharma_core.money import exact_sum

__all__ = ["Line", "Statement", "StatementKind", "statements"]


class StatementKind(StrEnum):
    """Showback tells what was used (amortised); chargeback divides what is invoiced (billed)."""

    SHOWBACK = "showback"
    CHARGEBACK = "chargeback"

    @property
    def measure(self) -> Measure:
        """The cost that it adds up to."""
        return Measure.AMORTISED if self is StatementKind.SHOWBACK else Measure.BILLED


@dataclass(frozen=True, slots=True)
class Line:
    """One line: a service of one's own, or a part of a shared cost, in whole cents."""

    label: str
    shared: bool
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Statement:
    """One owner's statement; the statements of a period add up to its bill, to the cent."""

    owner: str
    kind: StatementKind
    period: Period
    currency: str
    lines: tuple[Line, ...]

    @property
    def total(self) -> Decimal:
        """The sum of its lines."""
        return exact_sum(line.amount for line in self.lines)

    @property
    def allocated(self) -> bool:
        """Whether somebody owns it; one statement of a bill may not be."""
        return self.owner != UNALLOCATED


def statements(
    bill: Bill,
    owner: Dimension,
    rules: Sequence[SharedCost] = (),
    *,
    period: Period,
    kind: StatementKind = StatementKind.SHOWBACK,
) -> tuple[Statement, ...]:
    """Return a statement for each owner, what nobody owns at the end.

    A charge belongs to the period in which its charge period begins; a correction that came later
    changes the statement of the month that it corrects.

    Examples
    --------
    >>> from datetime import date
    >>> from dharma_core.finops.analytics.examples import small_bill
    >>> from dharma_core.finops.analytics.tags import Tag
    >>> january = Period(date(2025, 1, 1), date(2025, 2, 1))
    >>> data, web = statements(small_bill(), Tag("Team"), period=january)
    >>> web.owner, web.lines
    ('web', (Line(label='Compute', shared=False, amount=Decimal('10.00')),))
    """
    within = bill.during(period)
    allocation = allocate(within, owner, rules, measure=kind.measure)
    services = _own_services(within, owner, rules, allocation)
    return tuple(
        Statement(
            name,
            kind,
            period,
            bill.currency,
            (*services.get(name, ()), *_shared_lines(allocation, name)),
        )
        for name in allocation.owners
    )


def _shared_lines(allocation: Allocation, owner: str) -> tuple[Line, ...]:
    return tuple(
        Line(part, shared=True, amount=amount)
        for (name, part), amount in sorted(allocation.parts.items())
        if name == owner and part != "direct"
    )


def _own_services(
    bill: Bill, owner: Dimension, rules: Sequence[SharedCost], allocation: Allocation
) -> dict[str, tuple[Line, ...]]:
    """Return the direct cost of each owner by service, in cents that add up to it."""
    looked_at = dict.fromkeys((owner, "ServiceName", *(d for r in rules for d in r.dimensions())))
    rows = spend(bill, list(looked_at), measure=allocation.measure)
    costs: dict[str, dict[str, list[Decimal]]] = {}
    for row in rows.iter_rows(named=True):
        if any(rule.takes(row) for rule in rules):
            continue
        name = row[name_of(owner)] or UNALLOCATED
        service = row["ServiceName"] or "(no service)"
        costs.setdefault(name, {}).setdefault(service, []).append(row["cost"])
    return {
        name: _lines(
            {label: exact_sum(parts) for label, parts in services.items()},
            allocation.parts[name, "direct"],
        )
        for name, services in costs.items()
    }


def _lines(services: dict[str, Decimal], whole: Decimal) -> tuple[Line, ...]:
    """Return a line a service; the largest one takes the cent by which the owner was rounded."""
    cents = in_cents(services)
    largest = max(sorted(cents), key=lambda label: abs(cents[label]))
    cents[largest] += whole - exact_sum(cents.values())
    ordered = sorted(cents.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Line(label, shared=False, amount=amount) for label, amount in ordered)
