"""Prints answers: tables for people, JSON alone on stdout for programs, messages on stderr."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from dharma_core.cli.options import OutputFormat
from dharma_core.errors import DharmaError

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from dharma_core.plan import Plan

__all__ = [
    "SEVERITY_STYLE",
    "answer",
    "deliver",
    "note",
    "plain_text",
    "show_error",
    "simple_table",
    "stdout_console",
    "tell_problems",
]

# Rich's names closest to the severity tokens of the dashboard; the word always stands beside.
SEVERITY_STYLE = {"critical": "bold red", "high": "red", "medium": "yellow", "low": "blue"}
_PIPE_WIDTH = 140
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def stdout_console() -> Console:
    """Return a console on stdout, wide enough for tables when it is a pipe.

    What a source says stays text: it is no markup and steers no terminal.
    """
    from rich.console import Console
    from rich.segment import Segment

    class _Quiet(Console):
        def render(self, *args: Any, **named: Any) -> Iterator[Segment]:
            for segment in super().render(*args, **named):
                plain = segment.control or not _CONTROLS.search(segment.text)
                yield segment if plain else Segment(_printable(segment.text), segment.style)

    width = None if sys.stdout.isatty() else _PIPE_WIDTH
    return _Quiet(width=width, highlight=False, soft_wrap=False, markup=False, emoji=False)


def _printable(text: str) -> str:
    """Return a text without what would steer a terminal."""
    return _CONTROLS.sub("", text)


def answer(
    document: Callable[[], Mapping[str, Any]],
    chosen: OutputFormat,
    table: Callable[[Console], None],
) -> None:
    """Print an answer in the chosen form; the other form is never computed."""
    if chosen is OutputFormat.JSON:
        from dharma_core.json_text import indented_json

        sys.stdout.write(indented_json(document()) + "\n")
        return
    table(stdout_console())


def deliver(
    chosen: StrEnum,
    write: Callable[[str], str],
    table: Callable[[Console], None],
    out: Path | None,
    write_text: Callable[[Path, str], Path],
) -> None:
    """Print an answer in one of many forms, or put it whole into a file.

    Parameters
    ----------
    write : callable
        From the form's name to its text; not asked for the table.
    write_text : callable
        Writes a file, whole or not at all.
    """
    is_table = chosen.value == "table"
    if out is not None:
        write_text(out, plain_text(table) if is_table else write(chosen.value))
        note(f"Wrote {out}.")
    elif is_table:
        table(stdout_console())
    else:
        sys.stdout.write(write(chosen.value))


def plain_text(table: Callable[[Console], None]) -> str:
    """Return what a console would show, as text without colours."""
    import io

    from rich.console import Console

    stream = io.StringIO()
    console = Console(
        file=stream, width=_PIPE_WIDTH, highlight=False, markup=False, emoji=False, no_color=True
    )
    table(console)
    return _printable(stream.getvalue())


def simple_table(*columns: str, right: Sequence[str] = ()) -> Table:
    """Return an empty table of the house's shape: hairlines, no boxes."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, justify="right" if column in right else "left", overflow="fold")
    return table


def note(message: str) -> None:
    """Print a message for a person, on stderr."""
    sys.stderr.write(_printable(message) + "\n")


def tell_problems(*plans: Plan) -> None:
    """Say on stderr what of the sources could not be read; exit 2 when some of it is broken.

    Call it last: the rest of the source has its answer by then.
    """
    problems = [problem for plan in plans for problem in plan.problems]
    for problem in problems:
        note(f"Not read: {problem} {problem.next_step}".rstrip())
    if any(problem.severity == "error" for problem in problems):
        raise typer.Exit(2)


def show_error(error: DharmaError, *, as_json: bool, correlation_id: str | None = None) -> None:
    """Print an error on stderr: one paragraph, or the one error object."""
    if as_json:
        document = {"error": error.as_dict(correlation_id=correlation_id)}
        sys.stderr.write(json.dumps(document, ensure_ascii=False, default=str) + "\n")
        return
    note(f"Error: {error.message.strip()}")
    if error.next_step:
        note(f"Next:  {error.next_step}")
