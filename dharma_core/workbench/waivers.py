"""Waivers: gathered from comments, a file and the store, and laid over what a check found."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from dharma_core.workbench.context import Context
from dharma_core.workbench.waiver_owners import with_owners

if TYPE_CHECKING:
    from dharma_core.plan import Plan
    from dharma_core.policies.findings import CheckReport, Rule
    from dharma_core.policies.waivers import Waiver
    from dharma_core.storage.waivers import StoredWaiver

__all__ = ["Waivers"]


@cache
def _builtin_rules() -> tuple[Rule, ...]:
    """Return Dharma's own rules for every cloud; a check runs those of its clouds only."""
    from dharma_core.policies.check import list_rules
    from dharma_core.storage.policy_files import load_builtin_policies

    return list_rules(load_builtin_policies())[0]


class Waivers(Context):
    """The part of the workbench that knows which findings may rest."""

    def waived(
        self,
        plan: Plan,
        report: CheckReport,
        *,
        waivers: Path | None = None,
        today: date | None = None,
    ) -> CheckReport:
        """Return a report with every waiver that speaks of the Plan laid over it.

        Parameters
        ----------
        waivers : Path, optional
            A file of waivers; the configured one, or ``dharma-waivers.yaml`` here, when left out.
        today : date, optional
            The day to judge by; the present one in UTC when left out.

        Raises
        ------
        InputError
            If the file is missing or wrong; file, line and the nearest right word are named.
        """
        from dharma_core.policies.waiver_comments import comment_waivers
        from dharma_core.policies.waiving import Terms, apply_waivers

        written = [*comment_waivers(plan), *self._file_waivers(waivers)]
        return apply_waivers(
            report,
            [*with_owners(written, self.cwd), *(w.waiver for w in self._stored_waivers())],
            Terms(
                today or datetime.now(UTC).date(),
                self.settings.policies.require_expiry,
                plan.name,
                _builtin_rules,
            ),
        )

    def waiver_stamp(self) -> str:
        """Return what changes when a waiver outside of the sources does, or the day."""
        parts = [str(datetime.now(UTC).date())]
        parts += [w.id for w in self._stored_waivers()]
        path = self._waiver_file(None)
        if path is not None and (self.cwd / path).is_file():
            parts.append(sha256((self.cwd / path).read_bytes()).hexdigest())
        return sha256("\0".join(parts).encode()).hexdigest()

    def _stored_waivers(self) -> tuple[StoredWaiver, ...]:
        if not self.store_exists:
            return ()
        with self.store.reading(self.actor) as uow:
            return uow.waivers.all()

    def _file_waivers(self, given: Path | None) -> tuple[Waiver, ...]:
        from dharma_core.policies.waiver_file import parse_waivers
        from dharma_core.storage.text_files import read_small_text

        path = self._waiver_file(given)
        if path is None:
            return ()
        text = read_small_text(
            self.cwd / path, what="file of waivers", too_large="Use wildcards (*) in addresses."
        )
        return parse_waivers(text, file=str(path))

    def _waiver_file(self, given: Path | None) -> Path | None:
        from dharma_core.policies.waiver_file import FILE_NAME

        named = given or self.settings.policies.waivers
        if named is not None:
            return named
        return Path(FILE_NAME) if (self.cwd / FILE_NAME).is_file() else None
