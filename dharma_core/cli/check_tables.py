"""A check and its compliance for people at a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dharma_core.cli.printing import SEVERITY_STYLE, simple_table

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from dharma_core.policies.compliance import ComplianceReport
    from dharma_core.policies.findings import CheckReport
    from dharma_core.views.checked import Checked, Told

__all__ = ["compliance_table", "findings_table"]

_STYLES = {
    "failing": "red",
    "cannot_tell": "yellow",
    "waived": "yellow",
    "met": "green",
}


def findings_table(console: Console, checked: Checked) -> None:
    """Print every finding with its line, and the verdict."""
    report = checked.report
    if report.findings:
        table = simple_table("Severity", "Rule", "Resource", "What is wrong")
        for told in checked.told:
            table.add_row(*_row(told))
        console.print(table)
    console.print(_verdict(report), style="green" if report.passed else "red")


def _row(told: Told) -> tuple[Text | str, ...]:
    from rich.text import Text

    finding = told.finding
    word = f"{finding.severity.value} ({finding.effect.value})"
    if told.standing != "open":
        word += f", {told.standing}"
    where = f"{finding.address}\n{finding.position}" if finding.position else finding.address
    what = Text(told.words)
    if told.excerpt:
        line = f"\n{told.excerpt.marked} │ {told.excerpt.marked_line.strip()}"
        what.append(line, style="dim")
    return Text(word, SEVERITY_STYLE[finding.severity.value]), finding.rule_id, Text(where), what


def _verdict(report: CheckReport) -> str:
    verdict = "Passed" if report.passed else "Failed"
    errors = f", {len(report.policy_errors)} policy errors" if report.policy_errors else ""
    waived = sum(f.waived for f in report.findings)
    known = sum(f.baselined for f in report.findings)
    beside = f", {waived} waived" if waived else ""
    beside += f", {known} known from the baseline" if known else ""
    return (
        f"{verdict}: {len(report.violations)} violations, {len(report.warnings)} warnings{beside}"
        f"{errors} from {len(report.rules_run)} rules over {report.resources} resources."
    )


def compliance_table(console: Console, report: ComplianceReport) -> None:
    """Print the controls that rules speak to, and how many there are of each standing."""
    from rich.text import Text

    from dharma_core.views.compliance import STANDING_WORDS, evidence_words, standing_sentence

    table = simple_table("Control", "Stands", "Asked for", "Evidence")
    for result in report.results:
        if not result.rules:
            continue
        word = Text(STANDING_WORDS[result.standing], _STYLES.get(result.standing.value, ""))
        table.add_row(
            result.control.id, word, Text(result.control.title), Text(evidence_words(result))
        )
    console.print(table)
    style = "green" if report.passed else "red"
    console.print(standing_sentence(report), style=style)
