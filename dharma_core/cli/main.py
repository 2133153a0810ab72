"""The ``dharma`` command: gathers the commands and turns every error into a paragraph."""

from __future__ import annotations

import gc
import io
import logging
import os
import sys
from collections.abc import Sequence
from copy import copy
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated

import typer
from typer.exceptions import TyperException

import dharma_core
from dharma_core.cli import (
    anomalies,
    audit,
    billing,
    blueprints,
    budgets,
    commitments,
    compliance,
    costs,
    deployments,
    diagrams,
    forecast,
    generation,
    imports,
    keys,
    people,
    places,
    policies,
    prices,
    reports,
    reviews,
    roles,
    sandbox,
    savings,
    tokens,
    trust,
    usage,
    waivers,
    workspace,
)
from dharma_core.cli.printing import show_error
from dharma_core.errors import DharmaError, InputError
from dharma_core.ids import correlating

if TYPE_CHECKING:
    from typer.models import CommandInfo

__all__ = ["app", "invoke", "run"]

_INTERRUPTED = 130

app = typer.Typer(
    name="dharma",
    help="Design, guard, price, generate, deploy and audit cloud infrastructure, offline.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"max_content_width": 110},
)


@app.callback(invoke_without_command=True)
def _root(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """Design, guard, price, generate, deploy and audit cloud infrastructure, offline."""
    if version:
        sys.stdout.write(f"dharma {dharma_core.__version__}\n")
    elif context.invoked_subcommand is None:
        sys.stdout.write(context.get_help() + "\n")


for room in (
    workspace, reviews, compliance, costs, usage, diagrams, generation, imports, deployments,
    blueprints, policies, waivers, prices, billing, budgets, savings, commitments, places, audit,
    trust, sandbox, people, roles, tokens, keys, anomalies, forecast, reports,
):  # fmt: skip
    room.register(app)


def invoke(args: Sequence[str]) -> int:
    """Run one command line and return its exit code: 0 fine, 1 violations, 2 bad input.

    Every error becomes one paragraph on stderr (an object with ``--format json``); stdout stays
    empty then.
    """
    as_json = _wants_json(args)
    with correlating() as correlation:
        try:
            code = _run(args)
        except DharmaError as error:
            show_error(error, as_json=as_json, correlation_id=correlation)
            return 2
        except TyperException as error:
            _show_usage_error(error, as_json=as_json, correlation_id=correlation)
            return 2
        except (KeyboardInterrupt, typer.Abort):
            sys.stderr.write("Stopped.\n")
            return _INTERRUPTED
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0
        except Exception as error:  # noqa: BLE001 - the outermost edge
            _show_defect(error, as_json=as_json, correlation_id=correlation)
            return 2
    return code if isinstance(code, int) else 0


def _run(args: Sequence[str]) -> object:
    command = typer.main.get_command(_narrowed(args))
    return command.main(args=list(args), prog_name="dharma", standalone_mode=False)


def _narrowed(args: Sequence[str]) -> typer.Typer:
    """Return the app with only the command or group that is called, if one is named.

    To build the parameters of all ninety takes 0.07 s.
    """
    word = args[0] if args else ""
    commands = [c for c in app.registered_commands if _name(c) == word]
    groups = [g for g in app.registered_groups if g.name == word]
    if not commands and not groups:
        return app
    narrow = copy(app)
    narrow.registered_commands, narrow.registered_groups = commands, groups
    return narrow


def _name(command: CommandInfo) -> str:
    function = command.callback.__name__ if command.callback else ""
    return command.name or typer.main.get_command_name(function)


def _show_usage_error(error: TyperException, *, as_json: bool, correlation_id: str) -> None:
    message = error.format_message()
    if message.startswith("Usage:") and not as_json:  # a group without a command tells its help
        sys.stderr.write(message + "\n")
        return
    wrapped = InputError(message, next_step="Add --help to see what the command takes.")
    show_error(wrapped, as_json=as_json, correlation_id=correlation_id)


def _show_defect(error: Exception, *, as_json: bool, correlation_id: str) -> None:
    # INFO reaches the log file with the traceback, and not the terminal.
    logging.getLogger("dharma_core").info("The command failed.", exc_info=error)
    wrapped = DharmaError(
        f"Dharma itself failed: {type(error).__name__}: {error}.",
        next_step=f"Report it with the id {correlation_id}; the details are in DHARMA_HOME/logs.",
    )
    show_error(wrapped, as_json=as_json, correlation_id=correlation_id)


def _wants_json(args: Sequence[str]) -> bool:
    return "--format=json" in args or ("--format", "json") in pairwise(args)


def run() -> None:
    """Entry point of the installed command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal of another alphabet is no error
            stream.reconfigure(errors="backslashreplace")
    code = invoke(sys.argv[1:])
    gc.freeze()  # a process that ends collects once more: what is alive then need not be walked
    sys.exit(code)


if __name__ == "__main__":
    run()
