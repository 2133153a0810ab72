"""Waivers of the store: given, listed and taken back through the one gate."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from dharma_core.typed_text import LONGEST_LINE, checked_line, checked_text
from dharma_core.workbench.judges import Judges

if TYPE_CHECKING:
    from dharma_core.policies.waivers import Waiver
    from dharma_core.storage.waivers import StoredWaiver

__all__ = ["WaiverDesk"]


class WaiverDesk(Judges):
    """The part of the workbench that lets a finding rest, with a reason and a last day."""

    def waivers(self) -> tuple[StoredWaiver, ...]:
        """Return the waivers of the store, oldest first; expired ones too."""
        self.allow("policy:read")
        return self._stored_waivers()

    def add_waiver(self, draft: Waiver, *, today: date | None = None) -> StoredWaiver:
        """Let a rule rest for the resources that a waiver names; the act is on record.

        Parameters
        ----------
        draft : Waiver
            Its owner is the actor when it names none.
        today : date, optional
            The day to judge by; the present one in UTC when left out.

        Raises
        ------
        PermissionDenied
            If the actor may not waive.
        InputError
            If there is no such rule, the reason is empty, or the last day is missing or past.
        """
        from dharma_core.policies.waiver_giving import checked_waiver

        self.allow("policy:waive")
        checked = checked_waiver(
            _typed(draft),
            self.rules(),
            today=today or datetime.now(UTC).date(),
            needs_expiry=self.settings.policies.require_expiry is not False,
        )
        with self.store.transaction(self.actor) as uow:
            return uow.waivers.add(checked)

    def remove_waiver(self, id: str) -> StoredWaiver:  # noqa: A002 - the domain's word
        """Take a waiver of the store back and return what it was; the act is on record.

        Raises
        ------
        PermissionDenied
            If the actor may not waive.
        NotFoundError
            If there is no such waiver.
        """
        self.allow("policy:waive")
        with self.store.transaction(self.actor) as uow:
            return uow.waivers.remove(id)


def _typed(draft: Waiver) -> Waiver:
    """Return a waiver whose typed texts mislead nobody; raise InputError when one does."""

    def line(name: str, longest: int = LONGEST_LINE) -> str:
        what = f"{name} of the waiver"
        return checked_line(getattr(draft, name), what=what, longest=longest, empty=True)

    return replace(
        draft,
        rule=line("rule"),
        owner=line("owner"),
        ticket=line("ticket"),
        design=line("design"),
        address=line("address", 1000),
        reason=checked_text(draft.reason, what="reason of the waiver", empty=True),
    )
