"""``dharma user`` and ``dharma tenant``: who may sign in, and with which roles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from dharma_core.cli import outside_accounts
from dharma_core.cli.options import Format, OutputFormat
from dharma_core.cli.printing import answer, simple_table

if TYPE_CHECKING:
    from rich.console import Console

    from dharma_core.identity.accounts import Account
    from dharma_core.workbench.new_accounts import NewAccount

__all__ = ["register"]

User = Annotated[str, typer.Argument(help="Name or id.", show_default=False)]


def register(app: typer.Typer) -> None:
    """Add this file's commands."""
    group = typer.Typer(no_args_is_help=True, help="Who may sign in, and with which roles.")
    group.command("list")(list_users)
    group.command("add")(add)
    group.command("roles")(set_roles)
    group.command("disable")(disable)
    group.command("enable")(enable)
    group.command("reset")(reset)
    group.command("delete")(delete)
    group.command("owner")(owner)
    group.command("recover")(recover)
    outside_accounts.register(group)
    app.add_typer(group, name="user")
    tenants = typer.Typer(no_args_is_help=True, help="Teams that see nothing of each other.")
    tenants.command("add")(add_tenant)
    app.add_typer(tenants, name="tenant")


def list_users(chosen: Format = OutputFormat.TABLE) -> None:
    """List the users with their roles and state."""
    from dharma_core.workbench import Workbench

    found = Workbench.open().users()

    def show(console: Console) -> None:
        if not found:
            console.print("No user yet: everything runs as this machine's user.")
            return
        table = simple_table("User", "Title", "Roles", "State", "Second factor", "Id")
        for user in found:
            factor = "yes" if user.has_second_factor else "no"
            roles = ", ".join(user.roles) or "none"
            table.add_row(user.name, user.title, roles, _state(user), factor, user.id)
        console.print(table)

    answer(lambda: {"users": [user.as_dict() for user in found]}, chosen, show)


def add(
    name: Annotated[str, typer.Argument(help="What is typed to sign in.", show_default=False)],
    roles: Annotated[
        list[str] | None, typer.Option("--role", help="Such as developer; repeatable.")
    ] = None,
    title: Annotated[str, typer.Option("--title", help="What people call them.")] = "",
    chosen: Format = OutputFormat.TABLE,
) -> None:
    """Make a user; a password for the first sign-in is shown this once."""
    from dharma_core.workbench import Workbench

    _show_new(Workbench.open().create_user(name, roles=roles or (), title=title), chosen)


def set_roles(
    user: User,
    roles: Annotated[
        list[str] | None, typer.Argument(help="All their roles from now on.", show_default=False)
    ] = None,
    chosen: Format = OutputFormat.TABLE,
) -> None:
    """Give a user these roles in place of those they have; none: no roles."""
    from dharma_core.workbench import Workbench

    _show(Workbench.open().change_user(user, roles=roles or ()), chosen)


def disable(user: User, chosen: Format = OutputFormat.TABLE) -> None:
    """Let nobody sign in as a user for now; open sessions end."""
    from dharma_core.workbench import Workbench

    _show(Workbench.open().disable_user(user), chosen)


def enable(user: User, chosen: Format = OutputFormat.TABLE) -> None:
    """Let a disabled user sign in again."""
    from dharma_core.workbench import Workbench

    _show(Workbench.open().enable_user(user), chosen)


def reset(user: User, chosen: Format = OutputFormat.TABLE) -> None:
    """Give a user a new one-time password; their second factor, sessions and lock end."""
    from dharma_core.workbench import Workbench

    _show_new(Workbench.open().reset_user(user), chosen)


def delete(user: User, chosen: Format = OutputFormat.TABLE) -> None:
    """Take a user away for good; what they did stays on record."""
    from dharma_core.workbench import Workbench

    _show(Workbench.open().delete_user(user), chosen)


def owner(chosen: Format = OutputFormat.TABLE) -> None:
    """Print a new one-time secret with which the owner is made, while there is none."""
    from dharma_core.workbench.gate import open_gate

    secret = open_gate().prepare_owner()

    def show(console: Console) -> None:
        console.print(f"One-time secret: {secret}")
        console.print("It makes the owner within 24 hours, on the dashboard's first page.")

    answer(lambda: {"one_time_secret": secret, "valid_hours": 24}, chosen, show)


def recover(
    login: Annotated[str, typer.Argument(metavar="LOGIN", help="An owner's.", show_default=False)],
    tenant: Annotated[str, typer.Option("--tenant", help="Whose owner it is.")] = "default",
    chosen: Format = OutputFormat.TABLE,
) -> None:
    """Give an owner who is locked out a one-time password, on the machine of the server.

    Only the user whose the database's file is, and root, may. Second factor, recovery codes,
    sessions and lock end; whoever gets alerts is told.
    """
    from dharma_core.workbench.gate import open_gate

    _show_new(open_gate().recover_owner(login, tenant=tenant), chosen)


def add_tenant(
    name: Annotated[str, typer.Argument(help="Small letters, digits, '-'.", show_default=False)],
    owner: Annotated[str, typer.Argument(help="Its first user.", show_default=False)],
    chosen: Format = OutputFormat.TABLE,
) -> None:
    """Make room for another team; its owner's first password is shown this once."""
    from dharma_core.workbench import Workbench

    _show_new(Workbench.open().create_tenant(name, owner), chosen)


def _state(user: Account) -> str:
    if user.deleted:
        return "deleted"
    if user.disabled:
        return "disabled"
    return "to choose a password" if user.must_change else "active"


def _show(user: Account, chosen: OutputFormat) -> None:
    roles = ", ".join(user.roles) or "none"
    answer(
        user.as_dict,
        chosen,
        lambda console: console.print(f"{user.name}: {_state(user)}; roles: {roles}."),
    )


def _show_new(made: NewAccount, chosen: OutputFormat) -> None:
    def show(console: Console) -> None:
        console.print(f"One-time password of {made.account.name}: {made.one_time_password}")
        console.print(f"It is good until {made.until:%Y-%m-%d %H:%M} UTC, for the first sign-in.")

    answer(made.as_dict, chosen, show)
