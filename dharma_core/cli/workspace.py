"""Commands about the workspace itself: demo, serve, config, doctor."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dharma_core.cli import starting
from dharma_core.cli.options import Format, OutputFormat
from dharma_core.cli.printing import answer, note, simple_table

if TYPE_CHECKING:
    from rich.console import Console

    from dharma_core.workbench import Workbench
    from dharma_core.workbench.walk import Walk

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add this file's commands."""
    app.command("demo")(demo)
    app.command("serve")(serve)
    starting.register(app)
    app.command("doctor")(doctor)
    config = typer.Typer(no_args_is_help=True, help="The configuration file dharma.toml.")
    config.command("validate")(validate_config)
    config.command("schema")(show_schema)
    app.add_typer(config, name="config")


def demo(
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Where to write the HTML review.")
    ] = None,
    chosen: Format = OutputFormat.TABLE,
) -> None:
    """Walk the bundled three-tier blueprint through everything; write one HTML review."""
    from dharma_core.workbench import Workbench
    from dharma_core.workbench.walk import walk_example

    bench = Workbench.open()
    file = out or bench.settings.home / "reviews" / "three-tier-web.html"
    walk = walk_example(bench, on_step=None if chosen is OutputFormat.JSON else _progress)
    _write_review(bench, walk, file)
    answer(
        lambda: {**walk.as_dict(), "review": str(file)},
        chosen,
        lambda console: _summary_table(console, walk, file),
    )
    raise typer.Exit(int(not walk.succeeded))


def _write_review(bench: Workbench, walk: Walk, file: Path) -> None:
    from datetime import UTC, datetime

    from dharma_core.views.review import Review, render_review

    review = Review(
        plan=walk.plan,
        report=walk.report,
        estimate=walk.estimate,
        generations=walk.generations,
        catalog=bench.catalog,
        made=datetime.now(UTC),
        deployment=walk.deployment,
        chain=walk.chain,
    )
    bench.write_text(file, render_review(review))


def _progress(number: int, total: int, text: str, seconds: float | None) -> None:
    if seconds is None:
        sys.stderr.write(f"[{number}/{total}] {text} ...\n")
    else:
        sys.stderr.write(f"        {text} ({seconds:.1f} s)\n")


def _summary_table(console: Console, walk: Walk, review: Path) -> None:
    table = simple_table("What", "Result")
    for what, result in (*walk.rows(), ("Review", str(review))):
        table.add_row(what, result)
    console.print(table)
    for line in walk.skipped:
        note(f"Skipped {line}.")


def serve(
    port: Annotated[int, typer.Option("--port", min=1, max=65535)] = 8501,
    address: Annotated[str, typer.Option("--address", help="Where to listen.")] = "127.0.0.1",
    sign_in: Annotated[
        bool, typer.Option("--sign-in", help="Ask people to sign in; the first one is the owner.")
    ] = False,
) -> None:
    """Serve the dashboard until stopped with Ctrl-C."""
    from dharma_core.runners.dashboard import serve_dashboard
    from dharma_core.storage.settings import load_settings

    _prepare_sign_in(asked=sign_in)
    note(f"Dharma's dashboard: http://{address}:{port}  (stop with Ctrl-C)")
    hosts = load_settings().server.allowed_hosts
    serve_dashboard(address=address, port=port, hosts=hosts)


def _prepare_sign_in(*, asked: bool) -> None:
    """Print the owner's one-time secret at the first start of a server that people sign in to."""
    import os

    from dharma_core.storage.settings import SIGN_IN
    from dharma_core.workbench.gate import open_gate

    if asked:
        os.environ[SIGN_IN] = "1"
    gate = open_gate()
    if gate.mode == "set_up":
        note(f"There is no owner yet. One-time secret, good for 24 hours: {gate.prepare_owner()}")


def validate_config(
    file: Annotated[
        Path | None, typer.Argument(help="dharma.toml here or in DHARMA_HOME when left out.")
    ] = None,
    chosen: Format = OutputFormat.TABLE,
) -> None:
    """Check the configuration file against its schema."""
    from dharma_core.storage.settings import validate_settings_file

    found = validate_settings_file(file)
    answer(
        lambda: {"ok": True, "file": str(found) if found else None},
        chosen,
        lambda console: console.print(
            f"{found} is valid." if found else "No dharma.toml here: the defaults apply."
        ),
    )


def show_schema() -> None:
    """Print the JSON schema of dharma.toml, for an editor."""
    from dharma_core.storage.settings import settings_schema

    sys.stdout.write(json.dumps(settings_schema(), indent=2) + "\n")


def doctor(chosen: Format = OutputFormat.TABLE) -> None:
    """Say what is here: versions, store, tools, settings, each with ok or the next step."""
    from dharma_core.workbench.doctor import examine

    checks = examine()

    def show(console: Console) -> None:
        table = simple_table("What", "State", "Found", "Next step")
        for c in checks:
            table.add_row(c.name, c.state, c.found, c.next_step)
        console.print(table)

    answer(lambda: {"checks": [c.as_dict() for c in checks]}, chosen, show)
    raise typer.Exit(2 if any(c.state == "broken" for c in checks) else 0)
