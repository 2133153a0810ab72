"""One self-contained HTML page for an auditor: a framework, its controls and the evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from markupsafe import Markup

from dharma_core.policies.compliance import ComplianceReport, ControlResult, Standing
from dharma_core.policies.findings import Finding
from dharma_core.views.checked import Checked, Told
from dharma_core.views.compliance import (
    STANDING_TONES,
    STANDING_WORDS,
    compliance_headlines,
    controls_table,
    evidence_words,
    standing_sentence,
)
from dharma_core.views.finding_markup import finding_html
from dharma_core.views.markup import badge, headlines_html, moment, table_html
from dharma_core.views.paper import environment, page_style
from dharma_core.views.table import Table
from dharma_core.views.words import count

__all__ = ["compliance_page", "control_findings"]

_WITH_EVIDENCE = (Standing.FAILING, Standing.CANNOT_TELL, Standing.WAIVED)


def compliance_page(report: ComplianceReport, checked: Checked) -> str:
    """Return a compliance report as one HTML document, light or dark as the reader's system is.

    Parameters
    ----------
    checked : Checked
        The check it was judged by, with the lines of the source.
    """
    paper = environment()
    return paper.get_template("compliance.html.j2").render(_facts(report, checked))


def control_findings(result: ControlResult, checked: Checked) -> tuple[Told, ...]:
    """Return the findings behind a control, with their lines."""
    told = {id(one.finding): one for one in checked.told}
    return tuple(told.get(id(f)) or _untold(f, checked) for f in result.findings)


def _untold(finding: Finding, checked: Checked) -> Told:
    return Told(finding, "", checked.rules.get(finding.rule_id))


def _facts(report: ComplianceReport, checked: Checked) -> Mapping[str, Any]:
    return {
        "report": report,
        "framework": report.framework,
        "name": checked.name,
        "css": page_style(),
        "context": _context(report, checked),
        "made": moment(checked.made),
        "summary": headlines_html(compliance_headlines(report)),
        "sentence": standing_sentence(report),
        "bars": list(_bars(report)),
        "evidence": list(_evidence(report, checked)),
        "met": _table(report, Standing.MET),
        "blind": _table(report, Standing.NOT_CHECKABLE),
        "rest": _table(report, Standing.NO_RULE, Standing.NOT_APPLICABLE),
    }


def _context(report: ComplianceReport, checked: Checked) -> str:
    rules = {rule.id for result in report.results for rule in result.rules}
    return " · ".join(
        (
            report.framework.title,
            f"design {checked.name}, read from {checked.kind.replace('-', ' ')}",
            count(report.resources, "resource"),
            f"{count(len(rules), 'rule')} of Dharma {checked.version}".rstrip(),
        )
    )


def _bars(report: ComplianceReport) -> Iterator[Mapping[str, Any]]:
    most = max(report.counts.values(), default=0) or 1
    for standing, number in report.counts.items():
        tone = STANDING_TONES.get(standing, "muted")
        yield {
            "word": badge(STANDING_WORDS[standing], tone),
            "tone": tone,
            "number": number,
            "share": f"{number * 100 / most:.2f}",
        }


def _evidence(report: ComplianceReport, checked: Checked) -> Iterator[Mapping[str, Any]]:
    for result in sorted(report.standing(*_WITH_EVIDENCE), key=lambda r: _order(r.standing)):
        yield {
            "id": result.control.id,
            "title": result.control.title,
            "rest": result.control.rest,
            "standing": badge(STANDING_WORDS[result.standing], STANDING_TONES[result.standing]),
            "words": evidence_words(result),
            "open": result.standing is Standing.FAILING,
            "findings": Markup("").join(map(finding_html, control_findings(result, checked))),
        }


def _order(standing: Standing) -> int:
    return list(Standing).index(standing)


def _table(report: ComplianceReport, *which: Standing) -> Markup | None:
    words = [STANDING_WORDS[standing] for standing in which]
    rows: Table = controls_table(report).where("standing", words)
    columns = (
        ("id", "title", "evidence", "rules")
        if Standing.MET in which
        else (
            ("id", "title", "standing", "evidence")
            if len(which) > 1
            else ("id", "title", "evidence")
        )
    )
    return table_html(rows.only(*columns)) if len(rows) else None
