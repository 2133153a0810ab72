"""The commands that find what is odd in a series, and take what people say of it."""

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
    from dharma_core.workbench.anomalies import ScopeReport

__all__ = ["register"]

_LATE = 2


class _Direction(StrEnum):
    UP = "up"
    DOWN = "down"
    BOTH = "both"


class _Kind(StrEnum):
    AUTO = "auto"
    COST = "cost"
    METRIC = "metric"


def register(app: typer.Typer) -> None:
    """Add this file's commands."""
    app.command("anomalies")(anomalies)
    group = typer.Typer(no_args_is_help=True, help="What people said of anomalies.")
    group.command("judge")(judge)
    group.command("list")(list_feedback)
    app.add_typer(group, name="anomaly")


def anomalies(
    series: Annotated[
        Path | None,
        typer.Argument(
            help="A CSV file with the columns key, date and value; the imported billing when left "
            "out.",
            show_default=False,
        ),
    ] = None,
    currency: Annotated[
        str, typer.Option("--currency", help="Convert the billing into this one.")
    ] = "",
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
    ] = _LATE,
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
    """Find what is odd in billing, costs or metrics: when, how much, why, and how surely."""
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
    bench = Workbench.open()
    known = bench.anomaly_thresholds(base=threshold)
    if series is None:
        reports = bench.anomalies_in_billing(rules, currency=currency.upper(), thresholds=known)
    else:
        reports = bench.anomalies_in(series, rules, kind=wanted, thresholds=known)
    answer(lambda: _document(reports), chosen, lambda console: _table(console, reports))
    for found in reports:
        if found.report.note:
            note(f"{found.report.key}: {found.report.note}.")


def judge(
    series: Annotated[
        Path,
        typer.Argument(
            help="The CSV file it was found in, or the word billing.", show_default=False
        ),
    ],
    scope: Annotated[str, typer.Argument(help="The key of the series.", show_default=False)],
    start: Annotated[
        str, typer.Argument(help="When the episode began, as it was told.", show_default=False)
    ],
    verdict: Annotated[
        str,
        typer.Argument(
            help="real: rightly told; expected: planned, tell such ones no more; ignore: tell "
            "nothing of this scope.",
            show_default=False,
        ),
    ],
    because: Annotated[str, typer.Option("--because", help="Why.")] = "",
    currency: Annotated[
        str, typer.Option("--currency", help="Convert the billing into this one.")
    ] = "",
    chosen: Format = OutputFormat.TABLE,
) -> None:
    """Say what an episode was; the act is on record and moves the threshold of its scope."""
    from dharma_core.finops.feedback import Feedback, parse_verdict
    from dharma_core.forecasting.anomalies.episodes import EpisodeRules
    from dharma_core.workbench import Workbench

    said = parse_verdict(verdict)
    bench = Workbench.open()
    of_bill = str(series) == "billing" and not series.exists()
    rules = EpisodeRules(late=_LATE)
    if of_bill:
        reports = bench.anomalies_in_billing(rules, currency=currency.upper())
    else:
        reports = bench.anomalies_in(series, rules)
    one = _found(reports, scope, start)
    kept = bench.judge_anomaly(
        Feedback(scope, one.start.isoformat(), one.end.isoformat(), said, one.score, because)
    )
    bar = bench.anomaly_thresholds(base=EpisodeRules().threshold)[kept.feedback.scope]
    told = "nothing more is told" if bar > 1 else f"told from a score of {bar:.2f}"
    answer(
        lambda: {**kept.as_dict(), "threshold": bar},
        chosen,
        lambda console: console.print(f"{kept.id}: {scope} on {start} was {said.value}; {told}."),
    )


def _found(reports: Sequence[ScopeReport], scope: str, start: str) -> Episode:
    from dharma_core.errors import NotFoundError, nearest

    by_scope = {found.report.key: found.report for found in reports}
    if scope not in by_scope:
        raise NotFoundError(f"No series {scope!r}.", next_step=nearest(scope, by_scope))
    by_start = {one.start.isoformat(): one for one in by_scope[scope].episodes}
    if start not in by_start:
        raise NotFoundError(
            f"No episode of {scope!r} began on {start}.",
            next_step=nearest(start, by_start) or "Nothing odd was found in this series.",
        )
    return by_start[start]


def list_feedback(chosen: Format = OutputFormat.TABLE) -> None:
    """List what was said of anomalies, oldest first."""
    from dharma_core.workbench import Workbench

    bench = Workbench.open()
    found = bench.leaving(bench.anomaly_feedback())

    def show(console: Console) -> None:
        if not found:
            console.print("Nothing was said of an anomaly yet.")
            return
        table = simple_table("Id", "Scope", "From", "To", "Verdict", "Score", "By", "Why")
        for kept in found:
            said = kept.feedback
            table.add_row(
                kept.id, said.scope, said.start, said.end, said.verdict.value,
                f"{said.score:.2f}", kept.user, said.note,
            )  # fmt: skip
        console.print(table)

    answer(lambda: {"feedback": [one.as_dict() for one in found]}, chosen, show)


def _document(reports: Sequence[ScopeReport]) -> dict[str, Any]:
    return {
        "episodes": [_told(found, one) for found in reports for one in found.report.episodes],
        "series": [
            {"key": one.report.key, "state": one.report.state.value, "note": one.report.note}
            for one in reports
        ],
    }


def _told(found: ScopeReport, one: Episode) -> dict[str, Any]:
    from dharma_core.money import plain

    attribution = found.attributions.get(one.start)
    return {
        "start": one.start.isoformat(),
        "end": one.end.isoformat(),
        "scope": found.report.key,
        "impact": plain(one.impact),
        "cause": _cause(found, one),
        "score": round(one.score, 4),
        "detected": one.detected.isoformat(),
        "direction": "up" if one.upward else "down",
        "signal": one.signal.value,
        "expected": plain(one.expected),
        "actual": plain(one.actual),
        "open": one.open,
        "attribution": attribution.as_dict() if attribution else None,
    }


def _cause(found: ScopeReport, one: Episode) -> str:
    attribution = found.attributions.get(one.start)
    return attribution.cause if attribution else one.cause


def _table(console: Console, reports: Sequence[ScopeReport]) -> None:
    table = simple_table(
        "Scope", "From", "To", "Told", "Impact", "Expected", "Score", "Cause",
        right=["Impact", "Expected", "Score"],
    )  # fmt: skip
    found = [(scope, one) for scope in reports for one in scope.report.episodes]
    for scope, one in sorted(found, key=lambda pair: -abs(pair[1].impact)):
        table.add_row(
            scope.report.key,
            f"{one.start}",
            "still" if one.open else f"{one.end}",
            f"{one.detected}",
            f"{one.impact:+,.2f}",
            f"{one.expected:,.2f}",
            f"{one.score:.2f}",
            _cause(scope, one),
        )
    if found:
        console.print(table)
    else:
        console.print(f"Nothing odd in {len(reports)} series.")
