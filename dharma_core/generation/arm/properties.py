"""Apply a section's lines to one draft: attributes in, a body out, what found no place is named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dharma_core.generation.arm.forms import form_of, known_word
from dharma_core.generation.arm.language import Line, Steps
from dharma_core.generation.arm.template import IdOf, PartOf
from dharma_core.generation.arm.values import Untranslatable, Values
from dharma_core.generation.drafts import DraftResource, Text, texts
from dharma_core.plan import Path, Ref, thaw

__all__ = ["Lines", "Translation", "put", "translate"]

Lines = Mapping[str, Line]
Json = dict[Any, Any]


@dataclass(slots=True)
class Translation:
    """One resource on its way into a body.

    Parameters
    ----------
    within : PartOf
        The id of what the body belongs to, for the ids of its parts.
    missing : list of str
        ``address: attribute`` that found no place.
    left : list of str
        The same of what is left to Azure, with what Azure does.
    waits : list of str
        Addresses that have to be made before and that the body does not speak of.
    """

    draft: DraftResource
    values: Values
    within: PartOf
    missing: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    waits: list[str] = field(default_factory=list)
    shares: dict[Steps, dict[int, tuple[Any, str]]] = field(default_factory=dict)

    def miss(self, path: Path) -> None:
        """Note an attribute that cannot be said."""
        self.missing.append(self._place_of(path))

    def leave(self, path: Path, why: str) -> None:
        """Note an attribute that Azure decides by itself."""
        self.left.append(f"{self._place_of(path)}: left to Azure, {why}")

    def _place_of(self, path: Path) -> str:
        return f"{self.draft.address}: {'.'.join(str(step) for step in path)}"


def translate(
    work: Translation, attributes: Mapping[str, Any], lines: Lines, body: Json, path: Path = ()
) -> None:
    """Write attributes into ``body``; one without a line is noted unless it says nothing."""
    for name, value in attributes.items():
        here, line = (*path, name), lines.get(name)
        if line is None:
            if isinstance(value, Text) or value:
                work.miss(here)
            continue
        if value == "" or (not isinstance(value, Text) and _is_one_of(value, line.unless)):
            continue
        try:
            _place(work, body, line, value, here)
        except Untranslatable:
            work.miss(here)


def put(body: Json, steps: Steps, value: Any) -> None:
    """Write a value at a path, making the objects on the way; lists that meet are joined.

    Examples
    --------
    >>> body: dict[str, object] = {}
    >>> put(body, ("sku", "name"), "Basic"), put(body, ("zones",), [1]), put(body, ("zones",), [2])
    (None, None, None)
    >>> body
    {'sku': {'name': 'Basic'}, 'zones': [1, 2]}
    """
    *parents, name = steps
    for parent in parents:
        body = body.setdefault(parent, {})
    there = body.get(name)
    if isinstance(there, list) and isinstance(value, list):
        there.extend(value)
    elif isinstance(there, dict) and isinstance(value, dict):
        for key, inner in value.items():
            put(there, (key,), inner)
    else:
        body[name] = value


def _is_one_of(value: Any, choices: tuple[Any, ...]) -> bool:
    return any(type(value) is type(choice) and value == choice for choice in choices)


def _place(work: Translation, body: Json, line: Line, value: Any, path: Path) -> None:
    if line.left:
        work.leave(path, line.left)
    elif line.steers_only:
        refs = (p for text in texts(value) for p in text.parts if isinstance(p, Ref))
        work.waits += [ref.target for ref in refs if not ref.target.startswith("var.")]
    elif line.flat:
        for index, item in enumerate(_blocks(value)):
            translate(work, item, line.flat, body, (*path, index))
    elif line.members:
        _place_blocks(work, body, line, value, path)
    elif line.reads:
        _place_reads(work, body, line, value)
    elif line.part is not None:
        share = work.shares.setdefault(line.to[0], {})
        share[line.part] = (work.values.of(value), line.by)
    else:
        _place_value(work, body, line, value, path)
    if not line.members and not line.wrap:
        for steps, beside in line.also.items():
            put(body, steps, thaw(beside))


def _place_blocks(work: Translation, body: Json, line: Line, value: Any, path: Path) -> None:
    items: list[Json] = []
    for index, block in enumerate(_blocks(value)):
        item: Json = {}
        translate(work, block, line.members, item, (*path, index))
        for steps, beside in line.also.items():
            put(item, steps, thaw(beside))
        if line.number:
            item = {"name": f"{line.number}{index + 1}", **item}
        if item:
            items.append(item)
    if not items:
        return
    for steps in line.to:
        put(body, steps, items[0] if line.single else items)


def _place_reads(work: Translation, body: Json, line: Line, value: Any) -> None:
    """Write what is read of the resource whose id the attribute holds."""
    target = work.values.of(value)
    if not isinstance(target, IdOf):
        raise Untranslatable("a resource of elsewhere")
    places = work.values.world.places
    address = next(a for a, symbol in places.symbols.items() if symbol == target.symbol)
    resource = work.values.world.draft.plan.by_address[address]
    section = places.section(resource)
    for steps, rule in line.reads.items():
        if section is not None:
            put(body, steps, work.values.read(resource, section, rule))


def _place_value(work: Translation, body: Json, line: Line, value: Any, path: Path) -> None:
    if not line.to and line.form != "identity":
        raise Untranslatable("no place")
    if line.split or (line.values and len(line.to) > 1):
        plain = known_word(work.values, work.draft.address, value, path)
        for steps, part in zip(line.to, _parts(line, plain), strict=True):
            put(body, steps, part)
        return
    found = form_of(work, line, value, path)
    if line.form == "identity":
        body["identity"] = found
        return
    if line.setting:
        found = [{"name": line.setting, "value": found}]
    for steps in line.to:
        put(body, steps, found)


def _parts(line: Line, plain: str) -> list[Any]:
    """Return the several values that one text stands for."""
    if not line.split:
        if plain not in line.values:
            raise Untranslatable(plain)
        return list(line.values[plain])
    parts: list[Any] = plain.split(line.split, len(line.to) - 1)
    if len(parts) != len(line.to):
        raise Untranslatable(plain)
    if line.values:
        parts[0] = line.values.get(parts[0], parts[0])
    if line.form == "number":
        parts[-1] = int(parts[-1]) if parts[-1].isdigit() else parts[-1]
    return parts


def _blocks(value: Any) -> list[Mapping[str, Any]]:
    items = [value] if isinstance(value, Mapping) else value
    if isinstance(items, Text):
        raise Untranslatable("a block made elsewhere")
    return [item for item in items if isinstance(item, Mapping)]
