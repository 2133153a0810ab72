"""What an entry says beside its properties: what it waits for, and what Dharma wrote there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dharma_core.plan import AttributeFact

__all__ = ["depends_on", "held_attributes", "keep", "kept_attributes", "said", "skipped_checks"]

Tree = dict[str, Any]


def depends_on(body: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the logical ids that an entry waits for.

    Examples
    --------
    >>> depends_on({"DependsOn": "A"}), depends_on({"DependsOn": ["A", 1]}), depends_on({})
    (('A',), ('A',), ())
    """
    wanted = body.get("DependsOn", ())
    names = [wanted] if isinstance(wanted, str) else wanted
    return tuple(n for n in names if isinstance(n, str)) if isinstance(names, list) else ()


def said(body: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return what Dharma wrote about an entry; None when somebody else wrote the template.

    Examples
    --------
    >>> said({"Metadata": {"Dharma": {"Address": "aws_vpc.main"}}})
    {'Address': 'aws_vpc.main'}
    >>> said({"Metadata": {"Owner": "me"}}) is None
    True
    """
    metadata = body.get("Metadata")
    found = metadata.get("Dharma") if isinstance(metadata, Mapping) else None
    return found if isinstance(found, Mapping) else None


def skipped_checks(body: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the checks that ``Metadata: checkov: skip`` leaves out, as Checkov's comments.

    Examples
    --------
    >>> skipped_checks({"Metadata": {"checkov": {"skip": [{"id": "CKV_1", "comment": "a b"}]}}})
    ('checkov:skip=CKV_1:a b',)
    """
    metadata = body.get("Metadata")
    own = _mapping(metadata, "checkov") if isinstance(metadata, Mapping) else {}
    listed = own.get("skip")
    return tuple(
        f"checkov:skip={entry['id']}:{' '.join(str(entry.get('comment') or '').split())}"
        for entry in (listed if isinstance(listed, list) else ())
        if isinstance(entry, Mapping) and isinstance(entry.get("id"), str)
    )


def kept_attributes(body: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the entry's own attributes that no property holds, by dotted path."""
    return _mapping(said(body) or {}, "Attributes")


def held_attributes(body: Mapping[str, Any], address: str) -> Mapping[str, Any]:
    """Return the same of a resource that is written inside the entry."""
    return _mapping(_mapping(said(body) or {}, "HeldAttributes"), address)


def keep(tree: Tree, kept: Mapping[str, Any], facts: Mapping[str, AttributeFact]) -> None:
    """Lay kept attributes into a tree; what a property says already stays as it is.

    Examples
    --------
    >>> tree = {"disk": [{"size": 8}], "size": 1}
    >>> facts = {name: AttributeFact(name) for name in ("disk", "size")}
    >>> keep(tree, {"disk.0.label": "x", "size": 2, "nobody": 3}, facts)
    >>> tree
    {'disk': [{'size': 8, 'label': 'x'}], 'size': 1}
    """
    for path, value in kept.items():
        steps = str(path).split(".")
        fact = facts.get(steps[0])
        if fact is not None and not fact.read_only:
            _lay(tree, steps, value)


def _lay(tree: Any, steps: list[str], value: Any) -> None:
    *parents, name = steps
    for step in parents:
        tree = _child(tree, step)
    if isinstance(tree, dict):
        tree.setdefault(name, value)


def _child(tree: Any, step: str) -> Any:
    if isinstance(tree, dict):
        return tree.get(step)
    if isinstance(tree, list) and step.isdecimal() and int(step) < len(tree):
        return tree[int(step)]
    return None


def _mapping(values: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = values.get(name)
    return found if isinstance(found, Mapping) else {}
