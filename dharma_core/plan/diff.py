"""What changes between two Plans: create, update with its attributes, replace, delete."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from dharma_core.plan.frozen import UNKNOWN, Path, get_path, walk
from dharma_core.plan.values import Plan, Resource

__all__ = ["Action", "AttributeChange", "Change", "diff_plans"]


_STATE = "terraform-state"


class Action(StrEnum):
    """What happens to one resource, in Terraform's words."""

    CREATE = "create"
    UPDATE = "update"
    REPLACE = "replace"
    DELETE = "delete"
    NO_OP = "no-op"


@dataclass(frozen=True, slots=True)
class AttributeChange:
    """One leaf that differs; None stands for absent, UNKNOWN for known after apply."""

    path: Path
    before: Any
    after: Any
    forces_replace: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """What happens to one address."""

    address: str
    action: Action
    before: Resource | None = None
    after: Resource | None = None
    attributes: tuple[AttributeChange, ...] = ()


def _never(_type: str, _path: Path) -> bool:
    return False


def diff_plans(
    old: Plan,
    new: Plan,
    *,
    forces_replace: Callable[[str, Path], bool] = _never,
    keep_unchanged: bool = False,
) -> tuple[Change, ...]:
    """Return the changes that turn ``old`` into ``new``, in the order of ``new``, deletions last.

    Parameters
    ----------
    old, new : Plan
        Data sources are ignored; resources are matched by address.
    forces_replace : callable (type, path) -> bool
        Whether a change of this attribute makes a new resource (a catalogue fact).
    keep_unchanged : bool
        Whether to list ``no-op`` resources too.

    Notes
    -----
    A value that is unknown on both sides, or became unknown without a new expression, is no
    change. An attribute absent on one side and null on the other is no change either.

    Examples
    --------
    >>> from dharma_core.plan.address import Address
    >>> from dharma_core.plan.values import make_resource
    >>> a = Plan((make_resource(Address("aws_instance", "w"), {"instance_type": "t3.micro"}),))
    >>> b = Plan((make_resource(Address("aws_instance", "w"), {"instance_type": "t3.large"}),))
    >>> [(c.address, c.action.value, c.attributes[0].after) for c in diff_plans(a, b)]
    [('aws_instance.w', 'update', 't3.large')]
    """
    before = {str(r.address): r for r in old.managed}
    moved = _Moves(old, new)
    changes = [
        _change(before.pop(str(r.address), None), r, forces_replace, moved) for r in new.managed
    ]
    changes += [
        Change(address, Action.DELETE, before=resource) for address, resource in before.items()
    ]
    return tuple(c for c in changes if keep_unchanged or c.action is not Action.NO_OP)


@dataclass(frozen=True, slots=True)
class _Moves:
    """Tells which resources are made in another region than before.

    A state does not say where a global resource was made from, so it is not asked.
    """

    old: Plan
    new: Plan

    def of(self, before: Resource, after: Resource) -> tuple[AttributeChange, ...]:
        was, is_ = before.region or self.old.region, after.region or self.new.region
        alone = before.region or after.region
        if not (alone and was and is_) or was == is_ or _STATE in (self.old.kind, self.new.kind):
            return ()
        return (AttributeChange(("region",), was, is_, forces_replace=True),)


def _change(
    before: Resource | None,
    after: Resource,
    forces_replace: Callable[[str, Path], bool],
    moved: _Moves,
) -> Change:
    address = str(after.address)
    if before is None:
        return Change(address, Action.CREATE, after=after)
    attributes = (*moved.of(before, after), *_attribute_changes(before, after, forces_replace))
    if before.provider != after.provider or any(a.forces_replace for a in attributes):
        action = Action.REPLACE
    else:
        action = Action.UPDATE if attributes else Action.NO_OP
    return Change(address, action, before, after, attributes)


def _attribute_changes(
    before: Resource, after: Resource, forces_replace: Callable[[str, Path], bool]
) -> tuple[AttributeChange, ...]:
    old_forms = {e.path: (e.parts, e.mentions) for e in before.expressions}
    new_forms = {e.path: (e.parts, e.mentions) for e in after.expressions}
    changes = []
    for path in dict.fromkeys((*_leaves(after.attributes), *_leaves(before.attributes))):
        old, new = get_path(before.attributes, path), get_path(after.attributes, path)
        if new is UNKNOWN:
            differs = old_forms.get(path) != new_forms.get(path)
        else:
            differs = bool(_absent_or(old) != _absent_or(new))
        if differs:
            changes.append(AttributeChange(path, old, new, forces_replace(after.type, path)))
    return tuple(changes)


def _leaves(attributes: Mapping[str, Any]) -> tuple[Path, ...]:
    return tuple(path for path, value in walk(attributes) if not _is_absent(value))


def _is_absent(value: Any) -> bool:
    return value is None or (isinstance(value, (tuple, Mapping)) and not value)


def _absent_or(value: Any) -> Any:
    return None if _is_absent(value) else value
