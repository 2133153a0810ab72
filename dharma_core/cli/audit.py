"""``dharma audit``: verify the evidence, look at it, search it, export it."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dharma_core.cli.options import Format, OutputFormat
from dharma_core.cli.printing import answer, note, simple_table
from dharma_core.errors import InputError

if TYPE_CHECKING:
    from rich.console import Console

    from dharma_core.audit.proof import AuditReport
    from dharma_core.audit.searching import EventPage, EventQuery

__all__ = ["register"]

_SPANS = {"m": 60, "h": 3600, "d": 86_400}
_LINES = (".jsonl", ".json")

Since = Annotated[
    str, typer.Option("--since", metavar="WHEN", help="2026-03-01, or a span such as 24h or 30d.")
]
Until = Annotated[str, typer.Option("--until", metavar="WHEN", help="Before this moment.")]


def register(app: typer.Typer) -> None:
    """Add this file's commands."""
    from dharma_core.cli import alerts, audit_keeping, citing

    group = typer.Typer(no_args_is_help=True, help="The tamper-evident record of who did what.")
    group.command("verify")(verify)
    group.command("tail")(tail)
    group.command("export")(export)
    audit_keeping.register(group)
    citing.register(group)
    alerts.register(group)
    app.add_typer(group, name="audit")


def verify(chosen: Format = OutputFormat.TABLE) -> None:
    """Verify chain, checkpoints, keys and archived files; exit 1 when anything does not hold."""
    from dharma_core.workbench import Workbench

    report = Workbench.open().verify_audit()
    answer(report.as_dict, chosen, lambda console: _show(console, report))
    raise typer.Exit(int(not report.valid))


def _show(console: Console, report: AuditReport) -> None:
    if report.valid:
        console.print(f"Valid: {report.events} events in one unbroken chain.", style="green")
    else:
        console.print(f"Broken at event {report.first_bad}: {report.reason}", style="red")
    if report.log.records:
        console.print(
            f"{report.log.records} checkpoints, signed up to event {report.covered}; outside: "
            f"{report.outside.state} ({report.outside.records} noted)."
        )
    for notice in report.notices:
        console.print(f"Note: {notice}", style="yellow")


def tail(
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000, help="How many events.")] = 20,
    security: Annotated[
        bool, typer.Option("--security", help="Only what concerns security, with its severity.")
    ] = False,
    who: Annotated[str, typer.Option("--who", metavar="USER", help="Only this user's.")] = "",
    types: Annotated[
        list[str] | None, typer.Option("--type", metavar="TYPE", help="Such as BlueprintDeleted.")
    ] = None,
    since: Since = "",
    until: Until = "",
    text: Annotated[str, typer.Option("--text", help="Anywhere in what is recorded.")] = "",
    correlation: Annotated[str, typer.Option("--correlation", metavar="ID")] = "",
    failed: Annotated[bool, typer.Option("--failed", help="Only refused or failed.")] = False,
    before: Annotated[
        int | None, typer.Option("--before", metavar="SEQ", help="The page before this number.")
    ] = None,
    cold: Annotated[bool, typer.Option("--cold", help="Look into archived files too.")] = False,
    chosen: Format = OutputFormat.TABLE,
) -> None:
    """Show the newest events, or those that are looked for."""
    from dataclasses import replace

    from dharma_core.audit.security import Severity
    from dharma_core.workbench import Workbench

    query = replace(
        _query(since, until),
        text=text,
        types=_known(types or []),
        user=who,
        correlation_id=correlation,
        success=False if failed else None,
        security=Severity.INFO if security else None,
    )
    bench = Workbench.open()
    page = bench.leaving(bench.search_events(query, limit=limit, before=before, cold=cold))
    answer(lambda: _page(page), chosen, lambda console: _print(console, page, security=security))


def export(
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="PLACE",
            help="FILE.jsonl, or a folder or FILE.zip with a verifier; stdout when left out.",
        ),
    ] = None,
    redact: Annotated[
        bool,
        typer.Option(
            "--redact/--no-redact", help="Drop personal fields; the chain stays verifiable."
        ),
    ] = True,
    since: Since = "",
    until: Until = "",
) -> None:
    """Export the chain, oldest first, personal fields redacted unless told not to.

    Events outside the time asked for stand as hashes only, so that the chain stays verifiable.
    """
    from dharma_core.workbench import Workbench

    bench, query = Workbench.open(), _query(since, until)
    if out is None:
        for document in bench.export_events(query, redacted=redact):
            sys.stdout.write(json.dumps(document, ensure_ascii=False) + "\n")
    elif out.suffix in _LINES:
        note(f"Wrote {bench.export_events_to(out, query, redacted=redact)} events to {out}.")
    else:
        made = bench.export_evidence(out, query, redacted=redact)
        note(
            f"Wrote {made.events} events and {made.left_out} as hashes only to {out}. Whoever gets "
            "it runs verify_audit.py in it."
        )


def _query(since: str, until: str) -> EventQuery:
    from dharma_core.audit.searching import EventQuery

    return EventQuery(since=_moment("--since", since), until=_moment("--until", until))


def _moment(option: str, text: str) -> datetime | None:
    """Return the moment that ``24h``, ``2026-03-01`` or a full ISO time names; UTC without zone."""
    if not text:
        return None
    span = _SPANS.get(text[-1:].lower())
    if span is not None and text[:-1].isdigit() and len(text) <= 7:
        return datetime.now(UTC) - timedelta(seconds=span * int(text[:-1]))
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise InputError(
            f"{option} {text!r} is no moment.",
            next_step="Write 2026-03-01, 2026-03-01T09:30, or a span: 90m, 24h, 30d.",
        ) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _known(types: list[str]) -> tuple[str, ...]:
    from dharma_core.errors import nearest
    from dharma_core.events import EventType

    names = [kind.value for kind in EventType]
    for name in types:
        if name not in names:
            raise InputError(f"There is no event {name!r}.", next_step=nearest(name, names))
    return tuple(types)


def _page(page: EventPage) -> dict[str, object]:
    from dharma_core.audit.security import severity_of

    rows = [
        {**entry.as_dict(), "severity": severity_of(entry.event)}
        for entry in page.entries
    ]  # fmt: skip
    return {"events": rows, "before": page.before}


def _print(console: Console, page: EventPage, *, security: bool) -> None:
    from dharma_core.audit.security import severity_of

    extra = ("Severity",) if security else ()
    table = simple_table("#", "Time (UTC)", *extra, "Event", "What", "Who", "Done")
    for entry in page.entries:
        event = entry.event
        severity = (str(severity_of(event) or ""),) if security else ()
        table.add_row(
            str(entry.seq), f"{event.time:%Y-%m-%d %H:%M:%S}", *severity, event.type.value,
            f"{event.aggregate_type} {event.aggregate_id}", event.user,
            "yes" if event.success else "no",
        )  # fmt: skip
    console.print(table)
    if page.before is not None:
        console.print(f"More: --before {page.before}")
