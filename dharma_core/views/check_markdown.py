"""A check as the Markdown comment that a pull request gets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from dharma_core.policies.findings import CheckReport, Severity
from dharma_core.views.checked import Checked, Told
from dharma_core.views.markdown import clipped, code, fenced, row, table, text
from dharma_core.views.words import count

__all__ = ["CHECK_MARKER", "check_markdown"]

CHECK_MARKER = "<!-- dharma-check -->"
"""First line of the comment: a bot that finds it in a thread edits that comment."""

_MOST_ROWS = 150
_MOST_SNIPPETS = 20


def check_markdown(checked: Checked) -> str:
    """Return the comment: verdict, counts, open findings with their lines, the others folded.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> nothing = Checked(CheckReport((), (), 3), "web", "main.tf", "x", datetime.now(UTC))
    >>> print(check_markdown(nothing).splitlines()[2])
    **Passed: nothing found.** 0 rules over 3 resources of web.
    """
    report = checked.report
    opened = [told for told in checked.about_resources if told.standing == "open"]
    closed = [told for told in checked.about_resources if told.standing != "open"]
    lines = [CHECK_MARKER, "### Guardrails", _sentence(checked, len(opened)), ""]
    lines += _errors(report)
    if opened:
        lines += [*_severities(opened), "", *_findings(opened, "open finding", opened=True)]
        lines += _snippets(opened)
    if closed:
        lines += ["", *_findings(closed, "waived or known finding", opened=False)]
    return "\n".join(clipped(lines)) + "\n"


def _sentence(checked: Checked, opened: int) -> str:
    report = checked.report
    word = "Passed" if report.passed else "Failed"
    said = count(opened, "open finding") if opened else "nothing found"
    stops = f", {len(report.violations):,} of them must be fixed" if report.violations else ""
    looked = f"{count(len(report.rules_run), 'rule')} over {count(report.resources, 'resource')}"
    return f"**{word}: {said}{stops}.** {looked} of {text(checked.name)}."


def _errors(report: CheckReport) -> Iterator[str]:
    for error in report.policy_errors:
        yield f"> Could not be run: {text(error.message)}"
    if report.policy_errors:
        yield ""


def _severities(opened: Iterable[Told]) -> Iterator[str]:
    tally = Counter(told.finding.severity for told in opened)
    found = [severity for severity in Severity if tally[severity]]
    yield from table([s.value.capitalize() for s in found], ["-"] * len(found))
    yield row([f"{tally[severity]:,}" for severity in found])


def _findings(told: list[Told], noun: str, *, opened: bool) -> Iterator[str]:
    yield f"<details{' open' if opened else ''}><summary>{count(len(told), noun)}</summary>"
    yield ""
    yield from table(("Severity", "Resource", "What is wrong", "What to do", "Rule"), [""] * 5)
    for one in told[:_MOST_ROWS]:
        yield _finding(one)
    if len(told) > _MOST_ROWS:
        yield row((f"and {len(told) - _MOST_ROWS:,} more", "", "", "", ""))
    yield from ("", "</details>")


def _finding(told: Told) -> str:
    finding = told.finding
    where = f"<br>{code(str(finding.position))}" if finding.position else ""
    effect = "stops" if finding.effect.value == "deny" else "warns"
    standing = effect if told.standing == "open" else told.standing
    return row(
        (
            f"{finding.severity.value}, {standing}",
            f"{code(finding.address)}{where}",
            text(told.words),
            text(told.rests or finding.remediation),
            code(finding.rule_id),
        )
    )


def _snippets(opened: Iterable[Told]) -> Iterator[str]:
    """Yield the lines of the worst findings, each place once."""
    shown: set[tuple[str, int]] = set()
    for told in opened:
        excerpt = told.excerpt
        if excerpt is None or (excerpt.file, excerpt.marked) in shown:
            continue
        if len(shown) == _MOST_SNIPPETS:
            return
        shown.add((excerpt.file, excerpt.marked))
        place = code(f"{excerpt.file}:{excerpt.marked}")
        yield from ("", f"<details><summary>{place} {text(told.finding.title)}</summary>", "")
        yield from fenced(excerpt.lines)
        yield from ("", "</details>")
