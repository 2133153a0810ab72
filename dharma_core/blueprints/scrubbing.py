"""Values of a design that is moved: references in portable words, ids of the old cloud left out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Protocol

from dharma_core.blueprints.kinds.declarations import Kind
from dharma_core.blueprints.kinds.library import KINDS
from dharma_core.blueprints.kinds.settled import has_mention
from dharma_core.blueprints.model import Blueprint, ResourceSpec
from dharma_core.blueprints.natives import Translated
from dharma_core.blueprints.references import Mention, TemplateError, parse_template
from dharma_core.blueprints.relocation import Relocation
from dharma_core.plan import FrozenMap, Path, freeze

__all__ = ["Scrubber"]

_IDS = {
    "aws": re.compile(r"arn:aws[\w-]*:|(?:ami|subnet|vpc|sg|vol|eni|igw|nat|i)-[0-9a-f]{8,17}\b"),
    "azure": re.compile(r"/subscriptions/[0-9a-fA-F$-]+|^[\w-]+:[\w-]+:[\w-]+:[\w.-]+$"),
    "gcp": re.compile(r"projects/[\w-]+/|googleapis\.com/|^[\w-]+-cloud/"),
}


class _Lose(Protocol):
    def __call__(self, path: Path, resource: str, part: str, reason: str, todo: str) -> None: ...


class _Changed(Protocol):
    def __call__(self, resource: str, what: str, before: str, after: str) -> None: ...


class Scrubber:
    """Cleans the values of one design."""

    def __init__(
        self,
        old: Blueprint,
        found: Translated,
        place: Mapping[str, str],
        lose: _Lose,
        changed: _Changed,
    ) -> None:
        self._old = old
        self._found = found
        self._to_other_cloud = place["provider"] != old.provider
        self._region = place["region"]
        self._relocation = Relocation(old.provider, old.region, place["region"])
        self._lose = lose
        self._changed = changed
        self._kinds = {s.name: KINDS.get(s.type) for s, _ in found.resources}

    @property
    def known(self) -> set[str]:
        """The names of the resources that move."""
        return set(self._kinds)

    def properties(self, spec: ResourceSpec, index: int) -> FrozenMap:
        """Return a resource's properties without what does not hold any more."""
        path: Path = ("resources", index, "properties")
        cleaned = {n: self.clean(v, (*path, n), spec.name) for n, v in spec.properties.items()}
        frozen: FrozenMap = freeze({n: v for n, v in cleaned.items() if v is not None})
        return frozen

    def clean(self, value: Any, path: Path, owner: str) -> Any:
        """Return a value that holds in the new place, None when it does not."""
        if isinstance(value, str):
            return self._text(value, path, owner)
        if isinstance(value, Mapping):
            inner = {k: self.clean(v, (*path, k), owner) for k, v in value.items()}
            return FrozenMap({k: v for k, v in inner.items() if v is not None})
        if isinstance(value, (list, tuple)):
            items = [self.clean(v, (*path, i), owner) for i, v in enumerate(value)]
            return tuple(v for v in items if v is not None)
        return value

    def _text(self, text: str, path: Path, owner: str) -> str | None:
        if has_mention(text):
            return self._references(text, path, owner)
        old = self._old
        if self._to_other_cloud and _IDS[old.provider].search(text):
            reason = f"{text!r} is an id of {old.provider}"
            self._lost(path, owner, reason, "Give the id of the other cloud, or leave it out.")
            return None
        if not self._to_other_cloud:
            return self._relocated(text, path, owner)
        if old.region in text:
            reason = f"{text!r} names the region {old.region}"
            self._lost(path, owner, reason, f"Write what is right in {self._region}.")
        return text

    def _relocated(self, text: str, path: Path, owner: str) -> str:
        """Return a text as another region of the same cloud says it."""
        name = next((step for step in reversed(path) if isinstance(step, str)), "")
        moved, reason = self._relocation.text(name, text)
        self._changed(owner, ".".join(str(s) for s in path[2:]), text, moved)
        if reason and self._region != self._old.region:
            self._lost(path, owner, f"{text!r} {reason}", f"Write what is right in {self._region}.")
        return moved

    def _references(self, text: str, path: Path, owner: str) -> str | None:
        try:
            parts = parse_template(text)
        except TemplateError:
            return text
        found = [p if isinstance(p, str) else self._mention(p, path, owner) for p in parts]
        if any(part is None for part in found):
            return None
        return "".join(str(part) for part in found)

    def _mention(self, mention: Mention, path: Path, owner: str) -> str | None:
        if mention.is_variable or mention.is_count_index:
            return self._variable(mention, path, owner)
        if mention.name not in self._kinds:
            self._lost(path, owner, f"{mention.name!r} does not move", "Name something else.")
            return None
        kind = self._kinds[mention.name]
        if kind is None or not self._to_other_cloud:
            return f"${{{mention}}}"
        word = self._word(kind, mention)
        if word is None:
            reason = f"${{{mention}}} has no word in {kind.name}"
            outputs = ", ".join(o.name for o in kind.outputs)
            self._lost(path, owner, reason, f"It tells: {outputs}.")
            return None
        return f"${{{Mention(mention.name, word, mention.index)}}}"

    def _variable(self, mention: Mention, path: Path, owner: str) -> str | None:
        """Keep a variable, unless its value is an id of the old cloud."""
        spec = self._old.variables.get(mention.variable) if mention.is_variable else None
        default = spec.default if spec else None
        if not self._to_other_cloud or not isinstance(default, str):
            return f"${{{mention}}}"
        if _IDS[self._old.provider].search(default):
            reason = f"the variable {mention.variable!r} holds {default!r}, an id of "
            todo = "Give the id of the other cloud, or leave it out."
            self._lost(path, owner, f"{reason}{self._old.provider}", todo)
            return None
        return f"${{{mention}}}"

    def _word(self, kind: Kind, mention: Mention) -> str | None:
        """Return the portable word for an attribute: an output, or a property."""
        attribute = mention.attribute
        if kind.output(attribute) or attribute in kind.by_name:
            return attribute
        for output in kind.outputs:
            if output.on(self._old.provider) == attribute:
                return output.name
        carried = self._found.attributes.get(mention.name, {})
        if attribute in carried:
            return carried[attribute]
        return "id" if attribute in ("id", "arn") else None

    def _lost(self, path: Path, owner: str, reason: str, todo: str) -> None:
        start = 2 if path[:1] == ("resources",) else 0
        part = ".".join(str(step) for step in path[start:])
        self._lose(path, owner, part, reason, todo)
