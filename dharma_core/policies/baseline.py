"""What was found before: findings that a team knows of, so that only new ones fail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from dharma_core.errors import InputError
from dharma_core.json_text import indented_json, read_json
from dharma_core.policies.findings import CheckReport, Finding
from dharma_core.policies.fingerprints import fingerprints
from dharma_core.policies.waiving import WAIVER_ERROR

__all__ = ["Baseline", "baseline_text", "parse_baseline"]

_FORM = "dharma-baseline/1"
_MAKE_ANEW = "Write it anew with: dharma check SOURCE --write-baseline FILE."


@dataclass(frozen=True, slots=True)
class Baseline:
    """The fingerprints of known findings.

    Parameters
    ----------
    known : mapping of fingerprint to words
        Rule and resource, for people.
    """

    known: Mapping[str, str]

    def apply(self, report: CheckReport) -> CheckReport:
        """Return the report with the known findings marked; waived ones stay waived.

        A policy that could not be run is never known.
        """
        names = fingerprints(report.findings)
        marked = (self._marked(f, name) for f, name in zip(report.findings, names, strict=True))
        return replace(report, findings=tuple(marked))

    def gone(self, report: CheckReport) -> tuple[str, ...]:
        """Return what is in the baseline and was not found again, in words."""
        left = set(fingerprints(report.findings))
        return tuple(words for name, words in self.known.items() if name not in left)

    def _marked(self, finding: Finding, name: str) -> Finding:
        known = name in self.known and _may_be_known(finding)
        return replace(finding, baselined=True) if known else finding


def baseline_text(report: CheckReport) -> str:
    """Return a baseline file: every finding that is not waived, sorted, one object each.

    The text depends on the findings alone, so that a file kept in git changes only with them.
    """
    names = fingerprints(report.findings)
    kept = [
        {
            "fingerprint": name,
            "rule_id": finding.rule_id,
            "address": finding.address,
            "severity": finding.severity.value,
            "title": finding.title,
        }
        for finding, name in zip(report.findings, names, strict=True)
        if _may_be_known(finding)
    ]
    kept.sort(key=lambda entry: (entry["address"], entry["rule_id"], entry["fingerprint"]))
    return indented_json({"format": _FORM, "findings": kept}) + "\n"


def parse_baseline(text: str, *, file: str) -> Baseline:
    """Return the baseline that a file holds.

    Raises
    ------
    InputError
        If it is no JSON or no baseline; the entry is named.

    Examples
    --------
    >>> parse_baseline('{"format": "dharma-baseline/1", "findings": []}', file="b.json").known
    {}
    """
    document = read_json(text, file=file, next_step=_MAKE_ANEW)
    if not isinstance(document, dict) or document.get("format") != _FORM:
        raise _bad(file, f"it is no baseline: its format is not {_FORM!r}")
    entries = document.get("findings")
    if not isinstance(entries, list):
        raise _bad(file, "its 'findings' is not a list")
    return Baseline(dict(_entry(entry, number, file) for number, entry in enumerate(entries, 1)))


def _may_be_known(finding: Finding) -> bool:
    """Whether a finding can be put off: not one about a policy or a waiver, nor a waived one."""
    return not (finding.waived or finding.is_policy_error or finding.rule_id == WAIVER_ERROR)


def _entry(entry: Any, number: int, file: str) -> tuple[str, str]:
    name = entry.get("fingerprint") if isinstance(entry, dict) else None
    if not isinstance(name, str) or not name:
        raise _bad(file, f"finding {number} has no fingerprint")
    return name, f"{entry.get('rule_id', '')} {entry.get('address', '')}".strip()


def _bad(file: str, reason: str) -> InputError:
    return InputError(f"{file}: {reason}.", next_step=_MAKE_ANEW, details={"file": file})
