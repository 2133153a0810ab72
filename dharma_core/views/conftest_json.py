"""A check in the JSON form of Conftest, for what already reads that."""

from __future__ import annotations

from typing import Any

from dharma_core.policies.findings import Effect
from dharma_core.views.checked import Checked, Told

__all__ = ["conftest"]

_NAMESPACE = "dharma"


def conftest(checked: Checked) -> list[dict[str, Any]]:
    """Return one result for the source, as Conftest gives one a file.

    ``failures`` are open denies and policies that could not be run, ``warnings`` open warns,
    ``exceptions`` what is waived or known; ``successes`` counts the rules that found nothing.
    """
    groups: dict[str, list[dict[str, Any]]] = {"warnings": [], "failures": [], "exceptions": []}
    for told in checked.told:
        groups[_group(told)].append(_result(told))
    broken = {told.finding.rule_id for told in checked.told}
    return [
        {
            "filename": checked.source,
            "namespace": _NAMESPACE,
            "successes": sum(id_ not in broken for id_ in checked.rules),
            **{name: results for name, results in groups.items() if results},
        }
    ]


def _group(told: Told) -> str:
    if told.standing != "open":
        return "exceptions"
    return "failures" if told.finding.effect is Effect.DENY else "warnings"


def _result(told: Told) -> dict[str, Any]:
    finding = told.finding
    place = finding.position
    metadata = {
        "rule": finding.rule_id,
        "severity": finding.severity.value,
        "resource": finding.address,
        "file": place.file if place else None,
        "line": place.line if place else None,
        "remediation": finding.remediation,
        "standing": told.standing,
        "waiver": told.rests or None,
        "fingerprint": told.fingerprint,
    }
    return {"msg": finding.message or finding.title, "metadata": metadata}
