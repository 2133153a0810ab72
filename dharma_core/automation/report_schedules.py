"""A report that is made again and again: what, when, where to, and each time it was due."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from string import Formatter
from typing import Any

from dharma_core.automation.cron import Cron
from dharma_core.errors import InputError, nearest

__all__ = [
    "FILE",
    "ReportRun",
    "ReportSchedule",
    "RunState",
    "ScheduledReport",
    "StoredSchedule",
    "schedule_of",
]

FILE = "{name}-{date}-{time}.html"
"""What a report's file is called when nothing else is said."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{2,99}", re.ASCII)
_PLACES = ("name", "date", "time", "month")
_MOST_KEPT = 1000


class RunState(StrEnum):
    """How far a run is."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"

    @property
    def final(self) -> bool:
        """Whether it has ended."""
        return self in (RunState.DONE, RunState.FAILED)


@dataclass(frozen=True, slots=True)
class ReportSchedule:
    """What is to be made, and when.

    Parameters
    ----------
    name : str
        3 to 100 letters, digits, ``-`` and ``_``.
    notebook : str
        The name of one of the installation's, or the absolute path of another.
    parameters : mapping of str to str
        Of its cell tagged ``parameters``, as they were typed.
    folder : str
        Where the files go: absolute, or within the folder of reports that the server has.
    file : str
        Their name; ``{name}``, ``{date}``, ``{time}`` and ``{month}`` are filled in, of the time
        that was due, in UTC.
    keep : int
        How many files stay; older ones go when a new one is there.
    code : bool
        Whether the code is shown.
    digest : str
        SHA-256 of a notebook that is not the installation's: only that one runs.

    Raises
    ------
    InputError
        If the name, the file's name or the number of files cannot be.

    Examples
    --------
    >>> schedule = ReportSchedule("costs", "08_monthly_cost_review", Cron("0 7 1 * *"))
    >>> schedule.file_name(datetime(2026, 12, 1, 7, tzinfo=UTC))
    'costs-2026-12-01-0700.html'
    """

    name: str
    notebook: str
    cron: Cron
    parameters: Mapping[str, str] = field(default_factory=dict)
    folder: str = ""
    file: str = FILE
    keep: int = 12
    code: bool = False
    digest: str = ""

    def __post_init__(self) -> None:
        if _NAME.fullmatch(self.name) is None:
            raise InputError(
                f"A schedule cannot be called {self.name[:110]!r}.",
                next_step="Give it 3 to 100 letters, digits, - and _.",
            )
        if not 1 <= self.keep <= _MOST_KEPT:
            raise InputError(
                f"{self.keep} files cannot be kept.", next_step=f"Keep 1 to {_MOST_KEPT}."
            )
        _check_file(self.file)

    def file_name(self, due: datetime) -> str:
        """Return the name of the file of a time."""
        at = due.astimezone(UTC)
        return self.file.format(
            name=self.name, date=f"{at:%Y-%m-%d}", time=f"{at:%H%M}", month=f"{at:%Y-%m}"
        )

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON form; `schedule_of` reads it."""
        return {
            "name": self.name,
            "notebook": self.notebook,
            "cron": self.cron.text,
            "parameters": dict(self.parameters),
            "folder": self.folder,
            "file": self.file,
            "keep": self.keep,
            "code": self.code,
            "digest": self.digest,
        }


def schedule_of(said: Mapping[str, Any]) -> ReportSchedule:
    """Return the schedule of its JSON form."""
    return ReportSchedule(**{**said, "cron": Cron(said["cron"])})


@dataclass(frozen=True, slots=True)
class StoredSchedule:
    """A schedule of the store.

    Parameters
    ----------
    user : str
        Whose rights its runs have, at the time of each run.
    token : str
        Id of the token it was made with; empty for a session or this machine's user.
    since : datetime
        Times up to this one are dealt with.
    stopped : str
        Why it runs no more; empty while it does.
    """

    id: str
    schedule: ReportSchedule
    tenant: str
    user: str
    token: str
    since: datetime
    stopped: str
    created: datetime
    updated: datetime

    def due(self, now: datetime) -> datetime | None:
        """Return the time to be run for now: the last one that has passed, or None.

        However many were missed, they are made up for by one run.

        Examples
        --------
        >>> from dataclasses import replace
        >>> first = datetime(2026, 3, 1, tzinfo=UTC)
        >>> daily = ReportSchedule("costs", "08_monthly_cost_review", Cron("0 7 * * *"))
        >>> kept = StoredSchedule("rs_1", daily, "default", "ann", "", first, "", first, first)
        >>> print(kept.due(first), kept.due(first.replace(day=9)), sep=", ")
        None, 2026-03-08 07:00:00+00:00
        >>> kept.missed(kept.due(first.replace(day=9)))
        7
        """
        if self.stopped:
            return None
        last = self.schedule.cron.last_time(now)
        return last if last > self.since else None

    def missed(self, due: datetime) -> int:
        """Return how many times before a due one were not run for, a thousand at most."""
        return self.schedule.cron.count_between(self.since, due)

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            **self.schedule.as_dict(),
            "id": self.id,
            "owner": self.user,
            "state": "stopped" if self.stopped else "active",
            "reason": self.stopped or None,
            "created": self.created.isoformat(),
            "updated": self.updated.isoformat(),
        }


@dataclass(frozen=True, slots=True)
class ReportRun:
    """One time a schedule was due, and what became of it.

    Parameters
    ----------
    missed : int
        How many earlier times it makes up for.
    attempts : int
        How often it was begun: more than once when a process died in its middle.
    token : str
        Id of the token its notebook acts with, while it runs.
    path : str
        The file; empty while there is none, and again when it was let go of.
    digest : str
        SHA-256 of the file.
    reason : str
        Why it failed.
    """

    id: str
    schedule_id: str
    tenant: str
    user: str
    due: datetime
    state: RunState
    created: datetime
    updated: datetime
    missed: int = 0
    attempts: int = 0
    token: str = ""
    path: str = ""
    digest: str = ""
    reason: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "id": self.id,
            "due": self.due.isoformat(),
            "status": self.state.value,
            "missed": self.missed,
            "path": self.path or None,
            "reason": self.reason or None,
            "updated": self.updated.isoformat(),
        }


@dataclass(frozen=True, slots=True)
class ScheduledReport:
    """How a schedule stands.

    Parameters
    ----------
    last : ReportRun or None
        Its latest time; None before the first one.
    made : ReportRun or None
        The latest one that has a file.
    next : tuple of datetime
        When it is due again; empty once it is stopped.
    """

    stored: StoredSchedule
    last: ReportRun | None
    made: ReportRun | None
    next: tuple[datetime, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            **self.stored.as_dict(),
            "next": [at.isoformat() for at in self.next],
            "last": None if self.last is None else self.last.as_dict(),
            "path": None if self.made is None else self.made.path,
        }


def _check_file(name: str) -> None:
    try:
        places = [
            (place, form, turned)
            for _, place, form, turned in Formatter().parse(name)
            if place is not None
        ]
    except ValueError:
        places = [("{", "", None)]
    for place, form, turned in places:
        if place not in _PLACES or form or turned:
            raise InputError(
                f"The file's name {name[:200]!r} has a place {{{place[:50]}}} that is unknown.",
                next_step=f"There are {', '.join(f'{{{p}}}' for p in _PLACES)}. "
                f"{nearest(place, _PLACES)}".strip(),
            )
    if "/" in name or "\\" in name or not name.endswith(".html") or name.startswith("."):
        raise InputError(
            f"{name[:200]!r} is no name of a report's file.",
            next_step=f"End it with .html, such as {FILE}.",
        )
