"""A month divided among its owners: for tables, a picture, a file to take away and JSON."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dharma_core.finops.analytics import Sharing, Statement, StatementKind
from dharma_core.finops.analytics.tags import name_of
from dharma_core.finops.divided_bill import DividedBill
from dharma_core.finops.exploring import label_of
from dharma_core.money import exact_sum, plain
from dharma_core.views.figures import Picture, bars_layout
from dharma_core.views.headline import Headline
from dharma_core.views.month_review import month_name, whole
from dharma_core.views.table import Column, Kind, Row, Table
from dharma_core.views.theme import PALETTES, Mode
from dharma_core.views.words import count

if TYPE_CHECKING:
    import plotly.graph_objects as go

__all__ = [
    "KIND_WORDS",
    "divided_bars",
    "divided_document",
    "divided_headlines",
    "divided_notes",
    "divided_rows",
    "owners_table",
    "statement_table",
]

KIND_WORDS = {
    StatementKind.SHOWBACK: "showback: what was used, amortised",
    StatementKind.CHARGEBACK: "chargeback: what is invoiced",
}
_SHARING_WORDS = {
    Sharing.EVEN: "evenly",
    Sharing.PROPORTIONAL: "by what each spends itself",
    Sharing.FIXED: "by fixed shares",
}
_SHOWN = 14
_BAR_PX = 34


def divided_headlines(divided: DividedBill) -> tuple[Headline, ...]:
    """Return the whole, what is shared, and what nobody owns."""
    owned = [found for found in divided.statements if found.allocated]
    shared = exact_sum(divided.shared.values())
    rules = count(len(divided.rules), "rule") if divided.rules else "no rule of sharing"
    return (
        Headline(
            "Divided",
            whole(divided.total, divided.currency),
            note=f"among {count(len(owned), 'owner')}",
        ),
        Headline("Shared", whole(shared, divided.currency), note=rules),
        Headline(
            "Nobody's",
            whole(divided.unallocated, divided.currency),
            note=f"{_share(divided.unallocated, divided.total)} has no {label_of(divided.owner)}",
        ),
    )


def divided_notes(divided: DividedBill) -> Iterator[str]:
    """Yield how each shared cost was divided, and which rule took nothing."""
    for rule in divided.rules:
        amount = divided.shared[rule.name]
        if rule.name in divided.idle:
            yield f"{rule.name} took no charge of this month: look at its names."
        else:
            said = whole(amount, divided.currency)
            yield f"{rule.name}: {said}, shared {_SHARING_WORDS[rule.sharing]}."


def owners_table(divided: DividedBill) -> Table:
    """Return a row an owner: its own charges, its part of what is shared, and both."""
    columns = (
        Column("owner", label_of(divided.owner), lead=True),
        Column("own", "Own", Kind.MONEY),
        Column("shared", "Shared", Kind.MONEY),
        Column("total", "Total", Kind.MONEY),
        Column("share", "Share, %", Kind.NUMBER),
    )
    return Table(
        columns, tuple(_owner_row(found, divided) for found in _ranked(divided)), divided.currency
    )


def _owner_row(found: Statement, divided: DividedBill) -> Row:
    own, shared = _parts(found)
    whole_month = divided.total
    return {
        "owner": found.owner,
        "own": own,
        "shared": shared,
        "total": found.total,
        "share": round(found.total / whole_month * 100, 1) if whole_month > 0 else None,
    }


def statement_table(statement: Statement) -> Table:
    """Return the lines of one owner's statement."""
    columns = (
        Column("label", "What", lead=True),
        Column("part", "Part"),
        Column("amount", "Amount", Kind.MONEY),
    )
    rows = tuple(
        {"label": line.label, "part": "shared" if line.shared else "own", "amount": line.amount}
        for line in statement.lines
    )
    return Table(columns, rows, statement.currency)


def divided_rows(divided: DividedBill) -> Table:
    """Return every line of every statement to take away; they add up to the month."""
    columns = (
        Column("month", "Month"),
        Column("kind", "Kind"),
        Column("owner", label_of(divided.owner)),
        Column("label", "What"),
        Column("part", "Part"),
        Column("amount", "Amount", Kind.MONEY),
        Column("currency", "Currency"),
    )
    rows = tuple(
        {
            "month": f"{divided.month:%Y-%m}",
            "kind": divided.kind.value,
            "owner": found.owner,
            "currency": divided.currency,
            **row,
        }
        for found in divided.statements
        for row in statement_table(found).rows
    )
    return Table(columns, rows, divided.currency)


def divided_document(divided: DividedBill) -> dict[str, Any]:
    """Return the JSON form, money as text."""
    return {
        "month": f"{divided.month:%Y-%m}",
        "currency": divided.currency,
        "kind": divided.kind.value,
        "owner": name_of(divided.owner),
        "total": plain(divided.total),
        "unallocated": plain(divided.unallocated),
        "shared_costs": [
            {
                "name": rule.name,
                "sharing": rule.sharing.value,
                "amount": plain(divided.shared[rule.name]),
            }
            for rule in divided.rules
        ],
        "statements": [
            {
                "owner": found.owner,
                "allocated": found.allocated,
                "total": plain(found.total),
                "lines": [
                    {"label": line.label, "shared": line.shared, "amount": plain(line.amount)}
                    for line in found.lines
                ],
            }
            for found in divided.statements
        ],
    }


def divided_bars(divided: DividedBill, mode: Mode = "light") -> Picture | None:
    """Return a bar an owner, own charges and shared ones; None where nothing was spent."""
    import plotly.graph_objects as go

    found = [each for each in _ranked(divided) if each.total][:_SHOWN]
    if not found:
        return None
    palette = PALETTES[mode]
    names = [each.owner for each in found]
    figure = go.Figure(None, bars_layout(mode, len(found)))
    parts = [_parts(each) for each in found]
    for number, (title, colour) in enumerate(
        (("own", palette.series[0]), ("shared", palette.series[1]))
    ):
        figure.add_bar(**_bar(title, names, [p[number] for p in parts], colour, divided.currency))
    figure.update_layout(
        barmode="relative",
        height=_BAR_PX * len(found) + 90,
        showlegend=any(shared for _, shared in parts),
        legend={"orientation": "h", "yref": "container", "y": 0, "yanchor": "bottom"},
    )
    figure.update_yaxes(autorange="reversed")
    _say_totals(figure, found, divided.currency)
    alt = "; ".join(f"{each.owner} {whole(each.total, divided.currency)}" for each in found)
    return Picture(_title(divided, found), figure, alt)


def _bar(
    title: str, names: list[str], amounts: list[Decimal], colour: str, currency: str
) -> dict[str, Any]:
    return {
        "y": names,
        "x": [float(amount) for amount in amounts],
        "name": title,
        "orientation": "h",
        "marker": {"color": colour},
        "customdata": [whole(amount, currency) for amount in amounts],
        "hovertemplate": f"%{{y}}, {title}: %{{customdata}}<extra></extra>",
    }


def _say_totals(figure: go.Figure, found: list[Statement], currency: str) -> None:
    longest = float(max(abs(each.total) for each in found))
    for each in found:
        figure.add_annotation(
            y=each.owner, x=max(float(each.total), 0), text=whole(each.total, currency),
            xanchor="left", xshift=4, showarrow=False,
        )  # fmt: skip
    figure.update_xaxes(range=[min(0, *(float(e.total) for e in found)), longest * 1.25])


def _title(divided: DividedBill, found: list[Statement]) -> str:
    first = found[0]
    share = _share(first.total, divided.total)
    who = "Nobody" if not first.allocated else first.owner
    return f"{who} pays for {share} of {month_name(divided.month)}"


def _ranked(divided: DividedBill) -> list[Statement]:
    return sorted(divided.statements, key=lambda s: (not s.allocated, -s.total, s.owner))


def _parts(found: Statement) -> tuple[Decimal, Decimal]:
    own = exact_sum(line.amount for line in found.lines if not line.shared)
    return own, found.total - own


def _share(part: Decimal, of: Decimal) -> str:
    return f"{part / of:.0%}" if of > 0 else "nothing"
