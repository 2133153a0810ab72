"""Savings advice as figures and tables."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

from dharma_core.money import Money
from dharma_core.views.headline import Headline
from dharma_core.views.table import Column, Kind, Table
from dharma_core.views.words import share

if TYPE_CHECKING:
    from dharma_core.recommendations import Advice, SavingsReport

__all__ = ["advice_table", "changes_table", "savings_headlines"]

_MONTHS = 12


def savings_headlines(report: SavingsReport) -> tuple[Headline, ...]:
    """Return what could be saved, of how much, and how much of it is an assumption."""
    currency, total = report.estimate.currency, report.estimate.total.amount
    potential = Money(report.potential * _MONTHS, currency)
    known = [a for a in report.advice if a.monthly_saving is not None]
    assumed = sum(a.proposal.assumed for a in known)
    return (
        Headline(
            "Could be saved", potential.text(), "a year",
            _share_of(report.potential, total),
        ),
        Headline(
            "Advice", str(len(report.advice)),
            note=f"{len(report.advice) - len(known)} without a figure: it depends on usage",
        ),
        Headline(
            "Assumed", str(assumed),
            note="by a discount, a schedule or a size of objects, not a price",
        ),
    )  # fmt: skip


def _share_of(potential: Decimal, total: Decimal) -> str:
    if not total:
        return "nothing of it is known to cost anything"
    return f"{share(potential, total)} of the known cost, by the best advice for each resource"


def advice_table(report: SavingsReport) -> Table:
    """Return one row a piece of advice, the largest saving first."""
    columns = (
        Column("title", "Advice", lead=True),
        Column("address", "Resource", Kind.CODE),
        Column("yearly_saving", "Saves a year", Kind.MONEY, unknown="by usage"),
        Column("basis", "Basis"),
        Column("risk", "Risk"),
        Column("why", "Why, and what to look out for"),
        Column("id", "Id", Kind.CODE),
    )
    return Table(columns, tuple(map(_row, report.advice)), report.estimate.currency)


def _row(one: Advice) -> dict[str, str | Decimal | None]:
    proposal = one.proposal
    return {
        "title": proposal.title,
        "address": proposal.address,
        "yearly_saving": one.yearly_saving,
        "basis": "assumed" if proposal.assumed else "priced",
        "risk": proposal.risk.value,
        "why": proposal.why,
        "id": one.id,
    }


def changes_table(advice: Iterable[Advice]) -> Table:
    """Return one row a change that some advice makes in the design."""
    columns = (
        Column("address", "Resource", Kind.CODE, lead=True),
        Column("change", "Change"),
    )
    rows = tuple(
        {"address": change.address, "change": str(change).removeprefix(change.address).strip(": ")}
        for one in advice
        for change in one.proposal.changes
    )
    return Table(columns, rows)
