"""Draft one resource: what to leave out, what to ask for, and where its references stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from dharma_core.generation.drafts import DraftResource, Text, texts
from dharma_core.generation.inference import infer, narrowed, parts_agree, resolved
from dharma_core.plan import (
    UNKNOWN,
    AttributeFact,
    Catalog,
    Expression,
    FrozenMap,
    Path,
    Plan,
    Ref,
    Resource,
    Variable,
    get_path,
    thaw,
)
from dharma_core.plan.masking import MASKED

__all__ = ["Drafter", "Keep", "Notes", "exact", "keep_none"]

Keep = Callable[[str, Path], bool]

_ABSENT: Final = object()
_SHA1 = re.compile(r"[0-9a-f]{40}\Z")


def keep_none(_type: str, _path: Path) -> bool:
    """Keep nothing that Terraform's provider would default to."""
    return False


@dataclass(slots=True)
class Notes:
    """What the drafts of one Plan share: inputs asked for, and what could not be said."""

    inputs: dict[str, Variable] = field(default_factory=dict)
    untranslated: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    keep: Keep = keep_none


def exact(plan: Plan, resource: Resource, parts: tuple[str | Ref, ...]) -> Text | None:
    """Return the parts with exact references; None when there are none or one leads nowhere."""
    result: list[str | Ref] = []
    for part in parts:
        if isinstance(part, str):
            result.append(part)
            continue
        found = resolved(plan, resource, part)
        if len(found) != 1:
            return None
        result.append(found[0])
    return Text(tuple(result)) if result else None


class Drafter:
    """The draft of one resource; its Plan, catalogue and notes are the same for all."""

    def __init__(self, plan: Plan, catalog: Catalog, resource: Resource, notes: Notes) -> None:
        self.plan, self.catalog, self.resource, self.notes = plan, catalog, resource, notes
        kind = catalog.find(resource.type) if resource.address.mode == "managed" else None
        self.facts = kind.attributes if kind else None
        section = kind.sections.get("terraform", {}) if kind else {}
        self.unset, self.hashed = section.get("unset", {}), section.get("hashed", ())
        self.kept = frozenset(section.get("keep", ()))
        self.sources = self._sources()

    def draft(self) -> DraftResource:
        """Return the attributes to write and what has to be made before."""
        attributes = _with_default_tags(self.resource.attributes)
        values = self._level(attributes, self.facts, (), loose=False)
        return DraftResource(self.resource, values, self._depends_on(values))

    def _sources(self) -> dict[Path, Any]:
        """Return what stands at each attribute path instead of its value."""
        result: dict[Path, Any] = {}
        for expression in self.resource.expressions:
            value = get_path(self.resource.attributes, expression.path, UNKNOWN)
            source = self._source(expression, value)
            if source is not None:
                result[expression.path] = source
        return result

    def _source(self, expression: Expression, value: Any) -> Any:
        if expression.parts:
            agrees = parts_agree(self.plan, expression.parts, value)
            return exact(self.plan, self.resource, expression.parts) if agrees else None
        found = infer(self.plan, self.resource, expression, self.catalog, value=value)
        if isinstance(found, tuple):
            return [Text((ref,)) for ref in found]
        return None if found is None else Text((found,))

    def _depends_on(self, values: Mapping[str, Any]) -> tuple[str, ...]:
        """Return the explicit dependencies, and those that a literal would have lost."""
        said = {part.target for t in texts(values) for part in t.parts if isinstance(part, Ref)} | {
            str(self.resource.address)
        }
        wanted = [Ref(address) for address in self.resource.depends_on]
        wanted += [ref for ref in self.resource.references if not ref.target.startswith("var.")]
        found = [r for ref in wanted for r in resolved(self.plan, self.resource, ref)]
        return tuple(dict.fromkeys(r.target for r in found if r.target not in said))

    def _level(
        self,
        values: Mapping[str, Any],
        facts: Mapping[str, AttributeFact] | None,
        path: Path,
        *,
        loose: bool,
    ) -> dict[str, Any]:
        """Return the members worth writing.

        ``loose`` is true inside objects whose members may be left out at their zero value.
        """
        result = {}
        for key in dict.fromkeys((*values, *self._only_sources(path, values))):
            fact = facts.get(key) if facts else None
            if self._is_unset(key, values, path):
                continue
            value = self._member(values.get(key), fact, (*path, key), loose=loose)
            if value is not _ABSENT:
                result[key] = value
        return result

    def _is_unset(self, key: str, values: Mapping[str, Any], path: Path) -> bool:
        """Whether the provider reports this value although nobody may write it."""
        named = values.get(key.removesuffix("_prefix"))
        if key.endswith("_prefix") and named not in (None, "", UNKNOWN):
            return True
        return not path and key in self.unset and values.get(key) == self.unset[key]

    def _only_sources(self, path: Path, values: Mapping[str, Any]) -> list[str]:
        """Return members that have an expression but no value at all."""
        depth = len(path)
        return [
            str(p[depth])
            for p in self.sources
            if len(p) == depth + 1 and p[:depth] == path and p[depth] not in values
        ]

    def _member(self, value: Any, fact: AttributeFact | None, path: Path, *, loose: bool) -> Any:
        if (fact is not None and fact.read_only) or path == ("id",) or path[-1] == "tags_all":
            return _ABSENT
        if self._is_secret(value, fact, path):
            return self._secret(value, fact, path)
        if path in self.sources:
            return self.sources[path]
        if value is UNKNOWN:
            return self._unknown(fact, path)
        if self._is_default(value, fact, path) or self._is_empty(value, fact, loose=loose):
            return _ABSENT
        return self._written(value, fact, path)

    def _is_default(self, value: Any, fact: AttributeFact | None, path: Path) -> bool:
        if fact is None or fact.required or not fact.has_default or value != fact.default:
            return False
        if self.kept and ".".join(s for s in path if isinstance(s, str)) in self.kept:
            return False
        return not self.notes.keep(self.resource.type, path)

    def _is_empty(self, value: Any, fact: AttributeFact | None, *, loose: bool) -> bool:
        """Whether a value says no more than leaving the attribute out does."""
        if value is None or value == {}:
            return True
        if fact is None:
            return value == () or (loose and value == "")
        if value == ():
            return fact.block or not fact.type.endswith("(object)")
        if fact.required or fact.has_default:
            return False
        return (loose or fact.computed) and (value == "" or (loose and value is False))

    def _written(self, value: Any, fact: AttributeFact | None, path: Path) -> Any:
        if path[0] in self.hashed and isinstance(value, str) and _SHA1.match(value):
            return self._input(path, "string", sensitive=False)
        members = fact.members if fact is not None and fact.members else None
        loose = fact is not None and not fact.block
        if isinstance(value, Mapping):
            if fact is not None and not fact.members:
                return self._free_map(value, path)
            return self._level(value, members, path, loose=loose)
        if isinstance(value, tuple):
            return self._items(value, fact, path, loose=loose)
        return value

    def _free_map(self, values: Mapping[str, Any], path: Path) -> dict[str, Any]:
        """Return a map of the user's own keys: nothing is a default, so nothing is left out."""
        result = {}
        for key, value in values.items():
            item = self._item(value, None, (*path, key))
            if item is not _ABSENT:
                result[key] = item
        return result

    def _items(
        self, values: tuple[Any, ...], fact: AttributeFact | None, path: Path, *, loose: bool
    ) -> list[Any]:
        members = fact.members if fact is not None and fact.members else None
        result = []
        for index, value in enumerate(values):
            here = (*path, index)
            if isinstance(value, Mapping):
                item: Any = self._level(value, members, here, loose=loose)
                if not item and _is_open(value):
                    continue
            else:
                item = self._item(value, fact, here)
            if item is not _ABSENT:
                result.append(item)
        return result

    def _item(self, value: Any, fact: AttributeFact | None, path: Path) -> Any:
        if self._is_secret(value, fact, path):
            return self._secret(value, fact, path)
        if path in self.sources:
            return self.sources[path]
        if value is UNKNOWN:
            around = self._source_around(path)
            return around if around is not None else self._input(path, "string", sensitive=False)
        return thaw(value)

    def _unknown(self, fact: AttributeFact | None, path: Path) -> Any:
        """Return what stands for a value that only apply can tell and no expression explains."""
        found = self._moved_source(path) or self._source_around(path)
        if found is not None:
            return found
        asked = any(e.path == path for e in self.resource.expressions)
        if not asked and (fact is None or (fact.computed and not fact.required)):
            return _ABSENT
        if fact is not None and fact.block:
            self.notes.untranslated.append(f"{self.resource.address}: {_dotted(path)}")
            return _ABSENT
        return self._input(path, fact.type if fact else "string", sensitive=False)

    def _moved_source(self, path: Path) -> Any:
        """Return the expression of a sibling block: a set's order differs from the source's."""
        shape = _shape(path)
        if shape == path:
            return None
        attributes = self.resource.attributes
        spare = [
            e
            for e in self.resource.expressions
            if _shape(e.path) == shape and get_path(attributes, e.path, UNKNOWN) is not UNKNOWN
        ]
        return self._source(spare[0], UNKNOWN) if len(spare) == 1 else None

    def _source_around(self, path: Path) -> Any:
        """Return what the expression of a whole block or list says of this part of it."""
        for end in range(len(path) - 1, 0, -1):
            for expression in self.resource.expressions:
                if expression.path == path[:end] and not expression.parts:
                    part = narrowed(self.plan, self.resource, expression, path)
                    return self._source(part, UNKNOWN)
        return None

    def _is_secret(self, value: Any, fact: AttributeFact | None, path: Path) -> bool:
        if value is None or value == ():
            return False
        marked = get_path(self.resource.sensitive, path) is True
        return marked or value == MASKED or (fact is not None and fact.sensitive)

    def _secret(self, value: Any, fact: AttributeFact | None, path: Path) -> Any:
        source = self.sources.get(path)
        if isinstance(source, Text):
            return source
        if value is UNKNOWN:
            return self._unknown(fact, path)
        kind = fact.type if fact is not None else "string"
        known = None if value == MASKED else thaw(value)
        return self._input(path, kind, sensitive=True, value=known)

    def _input(self, path: Path, kind: str, *, sensitive: bool, value: Any = None) -> Text:
        """Return a new input variable for what the files cannot say themselves."""
        name = self._input_name(path)
        what = f"{self.resource.address}: {_dotted(path)}"
        kind = "any" if "object" in kind else kind
        self.notes.inputs[name] = Variable(
            name,
            type=kind,
            value=value,
            sensitive=sensitive,
            description=f"Value of {what}",
        )
        if not sensitive:
            self.notes.asked.append(f"{what}: not told by the source, asked for as {name}")
        return Text((Ref(f"var.{name}"),))

    def _input_name(self, path: Path) -> str:
        return _name(f"{self.resource.address}_{_dotted(path)}")


def _is_open(block: Mapping[str, Any]) -> bool:
    """Whether nothing of a block is known before apply: nobody wrote it, the provider will."""
    return UNKNOWN in block.values() and all(
        v is UNKNOWN or v in (None, ()) for v in block.values()
    )


def _with_default_tags(attributes: Mapping[str, Any]) -> Mapping[str, Any]:
    """Write out the tags that the source's provider block adds to every resource."""
    everywhere, own = attributes.get("tags_all"), attributes.get("tags") or {}
    if not isinstance(everywhere, Mapping) or own is UNKNOWN or not set(everywhere) - set(own):
        return attributes
    return {**attributes, "tags": FrozenMap({**everywhere, **own})}


def _dotted(path: Path) -> str:
    return ".".join(str(step) for step in path)


def _shape(path: Path) -> Path:
    return tuple(-1 if isinstance(step, int) else step for step in path)


def _name(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9]+", "_", text).strip("_").lower()
