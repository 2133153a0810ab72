"""``dharma policy``: what the guardrails check."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from dharma_core.cli.options import Format, OutputFormat, Policies
from dharma_core.cli.printing import answer, simple_table

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add this file's commands."""
    group = typer.Typer(no_args_is_help=True, help="What the guardrails check.")
    group.callback()(_policy)
    group.command("list")(list_rules)
    app.add_typer(group, name="policy")


def _policy() -> None:
    """Group the commands about rules."""


def list_rules(policy: Policies = None, chosen: Format = OutputFormat.TABLE) -> None:
    """List every rule with its severity, types and frameworks."""
    from dharma_core.workbench import Workbench

    rules = Workbench.open().rules(policies=policy or ())

    def show(console: Console) -> None:
        table = simple_table("Rule", "Severity", "Group", "Title", "Types")
        for rule in rules:
            table.add_row(
                rule.id, f"{rule.severity.value} ({rule.effect.value})", rule.group, rule.title,
                ", ".join(rule.resource_types),
            )  # fmt: skip
        console.print(table)
        console.print(f"{len(rules)} rules.")

    def document() -> dict[str, object]:
        return {
            "rules": [
                {
                    "id": r.id,
                    "title": r.title,
                    "severity": r.severity.value,
                    "effect": r.effect.value,
                    "group": r.group,
                    "provider": r.provider,
                    "resource_types": list(r.resource_types),
                    "frameworks": {k: list(v) for k, v in r.frameworks.items()},
                    "twins": list(r.twins),
                }
                for r in rules
            ]
        }

    answer(document, chosen, show)
