"""``dharma report``: notebooks as HTML files that people can send on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dharma_core.cli import report_schedules
from dharma_core.cli.options import Format, OutputFormat, Parameters, parse_parameters
from dharma_core.cli.printing import answer

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add this file's commands."""
    group = typer.Typer(help="Make reports of notebooks.", no_args_is_help=True)
    group.command("run")(run)
    report_schedules.register(group)
    app.add_typer(group, name="report")


def run(
    notebook: Annotated[
        str,
        typer.Argument(
            help="A path, or the name of a bundled one, such as monthly-cost-review.",
            show_default=False,
        ),
    ],
    parameters: Parameters = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "-o", "--out", metavar="FILE", help="The notebook's name with .html if left out."
        ),
    ] = None,
    code: Annotated[bool, typer.Option("--code", help="Show the code too.")] = False,
    chosen: Format = OutputFormat.TABLE,
) -> None:
    """Run a notebook and write its words, tables and working charts into one HTML file."""
    from dharma_core.views.notebook_page import notebook_page, notebook_title
    from dharma_core.workbench import Workbench

    bench = Workbench.open()
    ran = bench.run_notebook(notebook, parse_parameters(parameters))
    page = notebook_page(
        ran.document, name=ran.name, made=ran.at, parameters=ran.parameters, code=code
    )
    file = bench.write_report(ran, page, out)
    told = {
        "file": str(file),
        "path": str(file),
        "status": "made",
        "notebook": ran.name,
        "title": notebook_title(ran.document, ran.name),
        "parameters": dict(ran.parameters),
    }
    answer(lambda: told, chosen, lambda console: console.print(f"Wrote {file}: {told['title']}"))
