"""The lines of a section read backwards: a body in, attributes out, what is left stays there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from dharma_core.generation.arm.language import Line, Steps
from dharma_core.importers.arm.unforming import siblings, unformed
from dharma_core.importers.arm.values import Given, Read, known
from dharma_core.plan import AttributeFact

__all__ = ["ABSENT", "attributes_of", "copied", "leftovers", "opened", "peek", "take"]

ABSENT: Final = object()
Body = dict[Any, Any]
Facts = Mapping[str, AttributeFact]


def attributes_of(lines: Mapping[str, Line], facts: Facts, body: Body) -> dict[str, Any]:
    """Return the attributes that ``lines`` find in ``body``, taking away what they read."""
    found: dict[str, Any] = {}
    shares: set[Steps] = set()
    beside: dict[Steps, Any] = {}
    lists = Counter(line.to[0] for line in lines.values() if line.members and line.to)
    for name, line in sorted(lines.items(), key=lambda entry: entry[1].form == "pairs"):
        written = _written(line, body)
        if line.to and line.to[0] in beside and _holds(peek(body, line.to[0]), beside[line.to[0]]):
            continue
        if line.part is not None:
            value = _part(line, body, shares)
        elif line.members:
            value = _blocks(line, facts[name], body, sole=lists[line.to[0]] == 1)
        else:
            value = _taken(line, facts[name], body)
        if value is not ABSENT:
            found |= {name: value} | siblings(line, written)
            beside |= {} if line.members or line.wrap else line.also
    for steps in shares:
        take(body, steps)
    _drop(body, beside)
    return found


def peek(body: Any, steps: Steps) -> Any:
    """Return what stands at a path, ABSENT when nothing does; case of names does not matter."""
    for step in steps:
        body = opened(body)
        key = _key(body, step)
        if key is None:
            return ABSENT
        body = body[key]
    return body


def take(body: Any, steps: Steps) -> Any:
    """Return what stands at a path and take it away, with the objects it leaves empty."""
    body = opened(body)
    key = _key(body, steps[0])
    if key is None:
        return ABSENT
    if len(steps) == 1:
        return body.pop(key)
    found = take(body[key], steps[1:])
    if found is not ABSENT and opened(body[key]) == {}:
        del body[key]
    return found


def opened(value: Any) -> Any:
    """Return a parameter's object or list, for what reads inside it."""
    return (
        value.value if isinstance(value, Given) and isinstance(value.value, (dict, list)) else value
    )


def leftovers(body: Any, path: Steps = ()) -> list[str]:
    """Return the paths of what nobody read, empty objects and lists aside."""
    body = opened(body)
    if isinstance(body, Mapping):
        return [p for key, inner in body.items() for p in leftovers(inner, (*path, str(key)))]
    if isinstance(body, list):
        return [p for inner in body for p in leftovers(inner, path)]
    return [] if body is None else [".".join(path)]


def _key(body: Any, step: str) -> Any:
    if not isinstance(body, dict):
        return None
    if step in body:
        return step
    return next((k for k in body if isinstance(k, str) and k.lower() == step.lower()), None)


def _taken(line: Line, fact: AttributeFact, body: Body) -> Any:
    if line.form == "identity":
        return _identity(body)
    if line.flat:
        return _flat(line, fact, body)
    if line.reads:
        return _reads(line, body)
    if line.to:
        return _plain(line, fact, body)
    return line.unless[0] if line.unless and fact.required else ABSENT


def _plain(line: Line, fact: AttributeFact, body: Body) -> Any:
    if line.setting:
        return _setting(line, fact, body)
    return _unwrapped(line, fact, body) if line.wrap else _value(line, fact, body)


def _flat(line: Line, fact: AttributeFact, body: Body) -> Any:
    inner = attributes_of(line.flat, fact.members, body)
    return [inner] if inner else ABSENT


def _written(line: Line, body: Body) -> Any:
    """Return the text that a line with other attributes in it was written as."""
    if not line.text or not line.setting:
        return None
    there = opened(peek(body, line.to[0]))
    entries = there if isinstance(there, list) else []
    named = (e for e in entries if isinstance(e, dict) and e.get("name") == line.setting)
    return next((entry.get("value") for entry in named), None)


def _value(line: Line, fact: AttributeFact, body: Body) -> Any:
    values = [peek(body, steps) for steps in line.to]
    if values[0] is ABSENT or not _beside(body, line.also):
        return ABSENT
    found = unformed(line, fact, values)
    if found is None:
        return ABSENT
    for steps in line.to:
        take(body, steps)
    return found


def _part(line: Line, body: Body, shares: set[Steps]) -> Any:
    """Return one of several attributes that one text holds."""
    text = known(peek(body, line.to[0])) if peek(body, line.to[0]) is not ABSENT else None
    if not isinstance(text, str) or line.by not in text or line.part is None:
        return ABSENT
    shares.add(line.to[0])
    parts = text.split(line.by, 1)
    return parts[line.part] if line.part < len(parts) else ABSENT


def _blocks(line: Line, fact: AttributeFact, body: Body, *, sole: bool) -> Any:
    there = opened(peek(body, line.to[0]))
    if line.single:
        if not isinstance(there, dict) or not _beside(there, line.also):
            return ABSENT
        found = [_block(line, fact, there)]
        if not found[0] and (there or not line.also):
            return ABSENT
    else:
        if not isinstance(there, list):
            return ABSENT
        found = _items(line, fact, there, sole=sole)
    if not there:
        take(body, line.to[0])
    return found or ABSENT


def _block(line: Line, fact: AttributeFact, there: Body) -> dict[str, Any]:
    inner = attributes_of(line.members, fact.members, there)
    _drop(there, line.also)
    if line.number:
        there.pop("name", None)
    return inner


def _items(line: Line, fact: AttributeFact, there: list[Any], *, sole: bool) -> list[Any]:
    """Take the items of a list; of one that several lines share, those this one tells whole."""
    found: list[Any] = []
    kept: list[Any] = []
    for raw in there:
        item = opened(raw)
        if not isinstance(item, dict) or not _beside(item, line.also):
            kept.append(raw)
            continue
        draft = copied(item)
        inner = _block(line, fact, draft)
        left = bool(leftovers(draft))
        if inner and (sole or not left):
            found.append(inner)
        if not inner or left:
            kept.append(draft if inner and sole else raw)
    there[:] = kept
    return found


def copied(value: Any) -> Any:
    """Return a body that may be read without changing the one it was made of."""
    if isinstance(value, dict):
        return {key: copied(inner) for key, inner in value.items()}
    return [copied(inner) for inner in value] if isinstance(value, list) else value


def _beside(body: Any, also: Mapping[Steps, Any]) -> bool:
    """Whether what the line writes beside its value is there."""
    return all(_holds(peek(body, steps), value) for steps, value in also.items())


def _holds(there: Any, value: Any) -> bool:
    if isinstance(value, (list, tuple)):
        items = opened(there)
        return isinstance(items, list) and all(dict(item) in items for item in value)
    return there is not ABSENT and bool(known(there) == value)


def _drop(body: Any, also: Mapping[Steps, Any]) -> None:
    for steps, value in also.items():
        if not isinstance(value, (list, tuple)):
            take(body, steps)
            continue
        there = opened(peek(body, steps))
        if isinstance(there, list):
            there[:] = [item for item in there if item not in [dict(entry) for entry in value]]
            if not there:
                take(body, steps)


def _identity(body: Body) -> Any:
    there = opened(body.pop("identity", None))
    if not isinstance(there, dict):
        return ABSENT
    found: dict[str, Any] = {"type": there.get("type")}
    users = opened(there.get("userAssignedIdentities"))
    if isinstance(users, dict) and users:
        found["identity_ids"] = list(users)
    return [found]


def _reads(line: Line, body: Body) -> Any:
    """Return the id of the resource that several values are read of."""
    found = [peek(body, steps) for steps in line.reads]
    targets = {value.target for value in found if isinstance(value, Read)}
    if len(targets) != 1:
        return ABSENT
    for steps in line.reads:
        take(body, steps)
    return targets.pop()


def _setting(line: Line, fact: AttributeFact, body: Body) -> Any:
    there = opened(peek(body, line.to[0]))
    if not isinstance(there, list):
        return ABSENT
    for entry in there:
        if isinstance(entry, dict) and entry.get("name") == line.setting:
            value = unformed(line, fact, [entry.get("value")])
            if value is None:
                continue
            there.remove(entry)
            if not there:
                take(body, line.to[0])
            return value
    return ABSENT


def _unwrapped(line: Line, fact: AttributeFact, body: Body) -> Any:
    """Return the items of a list of objects that hold one value each."""
    there = opened(peek(body, line.to[0]))
    if not isinstance(there, list):
        return ABSENT
    found: list[Any] = []
    kept: list[Any] = []
    for raw in there:
        item = copied(opened(raw))
        fits = isinstance(item, dict) and _beside(item, line.also)
        value = take(item, line.wrap) if fits else ABSENT
        if value is ABSENT:
            kept.append(raw)
            continue
        _drop(item, line.also)
        if line.number:
            item.pop("name", None)
        found.append(value)
        if leftovers(item):
            kept.append(item)
    if not found:
        return ABSENT
    there[:] = kept
    if not kept:
        take(body, line.to[0])
    return unformed(line, fact, [found])
