"""What every part of the workbench shares: settings, the actor, the store and the facts."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from dharma_core.identity import About, Actor, authorise, is_allowed

if TYPE_CHECKING:
    from dharma_core.blueprints.ports import SizeCatalogue
    from dharma_core.costs.ports import PriceBook
    from dharma_core.errors import PermissionDenied
    from dharma_core.identity import AttributeRule
    from dharma_core.plan import Catalog
    from dharma_core.storage.audit_home import AuditHome
    from dharma_core.storage.settings import Settings
    from dharma_core.storage.store import Store, UnitOfWork

__all__ = ["AboutSource", "Context"]

T = TypeVar("T")
AboutSource = About | Callable[[], Iterable[About]]


class Context:
    """One actor's way into rules, facts and storage.

    Parameters
    ----------
    settings : Settings
        Where state lives and what is configured.
    actor : Actor
        Who acts; every write passes the one gate in their name.
    cwd : Path
        What relative paths start from.
    store : Store, optional
        An open one to use; opened at first use when left out.
    """

    def __init__(
        self, settings: Settings, actor: Actor, cwd: Path, *, store: Store | None = None
    ) -> None:
        self.settings = settings
        self.actor = actor
        self.cwd = cwd
        if store is not None:
            self.__dict__["store"] = store

    @cached_property
    def store(self) -> Store:
        """The database, opened and migrated at first use."""
        from dharma_core.workbench.opening import open_store

        return open_store(self.settings, notary=self.audit_home.notary)

    @cached_property
    def audit_home(self) -> AuditHome:
        """Where the audit lives outside the database: its keys, its log, its archived events."""
        from dharma_core.storage.audit_home import open_audit_home

        return open_audit_home(self.settings, os.environ)

    def leaving(self, value: T) -> T:
        """Return something as it may leave Dharma: a file, an answer to a program, an export.

        Whoever may not read users gets an account's id in the place of each name.

        Raises
        ------
        TypeError
            If it is of a kind that `workbench.leaving` does not know.
        """
        from dharma_core.workbench.leaving import pseudonymised, pseudonyms_for

        shown = pseudonyms_for(self)
        return value if shown is None else pseudonymised(value, shown)

    @property
    def may_name_people(self) -> bool:
        """Whether the actor may read who other people are."""
        return is_allowed(self.actor, "user:read")

    @property
    def store_exists(self) -> bool:
        """Whether anything was ever stored; reading a file must not make a database."""
        url = self.settings.store_url
        scheme = "sqlite:///"
        return not url.startswith(scheme) or Path(url.removeprefix(scheme)).exists()

    @property
    def catalog(self) -> Catalog:
        """What is known of each resource type."""
        from dharma_core.storage.facts import load_catalog

        return load_catalog()

    @property
    def sizes(self) -> SizeCatalogue:
        """Which sizes each cloud sells, for resources that say what they need."""
        from dharma_core.workbench.later_sizes import LaterSizes

        return LaterSizes(self.settings.home)

    @property
    def price_book(self) -> PriceBook:
        """The prices in force: bundled, the team's own files over them, its overrides on top."""
        from dharma_core.workbench.price_book import open_team_book

        return open_team_book(home=self.settings.home, project=self.cwd)

    def allow(self, permission: str, about: AboutSource | None = None) -> None:
        """Let the actor pass the one gate, or record the refusal and raise PermissionDenied.

        Parameters
        ----------
        about : About, or callable that returns several, optional
            What the act is about, asked for only where an attribute rule concerns it; each one has
            to pass. The present moment is added.

        Role, token and attribute rules are asked first; the trust of a session on top of them.
        """
        from dharma_core.errors import PermissionDenied

        try:
            actor = self.actor
            authorise(replace(actor, rules=()) if actor.rules else actor, permission)
            if next(self._ruled(permission), None) is not None:
                told = tuple(about()) if callable(about) else (about or About(),)
                for said in told or (About(),):
                    authorise(self.actor, permission, replace(said, at=said.at or self.now()))
            self._demand_trust(permission, about if isinstance(about, About) else About())
        except PermissionDenied as refused:
            self._record_refusal(permission, refused)
            raise

    def _ruled(self, permission: str) -> Iterator[AttributeRule]:
        """Yield the attribute rules that concern the actor and a permission."""
        actor = self.actor
        return (r for r in actor.rules if r.concerns(actor.user, actor.roles, permission))

    def now(self) -> datetime:
        """Return the present moment, UTC."""
        return datetime.now(UTC)

    def _demand_trust(self, permission: str, about: About) -> None:
        # A token has no device and no habits: its scopes, its life and its owner's rules bound it.
        if self.actor.session and self.actor.scopes is None:
            from dharma_core.workbench.trust_gate import demand_trust

            demand_trust(self.settings, self.actor, permission, about)

    @contextmanager
    def _acting(self, permission: str) -> Iterator[UnitOfWork]:
        """Open a transaction for what the gate let pass; what is refused inside is on record too.

        Some refusals need a look at the store first: nobody hands on more than they hold.
        """
        from dharma_core.errors import PermissionDenied

        try:
            with self.store.transaction(self.actor) as uow:
                yield uow
        except PermissionDenied as refused:
            self._record_refusal(permission, refused)
            raise

    def _record_refusal(self, permission: str, refused: PermissionDenied) -> None:
        from dharma_core.errors import StepUpRequired
        from dharma_core.events import EventType

        steps_up = isinstance(refused, StepUpRequired)
        kind = EventType.STEP_UP_DEMANDED if steps_up else EventType.PERMISSION_DENIED
        told = ("rule", "trust_score", "required_level")
        data = {name: refused.details[name] for name in told if name in refused.details}
        with self.store.transaction(self.actor) as uow:
            draft = uow.scope.event(kind, ("permission", permission))
            uow.events.append(replace(draft, success=False, data=data))
