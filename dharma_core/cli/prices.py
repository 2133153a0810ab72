"""``dharma prices``: which price books there are, what stands in them, is it sound, what is new."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dharma_core.cli.options import Format, OutputFormat
from dharma_core.cli.printing import answer, simple_table

if TYPE_CHECKING:
    from rich.console import Console

    from dharma_core.costs.override_summaries import OverrideSummary
    from dharma_core.costs.ports import Tier
    from dharma_core.costs.price_checks import BookReport
    from dharma_core.costs.price_keys import PricePattern
    from dharma_core.storage.price_lists.importing import ImportReport
    from dharma_core.workbench.prices import BookSummary, FoundPrices, ShownPrice

__all__ = ["register"]

_MOST_FINDINGS = 40
_MOST_CONFLICTS = 10


def register(app: typer.Typer) -> None:
    """Add this file's commands."""
    group = typer.Typer(no_args_is_help=True, help="The price books: age, source, row by row.")
    group.command("list")(list_books)
    group.command("show")(show_prices)
    group.command("import")(import_lists)
    group.command("check")(check_books)
    app.add_typer(group, name="prices")


Provider = Annotated[str, typer.Option("--provider", help="aws, azure or gcp.")]
Service = Annotated[str, typer.Option("--service", help="Such as ec2.")]


def list_books(
    provider: Provider = "", service: Service = "", chosen: Format = OutputFormat.TABLE
) -> None:
    """List the price books with dates and sources, and what your overrides lay over them."""
    from dharma_core.workbench import Workbench

    bench = Workbench.open()
    books = bench.price_books(provider=provider, service=service)
    overrides = bench.price_overrides(provider=provider, service=service)
    answer(
        lambda: {
            "books": [book.as_dict() for book in books],
            "overrides": [override.as_dict() for override in overrides],
        },
        chosen,
        lambda console: _list_tables(console, books, overrides),
    )


def _list_tables(
    console: Console, books: tuple[BookSummary, ...], overrides: tuple[OverrideSummary, ...]
) -> None:
    _books_table(console, books)
    if not overrides:
        console.print("No overrides: price_overrides.yaml would hold your own prices.")
        return
    table = simple_table("Your override", "Makes it", "Why", "Says", "Until", "File", "")
    for one in overrides:
        last = one.valid.last.isoformat() if one.valid.last else "open"
        table.add_row(
            one.scope, one.effect, one.reason, one.by, last, one.where, one.state,
            style="" if one.state == "in force" else "dim",
        )  # fmt: skip
    console.print(table)
    noun = "override" if len(overrides) == 1 else "overrides"
    held = sum(one.state == "in force" for one in overrides)
    console.print(f"{len(overrides)} {noun}, {held} in force.")


def _books_table(console: Console, books: tuple[BookSummary, ...]) -> None:
    table = simple_table(
        "Provider", "Family", "Rows", "Regions", "Oldest", "Newest", "2nd class", "Source", "Whose",
        right=["Rows", "Regions", "2nd class"],
    )  # fmt: skip
    for book in books:
        table.add_row(
            book.file.provider, book.file.family, f"{book.rows:,}", str(book.regions), book.oldest,
            book.newest, f"{book.second_class_share} %", ", ".join(book.sources),
            "your own" if book.file.own else "bundled",
        )  # fmt: skip
    console.print(table)
    console.print(f"{len(books)} books, {sum(book.rows for book in books):,} rows.")


def show_prices(
    key: Annotated[
        str,
        typer.Argument(
            help="A key as an estimate prints it; * stands for anything: "
            "'aws/ec2/instance instance_type=m5.* in eu-west-1'.",
            show_default=False,
        ),
    ] = "",
    provider: Provider = "",
    service: Service = "",
    product: Annotated[str, typer.Option("--product", help="Such as instance.")] = "",
    region: Annotated[str, typer.Option("--region", help="Such as eu-west-1.")] = "",
    option: Annotated[str, typer.Option("--option", help="Such as on_demand or spot.")] = "",
    attributes: Annotated[
        list[str] | None,
        typer.Option("--attribute", metavar="NAME=VALUE", help="Of the product; repeatable."),
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="How many to show.")] = 50,
    chosen: Format = OutputFormat.TABLE,
) -> None:
    """Show prices with tiers, source, date, quality, file and what your overrides make of them."""
    from dharma_core.workbench import Workbench

    parts = {
        "provider": provider, "service": service, "product": product, "region": region,
        "option": option,
    }  # fmt: skip
    pattern = _pattern(key, {k: v for k, v in parts.items() if v}, attributes or [])
    found = Workbench.open().find_prices(pattern, limit=limit)
    answer(found.as_dict, chosen, lambda console: _prices_table(console, found))


def _pattern(key: str, parts: dict[str, str], attributes: list[str]) -> PricePattern:
    from dataclasses import replace

    from dharma_core.costs.price_keys import PricePattern, parse_price_pattern
    from dharma_core.errors import InputError

    if not key and not parts and not attributes:
        raise InputError(
            "Nothing says which price is meant.",
            next_step="Give a key such as 'aws/ec2/nat_gateway in us-east-1', or --service ec2.",
        )
    pattern = parse_price_pattern(key) if key else PricePattern()
    named = dict(pattern.attributes)
    for pair in attributes:
        name, equals, value = pair.partition("=")
        if not (name and equals and value):
            raise InputError(
                f"--attribute {pair!r} is not of the form NAME=VALUE.",
                next_step="Write it as --attribute instance_type=m5.large.",
            )
        named[name] = value
    return replace(pattern, **parts, attributes=tuple(sorted(named.items())))


def _prices_table(console: Console, found: FoundPrices) -> None:
    table = simple_table(
        "Key", "Price", "Unit", "Source", "As of", "Class", "File", right=["Price"]
    )
    for shown in found.prices:
        table.add_row(*_cells(shown), style="" if shown.entry.in_force else "dim")
    console.print(table)
    for shown in found.prices:
        price = shown.override.price if shown.override else shown.entry.price
        if price.note:
            console.print(f"{shown.entry.key}: {price.note}")
    more = found.count - len(found.prices)
    rest = f", {more:,} more (--limit)" if more > 0 else ""
    noun = "price" if len(found.prices) == 1 else "prices"
    console.print(f"{len(found.prices)} {noun} shown{rest}.")


def _cells(shown: ShownPrice) -> tuple[str, ...]:
    entry, price = shown.entry, shown.entry.price
    key = str(entry.key) if entry.in_force else f"{entry.key}\n(replaced by a newer file)"
    unit = price.unit if price.currency == "USD" else f"{price.unit}, {price.currency}"
    now = shown.override.price.tiers if shown.override else price.tiers
    quality = "first" if price.quality == "first" else "second"
    whose = " (your own)" if entry.file.own else ""
    return (
        key, "\n".join(_tier_text(tier) for tier in now), unit, price.source,
        price.as_of.isoformat(), quality, f"{entry.file.name}{whose}",
    )  # fmt: skip


def _tier_text(tier: Tier) -> str:
    from dharma_core.money import plain

    if not tier.start and tier.end is None:
        return plain(tier.unit_price)
    end = "" if tier.end is None else f" to {plain(tier.end)}"
    return f"{plain(tier.unit_price)} from {plain(tier.start)}{end}"


def import_lists(
    files: Annotated[
        list[Path],
        typer.Argument(
            help="Price lists of one publisher: AWS offer files (JSON, CSV), pages of the Azure "
            "Retail Prices API or of the Google Cloud Billing Catalog; gzip is read.",
            show_default=False,
        ),
    ],
    region: Annotated[
        list[str] | None,
        typer.Option("--region", metavar="NAME", help="Take only this region; repeatable."),
    ] = None,
    chosen: Format = OutputFormat.TABLE,
) -> None:
    """Take a publisher's price lists into your own books, which win over the bundled ones."""
    from dharma_core.workbench import Workbench

    report = Workbench.open().import_prices(files, regions=region or ())
    answer(report.as_dict, chosen, lambda console: _import_table(console, report))


def _import_table(console: Console, report: ImportReport) -> None:
    table = simple_table(
        "Service", "Prices", "Rows", "Regions", "File", right=["Prices", "Rows", "Regions"]
    )
    for book in report.books:
        table.add_row(
            book.service, f"{book.keys:,}", f"{book.rows:,}", str(book.regions), book.file
        )
    console.print(table)
    _print_left(console, report)
    console.print(
        f"{report.source}, as of {report.as_of.isoformat()}: {report.rates:,} rates read, "
        f"{report.rows:,} rows written to your own books."
    )


def _print_left(console: Console, report: ImportReport) -> None:
    left = simple_table("Not taken", "Why", "Count", right=["Count"])
    for service, family, count in report.unmapped[:_MOST_FINDINGS]:
        name = f"{service}, {family}" if family else service
        left.add_row(name or "(no service)", "no rule knows it", f"{count:,}")
    for reason, count in report.skipped:
        left.add_row("", reason, f"{count:,}")
    if left.row_count:
        console.print(left)
    more = len(report.unmapped) - _MOST_FINDINGS
    if more > 0:
        console.print(f"{more:,} more kinds of product: --format json lists all.")
    for book in report.books:
        for key in book.conflicts[:_MOST_CONFLICTS]:
            console.print(f"Two prices for one key, left out: {key}")


def check_books(
    max_age: Annotated[
        int, typer.Option("--max-age", metavar="MONTHS", min=0, help="Older prices are told.")
    ] = 24,
    provider: Provider = "",
    chosen: Format = OutputFormat.TABLE,
) -> None:
    """Check coverage, age, ladders, outliers and what the meters ask for; exit 1 on errors."""
    from dharma_core.workbench import Workbench

    report = Workbench.open().check_prices(limit_months=max_age, provider=provider)
    answer(report.as_dict, chosen, lambda console: _check_table(console, report))
    raise typer.Exit(int(not report.passed))


def _check_table(console: Console, report: BookReport) -> None:
    table = simple_table(
        "Provider", "Service", "Keys", "Regions", "Oldest", "Newest", "Too old", "2nd class",
        right=["Keys", "Regions", "Too old", "2nd class"],
    )  # fmt: skip
    for row in report.coverage:
        table.add_row(
            row["provider"], row["service"], f"{row['keys']:,}", str(row["regions"]),
            row["oldest"], row["newest"], f"{row['older_than_limit']:,}",
            f"{row['second_class']:,}",
        )  # fmt: skip
    console.print(table)
    if report.findings:
        listed = simple_table("Level", "What", "Where", "Message")
        for finding in report.findings[:_MOST_FINDINGS]:
            listed.add_row(finding.level, finding.kind, finding.where, finding.message)
        console.print(listed)
    more = len(report.findings) - _MOST_FINDINGS
    if more > 0:
        console.print(f"{more:,} more findings: --format json lists all.")
    counts = report.as_dict()
    console.print(
        f"{report.keys:,} prices: {counts['errors']} errors, {counts['warnings']:,} warnings."
    )
