"""A check in GitLab's two report forms: Code Quality, and SAST (schema 15)."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC
from typing import Any

from dharma_core.policies.findings import Rule, Severity
from dharma_core.views.checked import Checked, Told

__all__ = ["code_quality", "sast"]

_SAST_VERSION = "15.2.4"
_QUALITY = {
    Severity.CRITICAL: "blocker",
    Severity.HIGH: "critical",
    Severity.MEDIUM: "major",
    Severity.LOW: "minor",
}
_HOST = uuid.uuid5(uuid.NAMESPACE_URL, "dharma://finding")


def code_quality(checked: Checked) -> list[dict[str, Any]]:
    """Return the Code Quality report: what is open; GitLab has no word for a waiver."""
    return [
        {
            "description": told.finding.message or told.finding.title,
            "check_name": told.finding.rule_id,
            "fingerprint": told.fingerprint,
            "severity": _QUALITY[told.finding.severity],
            "location": {
                "path": checked.file_of(told.finding).removeprefix("./"),
                "lines": {"begin": checked.line_of(told)},
            },
        }
        for told in checked.told
        if told.standing == "open"
    ]


def sast(checked: Checked) -> dict[str, Any]:
    """Return the SAST report; what is waived or known is left out, GitLab dismisses for itself."""
    moment = checked.made.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
    tool = {
        "id": "dharma",
        "name": "Dharma",
        "vendor": {"name": "Dharma"},
        "version": checked.version or "unknown",
    }
    return {
        "version": _SAST_VERSION,
        "scan": {
            "analyzer": tool,
            "scanner": tool,
            "type": "sast",
            "start_time": moment,
            "end_time": moment,
            "status": "failure" if checked.report.policy_errors else "success",
            "messages": [
                {"level": "fatal", "value": error.message} for error in checked.report.policy_errors
            ],
        },
        "vulnerabilities": [
            _vulnerability(checked, told)
            for told in checked.about_resources
            if told.standing == "open"
        ],
    }


def _vulnerability(checked: Checked, told: Told) -> dict[str, Any]:
    finding, rule = told.finding, told.rule
    last = told.excerpt.last if told.excerpt else checked.line_of(told)
    return {
        "id": str(uuid.uuid5(_HOST, told.fingerprint)),
        "name": finding.title[:255] or finding.rule_id,
        "description": "\n\n".join(
            part for part in (finding.message, rule.description if rule else "") if part
        ),
        "severity": finding.severity.value.capitalize(),
        "solution": finding.remediation,
        "identifiers": list(_identifiers(told)),
        "links": [{"url": link} for link in (rule.references if rule else ())],
        "location": {
            "file": checked.file_of(finding).removeprefix("./"),
            "start_line": checked.line_of(told),
            "end_line": max(last, checked.line_of(told)),
            "class": finding.address,
        },
    }


def _identifiers(told: Told) -> Iterator[dict[str, str]]:
    id_ = told.finding.rule_id
    yield {"type": "dharma_rule", "name": id_, "value": id_}
    for twin in told.finding.twins:
        yield {"type": "twin_rule", "name": twin, "value": twin}
    yield from _controls(told.rule)


def _controls(rule: Rule | None) -> Iterator[dict[str, str]]:
    for framework, ids in sorted(rule.frameworks.items()) if rule else ():
        for control in ids:
            name = f"{framework} {control}"
            yield {"type": "control", "name": name, "value": name}
