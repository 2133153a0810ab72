"""Properties into attributes: checked by the catalogue, references kept, defaults filled in."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dharma_core.blueprints.problems import Problems
from dharma_core.blueprints.references import Mention, TemplateError, parse_template
from dharma_core.blueprints.scalars import TypeMismatchError, as_text, coerce
from dharma_core.errors import nearest
from dharma_core.plan import UNKNOWN, AttributeFact, Expression, FrozenMap, Path, Ref
from dharma_core.plan.filling import fill_in

__all__ = ["Filler", "Resolved", "Where"]

Facts = Mapping[str, AttributeFact]


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a mention stands for: its value (or UNKNOWN), who is read, whether it is secret."""

    value: Any
    ref: Ref | None
    sensitive: bool = False


@dataclass(frozen=True, slots=True)
class Where:
    """A place in the attributes and the place in the file it comes from."""

    path: Path
    source: Path

    def into(self, step: str | int) -> Where:
        """Return the place one level down, alike on both sides."""
        return Where((*self.path, step), (*self.source, step))

    def only(self) -> Where:
        """Return the place of a block that was written without a list around it."""
        return Where((*self.path, 0), self.source)


@dataclass
class Filler:
    """Fills one resource; afterwards holds its expressions and sensitive paths.

    Parameters
    ----------
    resolve : callable
        Tells what a mention stands for.
    expand : callable
        Tells the single mentions that ``name[*].attribute`` stands for.
    problems : Problems
    noun : str
        How messages call the resource.
    """

    resolve: Callable[[Mention, Path], Resolved]
    expand: Callable[[Mention], tuple[Mention, ...]]
    problems: Problems
    noun: str
    expressions: list[Expression] = field(default_factory=list)
    sensitive: list[Path] = field(default_factory=list)

    def level(self, facts: Facts, raw: Mapping[str, Any], where: Where) -> dict[str, Any]:
        """Return the attributes of one block, with defaults and unknowns filled in."""
        filled: dict[str, Any] = {}
        for name, written in raw.items():
            fact = facts.get(name)
            if fact is None or fact.read_only or name == "tags_all":
                self._refuse(name, fact, facts, where)
            elif written is not None:
                value = self.value(fact, written, where.into(name))
                if value is not None:
                    filled[name] = value
        self._require(facts, raw, where)
        for name, fact in facts.items():
            if name not in filled:
                fill_in(filled, name, fact)
        return filled

    def free(self, raw: Any, where: Where) -> Any:
        """Return a value of a type nobody knows: references resolved, the rest as it stands."""
        if self._is_spread(raw):
            raw = (raw,)
        if isinstance(raw, str):
            return self._template(raw, where)
        if isinstance(raw, Mapping):
            return FrozenMap({k: self.free(v, where.into(k)) for k, v in raw.items()})
        if isinstance(raw, (list, tuple)):
            return tuple(self.free(v, where.into(i)) for i, v in enumerate(self._spread(raw)))
        return raw

    def value(self, fact: AttributeFact, raw: Any, where: Where) -> Any:
        """Return one attribute in the type the catalogue gives it."""
        if fact.sensitive:
            self.sensitive.append(where.path)
        if _is_mention(raw) and not self._is_spread(raw):
            return self._coerced(fact, self._template(raw, where), where)
        if fact.type in ("list(object)", "set(object)"):
            return self._blocks(fact, raw, where)
        if fact.type == "object":
            return self._single(fact, raw, where)
        return self._plain(fact, raw, where)

    def _refuse(self, name: str, fact: AttributeFact | None, facts: Facts, where: Where) -> None:
        place = (*where.source, name)
        if fact is None:
            settable = [n for n, f in facts.items() if not f.read_only and n != "tags_all"]
            message = f"{self.noun} has no property {name!r}{_inside(where)}."
            self.problems.add(place, message, nearest(name, settable))
        else:
            hint = "Write 'tags' instead." if name == "tags_all" else "Leave it out."
            message = f"{name!r} of {self.noun} is set by the provider."
            self.problems.add(place, message, hint)

    def _require(self, facts: Facts, raw: Mapping[str, Any], where: Where) -> None:
        for name, fact in facts.items():
            if fact.required and raw.get(name) is None:
                message = f"{self.noun} needs the property {name!r}{_inside(where)}."
                self.problems.add(where.source, message)

    def _blocks(self, fact: AttributeFact, raw: Any, where: Where) -> tuple[Any, ...] | None:
        if isinstance(raw, Mapping):
            items: Iterable[tuple[Where, Any]] = [(where.only(), raw)]
        elif isinstance(raw, (list, tuple)):
            items = [(where.into(i), inner) for i, inner in enumerate(raw)]
        else:
            self._mismatch(fact, where, "must hold properties, or a list of them")
            return None
        if fact.max_items is not None and len(raw) > fact.max_items and not isinstance(raw, dict):
            self._mismatch(fact, where, f"may stand {fact.max_items} times at most")
        return tuple(self._block(fact, inner, place) for place, inner in items)

    def _block(self, fact: AttributeFact, raw: Any, where: Where) -> Any:
        if isinstance(raw, Mapping) and fact.open:
            return self.free(raw, where)
        if isinstance(raw, Mapping):
            return FrozenMap(self.level(fact.members, raw, where))
        self._mismatch(fact, where, "must hold properties")
        return FrozenMap()

    def _single(self, fact: AttributeFact, raw: Any, where: Where) -> Any:
        if isinstance(raw, (list, tuple)) and len(raw) == 1:
            raw, where = raw[0], Where(where.path, (*where.source, 0))
        return self._block(fact, raw, where)

    def _plain(self, fact: AttributeFact, raw: Any, where: Where) -> Any:
        if isinstance(raw, (Mapping, list, tuple)) and _takes_json(fact):
            text = json.dumps(raw, separators=(",", ":"), ensure_ascii=False)
            return self._template(text, where, quote=_json_text)
        if fact.type.startswith("map(") and isinstance(raw, Mapping):
            raw = {k: self._scalar(v, where.into(k)) for k, v in raw.items()}
        elif fact.type.startswith(("list(", "set(")):
            if isinstance(raw, str) and self._is_spread(raw):
                raw = (raw,)
            if isinstance(raw, (list, tuple)):
                items = enumerate(self._spread(raw))
                raw = tuple(self._scalar(v, where.into(i)) for i, v in items)
        elif isinstance(raw, str):
            raw = self._template(raw, where)
        return self._coerced(fact, raw, where)

    def _scalar(self, raw: Any, where: Where) -> Any:
        return self._template(raw, where) if isinstance(raw, str) else raw

    def _coerced(self, fact: AttributeFact, value: Any, where: Where) -> Any:
        try:
            return coerce(fact.type, value)
        except TypeMismatchError as error:
            self._mismatch(fact, where, str(error))
            return None

    def _mismatch(self, fact: AttributeFact, where: Where, reason: str) -> None:
        self.problems.add(where.source, f"{fact.name!r} of {self.noun} {reason}.")

    def _is_spread(self, raw: Any) -> bool:
        return _is_mention(raw) and "[*]" in raw

    def _spread(self, raw: Iterable[Any]) -> list[Any]:
        """Replace ``${web[*].id}`` in a list by one reference for each of them."""
        result: list[Any] = []
        for item in raw:
            if self._is_spread(item):
                (mention,) = parse_template(item)
                singles = self.expand(mention) if isinstance(mention, Mention) else ()
                result.extend(f"${{{single}}}" for single in singles)
            else:
                result.append(item)
        return result

    def _template(self, text: str, where: Where, *, quote: Callable[[Any], str] = as_text) -> Any:
        if "${" not in text:
            return text
        try:
            parts = parse_template(text)
        except TemplateError:
            return text  # told by the reference check
        found = [p if isinstance(p, str) else self.resolve(p, where.source) for p in parts]
        read = [f for f in found if isinstance(f, Resolved)]
        if not read:
            return "".join(map(str, found))
        self._remember(found, where.path)
        if len(found) == 1:
            return read[0].value
        if any(r.value is UNKNOWN for r in read):
            return UNKNOWN
        return "".join(f if isinstance(f, str) else quote(f.value) for f in found)

    def _remember(self, found: list[str | Resolved], path: Path) -> None:
        if any(isinstance(f, Resolved) and f.sensitive for f in found):
            self.sensitive.append(path)
        parts = [f.ref or as_text(f.value) if isinstance(f, Resolved) else f for f in found]
        if any(isinstance(p, Ref) for p in parts):
            self.expressions.append(Expression.of(path, *parts))


def _inside(where: Where) -> str:
    block = next((s for s in reversed(where.path) if isinstance(s, str)), None)
    return f" in {block!r}" if block else ""


def _is_mention(raw: Any) -> bool:
    if not isinstance(raw, str) or not raw.startswith("${"):
        return False
    try:
        parts = parse_template(raw)
    except TemplateError:
        return False
    return len(parts) == 1 and isinstance(parts[0], Mention)


def _takes_json(fact: AttributeFact) -> bool:
    return fact.type == "string" and fact.name.endswith("policy")


def _json_text(value: Any) -> str:
    return json.dumps(as_text(value), ensure_ascii=False)[1:-1]
