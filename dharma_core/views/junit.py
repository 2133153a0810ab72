"""A check as JUnit XML: what a build server shows as failed tests."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC
from xml.etree import ElementTree as ET

from dharma_core.policies.findings import Effect, Finding, Rule
from dharma_core.views.checked import Checked, Told

__all__ = ["junit"]

# Everything that no XML 1.0 document can hold.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(checked: Checked) -> str:
    """Return the document: a suite for each group of rules, a case for each finding.

    A rule that found nothing is one case that passed. What denies fails; what only warns passes
    and says so in ``system-out``; what is waived or known is skipped; a policy that could not be
    run is an error.
    """
    root = ET.Element("testsuites", name="dharma check")
    suites: dict[str, list[ET.Element]] = {}
    told_of: dict[str, list[Told]] = {}
    for told in checked.told:
        told_of.setdefault(told.finding.rule_id, []).append(told)
    for rule in checked.rules.values():
        found = told_of.pop(rule.id, [])
        cases = suites.setdefault(rule.group, [])
        cases += [_case(told, checked) for told in found] or [_passed(rule)]
    for told in (one for rest in told_of.values() for one in rest):
        suites.setdefault(told.finding.group, []).append(_case(told, checked))
    stamp = checked.made.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
    for group, cases in suites.items():
        suite = ET.SubElement(root, "testsuite", {"name": group, "timestamp": stamp})
        suite.attrib.update(_counts(cases))
        suite.extend(cases)
    root.attrib.update(_counts(case for cases in suites.values() for case in cases))
    ET.indent(root)
    body = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'


def _counts(cases: Iterable[ET.Element]) -> Mapping[str, str]:
    found = list(cases)
    counts = {"tests": str(len(found))}
    for key, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        counts[key] = str(sum(case.find(tag) is not None for case in found))
    return counts


def _passed(rule: Rule) -> ET.Element:
    return ET.Element("testcase", classname=_clean(rule.id), name=_clean(rule.title))


def _case(told: Told, checked: Checked) -> ET.Element:
    finding = told.finding
    name = f"{finding.title} [{finding.address}]" if finding.address else finding.title
    case = ET.Element("testcase", classname=_clean(finding.rule_id), name=_clean(name))
    case.set("file", _clean(checked.file_of(finding)))
    case.set("line", str(checked.line_of(told)))
    if told.standing != "open":
        ET.SubElement(case, "skipped", message=_standing(told))
    elif finding.is_policy_error:
        _add(case, "error", finding, told)
    elif finding.effect is Effect.DENY:
        _add(case, "failure", finding, told)
    else:
        ET.SubElement(case, "system-out").text = _clean(f"warning: {_story(told)}")
    return case


def _add(case: ET.Element, tag: str, finding: Finding, told: Told) -> None:
    said = {"message": _clean(finding.message), "type": finding.severity.value}
    ET.SubElement(case, tag, said).text = _clean(_story(told))


def _story(told: Told) -> str:
    finding = told.finding
    lines = [finding.message, str(finding.position or ""), finding.remediation]
    lines.append(told.excerpt.text if told.excerpt else "")
    return "\n".join(line for line in lines if line)


def _standing(told: Told) -> str:
    return _clean(told.rests or "waived") if told.finding.waived else "known from the baseline"


def _clean(words: str) -> str:
    return _FORBIDDEN.sub("�", words)
