"""From a finding to the changes that mend it: what a rule's ``custom.fix`` means in a Plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from dharma_core.errors import InputError
from dharma_core.plan import (
    UNKNOWN,
    Expression,
    FrozenMap,
    Path,
    Plan,
    Ref,
    Resource,
    freeze,
    make_resource,
)
from dharma_core.policies.findings import Finding, Rule
from dharma_core.policies.repairs import Companion, Pattern
from dharma_core.recommendations.additions import free_address
from dharma_core.recommendations.changes import Addition, Change, Edit, change_plan

__all__ = ["companions_of", "fix_changes", "fix_finding"]

_NAMES = ("id", "bucket", "name", "arn")


def fix_changes(
    plan: Plan, findings: Iterable[Finding], rules: Mapping[str, Rule]
) -> tuple[Change, ...]:
    """Return the changes that mend all these findings, in order, each made on the one before.

    Parameters
    ----------
    rules : mapping of id to Rule

    Raises
    ------
    InputError
        If a finding's rule states no repair, or its resource is not in the Plan.
    """
    changes: list[Change] = []
    mended = plan
    for finding in findings:
        more = fix_finding(mended, finding, rules[finding.rule_id])
        mended = change_plan(mended, more)
        changes.extend(more)
    return tuple(_merged(changes))


def fix_finding(plan: Plan, finding: Finding, rule: Rule) -> tuple[Change, ...]:
    """Return the changes that mend one finding; none where the Plan says all of it already.

    Raises
    ------
    InputError
        If the rule states no repair, or the resource is not in the Plan.
    """
    resource = plan.by_address.get(finding.address)
    if rule.fix is None or resource is None:
        reason = f"no repair is known for {rule.id}" if resource else "it is not in the plan"
        raise InputError(
            f"{finding.address or rule.id} cannot be mended: {reason}.",
            next_step=rule.remediation or "See the rule's description.",
        )
    removed = [e for p in rule.fix.removes for e in _removals(resource, p)]
    edits = [*removed, *(e for p, v in rule.fix.sets for e in _settings(resource, p, v))]
    added = _companion(plan, resource, rule.fix.adds) if rule.fix.adds else ()
    return (*_whole_blocks(edits), *added)


def companions_of(plan: Plan, resource: Resource, companion: Companion) -> tuple[Resource, ...]:
    """Return the companions that refer to a resource, by a reference or by its name."""
    known = {resource.attributes.get(n) for n in _NAMES} - {None, UNKNOWN, ""}
    found = []
    for other in plan.of_type(companion.type):
        mentions = (r for e in other.expressions if e.path[:1] == (companion.link,)
                    for r in e.mentions)  # fmt: skip
        linked = (t for ref in mentions for t in _same_index(plan, ref, other))
        value = other.attributes.get(companion.link)
        if any(t is resource for t in linked) or (value is not UNKNOWN and value in known):
            found.append(other)
    return tuple(found)


def _same_index(plan: Plan, ref: Ref, other: Resource) -> tuple[Resource, ...]:
    targets = plan.resolve(ref)
    same = tuple(t for t in targets if t.index is not None and t.index == other.index)
    return same or targets


def _settings(resource: Resource, pattern: Pattern, value: Any) -> Iterator[Edit]:
    address = str(resource.address)
    for path, rest in _reached(resource.attributes, pattern, ()):
        yield Edit(address, path, _around(rest, value))


def _removals(resource: Resource, pattern: Pattern) -> Iterator[Edit]:
    for path, rest in _reached(resource.attributes, pattern, ()):
        if not rest:
            yield Edit(str(resource.address), path, None)


def _reached(value: Any, pattern: Pattern, path: Path) -> Iterator[tuple[Path, Pattern]]:
    """Yield every place that is there, and what of the pattern is still to be made in it."""
    if not pattern:
        yield path, ()
        return
    step, rest = pattern[0], pattern[1:]
    if isinstance(step, int):
        if not isinstance(value, tuple) or not value or UNKNOWN in value:
            yield path, pattern
            return
        for index, item in enumerate(value):
            yield from _reached(item, rest, (*path, index))
    elif not rest:
        yield (*path, step), ()
    elif isinstance(value, Mapping):
        inner = value.get(step)
        if inner is None or inner is UNKNOWN:
            yield (*path, step), rest
        else:
            yield from _reached(inner, rest, (*path, step))
    else:
        yield path, pattern


def _around(pattern: Pattern, value: Any) -> Any:
    """Return the missing blocks around a value."""
    for step in reversed(pattern):
        value = (value,) if isinstance(step, int) else FrozenMap({step: value})
    return freeze(value)


def _whole_blocks(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """Join edits that make the same missing block, each with another attribute of it."""
    made: dict[Path, Edit] = {}
    for edit in edits:
        before = made.get(edit.path)
        value = edit.value if before is None else _joined(before.value, edit.value)
        made[edit.path] = Edit(edit.address, edit.path, value)
    return tuple(made.values())


def _joined(first: Any, second: Any) -> Any:
    if isinstance(first, Mapping) and isinstance(second, Mapping):
        both = {k: _joined(first[k], second[k]) for k in first if k in second}
        return FrozenMap({**first, **second, **both})
    pair = (first, second)
    if all(isinstance(v, tuple) and len(v) == 1 and isinstance(v[0], Mapping) for v in pair):
        return (_joined(first[0], second[0]),)
    return second


def _companion(plan: Plan, resource: Resource, wanted: Companion) -> tuple[Change, ...]:
    present = companions_of(plan, resource, wanted)
    if present:
        return tuple(
            Edit(str(other.address), (name,), value)
            for other in present
            for name, value in wanted.attributes.items()
        )
    address = free_address(plan, wanted.type, resource.name, module=resource.address.module)
    link = Expression.of((wanted.link,), Ref(str(resource.address), "id"))
    attributes = {wanted.link: UNKNOWN, **wanted.attributes}
    return (Addition(make_resource(address, attributes, expressions=(link,))),)


def _merged(changes: Iterable[Change]) -> Iterator[Change]:
    """Lay edits of resources that are themselves added into the additions."""
    listed = list(changes)
    added = {c.address: c for c in listed if isinstance(c, Addition)}
    for change in listed:
        if isinstance(change, Addition):
            edits = [e for e in listed if isinstance(e, Edit) and e.address == change.address]
            grown = change_plan(Plan((change.resource,)), edits)
            yield Addition(grown.resources[0])
        elif not (isinstance(change, Edit) and change.address in added):
            yield change
