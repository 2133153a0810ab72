"""A check as SARIF 2.1.0, which code hosts and editors show beside the lines.

One run; every rule that ran, with its help and a number for its severity; waived findings are
suppressed; fingerprints survive a move of lines; a policy that failed is a notification. What
GitHub asks for besides: https://docs.github.com/code-security (SARIF support for code scanning).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any
from urllib.parse import quote

from dharma_core.policies.findings import Effect, Rule, Severity
from dharma_core.policies.waivers import Form
from dharma_core.views.checked import Checked, Told

__all__ = ["sarif"]

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_FINGERPRINT = "dharmaFinding/v1"
# The only one GitHub reads. Its upload makes it from the line of a result, which is best where we
# know the line; where we know none, all results would look alike.
_LINE_FINGERPRINT = "primaryLocationLineHash"
_ROOT = "SRCROOT"
_WORD = re.compile(r"[A-Za-z0-9]+")
_LONGEST_NAME = 255  # GitHub's
# GitHub reads above 9.0 as critical, 7.0 to 8.9 as high, 4.0 to 6.9 as medium, below as low.
_NUMBERS = {
    Severity.CRITICAL: "9.5",
    Severity.HIGH: "8.0",
    Severity.MEDIUM: "5.5",
    Severity.LOW: "2.5",
}
_LEVELS = {
    Severity.CRITICAL: "error",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.LOW: "note",
}


def sarif(checked: Checked) -> dict[str, Any]:
    """Return the document.

    Examples
    --------
    >>> from datetime import datetime
    >>> from dharma_core.policies.findings import CheckReport
    >>> nothing = Checked(CheckReport((), (), 0), "web", "main.tf", "terraform", datetime.now(UTC))
    >>> sarif(nothing)["version"], sarif(nothing)["runs"][0]["results"]
    ('2.1.0', [])
    """
    places = {id_: number for number, id_ in enumerate(checked.rules)}
    run = {
        "tool": {"driver": _driver(checked)},
        "automationDetails": {"id": f"dharma/check/{_uri(checked.name)}/"},
        "invocations": [_invocation(checked)],
        "originalUriBaseIds": {_ROOT: {"description": {"text": "Where the command was given."}}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(checked, told, places) for told in checked.about_resources],
    }
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _driver(checked: Checked) -> dict[str, Any]:
    version = {"semanticVersion": checked.version} if checked.version else {}
    return {
        "name": "Dharma",
        **version,
        "rules": [_rule(rule) for rule in checked.rules.values()],
    }


def _rule(rule: Rule) -> dict[str, Any]:
    link = {"helpUri": rule.references[0]} if rule.references else {}
    name = _name(rule)
    return {
        "id": rule.id,
        **({"name": name} if name else {}),
        "shortDescription": {"text": f"{rule.title}."},
        "fullDescription": {"text": rule.description or f"{rule.title}."},
        "help": _help(rule),
        **link,
        "defaultConfiguration": {"level": _level(rule.severity, rule.effect)},
        "properties": {
            "tags": list(dict.fromkeys(filter(None, _tags(rule)))),
            "precision": "high",
            "security-severity": _NUMBERS[rule.severity],
            "frameworks": {name: list(ids) for name, ids in rule.frameworks.items()},
            "twins": list(rule.twins),
        },
    }


def _name(rule: Rule) -> str:
    """Return the title as one word in Pascal case; a name that is only the id again is none."""
    name = "".join(word[0].upper() + word[1:] for word in _WORD.findall(rule.title))
    return "" if name == rule.id else name[:_LONGEST_NAME]


def _tags(rule: Rule) -> tuple[str, ...]:
    """Return words to filter by; GitHub shows ``security-severity`` for the first of them only."""
    return ("security", rule.group, rule.provider, rule.service)


def _help(rule: Rule) -> dict[str, str]:
    remedy = rule.remediation or "See the rule."
    frameworks = [f"{name} {', '.join(ids)}" for name, ids in sorted(rule.frameworks.items())]
    text = [rule.description or f"{rule.title}.", f"What to do: {remedy}"]
    marked = [text[0], f"**What to do.** {remedy}"]
    if frameworks:
        text.append(f"Asked for by {'; '.join(frameworks)}.")
        marked.append(f"**Asked for by** {'; '.join(frameworks)}.")
    marked += [f"- <{link}>" for link in rule.references]
    return {"text": "\n".join(text), "markdown": "\n\n".join(marked)}


def _level(severity: Severity, effect: Effect) -> str:
    """Return SARIF's level: what warns is no error, however severe."""
    level = _LEVELS[severity]
    return "warning" if effect is Effect.WARN and level == "error" else level


def _result(checked: Checked, told: Told, places: Mapping[str, int]) -> dict[str, Any]:
    finding = told.finding
    index = {"ruleIndex": places[finding.rule_id]} if finding.rule_id in places else {}
    state = {}
    if checked.compared:
        state = {"baselineState": "unchanged" if finding.baselined else "new"}
    return {
        "ruleId": finding.rule_id,
        **index,
        "level": "note" if finding.is_unknown else _level(finding.severity, finding.effect),
        "message": {"text": finding.message or finding.title},
        "locations": [_location(checked, told)],
        "partialFingerprints": _fingerprints(told),
        **state,
        "suppressions": _suppressions(told),
        "properties": {
            "severity": finding.severity.value,
            "effect": finding.effect.value,
            "evidence": dict(finding.evidence),
            "remediation": finding.remediation,
        },
    }


def _fingerprints(told: Told) -> dict[str, str]:
    place = told.finding.position
    if told.excerpt or (place and place.line):
        return {_FINGERPRINT: told.fingerprint}
    return {_FINGERPRINT: told.fingerprint, _LINE_FINGERPRINT: told.fingerprint}


def _location(checked: Checked, told: Told) -> dict[str, Any]:
    file = _artifact(checked.file_of(told.finding))
    physical: dict[str, Any] = {"artifactLocation": file}
    place, excerpt = told.finding.position, told.excerpt
    if excerpt:
        physical["region"] = {
            "startLine": excerpt.marked,
            "snippet": {"text": excerpt.marked_line},
        }
        physical["contextRegion"] = {
            "startLine": excerpt.first,
            "endLine": excerpt.last,
            "snippet": {"text": excerpt.text},
        }
    elif place and place.line:
        end = max(place.end_line or place.line, place.line)
        physical["region"] = {"startLine": place.line, "endLine": end}
    else:
        physical["region"] = {"startLine": 1}
    address = told.finding.address
    named = [{"fullyQualifiedName": address, "kind": "resource"}] if address else []
    return {"physicalLocation": physical, "logicalLocations": named}


def _artifact(file: str) -> dict[str, str]:
    if PureWindowsPath(file).is_absolute() and not file.startswith("/"):
        return {"uri": PureWindowsPath(file).as_uri()}
    if file.startswith("/"):
        return {"uri": PurePosixPath(file).as_uri()}
    return {"uri": _uri(file), "uriBaseId": _ROOT}


def _uri(file: str) -> str:
    """Return a relative path as part of an address: a colon in its first step would be a scheme."""
    return quote(file.replace("\\", "/").removeprefix("./"), safe="/@+,~") or "."


def _suppressions(told: Told) -> list[dict[str, str]]:
    if not told.finding.waived:
        return []
    waiver = told.finding.waiver
    outside = waiver is None or waiver.form in (Form.FILE, Form.STORE)
    kind = "external" if outside else "inSource"
    return [{"kind": kind, "status": "accepted", "justification": told.rests or "Waived."}]


def _invocation(checked: Checked) -> dict[str, Any]:
    errors = checked.report.policy_errors
    return {
        "executionSuccessful": not errors,
        "endTimeUtc": checked.made.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "toolExecutionNotifications": [
            {"level": "error", "message": {"text": error.message}} for error in errors
        ],
    }
