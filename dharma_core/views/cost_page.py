"""An estimate as one self-contained HTML page: no script, no outside request, fit to print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from markupsafe import Markup

from dharma_core.costs.components import CostState
from dharma_core.costs.estimates import Estimate
from dharma_core.views.cost_tables import groups_table
from dharma_core.views.headlines import cost_headlines
from dharma_core.views.infracost import Priced
from dharma_core.views.markup import headlines_html, moment, table_html
from dharma_core.views.paper import environment, page_style
from dharma_core.views.tables import components_table, resource_costs_table
from dharma_core.views.theme import series_slot
from dharma_core.views.words import count, money, not_known, priced_as_of, share, trust_sentence

__all__ = ["cost_page"]

_COMPONENT_COLUMNS = (
    "name", "address", "monthly_quantity", "unit", "unit_price", "monthly_cost", "state",
    "basis", "source", "as_of", "quality",
)  # fmt: skip


def cost_page(estimate: Estimate, about: Priced, *, group_by: str = "") -> str:
    """Return an estimate as one HTML document, light or dark as the reader's system is.

    Parameters
    ----------
    group_by : str
        A dimension to show besides service and module.
    """
    paper = environment()
    paper.filters["slot"] = series_slot
    return paper.get_template("costs.html.j2").render(_facts(estimate, about, group_by))


def _facts(estimate: Estimate, about: Priced, group_by: str) -> Mapping[str, Any]:
    billed = tuple(r for r in estimate.resources if r.state is not CostState.FREE)
    parts = components_table(estimate).only(*_COMPONENT_COLUMNS)
    costing = resource_costs_table(replace(estimate, resources=billed))
    return {
        "name": about.name,
        "css": page_style(),
        "context": _context(estimate, about),
        "made": moment(about.made),
        "summary": headlines_html(cost_headlines(estimate)),
        "estimate": estimate,
        "not_known": not_known(estimate),
        "bars": _bars(estimate),
        "groups": _groups(estimate, group_by),
        "trust": trust_sentence(estimate),
        "reasons": estimate.trust.reasons,
        "resources": table_html(costing) if len(costing) else None,
        "components": table_html(parts) if len(parts) else None,
    }


def _context(estimate: Estimate, about: Priced) -> str:
    parts = [
        count(len(estimate.resources), "resource"),
        estimate.region,
        f"read from {about.kind.replace('-', ' ')}",
        priced_as_of(estimate),
        f"usage preset {estimate.preset}" if estimate.preset else "",
    ]
    return " · ".join(part for part in parts if part)


def _bars(estimate: Estimate) -> Sequence[Mapping[str, str]]:
    groups = [g for g in estimate.grouped("service") if g.monthly_cost]
    dearest = max((g.monthly_cost or 0 for g in groups), default=0)
    total = estimate.total.amount
    return [
        {
            "name": group.label,
            "cost": money(group.monthly_cost, estimate.currency),
            "of_total": share(group.monthly_cost or total, total),
            "share": f"{(group.monthly_cost or 0) * 100 / dearest:.2f}",
        }
        for group in groups
    ]


def _groups(estimate: Estimate, group_by: str) -> Sequence[Mapping[str, str | Markup]]:
    """Return a table for each dimension that tells resources apart, and for the one asked for."""
    found: list[Mapping[str, str | Markup]] = []
    for by in dict.fromkeys(("module", "region", group_by or "module")):
        groups = estimate.grouped(by)
        if len(groups) > 1 or by == group_by:
            title = by.removeprefix("tag:")
            table = groups_table(groups, title.capitalize(), estimate.currency)
            found.append({"title": title, "table": table_html(table)})
    return found
