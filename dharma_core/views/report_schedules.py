"""Scheduled reports as figures and tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dharma_core.automation import RunState, ScheduledReport
from dharma_core.views.headline import Headline
from dharma_core.views.table import Cell, Column, Kind, Table
from dharma_core.views.words import count

__all__ = ["report_headlines", "report_label", "reports_table", "schedules_table"]

_WORDS = {
    RunState.QUEUED: "waits",
    RunState.RUNNING: "is being made",
    RunState.DONE: "made",
    RunState.FAILED: "not made",
}


def report_headlines(found: Sequence[ScheduledReport]) -> tuple[Headline, ...]:
    """Return how many reports make themselves, when the next one comes, and how many did not."""
    going = [one for one in found if one.next]
    failed = [one for one in found if one.last and one.last.state is RunState.FAILED]
    stopped = len(found) - len(going)
    note = f"{count(stopped, 'schedule')} stopped" if stopped else "make themselves"
    first = min(going, key=lambda one: one.next[0], default=None)
    return (
        Headline("Scheduled", f"{len(going)}", note=note, tone="high" if stopped else ""),
        Headline("Next", f"{first.next[0]:%d %b, %H:%M}", "UTC", first.stored.schedule.name)
        if first
        else Headline("Next", "none"),
        Headline(
            "Not made at the last time",
            f"{len(failed)}",
            note="see why below" if failed else "every report is there",
            tone="high" if failed else "ok",
        ),
    )


def schedules_table(found: Iterable[ScheduledReport]) -> Table:
    """Return every schedule: when it was due last, what became of it, when it comes again."""
    columns = (
        Column("name", "Schedule", lead=True),
        Column("notebook", "Notebook", Kind.CODE),
        Column("cron", "Times (UTC)", Kind.CODE),
        Column("last", "Last due", Kind.TIME, unknown="not yet"),
        Column("state", "It was", unknown="not due yet"),
        Column("next", "Next", Kind.TIME, unknown="stopped"),
        Column("user", "Owner"),
        Column("reason", "Why not", unknown=""),
    )
    return Table(columns, tuple(map(_row, found))).without_empty()


def reports_table(notebooks: Iterable[tuple[str, str, Sequence[str]]]) -> Table:
    """Return what can be made: name, question and parameters of notebooks."""
    columns = (
        Column("name", "Notebook", Kind.CODE, lead=True),
        Column("question", "Its question"),
        Column("parameters", "It can be told", unknown="nothing"),
    )
    rows = (
        {"name": name, "question": question, "parameters": ", ".join(told) or None}
        for name, question, told in notebooks
    )
    return Table(columns, tuple(rows))


def report_label(one: ScheduledReport) -> str:
    """Return how a report is called in a list to choose from."""
    made = one.made
    name = one.stored.schedule.name
    return name if made is None else f"{name}, {made.due:%d %b %Y %H:%M} UTC"


def _row(one: ScheduledReport) -> dict[str, Cell]:
    said, last = one.stored.schedule, one.last
    return {
        "name": said.name,
        "notebook": said.notebook.rpartition("/")[2],
        "cron": said.cron.text.replace(" ", "\u00a0"),  # its five fields stay in one line
        "last": None if last is None else last.due,
        "state": None if last is None else _WORDS[last.state],
        "next": one.next[0] if one.next else None,
        "user": one.stored.user,
        "reason": one.stored.stopped or (last.reason if last else "") or None,
    }
