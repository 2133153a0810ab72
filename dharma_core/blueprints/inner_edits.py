"""Edits inside a resource, a default or the tags: a value at a path, items, rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dharma_core.blueprints.design_parts import set_variable
from dharma_core.blueprints.edits import Edited, changed, get_spec, with_specs
from dharma_core.blueprints.form_fields import FormField, Sheet
from dharma_core.blueprints.inner_values import put_at, spelt, value_at
from dharma_core.blueprints.model import Blueprint
from dharma_core.errors import InputError
from dharma_core.plan import FrozenMap, Path

__all__ = ["add_item", "add_row", "move_item", "remove_item", "rename_row", "set_at"]

_MOST_ITEMS = 1000


def set_at(blueprint: Blueprint, sheet: Sheet, path: Path, value: Any) -> Edited:
    """Set what stands at a path of a sheet; None takes it away.

    Raises
    ------
    NotFoundError
        If the resource, or an item on the way, is not there.
    """
    words = "is set" if value is not None else "is left out"
    return _put(blueprint, sheet, path, value, f"{spelt(path)} {words}")


def remove_item(blueprint: Blueprint, sheet: Sheet, path: Path) -> Edited:
    """Take away an item of a list or a row of a map; the list or map goes with its last one.

    Raises
    ------
    NotFoundError
        If there is no such item.
    """
    above, step = path[:-1], path[-1]
    left = put_at(_value(blueprint, sheet, above), (step,), None)
    return _put(blueprint, sheet, above, left or None, f"{spelt(path)} is removed")


def add_item(
    blueprint: Blueprint, sheet: Sheet, field: FormField, item: Any
) -> tuple[Edited, Path]:
    """Add a block or a value behind the others; return the edit and where the new one stands.

    Raises
    ------
    InputError
        If no more may stand there.
    """
    present = _value(blueprint, sheet, field.path)
    if field.full or (isinstance(present, tuple) and len(present) >= _MOST_ITEMS):
        most = field.most if field.most is not None else _MOST_ITEMS
        raise InputError(
            f"{field.name} may stand {most} times at most.", next_step="Change one of these."
        )
    if field.most == 1:
        at, whole = field.path, item
    else:
        items = present if isinstance(present, tuple) else () if present is None else (present,)
        at, whole = (*field.path, len(items)), (*items, item)
    return _put(blueprint, sheet, field.path, whole, f"{spelt(at)} is added"), at


def move_item(blueprint: Blueprint, sheet: Sheet, path: Path, *, by: int) -> Edited:
    """Move an item of a list; beyond the ends it stays where it is.

    Raises
    ------
    NotFoundError
        If there is no such item.
    """
    above, step = path[:-1], int(path[-1])
    rest = put_at(_value(blueprint, sheet, above), (step,), None)
    to = min(max(step + by, 0), len(rest))
    items = (*rest[:to], _value(blueprint, sheet, path), *rest[to:])
    return _put(blueprint, sheet, above, items, f"{spelt(path)} is number {to + 1} now")


def add_row(blueprint: Blueprint, sheet: Sheet, path: Path, key: str, value: Any) -> Edited:
    """Add a row to a map.

    Raises
    ------
    InputError
        If it has no name, or the name stands there already.
    """
    rows = _rows(blueprint, sheet, path)
    _check_key(key, rows)
    return _put(blueprint, sheet, (*path, key), value, f"{spelt((*path, key))} is added")


def rename_row(blueprint: Blueprint, sheet: Sheet, path: Path, key: str) -> Edited:
    """Give a row of a map another name; its place and its value stay.

    Raises
    ------
    InputError
        If the name is empty or stands there already.
    """
    above, old = path[:-1], str(path[-1])
    rows = _rows(blueprint, sheet, above)
    if key == old:
        return Edited(blueprint, f"{old} keeps its name.", sheet.resource)
    _check_key(key, rows)
    whole = FrozenMap({key if k == old else k: v for k, v in rows.items()})
    return _put(blueprint, sheet, above, whole, f"{spelt(path)} is now called {key}")


def _rows(blueprint: Blueprint, sheet: Sheet, path: Path) -> Mapping[str, Any]:
    rows = _value(blueprint, sheet, path)
    return rows if isinstance(rows, Mapping) else {}


def _check_key(key: str, rows: Mapping[str, Any]) -> None:
    if not key:
        raise InputError("A row needs a name.", next_step="Write one.")
    if key in rows:
        raise InputError(f"{key!r} stands there already.", next_step="Change its value instead.")


def _value(blueprint: Blueprint, sheet: Sheet, path: Path) -> Any:
    return value_at(_parts(blueprint, sheet), (*sheet.root, *path))


def _parts(blueprint: Blueprint, sheet: Sheet) -> Mapping[str, Any]:
    if not sheet.resource:
        defaults = {n: {"default": v.default} for n, v in blueprint.variables.items()}
        return {"tags": blueprint.tags, "variables": defaults}
    spec = get_spec(blueprint, sheet.resource)
    return {"properties": spec.properties, "overrides": spec.overrides}


def _put(blueprint: Blueprint, sheet: Sheet, path: Path, value: Any, words: str) -> Edited:
    parts = put_at(_parts(blueprint, sheet), (*sheet.root, *path), value)
    if not sheet.resource:
        return _put_design(blueprint, parts, path, words)
    for end in range(len(sheet.root), 1, -1):  # a cloud that overrides nothing any more goes
        if not value_at(parts, sheet.root[:end]):
            parts = put_at(parts, sheet.root[:end], None)
    spec = get_spec(blueprint, sheet.resource)
    mended = spec.model_copy(update=dict(parts))
    return Edited(with_specs(blueprint, {spec.name: mended}), f"{spec.name}: {words}.", spec.name)


def _put_design(blueprint: Blueprint, parts: Mapping[str, Any], path: Path, words: str) -> Edited:
    if path[0] == "tags":
        return Edited(changed(blueprint, tags=dict(parts.get("tags") or {})), f"{words}.")
    name = str(path[1])
    edit = set_variable(blueprint, name, default=parts["variables"][name].get("default"))
    return replace(edit, words=f"{words}.")
