"""Costs as Markdown: an estimate for a wiki, and the comment that a pull request gets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from dharma_core.costs.comparison import Comparison, CostChange
from dharma_core.costs.components import ResourceCost
from dharma_core.costs.estimates import Estimate
from dharma_core.money import Money, exact_sum
from dharma_core.views.markdown import clipped, code, row, table, text
from dharma_core.views.words import (
    COST_STATE_WORDS,
    amount,
    count,
    money,
    not_known,
    priced_as_of,
    rate,
)

__all__ = ["DIFF_MARKER", "diff_markdown", "estimate_markdown"]

DIFF_MARKER = "<!-- dharma-cost-diff -->"
"""First line of the comment: a bot that finds it in a thread edits that comment."""

_MOST_ROWS = 150  # a comment on GitHub holds 65,536 characters
_WORDS = {"create": "added", "delete": "removed", "update": "changed", "move": "moved"}


def estimate_markdown(estimate: Estimate, *, name: str, group_by: str = "service") -> str:
    """Return an estimate: the answer, groups, reasons, and every resource folded away.

    Examples
    --------
    >>> print(estimate_markdown(Estimate(()), name="web").splitlines()[2])
    **$0.00 a month**, confidence high.
    """
    lines = [f"# Cost of {text(name)}", "", _answer(estimate)]
    unknown = not_known(estimate)
    if unknown:
        lines += ["", f"Not in the total: {unknown}"]
    lines += [*_reasons(estimate), *_groups(estimate, group_by)]
    billed = [r for r in estimate.resources if r.components or not r.free]
    if billed:
        lines += ["", "## Resources", ""]
        lines += [line for resource in billed for line in _resource(resource, estimate.currency)]
    age = priced_as_of(estimate)
    lines += ["", f"At 730 hours a month{f', {age}' if age else ''}."]
    return "\n".join(lines) + "\n"


def _answer(estimate: Estimate) -> str:
    span = "" if estimate.range.is_point else f" ({estimate.range.text(estimate.currency)})"
    preset = f", with the usage preset {estimate.preset}" if estimate.preset else ""
    return f"**{estimate.total.text()} a month**{span}{preset}, confidence {estimate.trust.level}."


def _reasons(estimate: Estimate) -> Iterator[str]:
    if estimate.trust.reasons:
        yield ""
    for reason in estimate.trust.reasons:
        yield f"- {reason.message}"


def _groups(estimate: Estimate, by: str) -> Iterator[str]:
    groups = estimate.grouped(by)
    if len(groups) < 2:
        return
    title = by.removeprefix("tag:")
    yield from ("", f"## By {text(title)}", "")
    yield from table((title.capitalize(), "Resources", "A month"), ("", "-", "-"))
    for group in groups:
        cost = money(group.monthly_cost, estimate.currency)
        yield row((text(group.label), f"{len(group.resources):,}", cost))


def _resource(resource: ResourceCost, currency: str) -> Iterator[str]:
    cost = money(resource.monthly_cost, currency, unknown=COST_STATE_WORDS[resource.state])
    yield f"<details><summary>{code(resource.address)} {cost}</summary>"
    yield ""
    if resource.note:
        yield from (text(resource.note), "")
    if resource.components:
        heads = ("Component", "Quantity", "Unit", "Unit price", "A month")
        yield from table(heads, ("", "-", "", "-", "-"))
    for part in resource.components:
        quantity = "from usage" if part.monthly_quantity is None else amount(part.monthly_quantity)
        price = "not found" if part.unit_price is None else rate(part.unit_price, currency)
        known = money(part.monthly_cost, currency, unknown=COST_STATE_WORDS[part.state])
        mark = " (assumed)" if part.assumed else " (measured)" if part.measured else ""
        name = f"{part.name}{mark}"
        yield row((text(name), quantity, text(part.unit), price, known))
    yield from ("", "</details>", "")


def diff_markdown(found: Comparison, *, old: str, new: str, verdict: str = "") -> str:
    """Return the comment of a pull request; what is billed as before is only counted.

    Parameters
    ----------
    old, new : str
        What the two sides are called.
    verdict : str
        What a budget said, empty when none was asked.

    Examples
    --------
    >>> empty = Estimate(())
    >>> text = diff_markdown(Comparison(empty, empty, ()), old="main", new="HEAD")
    >>> text.splitlines()[:3:2]
    ['<!-- dharma-cost-diff -->', '**The monthly cost does not change: $0.00.**']
    """
    lines = [DIFF_MARKER, "### Monthly cost", _sentence(found), ""]
    if verdict:
        lines += [f"> {text(verdict)}", ""]
    lines += [*_totals(found, old, new)]
    blocks = _by_block(found.changed)
    if blocks:
        lines += ["", *_changes(blocks, found.after.currency)]
    unchanged = len(found.changes) - len(found.changed)
    lines += ["", _footnote(found, unchanged)]
    return "\n".join(clipped(lines)) + "\n"


def _sentence(found: Comparison) -> str:
    delta = Money(found.total_delta, found.after.currency)
    if not found.total_delta:
        return f"**The monthly cost does not change: {found.after.total.text()}.**"
    word = "rises" if found.total_delta > 0 else "falls"
    size = Money(abs(delta.amount), delta.currency).text()
    return f"**The monthly cost {word} by {size} to {found.after.total.text()}{_percent(found)}.**"


def _percent(found: Comparison) -> str:
    before = found.before.total.rounded()
    if not before:
        return ""
    return f" ({found.total_delta / before:+.1%})"


def _totals(found: Comparison, old: str, new: str) -> Iterator[str]:
    yield from table(("", "A month", "Not fully known"), ("", "-", "-"))
    for label, side in ((old, found.before), (new, found.after)):
        cost = f"{side.total.text()}{' or more' if side.unknown_count else ''}"
        yield row((code(label), cost, count(side.unknown_count, "resource")))
    delta = Money(found.total_delta, found.after.currency).text(signed=True)
    yield row(("**Change**", f"**{delta}**", ""))


def _by_block(changes: Iterable[CostChange]) -> dict[tuple[str, str], list[CostChange]]:
    """Return what changed alike, together: three new instances of one block are one row."""
    found: dict[tuple[str, str], list[CostChange]] = {}
    for change in changes:
        if any(side and side.components for side in (change.before, change.after)):
            found.setdefault((change.block, change.action), []).append(change)
    return found


def _changes(blocks: dict[tuple[str, str], list[CostChange]], currency: str) -> Iterator[str]:
    yield f"<details open><summary>{count(len(blocks), 'changed resource')}</summary>"
    yield ""
    yield from table(("Resource", "", "Before", "After", "A month"), ("", "", "-", "-", "-"))
    for (block, action), changes in list(blocks.items())[:_MOST_ROWS]:
        yield _change_row(block, action, changes, currency)
    more = len(blocks) - _MOST_ROWS
    if more > 0:
        yield row((f"and {more:,} more", "", "", "", ""))
    yield from ("", "</details>")


def _change_row(block: str, action: str, changes: Sequence[CostChange], currency: str) -> str:
    one = changes[0]
    name = code(one.address if len(changes) == 1 else block)
    if len(changes) > 1:
        name = f"{name} × {len(changes)}"
    if len(changes) == 1 and one.previous_address:
        name = f"{code(one.previous_address)} → {name}"
    before = _sum(c.before.monthly_cost for c in changes if c.before)
    after = _sum(c.after.monthly_cost for c in changes if c.after)
    delta = _sum(c.delta for c in changes)
    partial = "" if all(c.is_complete for c in changes) else " known"
    shown = "not known" if delta is None else f"{Money(delta, currency).text(signed=True)}{partial}"
    sides = (
        money(before, currency) if any(c.before for c in changes) else "",
        money(after, currency) if any(c.after for c in changes) else "",
    )
    return row((name, _WORDS.get(action, action), *sides, shown))


def _sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    known = [a for a in amounts if a is not None]
    return exact_sum(known) if known else None


def _footnote(found: Comparison, unchanged: int) -> str:
    parts = [f"{count(unchanged, 'resource')} billed as before." if unchanged else ""]
    unknown = not_known(found.after)
    parts.append(f"Not in the totals: {unknown}" if unknown else "Every price is known.")
    parts.append("At 730 hours a month, by Dharma.")
    return f"<sub>{' '.join(part for part in parts if part)}</sub>"
