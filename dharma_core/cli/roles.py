"""``dharma role`` and ``dharma rule``: what roles grant, and what narrows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from dharma_core.cli.options import Format, OutputFormat
from dharma_core.cli.printing import answer, simple_table
from dharma_core.errors import InputError

if TYPE_CHECKING:
    from rich.console import Console

    from dharma_core.identity import AttributeRule, Hours, Role

__all__ = ["register"]

Grants = Annotated[
    list[str],
    typer.Argument(help="Such as blueprint:read or deployment:*.", show_default=False),
]
Names = Annotated[list[str] | None, typer.Option(help="Repeatable.")]
Title = Annotated[str | None, typer.Option("--title", help="What it is for.")]


def register(app: typer.Typer) -> None:
    """Add this file's commands."""
    roles = typer.Typer(no_args_is_help=True, help="What roles grant.")
    roles.command("list")(list_roles)
    roles.command("add")(add_role)
    roles.command("change")(change_role)
    roles.command("delete")(delete_role)
    app.add_typer(roles, name="role")
    rules = typer.Typer(
        no_args_is_help=True, help="What narrows roles: environment, cloud, cost, hours."
    )
    rules.command("list")(list_rules)
    rules.command("add")(add_rule)
    rules.command("remove")(remove_rule)
    app.add_typer(rules, name="rule")


def list_roles(chosen: Format = OutputFormat.TABLE) -> None:
    """List every role with what it grants."""
    from dharma_core.identity import ROLES
    from dharma_core.workbench import Workbench

    found = Workbench.open().roles()

    def show(console: Console) -> None:
        table = simple_table("Role", "Kind", "Grants")
        for name, grants in found.items():
            table.add_row(name, "built in" if name in ROLES else "own", ", ".join(grants))
        console.print(table)

    answer(
        lambda: {
            "roles": [
                {"name": name, "built_in": name in ROLES, "grants": list(grants)}
                for name, grants in found.items()
            ]
        },
        chosen,
        show,
    )


def add_role(
    name: str, grants: Grants, title: Title = None, chosen: Format = OutputFormat.TABLE
) -> None:
    """Make a role; it cannot grant more than you hold."""
    from dharma_core.workbench import Workbench

    _show_role(Workbench.open().create_role(name, grants, title=title or ""), chosen)


def change_role(
    name: str, grants: Grants, title: Title = None, chosen: Format = OutputFormat.TABLE
) -> None:
    """Change what a role of the team grants; it holds at once."""
    from dharma_core.workbench import Workbench

    _show_role(Workbench.open().change_role(name, grants, title=title), chosen)


def delete_role(name: str, chosen: Format = OutputFormat.TABLE) -> None:
    """Take away a role of the team that nobody has."""
    from dharma_core.workbench import Workbench

    _show_role(Workbench.open().delete_role(name), chosen)


def list_rules(chosen: Format = OutputFormat.TABLE) -> None:
    """List the attribute rules."""
    from dharma_core.storage.team_rules import rule_dict
    from dharma_core.workbench import Workbench

    bench = Workbench.open()
    found = bench.leaving(bench.attribute_rules())

    def show(console: Console) -> None:
        if not found:
            console.print("No rule narrows the roles.")
            return
        table = simple_table("Rule", "It says")
        for rule in found:
            table.add_row(rule.name, str(rule))
        console.print(table)

    answer(lambda: {"rules": [rule_dict(rule) for rule in found]}, chosen, show)


def add_rule(
    name: str,
    allow: Annotated[str, typer.Option("--allow", help="A permission or pattern.")] = "",
    deny: Annotated[str, typer.Option("--deny", help="A permission or pattern.")] = "",
    user: Names = None,
    role: Names = None,
    environment: Names = None,
    cloud: Names = None,
    cost_limit: Annotated[
        str, typer.Option("--cost-limit", help="Dollars a month: up to it, or above it for --deny.")
    ] = "",
    hours: Annotated[str, typer.Option("--hours", help="Such as 08:00-18:00.")] = "",
    on: Annotated[list[str] | None, typer.Option("--on", help="Weekday; repeatable: mon.")] = None,
    zone: Annotated[str, typer.Option("--zone", help="Such as Europe/Berlin.")] = "UTC",
    chosen: Format = OutputFormat.TABLE,
) -> None:
    """Narrow what roles grant: --deny refuses where it fits, --allow refuses everywhere else."""
    from dharma_core.identity import AttributeRule, Effect
    from dharma_core.money import parse_amount
    from dharma_core.workbench import Workbench

    if bool(allow) == bool(deny):
        raise InputError(
            "A rule either allows or denies.", next_step="Give one of --allow and --deny."
        )
    rule = AttributeRule(
        name,
        Effect.ALLOW if allow else Effect.DENY,
        allow or deny,
        users=tuple(user or ()),
        roles=tuple(role or ()),
        environments=tuple(environment or ()),
        clouds=tuple(cloud or ()),
        cost_limit=parse_amount(cost_limit, what="cost limit") if cost_limit else None,
        hours=_hours(hours, on, zone) if hours or on else None,
    )
    _show_rule(Workbench.open().add_attribute_rule(rule), chosen)


def remove_rule(name: str, chosen: Format = OutputFormat.TABLE) -> None:
    """Take an attribute rule away."""
    from dharma_core.workbench import Workbench

    _show_rule(Workbench.open().remove_attribute_rule(name), chosen)


def _hours(text: str, days: list[str] | None, zone: str) -> Hours:
    from dharma_core.identity import Hours
    from dharma_core.identity.conditions import WEEKDAYS

    start, _, end = (text or "00:00-00:00").partition("-")
    return Hours(start, end, tuple(days or WEEKDAYS), zone)


def _show_role(role: Role, chosen: OutputFormat) -> None:
    grants = ", ".join(role.grants)
    answer(
        lambda: {"name": role.name, "title": role.title, "grants": list(role.grants)},
        chosen,
        lambda console: console.print(f"{role.name} grants {grants}."),
    )


def _show_rule(rule: AttributeRule, chosen: OutputFormat) -> None:
    from dharma_core.storage.team_rules import rule_dict

    answer(lambda: rule_dict(rule), chosen, lambda console: console.print(f"{rule.name}: {rule}."))
