"""A plan of commitments as figures, tables and words, with its arithmetic."""

from __future__ import annotations

from decimal import Decimal

from dharma_core.finops.commitment_planning import FALLS, CommitmentPlan, Floor
from dharma_core.views.figures import Picture
from dharma_core.views.headline import Headline
from dharma_core.views.plotly_template import template
from dharma_core.views.table import Column, Kind, Row, Table
from dharma_core.views.theme import PALETTES, Mode
from dharma_core.views.words import count, money, symbol

__all__ = ["arithmetic", "falls_table", "floor_lines", "floors_table", "plan_headlines"]

_PX = 300
_LINES = 5


def plan_headlines(plan: CommitmentPlan) -> tuple[Headline, ...]:
    """Return what all floors together would save a year, and what they would cost."""
    fee = sum((one.fee for one in plan.floors), Decimal(0)) * 365
    assumed = sum(one.assumed for one in plan.floors)
    return (
        Headline("Saved a year", money(plan.saving, plan.currency),
                 note="if the year is as the window was"),
        Headline("Committed to", money(fee, plan.currency), "a year",
                 note=f"for {count(len(plan.floors), 'service')}"),
        Headline("If the need falls by a fifth", money(plan.saving_after(0.2), plan.currency),
                 note="a year; below zero it is lost",
                 tone="high" if plan.saving_after(0.2) < 0 else "ok"),
        Headline("Discounts", "assumed" if assumed else "from the bill",
                 note=f"30 % for {count(assumed, 'service')}" if assumed
                 else "what its own commitments got"),
    )  # fmt: skip


def floors_table(plan: CommitmentPlan) -> Table:
    """Return one service a row: its floor, its discount, its saving and how sure that is."""
    columns = (
        Column("service", "Service", lead=True),
        Column("provider", "Provider"),
        Column("floor", "Floor a day", Kind.MONEY),
        Column("discount", "Discount"),
        Column("fee", "Fee a day", Kind.MONEY),
        Column("saving", "Saves a year", Kind.MONEY),
        Column("low", "Nine of ten years, from", Kind.MONEY),
        Column("high", "to", Kind.MONEY),
        Column("break_even", "Must be used"),
    )
    rows: tuple[Row, ...] = tuple(
        {
            "service": one.service,
            "provider": one.provider,
            "floor": one.floor,
            "discount": f"{one.discount:.2%}{', assumed' if one.assumed else ''}",
            "fee": one.fee,
            "saving": one.saving,
            "low": one.low,
            "high": one.high,
            "break_even": f"{one.break_even:.0%}",
        }
        for one in plan.floors
    )
    return Table(columns, rows, plan.currency)


def falls_table(plan: CommitmentPlan) -> Table:
    """Return what a year saves when every need is smaller: below zero the commitment loses."""
    columns = (
        Column("service", "Service", lead=True),
        *(Column(f"fall_{fall:.0%}", _fall(fall), Kind.MONEY) for fall in FALLS),
    )
    rows = [
        {"service": f"{one.service} of {one.provider}"}
        | {f"fall_{fall:.0%}": one.saving_after(fall) for fall in FALLS}
        for one in plan.floors
    ]
    whole = {"service": "All together"} | {
        f"fall_{fall:.0%}": plan.saving_after(fall) for fall in FALLS
    }
    return Table(columns, (*rows, whole) if rows else (), plan.currency)


def _fall(fall: float) -> str:
    return f"Need {fall:.0%} lower" if fall else "Need as it was"


def arithmetic(plan: CommitmentPlan, one: Floor) -> tuple[str, ...]:
    """Return how a saving comes about, one step a line."""

    def told(amount: Decimal) -> str:
        return money(amount, plan.currency)

    basis = "assumed" if one.assumed else "what commitments of this service got in the bill"
    return (
        f"Floor: on {plan.quantile:.0%} of {len(one.days)} days the need lay below "
        f"{told(one.floor)} a day.",
        f"Fee: {told(one.floor)} x (1 - {one.discount:.2%}) = {told(one.fee)} a day; "
        f"the discount is {basis}.",
        f"Covered in the window: {told(one.covered)} of on-demand cost; paid: {told(one.fee)} x "
        f"{len(one.days)} days = {told(one.paid)}.",
        f"Saved in the window: {told(one.covered)} - {told(one.paid)} = {told(one.saved)}; "
        f"x 365 / {len(one.days)} = {told(one.saving)} a year.",
        f"Years of the window's own weeks: {told(one.low)} to {told(one.high)} in nine of ten.",
    )


def floor_lines(plan: CommitmentPlan, mode: Mode = "light") -> Picture | None:
    """Return the uncovered need of the largest services, each with its floor dashed."""
    import plotly.graph_objects as go

    if not plan.floors:
        return None
    palette = PALETTES[mode]
    figure = go.Figure(
        layout={
            "template": template(mode),
            "height": _PX,
            "yaxis": {"rangemode": "tozero", "tickprefix": symbol(plan.currency), "nticks": 5},
            "xaxis": {"showgrid": False, "nticks": 7},
            "margin": {"l": 4, "r": 8, "t": 40, "b": 4},
        }
    )
    for place, one in enumerate(plan.floors[:_LINES]):
        colour = palette.series[place]
        name = f"{one.service} of {one.provider}".replace("<", "&lt;")
        days = [day for day, _ in one.days]
        figure.add_scatter(
            x=days, y=[float(cost) for _, cost in one.days], mode="lines", name=name,
            line={"color": colour, "width": 2}, legendgroup=name,
            hovertemplate="%{x|%d %b %Y}: %{y:,.2f}<extra></extra>",
        )  # fmt: skip
        figure.add_scatter(
            x=[days[0], days[-1]], y=[float(one.floor)] * 2, mode="lines", showlegend=False,
            line={"color": colour, "width": 1.5, "dash": "dash"}, legendgroup=name,
            hovertemplate=f"floor {money(one.floor, plan.currency)}<extra></extra>",
        )  # fmt: skip
    first = plan.floors[0]
    title = f"{first.service} never needed much less than {money(first.floor, plan.currency)} a day"
    alt = "; ".join(
        f"{one.service} of {one.provider}: floor {money(one.floor, plan.currency)} a day"
        for one in plan.floors[:_LINES]
    )
    return Picture(title, figure, alt)
