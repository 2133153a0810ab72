"""``dharma policy``: what the guardrails check."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from dharma_core.cli.options import Format, OutputFormat, Policies
from dharma_core.cli.printing import answer, simple_table

if TYPE_CHECKING:
    from rich.console import Console

    from dharma_core.policies.findings import Rule

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add this file's commands."""
    group = typer.Typer(no_args_is_help=True, help="What the guardrails check.")
    group.command("list")(list_rules)
    group.command("show")(show_rule)
    app.add_typer(group, name="policy")


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

    answer(lambda: {"rules": [_rule_json(r) for r in rules]}, chosen, show)


def show_rule(
    rule_id: Annotated[str, typer.Argument(help="Such as DH_AWS_S3_001.", show_default=False)],
    policy: Policies = None,
    chosen: Format = OutputFormat.TABLE,
) -> None:
    """Show one rule: why, what to do, and the same check elsewhere."""
    from dharma_core.workbench import Workbench

    rule = Workbench.open().rule(rule_id, policies=policy or ())

    def show(console: Console) -> None:
        console.print(f"{rule.id}: {rule.title}", style="bold")
        console.print(f"{rule.severity.value}, {rule.effect.value}, {rule.group}")
        console.print(rule.description)
        console.print(f"What to do: {rule.remediation}")
        console.print(f"Types: {', '.join(rule.resource_types) or 'all'}")
        for name, controls in sorted(rule.frameworks.items()):
            console.print(f"{name}: {', '.join(controls)}")
        if rule.twins:
            console.print(f"The same in other tools: {', '.join(rule.twins)}")

    answer(lambda: _rule_json(rule), chosen, show)


def _rule_json(rule: Rule) -> dict[str, object]:
    return {
        "id": rule.id,
        "title": rule.title,
        "severity": rule.severity.value,
        "effect": rule.effect.value,
        "group": rule.group,
        "provider": rule.provider,
        "resource_types": list(rule.resource_types),
        "description": rule.description,
        "remediation": rule.remediation,
        "frameworks": {k: list(v) for k, v in rule.frameworks.items()},
        "twins": list(rule.twins),
    }
