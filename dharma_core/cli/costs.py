"""Commands about money: estimate, diff, and the files that say how much is used."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dharma_core.cli.cost_tables import change_table, cost_table
from dharma_core.cli.left_out import tell_left_out
from dharma_core.cli.options import OutFile, Sets, Source, VarFiles, Workspace, parse_sets
from dharma_core.cli.printing import deliver, note, tell_problems
from dharma_core.cli.usage_option import UsageOption, given_usage

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from dharma_core.costs.comparison import Comparison
    from dharma_core.costs.estimates import Estimate
    from dharma_core.plan import Plan
    from dharma_core.views.infracost import Priced

__all__ = ["register"]


class EstimateFormat(StrEnum):
    """How an estimate is written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    HTML = "html"
    MARKDOWN = "markdown"
    INFRACOST_JSON = "infracost-json"
    FOCUS = "focus"


class DiffFormat(StrEnum):
    """How a comparison is written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    MARKDOWN = "markdown"
    INFRACOST_JSON = "infracost-json"


Budget = Annotated[
    str | None,
    typer.Option("--budget", metavar="AMOUNT", help="Dollars a month; exit 1 above it."),
]


def register(app: typer.Typer) -> None:
    """Add this file's commands."""
    app.command("estimate")(estimate)
    app.command("diff")(diff)


def estimate(
    source: Source,
    usage: UsageOption = None,
    budget: Budget = None,
    group_by: Annotated[
        str | None,
        typer.Option(
            "--group-by",
            metavar="DIMENSION",
            help="Also sum by service, module, type, region, provider or tag:NAME.",
        ),
    ] = None,
    month: Annotated[
        str | None,
        typer.Option("--month", metavar="YYYY-MM", help="The month of FOCUS rows; this one."),
    ] = None,
    out: OutFile = None,
    sets: Sets = None,
    var_files: VarFiles = None,
    workspace: Workspace = "default",
    chosen: Annotated[
        EstimateFormat,
        typer.Option("--format", help="table for people; the others whole on stdout."),
    ] = EstimateFormat.TABLE,
) -> None:
    """Price a SOURCE for a month of 730 hours; exit 1 when over the budget."""
    from dharma_core.costs.grouping import check_dimension
    from dharma_core.workbench import Workbench

    limit, by = _amount(budget, "budget"), check_dimension(group_by) if group_by else ""
    bench = Workbench.open()
    subject = bench.read(
        source, variables=parse_sets(sets), var_files=var_files or (), workspace=workspace
    )
    limit = bench.budget_for(subject) if limit is None else limit
    used, text, preset = given_usage(bench, subject, usage)
    found = bench.estimate(subject, usage=used, usage_text=text, preset=preset)
    about = _priced(subject, source, month)
    deliver(
        chosen,
        lambda name: _written(name, found, about, by),
        lambda console: cost_table(console, found, by),
        out,
        bench.write_text,
    )
    if chosen is EstimateFormat.FOCUS:
        tell_left_out(found, out, bench.write_text)
    tell_problems(subject)
    _gate(_over(found, limit))


def diff(
    old: Source,
    new: Source,
    usage: UsageOption = None,
    budget: Annotated[
        str | None,
        typer.Option("--budget", metavar="AMOUNT", help="For NEW; dollars a month; exit 1 above."),
    ] = None,
    budget_change: Annotated[
        str | None,
        typer.Option(
            "--budget-change", metavar="AMOUNT", help="How much more NEW may cost; exit 1 above."
        ),
    ] = None,
    out: OutFile = None,
    sets: Sets = None,
    var_files: VarFiles = None,
    workspace: Workspace = "default",
    chosen: Annotated[
        DiffFormat,
        typer.Option("--format", help="table for people; markdown is a pull request's comment."),
    ] = DiffFormat.TABLE,
) -> None:
    """Compare the monthly cost of two SOURCEs, resource by resource; exit 1 over a budget."""
    from dharma_core.views.cost_formats import DIFF_FORMATS, Sides
    from dharma_core.workbench import Workbench

    limit, most = _amount(budget, "budget"), _amount(budget_change, "budget")
    bench = Workbench.open()
    options: Any = {
        "variables": parse_sets(sets),
        "var_files": var_files or (),
        "workspace": workspace,
    }
    before, after = bench.read(old, **options), bench.read(new, **options)
    used, text, preset = given_usage(bench, before, usage)
    found = bench.compare(before, after, usage=used, usage_text=text, preset=preset)
    verdicts = [v for v in (_over(found.after, limit), _grown(found, most)) if v]
    sides = Sides(old, new, " ".join(verdicts) or _inside(found, limit, most))
    about = _priced(after, new, None)
    deliver(
        chosen,
        lambda name: DIFF_FORMATS[name].write(found, about, sides),
        lambda console: change_table(console, found),
        out,
        bench.write_text,
    )
    tell_problems(before, after)
    _gate(*verdicts)


def _amount(written: str | None, what: str) -> Decimal | None:
    from dharma_core.money import parse_amount

    return None if written is None else parse_amount(written, what=what)


def _priced(plan: Plan, source: str, month: str | None) -> Priced:
    from datetime import UTC, datetime, time

    from dharma_core.views.infracost import Priced

    now = datetime.now(UTC)
    made = datetime.combine(_month(month), time(), UTC) if month else now
    return Priced(plan.name, source, plan.kind, made)


def _month(written: str) -> date:
    from datetime import date

    from dharma_core.errors import InputError

    try:
        return date.fromisoformat(f"{written}-01")
    except ValueError:
        raise InputError(
            f"--month {written!r} is not a month.", next_step="Write it as 2026-12."
        ) from None


def _written(name: str, found: Estimate, about: Priced, by: str) -> str:
    from dharma_core.views.cost_formats import ESTIMATE_FORMATS
    from dharma_core.workbench.collecting import uncollected

    with uncollected():
        return ESTIMATE_FORMATS[name].write(found, about, by)


def _over(found: Estimate, limit: Decimal | None) -> str:
    """Return by how much an estimate is over a budget, empty when it is not."""
    from dharma_core.money import Money

    if limit is None or not found.over_budget(limit):
        return ""
    budget = Money(limit, found.currency)
    over = Money(found.total.rounded(), found.currency) - budget
    return f"Over budget: {found.total.text()} a month is {over.text()} more than {budget.text()}."


def _grown(found: Comparison, most: Decimal | None) -> str:
    from dharma_core.money import Money

    if most is None or found.total_delta <= most:
        return ""
    currency = found.after.currency
    rise, limit = Money(found.total_delta, currency), Money(most, currency)
    return (
        f"Over budget: the change of {rise.text(signed=True)} a month is "
        f"{(rise - limit).text()} more than the {limit.text()} it may be."
    )


def _inside(found: Comparison, limit: Decimal | None, most: Decimal | None) -> str:
    from dharma_core.money import Money

    if limit is not None:
        left = Money(limit - found.after.total.rounded(), found.after.currency)
        return f"Inside the budget: {left.text()} a month are left."
    if most is not None:
        left = Money(most - found.total_delta, found.after.currency)
        return f"Inside the budget for the change: {left.text()} a month are left."
    return ""


def _gate(*verdicts: str) -> None:
    """Say what is over its budget and exit 1; nothing when nothing is."""
    said = [verdict for verdict in verdicts if verdict]
    for verdict in said:
        note(verdict)
    if said:
        raise typer.Exit(1)
