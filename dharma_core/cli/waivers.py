"""``dharma waiver``: what may rest, why and until when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from dharma_core.cli.options import Format, OutputFormat
from dharma_core.cli.printing import answer, note, simple_table

if TYPE_CHECKING:
    from rich.console import Console

    from dharma_core.policies.findings import CheckReport

__all__ = ["register", "tell_waivers"]


def register(app: typer.Typer) -> None:
    """Add this file's commands."""
    group = typer.Typer(no_args_is_help=True, help="Findings that may rest, and until when.")
    group.command("add")(add)
    group.command("list")(list_waivers)
    group.command("remove")(remove)
    app.add_typer(group, name="waiver")


def add(
    rule: Annotated[str, typer.Argument(help="Such as DH_AWS_S3_001 or CKV_AWS_20.")],
    address: Annotated[
        str, typer.Argument(help="Such as 'aws_s3_bucket.site'; * stands for any characters.")
    ],
    because: Annotated[str, typer.Option("--because", help="Why the finding may rest.")],
    until: Annotated[
        str, typer.Option("--until", metavar="DAY", help="The last day, such as 2027-01-31.")
    ] = "",
    design: Annotated[
        str, typer.Option("--design", help="The designs it holds for, by name; * as above.")
    ] = "*",
    owner: Annotated[str, typer.Option("--owner", help="Who answers for it; you.")] = "",
    ticket: Annotated[str, typer.Option("--ticket", help="Where it was agreed.")] = "",
    chosen: Format = OutputFormat.TABLE,
) -> None:
    """Let a rule rest for some resources; the act is on record."""
    from dharma_core.policies.waiver_file import parse_day
    from dharma_core.policies.waivers import Form, Waiver
    from dharma_core.workbench import Workbench

    day = parse_day(until, where="--until") if until else None
    draft = Waiver(rule, "", Form.STORE, because, day, owner, ticket, address, design=design)
    bench = Workbench.open()
    kept = bench.leaving(bench.add_waiver(draft))
    answer(kept.as_dict, chosen, lambda console: console.print(f"{kept.id}: {kept.text}"))


def list_waivers(chosen: Format = OutputFormat.TABLE) -> None:
    """List the waivers of the store; those in files and comments are told by a check."""
    from dharma_core.workbench import Workbench

    bench = Workbench.open()
    found = bench.leaving(bench.waivers())

    def show(console: Console) -> None:
        if not found:
            console.print("No waiver is stored.")
            return
        table = simple_table("Id", "Rule", "Resource", "Design", "Until", "Owner", "Reason")
        for kept in found:
            said = kept.waiver
            until = said.until.isoformat() if said.until else "no last day"
            table.add_row(
                kept.id, said.rule, said.address, said.design, until, said.owner, said.reason
            )
        console.print(table)

    answer(lambda: {"waivers": [w.as_dict() for w in found]}, chosen, show)


def remove(
    waiver_id: Annotated[str, typer.Argument(help="Such as wv_01k...", show_default=False)],
    chosen: Format = OutputFormat.TABLE,
) -> None:
    """Take a waiver back: its findings count again; the act is on record."""
    from dharma_core.workbench import Workbench

    bench = Workbench.open()
    gone = bench.leaving(bench.remove_waiver(waiver_id))
    answer(gone.as_dict, chosen, lambda console: console.print(f"Removed {gone.id}: {gone.text}"))


def tell_waivers(report: CheckReport) -> None:
    """Say on stderr which waivers have expired, do not hold, or answer to nothing."""
    from dharma_core.policies.waivers import Standing

    for use in report.waivers:
        if use.standing in (Standing.EXPIRED, Standing.REFUSED, Standing.UNUSED):
            named = f" of {use.waiver.rule}" if use.waiver.rule else ""
            note(f"{use.waiver.where}: {use.standing.value} waiver{named}. {use.message}")
    foreign = sum(use.standing is Standing.FOREIGN for use in report.waivers)
    if foreign:
        noun = "comment names a rule" if foreign == 1 else "comments name rules"
        note(f"{foreign} {noun} of another tool that Dharma does not have.")
