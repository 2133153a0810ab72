"""Options that several commands share, so that they read the same everywhere."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from dharma_core.errors import InputError

__all__ = [
    "BillMonth",
    "BlueprintId",
    "Format",
    "OutFile",
    "OutputFormat",
    "Parameters",
    "Policies",
    "Rates",
    "SaidIn",
    "Sets",
    "Source",
    "VarFiles",
    "Workspace",
    "parse_parameters",
    "parse_sets",
]


class OutputFormat(StrEnum):
    """How a command prints its answer."""

    TABLE = "table"
    JSON = "json"


Source = Annotated[
    str,
    typer.Argument(
        help="A blueprint file, a stored blueprint's id or name (ID@1.2.0 for a version), a "
        "template, a Terraform folder, plan JSON or state, a CloudFormation template, or "
        "REVISION:PATH in git.",
        show_default=False,
    ),
]
BlueprintId = Annotated[
    str,
    typer.Argument(
        help="Id or name; ID@1.2.0 for a version, ID@live for a tag.", show_default=False
    ),
]
Format = Annotated[
    OutputFormat, typer.Option("--format", help="table for people, json alone on stdout.")
]
OutFile = Annotated[
    Path | None,
    typer.Option("-o", "--out", metavar="FILE", help="Write to a file instead of stdout."),
]
Sets = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="NAME=VALUE", help="Set a variable; repeatable."),
]
VarFiles = Annotated[
    list[str] | None,
    typer.Option(
        "--var-file", metavar="FILE", help="Variable values inside a Terraform folder; repeatable."
    ),
]
Workspace = Annotated[
    str, typer.Option("--workspace", help="What terraform.workspace says in a Terraform folder.")
]
Parameters = Annotated[
    list[str] | None,
    typer.Option("-p", "--parameter", metavar="NAME=VALUE", help="Tell it; repeatable."),
]
BillMonth = Annotated[
    str, typer.Option("--month", metavar="YYYY-MM", help="The latest one when left out.")
]
SaidIn = Annotated[
    str, typer.Option("--currency", metavar="CODE", help="Say everything in this currency.")
]
Rates = Annotated[
    Path | None,
    typer.Option(
        "--rates",
        metavar="FILE",
        help="Exchange rates (month,from,to,rate); else exchange-rates.csv.",
    ),
]
Policies = Annotated[
    list[Path] | None,
    typer.Option("--policy", metavar="DIR", help="A folder of your own Rego; repeatable."),
]


def parse_parameters(texts: list[str] | None) -> dict[str, str]:
    """Return ``-p`` pairs as a mapping.

    Raises
    ------
    InputError
        If a pair has no ``=``.

    Examples
    --------
    >>> parse_parameters(["DAYS=30", "NOTE=a=b"])
    {'DAYS': '30', 'NOTE': 'a=b'}
    """
    return _named_values(texts, option="-p", example="-p DAYS=30")


def parse_sets(pairs: list[str] | None) -> dict[str, str]:
    """Return ``--set`` pairs as a mapping.

    Raises
    ------
    InputError
        If a pair has no ``=``.

    Examples
    --------
    >>> parse_sets(["count=3", "note=a=b"])
    {'count': '3', 'note': 'a=b'}
    """
    return _named_values(pairs, option="--set", example="--set count=3")


def _named_values(pairs: list[str] | None, *, option: str, example: str) -> dict[str, str]:
    found = {}
    for pair in pairs or ():
        name, equals, value = pair.partition("=")
        if not equals or not name.strip():
            raise InputError(
                f"{option} {pair!r} is not of the form NAME=VALUE.",
                next_step=f"Write it as {example}.",
            )
        found[name.strip()] = value
    return found
