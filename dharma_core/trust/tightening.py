"""A team's own Rego over our decision: it may make it stricter, and nothing else.

A file may define ``deny`` and ``step_up``: sets of reasons (or a truth value). Whatever it answers
is joined to our verdict as the stricter of the two, so that no file can let anybody in. A file
that cannot be read, does not compile, stops or answers in another form denies: the team wanted a
say, and nobody knows what it would have been.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dharma_core.errors import InputError
from dharma_core.policies.ports import PolicySource, RegoProblem, RegoResult, RegoUnit
from dharma_core.trust.rules import Verdict
from dharma_core.trust.score import Score

__all__ = [
    "Ruling",
    "TeamPolicies",
    "question",
    "team_policies",
    "tightened",
    "trust_facts",
]

_PACKAGE = re.compile(r"^package\s+([A-Za-z_][\w.]*)", re.MULTILINE)
_ENTRY = re.compile(r"^(?:default\s+)?(deny|step_up)\b", re.MULTILINE)
_VERDICTS = {"step_up": Verdict.STEP_UP, "deny": Verdict.DENY}
_MOST_REASONS = 5
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class TeamPolicies:
    """A team's files, ready to be asked.

    Parameters
    ----------
    units : tuple of RegoUnit
        One for each file that defines ``deny`` or ``step_up``; files that define neither are what
        the others import.
    """

    units: tuple[RegoUnit, ...] = ()


@dataclass(frozen=True, slots=True)
class Ruling:
    """A verdict with the rule that gave it and its reasons."""

    verdict: Verdict
    rule: str
    reasons: tuple[str, ...] = ()


def team_policies(sources: Iterable[PolicySource]) -> TeamPolicies:
    """Return the policies of a team's files.

    Raises
    ------
    InputError
        If a file cannot be taken or has no package, or if no file defines ``deny`` or ``step_up``.
    """
    files = tuple(sources)
    asked: list[tuple[PolicySource, tuple[str, ...]]] = []
    shared: list[PolicySource] = []
    for source in files:
        entries = _entrypoints(source)
        if entries:
            asked.append((source, entries))
        else:
            shared.append(source)
    if files and not asked:
        raise InputError(
            f"{files[0].file} defines neither deny nor step_up, and so can tighten nothing.",
            next_step='Write: deny contains "why" if input.action == "delete"',
        )
    units = (
        RegoUnit(source.file, (source, *shared), entries, shared=entries)
        for source, entries in asked
    )
    return TeamPolicies(tuple(units))


def question(asked: Mapping[str, Any], ruling: Ruling, trust: Mapping[str, Any]) -> str:
    """Return what a policy sees as ``input``, as JSON text.

    Parameters
    ----------
    asked : mapping
        ``user``, ``tenant``, ``resource``, ``action`` and what else is known, JSON values only.
    trust : mapping
        ``trust_score``, ``trust_level``, and the parts where they are known.
    """
    document = {**asked, **trust, "decision": ruling.verdict.value, "rule": ruling.rule}
    return json.dumps(document, ensure_ascii=False, sort_keys=True)


def trust_facts(score: Score) -> dict[str, Any]:
    """Return what a policy sees of a score."""
    said = score.as_dict()
    return {
        "trust_score": said["overall_score"],
        "trust_level": said["trust_level"],
        **said["breakdown"],
    }


def tightened(ruling: Ruling, results: Mapping[str, RegoResult]) -> Ruling:
    """Return the stricter of our ruling and what a team's policies answered.

    Parameters
    ----------
    results : mapping
        The result of each unit by its file.
    """
    for file, result in results.items():
        verdict, reasons = _said(file, result)
        if verdict.strictness > ruling.verdict.strictness:
            ruling = Ruling(verdict, file, (*reasons, *ruling.reasons))
    return ruling


def _entrypoints(source: PolicySource) -> tuple[str, ...]:
    if source.problem:
        raise InputError(
            f"The trust policy {source.file} {source.problem}.",
            next_step="Mend the file, or take it out of [trust] policies.",
        )
    package = _PACKAGE.search(source.text)
    if package is None:
        raise InputError(
            f"The trust policy {source.file} has no package.",
            next_step="Begin it with a line such as 'package team.trust'.",
        )
    path = package[1].replace(".", "/")
    found = sorted(set(_ENTRY.findall(source.text)))
    return tuple(f"{path}/{entry}" for entry in found)


def _said(file: str, result: RegoResult) -> tuple[Verdict, tuple[str, ...]]:
    """Return the verdict of one file and its reasons."""
    if result.problem is not None:
        return Verdict.DENY, (_failure(file, _told(result.problem)),)
    verdict, reasons = Verdict.ALLOW, tuple[str, ...]()
    if not result.values:
        return Verdict.DENY, (_failure(file, "gave no answer"),)
    for name, value in result.values[0].items():
        said = _reasons(value)
        if said is None:
            return Verdict.DENY, (_failure(file, f"answered {name} with no set of reasons"),)
        stricter = _VERDICTS[name]
        if said and stricter.strictness > verdict.strictness:
            verdict = stricter
            reasons = tuple(f"{file}: {reason}" for reason in said)
    return verdict, reasons


def _reasons(value: Any) -> Sequence[str] | None:
    """Return the reasons of an answer, none when it does not object; None when it is no answer."""
    if value is None or value is False:
        return ()
    if value is True:
        return ("the team's policy says so",)
    if isinstance(value, str):
        return (value[:_LONGEST],)
    if not isinstance(value, (list, dict)) or not all(isinstance(r, str) for r in value):
        return None
    return tuple(sorted(reason[:_LONGEST] for reason in value)[:_MOST_REASONS])


def _told(problem: RegoProblem) -> str:
    line = f" (line {problem.line})" if problem.line else ""
    return f"{problem.reason}{line}"


def _failure(file: str, why: str) -> str:
    return f"The team's trust policy {file} {why}; without its answer nothing is allowed."
