"""Lay waivers over a report: what they hide, what has expired, what is refused, what is unused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dharma_core.errors import nearest
from dharma_core.policies.findings import CheckReport, Effect, Finding, Rule, Severity
from dharma_core.policies.waivers import Form, Standing, Waiver, WaiverUse, matches, rule_key

__all__ = ["WAIVER_ERROR", "Terms", "apply_waivers"]

WAIVER_ERROR = "waiver_error"
_OWN_RULE = "A rule of your own needs its folder: --policy DIR, or folders under [policies]."


@dataclass(frozen=True, slots=True)
class Terms:
    """What waivers are judged by.

    Parameters
    ----------
    today : date
        A waiver holds to the end of its last day.
    require_expiry : bool or None
        Whether a waiver needs a last day; with None Dharma's own do and other tools' do not.
    design : str
        The name of what was checked; waivers of other designs are left out.
    others : callable
        Gives the rules that there are besides those that ran; asked once, and only when a waiver
        names none of those.
    """

    today: date
    require_expiry: bool | None = None
    design: str = ""
    others: Callable[[], Iterable[Rule]] = tuple


def apply_waivers(report: CheckReport, waivers: Sequence[Waiver], terms: Terms) -> CheckReport:
    """Return the report with each finding that a waiver in force answers marked as waived.

    A waiver hides only findings of the rule it names at the addresses it names; findings about
    policies and about waivers are never hidden. Of several, one in force wins.
    """
    today = terms.today
    here = [w for w in waivers if matches(w.design, terms.design)]
    known = _Known(report, terms.others)
    judged = [_refused(w, known, terms.require_expiry) for w in here]
    index = _Index([w for w in judged if not w.problem])
    used: Counter[int] = Counter()
    findings: list[Finding] = []
    for finding in report.findings:
        answer = None if finding.is_policy_error else index.answer(finding, today)
        findings.append(finding if answer is None else _answered(finding, answer, today))
        used[id(answer)] += 1
    uses = tuple(_use(w, used[id(w)], known, today) for w in judged)
    wrong = {(w.where, w.problem): w for w in judged if w.problem}
    findings.extend(map(_error, wrong.values()))
    made = CheckReport.of(findings, report.rules_run, report.resources)
    return replace(made, waivers=uses)


def _answered(finding: Finding, waiver: Waiver, today: date) -> Finding:
    return replace(finding, waived=not waiver.is_expired(today), waiver=waiver)


class _Known:
    """Which rules there are, by every name they have."""

    def __init__(self, report: CheckReport, others: Callable[[], Iterable[Rule]]) -> None:
        self.ids: set[str] = set()
        self._keys: set[str] = set()
        self._others: Callable[[], Iterable[Rule]] | None = others
        self._add((*report.rules_run, *report.findings))

    def has(self, rule: str) -> bool:
        """Whether a rule, or another tool's name of it, is known."""
        key = rule_key(rule)
        if not self._finds(key) and self._others is not None:
            self._add(self._others())
            self._others = None
        return self._finds(key)

    def _add(self, rules: Iterable[Rule | Finding]) -> None:
        self.ids |= {name for rule in rules for name in _names(rule)}
        self._keys |= {rule_key(name) for name in self.ids}

    def _finds(self, key: str) -> bool:
        return key in self._keys or ("*" in key and any(matches(key, k) for k in self._keys))


def _names(rule: Rule | Finding) -> Iterator[str]:
    yield rule.rule_id if isinstance(rule, Finding) else rule.id
    yield from rule.twins


class _Index:
    """Waivers by the rule they name."""

    def __init__(self, waivers: Iterable[Waiver]) -> None:
        self._exact: dict[str, list[Waiver]] = {}
        self._patterns: list[Waiver] = []
        for waiver in waivers:
            if "*" in waiver.rule:
                self._patterns.append(waiver)
            else:
                self._exact.setdefault(rule_key(waiver.rule), []).append(waiver)

    def answer(self, finding: Finding, today: date) -> Waiver | None:
        """Return the waiver for a finding: one in force before an expired one."""
        keys = [rule_key(name) for name in _names(finding)]
        named = [w for key in dict.fromkeys(keys) for w in self._exact.get(key, ())]
        named += [w for w in self._patterns if any(matches(rule_key(w.rule), k) for k in keys)]
        answers = [w for w in named if w.covers(finding.address)]
        return next((w for w in answers if not w.is_expired(today)), next(iter(answers), None))


def _refused(waiver: Waiver, known: _Known, require_expiry: bool | None) -> Waiver:
    """Return the waiver, with what keeps it from holding."""
    if waiver.problem:
        return waiver
    ours = waiver.form.is_ours
    # A stored one named a rule that there was when it was given, perhaps in another project.
    if waiver.form in (Form.DHARMA, Form.FILE) and not known.has(waiver.rule):
        hint = f"{nearest(waiver.rule, known.ids)} {_OWN_RULE}"
        return _with(waiver, f"there is no rule {waiver.rule!r}", hint)
    if ours and not waiver.reason:
        return _with(waiver, "it gives no reason", _how(waiver, "because REASON", "reason: ..."))
    needed = ours if require_expiry is None else require_expiry
    if needed and waiver.until is None:
        step = _how(waiver, "until 2027-01-31", "until: 2027-01-31")
        return _with(waiver, "it has no last day", step)
    return waiver


def _with(waiver: Waiver, problem: str, next_step: str) -> Waiver:
    return replace(waiver, problem=problem, next_step=next_step)


def _how(waiver: Waiver, comment: str, key: str) -> str:
    tool = {Form.TFSEC: ":exp:2027-01-31", Form.TRIVY: ":exp:2027-01-31"}
    if waiver.form is Form.CHECKOV:
        return "Write it as dharma:ignore with 'until 2027-01-31 because REASON'."
    if waiver.form is Form.DHARMA:
        return f"Add '{comment}'."
    return f"Add '{tool.get(waiver.form, key)}'."


def _use(waiver: Waiver, findings: int, known: _Known, today: date) -> WaiverUse:
    if waiver.problem:
        return WaiverUse(waiver, Standing.REFUSED, message=_told(waiver))
    if not waiver.form.is_ours and not known.has(waiver.rule):
        return WaiverUse(waiver, Standing.FOREIGN, message=f"Dharma has no {waiver.rule}.")
    if not findings:
        return WaiverUse(waiver, Standing.UNUSED, message="No finding answers to it: remove it.")
    if waiver.is_expired(today):
        said = f"It expired after {waiver.until}: its findings count again."
        return WaiverUse(waiver, Standing.EXPIRED, findings, said)
    return WaiverUse(waiver, Standing.USED, findings)


def _told(waiver: Waiver) -> str:
    return f"{waiver.problem[:1].upper()}{waiver.problem[1:]}. {waiver.next_step}".strip()


def _error(waiver: Waiver) -> Finding:
    """Return the finding that says a waiver does not hold."""
    address = min(waiver.at, default="")
    return Finding(
        rule_id=WAIVER_ERROR,
        severity=Severity.MEDIUM,
        effect=Effect.WARN,
        group="compliance",
        address=address,
        message=f"{waiver.where}: this waiver does not hold, because {waiver.problem}.",
        title="A waiver does not hold",
        remediation=waiver.next_step,
        position=waiver.position,
        evidence={"reason": waiver.problem},
    )
