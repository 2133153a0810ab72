"""A gate with a clock that tests turn, cheap passwords, and an owner who is made in one line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from dharma_core.identity import Actor
from dharma_core.identity.passwords import Cost
from dharma_core.storage.settings import IdentitySettings, Settings, load_settings
from dharma_core.storage.store import Store
from dharma_core.workbench import Workbench
from dharma_core.workbench.gate import Gate

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
OWNER_PASSWORD = "tall violet kettle"
PASSWORD = "seven quiet lanterns"
CHEAP = Cost(rounds=1, memory_kib=64, lanes=1)


@dataclass
class House:
    """A store, its gate and its clock; people sign in here.

    Parameters
    ----------
    now : datetime
        What the clock says; tests set it.
    """

    settings: Settings
    now: datetime = START

    def __post_init__(self) -> None:
        self.store = Store.open(self.settings.store_url, clock=lambda: self.now)
        self.gate = Gate(self.settings, self.store)

    def later(self, **elapsed: float) -> None:
        """Turn the clock."""
        self.now += timedelta(**elapsed)

    def owner(self) -> Actor:
        """Make the owner and return who that is."""
        return self.actor(
            self.gate.set_up_owner(self.gate.prepare_owner(), "olga", OWNER_PASSWORD).session_secret
        )

    def actor(self, session_secret: str) -> Actor:
        """Return who acts by a session."""
        return self.gate.actor_of_session(session_secret)

    def bench(self, actor: Actor) -> Workbench:
        """Return the workbench of somebody, on this clock; trust is asked by tests of its own."""
        bench = Workbench(self.settings, actor, Path.cwd())
        bench.__dict__["store"] = self.store
        bench.now = lambda: self.now
        bench._demand_trust = lambda *_: None
        return bench

    def user(self, by: Actor, name: str, *roles: str) -> Actor:
        """Make a user with a password of their own and return who that is, signed in."""
        made = self.bench(by).create_user(name, roles=roles)
        first = self.gate.sign_in(name, made.one_time_password, tenant=by.tenant)
        self.bench(self.actor(first.session_secret)).change_password(
            made.one_time_password, PASSWORD
        )
        return self.actor(self.gate.sign_in(name, PASSWORD, tenant=by.tenant).session_secret)

    def kinds(self) -> list[str]:
        """Return what is on record, in order, of every tenant."""
        with self.store.reading() as uow:
            return [entry.event.type.value for entry in uow.events.all()]


def open_house(**identity: object) -> House:
    """Return a house with these settings of ``[identity]``."""
    settings = load_settings()
    said = IdentitySettings(**identity)
    return House(settings.model_copy(update={"identity": said}))
