"""With whose rights a scheduled report runs: its owner's, as they are at that moment."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from dharma_core.errors import NotFoundError, PermissionDenied, SignInRequired
from dharma_core.identity import About, authorise
from dharma_core.identity.patterns import any_matches
from dharma_core.identity.tokens import Token, TokenKind
from dharma_core.workbench.acting import Caller
from dharma_core.workbench.token_owners import actor_of_owner

if TYPE_CHECKING:
    from datetime import datetime

    from dharma_core.automation import ReportRun, ReportSchedule, StoredSchedule
    from dharma_core.identity import Actor
    from dharma_core.storage.store import UnitOfWork

__all__ = [
    "REPORTS_FOLDER",
    "RUN_SCOPES",
    "Refused",
    "end_token",
    "file_of",
    "needs_of",
    "scopes_of_run",
]

REPORTS_FOLDER = "reports"
"""Of DHARMA_HOME: where reports go when no other folder is named."""

RUN_SCOPES = (
    "audit:read",
    "billing:read",
    "blueprint:read",
    "budget:read",
    "deployment:read",
    "policy:read",
    "report:make",
    "trust:read",
)
"""What a report needs: it reads, and nobody's name, since it is sent on."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a schedule may not run.

    Parameters
    ----------
    for_good : bool
        Whether it stops; else only this run fails.
    """

    why: str
    for_good: bool = True


def file_of(schedule: ReportSchedule, due: datetime, home: Path) -> Path:
    """Return the file of a time that is due."""
    return home / REPORTS_FOLDER / schedule.folder / schedule.file_name(due)


def needs_of(schedule: ReportSchedule) -> tuple[str, ...]:
    """Return the permissions that a schedule needs.

    A notebook of one's own, and a folder of one's own, are files that the server runs and writes.
    """
    own = bool(schedule.digest) or Path(schedule.folder).is_absolute()
    return ("report:make", "report:schedule", *(("report:own_files",) if own else ()))


def scopes_of_run(uow: UnitOfWork, stored: StoredSchedule) -> tuple[str, ...] | Refused:
    """Return the scopes of a run's token, or why there is none.

    Parameters
    ----------
    uow : UnitOfWork
        Of the schedule's tenant.
    """
    scopes = _within_token(uow, stored)
    if isinstance(scopes, Refused):
        return scopes
    account = uow.identity.accounts.by_name(stored.user)
    if account is not None and account.active and account.must_change:
        return Refused(f"{stored.user} has to choose a new password first.", for_good=False)
    try:
        owner = actor_of_owner(uow, _as_token(stored), Caller())
    except SignInRequired:
        return Refused(f"{stored.user}, whose schedule it is, is disabled or gone.")
    needed = needs_of(stored.schedule)
    return _asked(replace(owner, scopes=None), needed, uow) or scopes


def end_token(uow: UnitOfWork, run: ReportRun) -> ReportRun:
    """End the token that a run's notebook acts with, if it has one; return the run without it."""
    if not run.token:
        return run
    token = uow.tokens.get(run.token)
    uow.tokens.revoke(token, why="The report's run has ended.")
    uow.tokens.forget(token)
    return uow.report_schedules.change(run, token="")


def _within_token(uow: UnitOfWork, stored: StoredSchedule) -> tuple[str, ...] | Refused:
    """Return what of the scopes the token that made the schedule has; it must be in force."""
    if not stored.token:
        return RUN_SCOPES
    try:
        token = uow.tokens.get(stored.token)
    except NotFoundError:
        return Refused("The token it was made with is gone.")
    if (state := token.state(uow.scope.now)) != "active":
        return Refused(f"The token {token.name!r} it was made with is {state}.")
    return tuple(scope for scope in RUN_SCOPES if any_matches(token.scopes, scope))


def _asked(owner: Actor, needed: tuple[str, ...], uow: UnitOfWork) -> Refused | None:
    for permission in needed:
        try:
            authorise(owner, permission, About(at=uow.scope.now))
        except PermissionDenied as error:
            # A rule may be of tonight; a role is lost until somebody gives it back.
            return Refused(error.message, for_good="rule" not in error.details)
    return None


def _as_token(stored: StoredSchedule) -> Token:
    return Token(
        "", stored.tenant, stored.user, stored.schedule.name, TokenKind.PERSONAL, "", "", (),
        created=stored.created, expires=stored.created,
    )  # fmt: skip
