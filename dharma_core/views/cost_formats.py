"""Every form in which an estimate or a comparison leaves Dharma as a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dharma_core.costs.comparison import Comparison
from dharma_core.costs.estimates import Estimate
from dharma_core.json_text import indented_json
from dharma_core.registry import Registry
from dharma_core.views.cost_markdown import diff_markdown, estimate_markdown
from dharma_core.views.cost_page import cost_page
from dharma_core.views.cost_tables import changes_cost_table, cost_rows_table, groups_table
from dharma_core.views.exports import to_csv
from dharma_core.views.focus import focus_csv
from dharma_core.views.infracost import Priced, infracost_diff, infracost_estimate

__all__ = ["DIFF_FORMATS", "ESTIMATE_FORMATS", "CostForm", "DiffForm", "Sides"]


@dataclass(frozen=True, slots=True)
class CostForm:
    """One form of an estimate.

    Parameters
    ----------
    suffix, mime : str
        Of a file that holds it.
    write : callable
        From the estimate, what it is of, and a dimension to group by (empty: the form's own).
    """

    suffix: str
    mime: str
    write: Callable[[Estimate, Priced, str], str]


@dataclass(frozen=True, slots=True)
class Sides:
    """What the two sides of a comparison are called, and what a budget says of it."""

    old: str
    new: str
    verdict: str = ""


@dataclass(frozen=True, slots=True)
class DiffForm:
    """One form of a comparison."""

    suffix: str
    write: Callable[[Comparison, Priced, Sides], str]


def _json(estimate: Estimate, about: Priced, group_by: str) -> str:  # noqa: ARG001 - one form of many
    tags = [group_by.removeprefix("tag:")] if group_by.startswith("tag:") else []
    return _dumped(estimate.as_dict(tags=tags))


def _csv(estimate: Estimate, about: Priced, group_by: str) -> str:  # noqa: ARG001 - one form of many
    if group_by:
        groups = groups_table(estimate.grouped(group_by), group_by, estimate.currency)
        return to_csv(groups).decode("utf-8")
    return to_csv(cost_rows_table(estimate)).decode("utf-8")


def _markdown(estimate: Estimate, about: Priced, group_by: str) -> str:
    return estimate_markdown(estimate, name=about.name, group_by=group_by or "service")


def _html(estimate: Estimate, about: Priced, group_by: str) -> str:
    return cost_page(estimate, about, group_by=group_by)


def _infracost(estimate: Estimate, about: Priced, group_by: str) -> str:  # noqa: ARG001 - one form of many
    return _dumped(infracost_estimate(estimate, about))


def _focus(estimate: Estimate, about: Priced, group_by: str) -> str:  # noqa: ARG001 - one form of many
    return focus_csv(estimate, about.made.date())


def _dumped(document: object) -> str:
    return indented_json(document) + "\n"


def _estimate_formats() -> Registry[CostForm]:
    forms = Registry[CostForm]("estimate format")
    forms.add("json", CostForm("json", "application/json", _json))
    forms.add("csv", CostForm("csv", "text/csv", _csv))
    forms.add("html", CostForm("html", "text/html", _html))
    forms.add("markdown", CostForm("md", "text/markdown", _markdown))
    forms.add("infracost-json", CostForm("infracost.json", "application/json", _infracost))
    forms.add("focus", CostForm("focus.csv", "text/csv", _focus))
    return forms


def _diff_formats() -> Registry[DiffForm]:
    forms = Registry[DiffForm]("comparison format")
    forms.add("json", DiffForm("json", lambda found, _about, _sides: _dumped(found.as_dict())))
    forms.add("csv", DiffForm("csv", _diff_csv))
    forms.add("markdown", DiffForm("md", _diff_markdown))
    forms.add(
        "infracost-json",
        DiffForm("json", lambda found, about, _sides: _dumped(infracost_diff(found, about))),
    )
    return forms


def _diff_csv(found: Comparison, _about: Priced, _sides: Sides) -> str:
    return to_csv(changes_cost_table(found)).decode("utf-8")


def _diff_markdown(found: Comparison, _about: Priced, sides: Sides) -> str:
    return diff_markdown(found, old=sides.old, new=sides.new, verdict=sides.verdict)


ESTIMATE_FORMATS = _estimate_formats()
DIFF_FORMATS = _diff_formats()
