"""``dharma token``, ``login`` and ``logout``: how programs and commands prove who they are."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from dharma_core.cli.options import Format, OutputFormat
from dharma_core.cli.printing import answer, note, simple_table

if TYPE_CHECKING:
    from rich.console import Console

    from dharma_core.identity.tokens import Token

__all__ = ["register"]

_ONCE = "Keep it now: it is shown once."


def register(app: typer.Typer) -> None:
    """Add this file's commands."""
    app.command("login")(login)
    app.command("logout")(logout)
    group = typer.Typer(no_args_is_help=True, help="Tokens for programs, and service accounts.")
    group.command("list")(list_tokens)
    group.command("create")(create)
    group.command("revoke")(revoke)
    group.command("refresh")(refresh)
    app.add_typer(group, name="token")


def login(
    user: Annotated[
        str, typer.Option("--user", help="Sign in with a password instead of a token.")
    ] = "",
) -> None:
    """Keep a token, or a session by password, for the commands to come; the secret is asked for.

    Without a terminal it is read from standard input, a line each: token; or password, then code.
    """
    from dharma_core.storage.settings import load_settings
    from dharma_core.workbench.logins import log_in, log_in_person

    if user:
        password = _secret("Password")
        actor = log_in_person(load_settings(), user, password, lambda: _secret("Code"))
    else:
        actor = log_in(load_settings(), _secret("Token"))
    note(f"Commands run as {actor.user} of {actor.tenant} from now on.")


def logout() -> None:
    """Forget what `dharma login` kept; a session ends, a token stays good until revoked."""
    from dharma_core.storage.settings import load_settings
    from dharma_core.workbench.logins import log_out

    gone = log_out(load_settings())
    note("Forgotten." if gone else "Nobody was logged in.")


def list_tokens(
    everyone: Annotated[
        bool, typer.Option("--all", help="The whole tenant's, with its service accounts.")
    ] = False,
    chosen: Format = OutputFormat.TABLE,
) -> None:
    """List tokens, newest first: what they may, when they end, when they were used; no secret."""
    from dharma_core.workbench import Workbench

    bench, now = Workbench.open(), datetime.now(UTC)
    found = bench.leaving(bench.tokens(everyone=everyone))

    def show(console: Console) -> None:
        table = simple_table("Id", "Name", "Kind", "Whose", "Scopes", "Ends", "Last used", "State")
        for t in found:
            used = f"{t.last_used:%Y-%m-%d %H:%M}" if t.last_used else "never"
            table.add_row(
                t.id, t.name, t.kind.value, t.user, ", ".join(t.scopes),
                f"{t.expires:%Y-%m-%d %H:%M}", used, t.state(now),
            )  # fmt: skip
        console.print(table if found else "There is no token.")

    answer(lambda: {"tokens": [_as_dict(t, now) for t in found]}, chosen, show)


def create(
    name: Annotated[str, typer.Argument(help="What it is for: nightly-build.", show_default=False)],
    scope: Annotated[
        list[str],
        typer.Option("--scope", help="What it may, such as blueprint:read; repeatable."),
    ],
    expires: Annotated[
        str, typer.Option("--expires", help="Its life in hours or days: 8h, 90d.")
    ] = "90d",
    service: Annotated[
        bool,
        typer.Option(
            "--service",
            help="Make a service account of that name: an access token for an hour and a refresh "
            "token for the next.",
        ),
    ] = False,
    chosen: Format = OutputFormat.TABLE,
) -> None:
    """Make a token and print it, this once."""
    if service:
        _create_service(name, scope, chosen)
        return
    from dharma_core.identity.tokens import parse_lifetime
    from dharma_core.workbench import Workbench

    token, secret = Workbench.open().create_token(name, scope, lifetime=parse_lifetime(expires))
    if chosen is OutputFormat.TABLE:
        note(f"{token.id} ends {token.expires:%Y-%m-%d %H:%M} UTC. {_ONCE}")
    answer(
        lambda: {"id": token.id, "token": secret.text, "expires": token.expires.isoformat()},
        chosen,
        lambda console: console.print(secret.text),
    )


def _create_service(name: str, scopes: list[str], chosen: OutputFormat) -> None:
    from dharma_core.workbench import Workbench

    bench = Workbench.open()
    account = bench.create_service_account(name, scopes)
    pair = bench.issue_service_tokens(account.id)

    def show(console: Console) -> None:
        note(f"{account.id}: an access token until {pair.expires:%H:%M} UTC. {_ONCE}")
        console.print(f"access  {pair.access.text}")
        console.print(f"refresh {pair.refresh.text}")

    answer(
        lambda: {
            "id": account.id,
            "access_token": pair.access.text,
            "refresh_token": pair.refresh.text,
            "expires": pair.expires.isoformat(),
        },
        chosen,
        show,
    )


def revoke(
    token: Annotated[
        str, typer.Argument(help="A token's id, or a service account's.", show_default=False)
    ],
) -> None:
    """End a token and all that came from it, or a service account with all its tokens."""
    from dharma_core.workbench import Workbench

    bench = Workbench.open()
    if token.startswith("svc_"):
        note(f"The service account {bench.disable_service_account(token).name} has ended.")
        return
    ended = bench.revoke_token(token)
    names = ", ".join(f"{t.name} ({t.kind.value})" for t in ended)
    note(f"Ended: {names}." if ended else "It had ended before.")


def refresh(
    stdin: Annotated[
        bool, typer.Option("--stdin", help="Read the refresh token from standard input.")
    ] = False,
) -> None:
    """Exchange the refresh token for the next pair and keep it, as login does."""
    from dharma_core.storage.settings import load_settings
    from dharma_core.workbench.logins import refresh_login

    ends = refresh_login(load_settings(), _secret("Refresh token") if stdin else "")
    note(f"The new access token works until {ends}.")


def _secret(what: str) -> str:
    """Ask for a secret without showing it; a pipe gives it as its first line."""
    if sys.stdin.isatty():
        return str(typer.prompt(what, hide_input=True, err=True)).strip()
    return sys.stdin.readline(1000).strip()


def _as_dict(token: Token, now: datetime) -> dict[str, object]:
    return {
        "id": token.id,
        "name": token.name,
        "kind": token.kind.value,
        "user": token.user,
        "account": token.account or None,
        "scopes": list(token.scopes),
        "created": token.created.isoformat(),
        "expires": token.expires.isoformat(),
        "last_used": token.last_used.isoformat() if token.last_used else None,
        "state": token.state(now),
    }
