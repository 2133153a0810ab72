"""The command that finds what is odd in a series."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dharma_core.cli.options import Format, OutputFormat
from dharma_core.cli.printing import answer, note, simple_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from dharma_core.forecasting.anomalies.episodes import Episode
    from dharma_core.forecasting.anomalies.judging import SeriesReport

__all__ = ["register"]


class _Direction(StrEnum):
    UP = "up"
    DOWN = "down"
    BOTH = "both"


class _Kind(StrEnum):
    AUTO = "auto"
    COST = "cost"
    METRIC = "metric"


def register(app: typer.Typer) -> None:
    """Add this file's command."""
    app.command("anomalies")(anomalies)


def anomalies(
    series: Annotated[
        Path,
        typer.Argument(help="A CSV file with the columns key, date and value.", show_default=False),
    ],
    floor: Annotated[
        str, typer.Option("--floor", help="Tell only what is worth this much or more.")
    ] = "0",
    direction: Annotated[
        _Direction, typer.Option("--direction", help="Tell what is too high, too low, or both.")
    ] = _Direction.BOTH,
    late_days: Annotated[
        int,
        typer.Option(
            "--late",
            min=0,
            help="How many of the last steps may be incomplete: no drop is told there.",
        ),
    ] = 2,
    threshold: Annotated[
        float, typer.Option("--threshold", min=0.01, max=1.0, help="The score from which to tell.")
    ] = 0.5,
    kind: Annotated[
        _Kind,
        typer.Option(
            "--kind", help="cost for daily bills, metric for anything else; auto decides."
        ),
    ] = _Kind.AUTO,
    chosen: Format = OutputFormat.TABLE,
) -> None:
    """Find what is odd in series of costs or metrics: when, how much, and how surely."""
    from dharma_core.forecasting.anomalies.episodes import Direction, EpisodeRules
    from dharma_core.forecasting.anomalies.judging import Kind
    from dharma_core.money import parse_amount
    from dharma_core.workbench import Workbench

    rules = EpisodeRules(
        threshold=threshold,
        direction=Direction(direction.value),
        floor=parse_amount(floor, what="floor"),
        late=late_days,
    )
    wanted = None if kind is _Kind.AUTO else Kind(kind.value)
    reports = Workbench.open().anomalies_in(series, rules, kind=wanted)
    answer(lambda: _document(reports), chosen, lambda console: _table(console, reports))
    for report in reports:
        if report.note:
            note(f"{report.key}: {report.note}.")


def _document(reports: Sequence[SeriesReport]) -> dict[str, Any]:
    return {
        "episodes": [_told(report, one) for report in reports for one in report.episodes],
        "series": [
            {"key": report.key, "state": report.state.value, "note": report.note}
            for report in reports
        ],
    }


def _told(report: SeriesReport, one: Episode) -> dict[str, Any]:
    from dharma_core.money import plain

    return {
        "start": one.start.isoformat(),
        "end": one.end.isoformat(),
        "scope": report.key,
        "impact": plain(one.impact),
        "cause": one.cause,
        "score": round(one.score, 4),
        "detected": one.detected.isoformat(),
        "direction": "up" if one.upward else "down",
        "signal": one.signal.value,
        "expected": plain(one.expected),
        "actual": plain(one.actual),
        "open": one.open,
    }


def _table(console: Console, reports: Sequence[SeriesReport]) -> None:
    table = simple_table(
        "Scope", "From", "To", "Told", "Impact", "Expected", "Score", "Cause",
        right=["Impact", "Expected", "Score"],
    )  # fmt: skip
    found = [(report, one) for report in reports for one in report.episodes]
    for report, one in sorted(found, key=lambda pair: -abs(pair[1].impact)):
        table.add_row(
            report.key,
            f"{one.start}",
            "still" if one.open else f"{one.end}",
            f"{one.detected}",
            f"{one.impact:+,.2f}",
            f"{one.expected:,.2f}",
            f"{one.score:.2f}",
            one.cause,
        )
    if found:
        console.print(table)
    else:
        console.print(f"Nothing odd in {len(reports)} series.")
