"""``dharma policy``: what the guardrails check."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dharma_core.cli.options import Format, OutputFormat, Policies
from dharma_core.cli.printing import answer, simple_table

if TYPE_CHECKING:
    from rich.console import Console

    from dharma_core.policies.findings import Rule
    from dharma_core.policies.testing import TestOutcome

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add this file's commands."""
    group = typer.Typer(no_args_is_help=True, help="What the guardrails check.")
    group.command("list")(list_rules)
    group.command("show")(show_rule)
    group.command("new")(new_policy)
    group.command("test")(run_tests)
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


def new_policy(
    policy_id: Annotated[
        str, typer.Argument(metavar="ID", help="Such as TEAM_S3_001.", show_default=False)
    ],
    resource_type: Annotated[
        str, typer.Option("--type", help="The type it looks at, such as aws_s3_bucket.")
    ],
    attribute: Annotated[
        str, typer.Option("--attribute", help="What must be set; dots lead into blocks.")
    ],
    value: Annotated[
        str | None, typer.Option("--value", help="What it must be; JSON, or a text as it stands.")
    ] = None,
    title: Annotated[str, typer.Option("--title", help="The fault, in a short sentence.")] = "",
    severity: Annotated[str, typer.Option(help="critical, high, medium or low.")] = "medium",
    folder: Annotated[Path, typer.Option("--dir", help="Where to write it.")] = Path("policies"),
    chosen: Format = OutputFormat.TABLE,
) -> None:
    """Write a new policy and its test, to begin from; both run as they are."""
    from dharma_core.policies.drafting import PolicyWish
    from dharma_core.workbench import Workbench

    wish = PolicyWish(
        policy_id, resource_type, attribute, _json_or_text(value), title, severity=severity
    )
    files = Workbench.open().write_policy(wish, folder)

    def show(console: Console) -> None:
        for file in files:
            console.print(f"Wrote {file}")
        console.print(f"Try it: dharma policy test {folder}", soft_wrap=True)

    answer(lambda: {"files": [str(file) for file in files]}, chosen, show)


def run_tests(
    folder: Annotated[
        Path, typer.Argument(help="A folder of .rego and *_test.rego files.", show_default=False)
    ],
    chosen: Format = OutputFormat.TABLE,
) -> None:
    """Run the tests of a policy folder; exit 1 when one fails, 2 when one cannot be run."""
    from dharma_core.workbench import Workbench

    results = Workbench.open().test_policies(folder)
    counts = Counter(result.outcome for result in results)

    def show(console: Console) -> None:
        table = simple_table("Test", "Outcome", "Where", "Why")
        for one in results:
            where = f"{one.file}:{one.line}"
            table.add_row(one.name or "the file", one.outcome.value, where, one.reason)
        console.print(table)
        console.print(", ".join(f"{n} {outcome.value}" for outcome, n in counts.items()))

    document = {"passed": not _exit_code(counts), "tests": [r.as_dict() for r in results]}
    answer(lambda: document, chosen, show)
    raise typer.Exit(_exit_code(counts))


def _exit_code(counts: Counter[TestOutcome]) -> int:
    from dharma_core.policies.testing import TestOutcome

    return 2 if counts[TestOutcome.ERROR] else int(bool(counts[TestOutcome.FAILED]))


def _json_or_text(value: str | None) -> Any:
    try:
        return None if value is None else json.loads(value)
    except ValueError:
        return value


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
