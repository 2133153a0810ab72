"""Alerts as an administrator tries them: a message to every target, now."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from dharma_core.errors import InputError
from dharma_core.events import EventType
from dharma_core.workbench.context import Context

if TYPE_CHECKING:
    from dharma_core.notifications import Delivery

__all__ = ["Alerting"]


class Alerting(Context):
    """The part of the workbench that tells people outside."""

    def test_alerts(self) -> tuple[Delivery, ...]:
        """Send a message to every target, once, and return what became of each; it is on record.

        Raises
        ------
        PermissionDenied
            If the actor may not update settings.
        InputError
            If no target is configured, or a target's variable is not set.
        """
        from dharma_core.notifications import Message, deliver
        from dharma_core.workbench.watching import targets_of

        self.allow("settings:update")
        urls = self.settings.notifications.urls(os.environ)
        if not urls:
            raise InputError(
                "Nobody is to be told: no target is configured.",
                next_step='Add targets = ["env:NAME"] under [notifications] in dharma.toml.',
            )
        message = Message("Dharma: a test", f"Asked for by {self.actor.user}; nothing happened.")
        found = tuple(deliver(message, target) for target in targets_of(urls))
        said = {"test": True, "targets": len(found), "arrived": sum(d.arrived for d in found)}
        with self.store.transaction(self.actor) as uow:
            draft = uow.scope.event(EventType.ALERT_TRIGGERED, ("settings", "notifications"))
            whole = all(delivery.arrived for delivery in found)
            uow.events.append(replace(draft, data=said, success=whole))
        return found
