"""``dharma billing statements``: who pays for what of a month."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dharma_core.cli.billing_review import print_rows
from dharma_core.cli.options import BillMonth, OutFile, Rates, SaidIn
from dharma_core.cli.printing import deliver
from dharma_core.errors import InputError, nearest

if TYPE_CHECKING:
    from rich.console import Console

    from dharma_core.finops.divided_bill import DividedBill

__all__ = ["statements"]


class StatementFormat(StrEnum):
    """How statements are written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


class Kind(StrEnum):
    """What is divided."""

    SHOWBACK = "showback"
    CHARGEBACK = "chargeback"


def statements(
    only: Annotated[
        str, typer.Argument(metavar="[OWNER]", help="One owner's statement, line by line.")
    ] = "",
    month: BillMonth = "",
    by: Annotated[
        str,
        typer.Option("--by", metavar="OWNER", help="What names the owner: tag:Team or a column."),
    ] = "",
    kind: Annotated[
        Kind, typer.Option("--kind", help="What was used (amortised), or what is invoiced.")
    ] = Kind.SHOWBACK,
    sharing: Annotated[
        Path | None,
        typer.Option(
            "--sharing", metavar="FILE", help="Rules of shared costs; else cost-sharing.yaml."
        ),
    ] = None,
    currency: SaidIn = "",
    rates: Rates = None,
    out: OutFile = None,
    chosen: Annotated[StatementFormat, typer.Option("--format", help="How it is written.")] = (
        StatementFormat.TABLE
    ),
) -> None:
    """Divide a month among its owners, shared costs by rule: showback or chargeback."""
    from dharma_core.workbench import Workbench

    bench = Workbench.open()
    found = bench.divided_bill(
        month,
        kind=kind.value,
        sharing=bench.cost_sharing(sharing, owner=by),
        currency=currency.upper(),
        rates=rates,
    )
    if only:
        found = _only(found, only)
    deliver(
        chosen,
        lambda form: _written(found, form),
        lambda console: _show(console, found, lines=bool(only)),
        out,
        bench.write_text,
    )


def _only(found: DividedBill, owner: str) -> DividedBill:
    from dataclasses import replace

    names = [statement.owner for statement in found.statements]
    if owner not in names:
        raise InputError(
            f"Nothing of this month is {owner[:80]!r}'s.",
            next_step=nearest(owner, names),
            details={"owners": names},
        )
    return replace(found, statements=tuple(s for s in found.statements if s.owner == owner))


def _written(found: DividedBill, form: str) -> str:
    from dharma_core.json_text import indented_json
    from dharma_core.views.divided_bill import divided_document, divided_rows
    from dharma_core.views.exports import to_csv

    if form == StatementFormat.CSV:
        return to_csv(divided_rows(found)).decode("utf-8")
    return indented_json(divided_document(found)) + "\n"


def _show(console: Console, found: DividedBill, *, lines: bool) -> None:
    from dharma_core.views import divided_bill as view
    from dharma_core.views.month_review import month_name
    from dharma_core.views.words import money

    console.print(f"{month_name(found.month)}, {found.currency}, {view.KIND_WORDS[found.kind]}")
    if not lines:
        print_rows(console, view.owners_table(found))
        for note in view.divided_notes(found):
            console.print(note)
        return
    for statement in found.statements:
        print_rows(console, view.statement_table(statement))
        console.print(f"{statement.owner}: {money(statement.total, found.currency)}")
