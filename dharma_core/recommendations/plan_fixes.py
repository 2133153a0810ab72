"""Findings mended in a Plan, judged again: what changes, what is mended, what is left and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from dharma_core.errors import InputError
from dharma_core.plan import UNKNOWN, Plan, diff_plans
from dharma_core.policies.attributes import path_text, shown
from dharma_core.policies.findings import Finding, Rule
from dharma_core.recommendations.changes import Change, change_plan
from dharma_core.recommendations.fixes import fix_changes
from dharma_core.recommendations.folder_patches import Refusal

__all__ = ["diff_lines", "mend_plan"]

Judge = Callable[[Plan], Iterable[Finding]]


def mend_plan(
    plan: Plan, findings: Iterable[Finding], rules: Mapping[str, Rule], judge: Judge
) -> tuple[tuple[Change, ...], tuple[Finding, ...], tuple[Refusal, ...]]:
    """Return the changes that mend findings, the findings they mend, and those left.

    Parameters
    ----------
    judge : callable
        Finds what a changed Plan breaks.
    """
    chosen = [f for f in findings if f.fixable and not f.waived]
    refused: list[Refusal] = []
    while True:
        try:
            changes = fix_changes(plan, chosen, rules)
        except InputError as error:
            return (), (), (*refused, *(Refusal(f, error.message) for f in chosen))
        still = {(f.rule_id, f.address) for f in judge(change_plan(plan, changes))}
        lost = [f for f in chosen if (f.rule_id, f.address) in still]
        if not lost:
            return changes, tuple(chosen), tuple(refused)
        refused.extend(Refusal(f, "the rule would still fire") for f in lost)
        chosen = [f for f in chosen if f not in lost]


def diff_lines(before: Plan, after: Plan) -> Iterator[str]:
    """Yield what changes between two Plans, a line for each attribute."""
    for change in diff_plans(before, after):
        if change.before is None:
            yield f"+ {change.address}"
            values = change.after.attributes if change.after else {}
            for name, value in values.items():
                yield f"    {name} = {_said(value, after, change.address, name)}"
            continue
        yield f"~ {change.address}"
        for leaf in change.attributes:
            yield f"    {path_text(leaf.path)}: {_said(leaf.before)} -> {_said(leaf.after)}"


def _said(value: Any, plan: Plan | None = None, address: str = "", name: str = "") -> str:
    if value is not UNKNOWN:
        return shown(value)
    resource = plan.by_address[address] if plan else None
    mentions = [str(ref) for e in (resource.expressions if resource else ())
                if e.path == (name,) for ref in e.mentions]  # fmt: skip
    return ", ".join(mentions) or "known after apply"
