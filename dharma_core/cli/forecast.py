"""The command that says what series will come to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dharma_core.cli.options import Format, OutputFormat, Rates
from dharma_core.cli.printing import answer, note, simple_table
from dharma_core.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import Console

    from dharma_core.forecasting.outlook import Ask, Outlook
    from dharma_core.forecasting.scenarios import Scenario
    from dharma_core.workbench import Workbench

__all__ = ["register"]

_HALF_A_CENT = 0.005
_FIELDS = {"launch": (3,), "shutdown": (2,), "price": (3,), "migrate": (4, 5)}


@dataclass(frozen=True, slots=True)
class _BillAsk:
    """What is wanted of the imported bill and of no file."""

    by: str
    currency: str
    thorough: bool
    rates: Path | None


def register(app: typer.Typer) -> None:
    """Add this file's command."""
    app.command("forecast")(forecast)


def forecast(
    series: Annotated[
        Path | None,
        typer.Argument(
            help="A CSV file with the columns key, date and value; the imported bill without it.",
            show_default=False,
        ),
    ] = None,
    by: Annotated[
        str,
        typer.Option(
            "--by", metavar="total|account|service", help="How far the bill is taken apart."
        ),
    ] = "account",
    currency: Annotated[
        str,
        typer.Option("--currency", metavar="CODE", help="Convert the bill to this currency."),
    ] = "",
    rates: Rates = None,
    thorough: Annotated[
        bool,
        typer.Option(
            "--thorough", help="Try gradient boosting on the bill too: fifteen times the time."
        ),
    ] = False,
    horizon: Annotated[
        int, typer.Option("--horizon", min=1, max=1000, help="How many steps ahead.")
    ] = 30,
    level: Annotated[
        float, typer.Option("--level", help="The probability of the intervals, 0 to 1.")
    ] = 0.95,
    parts: Annotated[
        str | None,
        typer.Option(
            "--parts",
            metavar="SEPARATOR",
            help="Split keys here (account/service with /): sums and total are forecast too.",
        ),
    ] = None,
    holidays: Annotated[
        list[str] | None, typer.Option("--holiday", metavar="DATE", help="Repeatable.")
    ] = None,
    scenarios: Annotated[
        list[str] | None,
        typer.Option(
            "--what-if",
            metavar="TEXT",
            help="launch:KEY:DATE:AMOUNT, shutdown:KEY:DATE, price:KEY:DATE:FACTOR or "
            "migrate:KEY:TO:DATE:FACTOR[:SHARE]; repeatable.",
        ),
    ] = None,
    keep_last: Annotated[
        bool, typer.Option("--keep-last", help="Keep last days that look incomplete.")
    ] = False,
    chosen: Format = OutputFormat.TABLE,
) -> None:
    """Forecast series with intervals, the back-test beside the naive forecast's."""
    from dharma_core.forecasting.documents import forecast_document
    from dharma_core.forecasting.outlook import Ask
    from dharma_core.workbench import Workbench

    ask = Ask(
        horizon,
        level=level,
        groups=None if parts is None else lambda key: tuple(key.split(parts)[:-1]),
        holidays=frozenset(_date(text) for text in holidays or ()),
        keep_last=keep_last,
        scenarios=tuple(_scenario(text) for text in scenarios or ()),
    )
    bench = Workbench.open()
    if series is None:
        _of_the_bill(bench, ask, _BillAsk(by, currency.upper(), thorough, rates), chosen)
        return
    outlook = bench.forecast_of(series, ask)
    answer(lambda: forecast_document(outlook), chosen, lambda console: _table(console, outlook))
    _tell(outlook)


def _of_the_bill(bench: Workbench, ask: Ask, bill: _BillAsk, chosen: OutputFormat) -> None:
    from dharma_core.finops.daily_series import parse_by

    if ask.groups is not None:
        raise InputError(
            "--parts splits the keys of a file, and none is given.",
            next_step="Take the bill apart with --by account or --by service.",
        )
    found = bench.forecast_costs(
        parse_by(bill.by), ask, currency=bill.currency, rates=bill.rates, thorough=bill.thorough
    )
    answer(
        found.as_dict,
        chosen,
        lambda console: _table(console, found.outlook, found.label, unit=found.currency),
    )
    _tell(found.outlook, found.label)


def _table(
    console: Console, outlook: Outlook, label: Callable[[str], str] = str, *, unit: str = ""
) -> None:
    found = outlook.found
    sums = f"Sum, {unit}" if unit else "Sum"
    right = [sums, "Last day", "From", "To", "MASE", "Naive"]
    table = simple_table("Series", *right, right=right)
    for row, key in enumerate(found.keys):
        table.add_row(
            label(key),
            _known(found.mean[row].sum(), ",.2f"),
            _known(found.mean[row, -1], ",.2f"),
            _known(found.lower[row, -1], ",.2f"),
            _known(found.upper[row, -1], ",.2f"),
            _known(found.plan.model_mase[row], ".3f"),
            _known(found.plan.naive_mase[row], ".3f"),
        )
    console.print(table)
    console.print(
        f"{outlook.days[0]} to {outlook.days[-1]}, intervals of {found.level:.0%}; "
        f"models: {', '.join(found.plan.ensemble.members)}."
    )


def _tell(outlook: Outlook, label: Callable[[str], str] = str) -> None:
    dated = outlook.dated
    for day in dated.dropped:
        note(f"{day} was left out: it looks incomplete (--keep-last keeps it).")
    for key, reason in dated.refused.items():
        note(f"{label(key)} has no forecast. {reason}")
    for key, count in dated.filled.items():
        note(f"{label(key)}: {count} missing steps were given the value one season before.")
    for key, charges in outlook.charges.items():
        booked = ", ".join(f"{charge.amount:,.2f} on day {charge.day}" for charge in charges)
        note(f"{label(key)}: booked each month: {booked}.")
    for key, factor in outlook.effects.items():
        note(f"{label(key)}: a holiday is {factor:.0%} of a usual day.")
    for key, shift in outlook.shifts.items():
        since = f"a new level since {dated.moments[shift.step]}"
        note(f"{label(key)}: {since}: {shift.before:,.2f} became {shift.after:,.2f}.")


def _known(value: float, form: str) -> str:
    if value != value:  # noqa: PLR0124 - NaN
        return "unknown"
    return format(value if abs(value) >= _HALF_A_CENT else 0.0, form)


def _scenario(text: str) -> Scenario:
    from dharma_core.forecasting.scenarios import Launch, Migration, PriceChange, Shutdown

    kind, *fields = text.split(":")
    if kind not in _FIELDS or len(fields) not in _FIELDS[kind]:
        raise InputError(
            f"--what-if {text!r} is no scenario.",
            next_step="Write launch:KEY:DATE:AMOUNT, shutdown:KEY:DATE, price:KEY:DATE:FACTOR or "
            "migrate:KEY:TO:DATE:FACTOR[:SHARE].",
        )
    if kind == "launch":
        return Launch(fields[0], _date(fields[1]), _number(fields[2]))
    if kind == "shutdown":
        return Shutdown(fields[0], _date(fields[1]))
    if kind == "price":
        return PriceChange(fields[0], _date(fields[1]), _number(fields[2]))
    share = _number(fields[4]) if len(fields) > 4 else 1.0
    return Migration(fields[0], fields[1], _date(fields[2]), share, _number(fields[3]))


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise InputError(
            f"{text!r} in --what-if is no number.", next_step="Write it as 12.5."
        ) from None


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(f"{text!r} is no date.", next_step="Write it as 2026-03-01.") from None
