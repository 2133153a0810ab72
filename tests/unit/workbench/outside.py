"""A gate with an owner and an outside provider, for tests of it."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from dharma_core.identity import OWNER, Actor
from dharma_core.storage.settings import Settings, load_settings
from dharma_core.storage.store import Store
from dharma_core.workbench import Workbench
from dharma_core.workbench.github_gate import GitHubGate
from dharma_core.workbench.new_accounts import new_account

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
ISSUER = "https://acme.example"
_NONCES = itertools.count(1)


class Clock:
    """A clock that is moved by hand."""

    def __init__(self, start: datetime = NOON) -> None:
        self.now = start

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


class Door:
    """The gate under test, its store and settings."""

    def __init__(
        self, home: Path, toml: str, *, owner: bool = True, clock: Clock | None = None
    ) -> None:
        (home / "dharma.toml").write_text(toml, encoding="utf-8")
        self.clock = clock or Clock()
        self.settings: Settings = load_settings(cwd=home)
        self.store = Store.open(self.settings.store_url, clock=self.clock)
        self.gate = GitHubGate(self.settings, self.store, self.clock)
        if owner:
            self.account("olga", OWNER)

    def account(self, name: str, *roles: str, **fields: Any) -> Any:
        with self.store.transaction() as uow:
            made = uow.identity.accounts.add(new_account(name, roles=roles))
            return uow.identity.accounts.change(replace(made, **fields)) if fields else made

    def bench(self, *roles: str, user: str = "olga") -> Workbench:
        return Workbench(self.settings, Actor(user, "default", roles), self.settings.home)

    def claims(self, **changed: Any) -> dict[str, Any]:
        told = {
            "iss": ISSUER,
            "sub": "u-7",
            "aud": "dharma",
            "iat": self.clock.now.timestamp(),
            "exp": self.clock.now.timestamp() + 600,
            "nonce": f"n{next(_NONCES)}",
            "preferred_username": "ann",
            "groups": ["platform"],
        }
        return told | changed

    def events(self) -> list[tuple[str, str, dict[str, Any]]]:
        """Return what happened, oldest first: type, who, data."""
        with self.store.reading() as uow:
            return [
                (e.event.type.value, e.event.user, dict(e.event.data)) for e in uow.events.all()
            ]

    def user(self, name: str) -> Any:
        with self.store.reading() as uow:
            return uow.identity.accounts.by_name(name)


ACME = """
[identity.providers.acme]
client_id = "dharma"
client_secret = "env:ACME_SECRET"
metadata_url = "https://acme.example/.well-known/openid-configuration"
issuer = "https://acme.example"
create = true
roles = [{claim = "groups", value = "platform", role = "developer"},
         {claim = "groups", value = "boss", role = "admin"}]
"""
