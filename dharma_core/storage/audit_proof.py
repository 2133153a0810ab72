"""Verifying everything that is stored: chain, archived files, signed log, keys, and outside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice

from dharma_core.audit import ChainReport, report_of
from dharma_core.audit.checkpoints import KEY, LogReport, Record, verify_log
from dharma_core.audit.proof import (
    NO_OUTSIDE,
    AuditReport,
    Outside,
    Problem,
    compare_outside,
    noted_heads,
)
from dharma_core.errors import AdapterError, InputError
from dharma_core.storage.chain_parts import walk_stored
from dharma_core.storage.checkpoints import CheckpointRepository, Notary
from dharma_core.storage.cold_events import ColdEvents, ColdWalk
from dharma_core.storage.events import EventRepository
from dharma_core.storage.scope import Scope

__all__ = ["verify_store"]


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What stands beside the chain, judged."""

    log: LogReport
    outside: Outside
    signed: dict[int, str]
    problems: tuple[Problem, ...]
    notices: tuple[str, ...]


def verify_store(
    scope: Scope, notary: Notary | None, cold: ColdEvents, *, rotation_days: int = 90
) -> AuditReport:
    """Verify all of the audit in one snapshot of the database.

    Parameters
    ----------
    notary : Notary, optional
        Knows the keys here and the log outside; without one only the database is judged.
    cold : ColdEvents
        The files that old events were moved to.
    rotation_days : int
        After how many days a key is said to be due.
    """
    evidence = _beside(scope, notary, rotation_days)
    archived = cold.walk(scope, evidence.signed)
    report = archived.report
    if report is None:
        walk = walk_stored(scope, archived.head, evidence.signed)
        repository = EventRepository(scope)
        report = report_of(walk, head=repository.head(), before=archived.events)
        report = _with_cold(report, archived)
    problems = [*archived.problems, *evidence.problems]
    if not report.valid and report.first_bad is not None:
        problems.insert(0, Problem("chain", report.reason, report.first_bad))
    problems += _cut(report, evidence)
    return AuditReport(
        chain=report,
        log=evidence.log,
        outside=evidence.outside,
        problems=tuple(problems),
        notices=(*evidence.notices, *_uncovered(report, evidence.log)),
        cold_events=archived.events,
        deleted_events=archived.deleted,
    )


def _beside(scope: Scope, notary: Notary | None, rotation_days: int) -> _Evidence:
    repository = CheckpointRepository(scope)
    log = verify_log(repository.after())
    problems = [*_log_problems(log)]
    notices = [*_backwards(log), *_due(repository, scope, log, rotation_days)]
    signed = dict(noted_heads(_first(repository.after(), log.records)))
    outside = Outside()
    if notary is not None:
        outside, found, noted = _outside(notary, repository)
        signed.update(noted)
        problems += [*found, *_unknown_keys(notary, log)]
    if outside.state in ("none", "unreachable"):
        notices.insert(0, f"{outside.fault} {NO_OUTSIDE}".strip())
    return _Evidence(log, outside, signed, tuple(problems), tuple(notices))


def _outside(
    notary: Notary, repository: CheckpointRepository
) -> tuple[Outside, list[Problem], dict[int, str]]:
    """Return how the log outside compares, what is wrong, and the heads it noted if it differs."""
    place = notary.outside
    if place is None:
        return Outside(), [], {}
    try:
        found, problem = compare_outside(place.read(), repository.after(), place.name)
        if problem is None:
            return found, [], {}
        own = verify_log(place.read())
        if own.bad is not None:
            reason = f"{place.name} was changed: {own.reason}"
            return found, [Problem("outside", reason, _after(own))], {}
        return found, [problem], dict(noted_heads(place.read()))
    except InputError as error:
        return Outside(place.name, "differs"), [Problem("outside", str(error), 1)], {}
    except AdapterError as error:
        return Outside(place.name, "unreachable", fault=str(error)), [], {}


def _log_problems(log: LogReport) -> Iterator[Problem]:
    if log.bad is not None:
        yield Problem("checkpoints", log.reason, _after(log))


def _unknown_keys(notary: Notary, log: LogReport) -> Iterator[Problem]:
    strange = [key for key in notary.keys.ids() if key not in log.keys]
    if strange and log.bad is None:
        reason = (
            f"The signing key {strange[0]} is in {notary.keys.folder} and not in the database: "
            "its checkpoints were removed, or everything was signed anew with another key."
        )
        yield Problem("keys", reason, 1)


def _backwards(log: LogReport) -> Iterator[str]:
    if log.backwards:
        first = log.backwards[0]
        yield f"The clock went back before checkpoint {first}: order is proven, times are not."


def _due(
    repository: CheckpointRepository, scope: Scope, log: LogReport, limit: int
) -> Iterator[str]:
    newest = repository.last(KEY)
    if newest is None or log.bad is not None:
        return
    days = (scope.now - datetime.fromisoformat(newest.time)) // timedelta(days=1)
    if days >= limit:
        yield f"The signing key is {days} days old. Run `dharma audit rotate-key`."


def _uncovered(report: ChainReport, log: LogReport) -> Iterator[str]:
    covered = log.last.seq if log.last else 0
    beyond = report.head.seq - covered
    if log.last is None and report.head.seq:
        yield "No checkpoint signs this chain: whoever can write to the database can write it anew."
    elif beyond > 0:
        yield (
            f"Events {covered + 1} to {report.head.seq} are not signed yet. Run "
            "`dharma audit checkpoint` to sign them now."
        )


def _cut(report: ChainReport, evidence: _Evidence) -> Iterator[Problem]:
    """Say that signed events are not there, where chain and noted head agree that they are not."""
    last = max(evidence.signed, default=0)
    if report.valid and last > report.head.seq:
        first = report.head.seq + 1
        reason = f"Events {first} to {last} are missing: they were signed and are cut off."
        yield Problem("checkpoints", reason, first)


def _with_cold(report: ChainReport, archived: ColdWalk) -> ChainReport:
    return replace(report, redacted=report.redacted + archived.redacted)


def _after(log: LogReport) -> int:
    return (log.last.seq if log.last else 0) + 1


def _first(records: Iterator[Record], count: int) -> Iterator[Record]:
    return islice(records, count)
