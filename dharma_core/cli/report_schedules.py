"""``dharma report schedule``: reports that are made again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from dharma_core.cli.options import Format, OutputFormat, Parameters, parse_parameters
from dharma_core.cli.printing import answer, simple_table

if TYPE_CHECKING:
    from datetime import datetime

    from rich.console import Console

    from dharma_core.automation import ScheduledReport

__all__ = ["register"]

Name = Annotated[str, typer.Argument(help="Of the schedule.", show_default=False)]


def register(group: typer.Typer) -> None:
    """Add this file's commands to ``dharma report``."""
    group.command("schedule")(schedule)
    group.command("schedules")(list_schedules)
    group.command("unschedule")(unschedule)
    group.command("due")(run_due)


def schedule(
    notebook: Annotated[
        str,
        typer.Argument(
            help="A path, or the name of a bundled one, such as monthly-cost-review.",
            show_default=False,
        ),
    ],
    cron: Annotated[
        str,
        typer.Option(
            "--cron",
            metavar="TIMES",
            help="Minute, hour, day, month, weekday, in UTC: '0 7 1 * *'.",
            show_default=False,
        ),
    ],
    parameters: Parameters = None,
    out: Annotated[
        str,
        typer.Option(
            "-o",
            "--out",
            metavar="FOLDER|FILE",
            help="Where to: a folder, or a file's name with {name}, {date}, {time} or {month} in "
            "it; DHARMA_HOME/reports/NAME when left out.",
        ),
    ] = "",
    name: Annotated[
        str, typer.Option("--name", help="Of the schedule; the notebook's when left out.")
    ] = "",
    keep: Annotated[int, typer.Option("--keep", metavar="N", help="How many files stay.")] = 12,
    code: Annotated[bool, typer.Option("--code", help="Show the code too.")] = False,
    chosen: Format = OutputFormat.TABLE,
) -> None:
    """Have a report made again and again, with your rights of the time; or change how.

    'dharma serve' makes what is due; without it, let cron or CI call 'dharma report due'.
    """
    from dharma_core.workbench import Workbench
    from dharma_core.workbench.report_schedules import ReportWish

    told = parse_parameters(parameters)
    bench = Workbench.open()
    kept = bench.schedule_report(ReportWish(notebook, cron, name, told, out, keep, code))
    said = kept.stored.schedule
    first = str(bench.report_place(kept.stored, kept.next[0]))

    def tell(console: Console) -> None:
        console.print(f"{said.name}: {said.notebook} at {said.cron}, as {kept.stored.user}.")
        console.print(f"Next: {', '.join(map(_at, kept.next))} UTC.")
        console.print(f"First file: {first}; the last {said.keep} stay.")

    answer(lambda: {**kept.as_dict(), "path": first, "status": "scheduled"}, chosen, tell)


def list_schedules(chosen: Format = OutputFormat.TABLE) -> None:
    """List the schedules with their last run and the next."""
    from dharma_core.workbench import Workbench

    bench = Workbench.open()
    found = bench.leaving(bench.report_schedules())

    def tell(console: Console) -> None:
        if not found:
            console.print("No report is scheduled. 'dharma report schedule NOTEBOOK --cron ...'")
            return
        table = simple_table("Schedule", "Times", "Owner", "Last", "Next (UTC)", "File or reason")
        for one in found:
            table.add_row(*_row(one))
        console.print(table)

    answer(lambda: {"schedules": [one.as_dict() for one in found]}, chosen, tell)


def unschedule(name: Name, chosen: Format = OutputFormat.TABLE) -> None:
    """Take a schedule away; its files stay, and the act is on record."""
    from dharma_core.workbench import Workbench

    bench = Workbench.open()
    gone = bench.leaving(bench.unschedule_report(name))
    folder = bench.report_place(gone, gone.updated).parent
    told = f"{gone.schedule.name} is made no more. Its files stay in {folder}."
    answer(gone.as_dict, chosen, lambda console: console.print(told))


def run_due(chosen: Format = OutputFormat.TABLE) -> None:
    """Make the reports that are due now, and end; exit 1 when one was not made."""
    from dharma_core.automation import RunState
    from dharma_core.workbench import Workbench

    bench = Workbench.open()
    ended = bench.leaving(bench.run_due_reports())

    def tell(console: Console) -> None:
        if not ended:
            console.print("Nothing is due.")
        for stored, run in ended:
            missed = f" It makes up for {run.missed} missed before." if run.missed else ""
            what = f"{stored.schedule.name}, due {_at(run.due)} UTC"
            console.print(f"{what}: {run.path or run.reason}{missed}")

    rows = [{**run.as_dict(), "name": stored.schedule.name} for stored, run in ended]
    answer(lambda: {"runs": rows}, chosen, tell)
    raise typer.Exit(int(any(run.state is not RunState.DONE for _, run in ended)))


def _row(one: ScheduledReport) -> tuple[str, ...]:
    said, last = one.stored.schedule, one.last
    ran = "not yet" if last is None else f"{last.state.value} {_at(last.due)}"
    told = one.stored.stopped or (last.reason if last is not None else "")
    path = "" if one.made is None else one.made.path
    due = _at(one.next[0]) if one.next else "stopped"
    return said.name, said.cron.text, one.stored.user, ran, due, told or path


def _at(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"
