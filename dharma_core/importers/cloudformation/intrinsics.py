"""CloudFormation's functions, computed as far as the template itself tells."""

from __future__ import annotations

import ipaddress
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final, Protocol

from dharma_core.blueprints.scalars import as_text
from dharma_core.importers.cloudformation.values import (
    Encoded,
    Made,
    document,
    joined,
    opaque,
    text_of,
)
from dharma_core.plan import UNKNOWN, Ref

__all__ = ["NO_VALUE", "SUB_NAME", "Evaluator", "Names"]

NO_VALUE: Final = object()
"""What ``AWS::NoValue`` comes to: the property is not there."""

MAX_SUBNETS = 256
SUB_NAME = re.compile(r"\$\{([^}]*)\}")
"""A name inside the text of ``Fn::Sub``."""

_SECRET_REFERENCE = re.compile(r"\{\{resolve:(secretsmanager|ssm-secure):")
_DYNAMIC_REFERENCE = re.compile(r"\{\{resolve:[a-z-]+:")
_ENTRY = re.compile(
    r"\{\{resolve:(?:(ssm):([^:{}]+)"
    r"|(secretsmanager):((?:arn:[^{}]*:secret:)?[^:{}]+)(?::SecretString:*)?)\}\}"
)
"""A whole entry of a store, in its newest version."""


class Names(Protocol):
    """Tells what the names in a template stand for."""

    def named(self, name: str) -> Any:
        """Return what ``Ref name`` is: a value, a Made, or NO_VALUE."""

    def attribute(self, logical_id: str, name: str) -> Any:
        """Return what ``Fn::GetAtt`` gives."""

    def mapped(self, keys: tuple[str, str, str]) -> Any:
        """Return an entry of Mappings, None when there is none."""

    def condition(self, name: str) -> bool | None:
        """Return what a condition comes to; None when nobody can tell yet."""

    def switch(self, condition: str) -> Made | None:
        """Return the parameter that a condition compares with ``true``, when it does only that."""

    def zones(self, region: Any) -> Any:
        """Return the availability zones of a region."""

    def exported(self, name: Any) -> Any:
        """Return what another stack exports."""

    def resolved(self, store: str, name: Any) -> Any:
        """Return an entry of the parameter store or of the secrets manager."""


class Evaluator:
    """Replaces functions by what they come to.

    Parameters
    ----------
    names : Names
    """

    def __init__(self, names: Names) -> None:
        self._names = names

    def of(self, value: Any) -> Any:
        """Return a value with every function computed; what is ``AWS::NoValue`` is left out."""
        if isinstance(value, Mapping):
            return self._mapping(value)
        if isinstance(value, list):
            items = (self.of(inner) for inner in value)
            return [item for item in items if item is not NO_VALUE]
        return self._dynamic(value) if isinstance(value, str) else value

    def _mapping(self, value: Mapping[str, Any]) -> Any:
        if len(value) == 1:
            (name, argument), *_ = value.items()
            function = _FUNCTIONS.get(name)
            if function is not None:
                return function(self, argument)
            if name.startswith("Fn::"):
                return opaque(self.of(argument))
        found = {key: self.of(inner) for key, inner in value.items()}
        return {key: inner for key, inner in found.items() if inner is not NO_VALUE}

    def flag(self, value: Any) -> bool | None:
        """Return what a condition's expression comes to; None when nobody can tell yet."""
        if not isinstance(value, Mapping) or len(value) != 1:
            return None
        (name, argument), *_ = value.items()
        if name == "Condition":
            return self._names.condition(as_text(argument))
        if name == "Fn::Equals":
            return self._equal(argument)
        inner = [self.flag(item) for item in _items(argument)]
        if name == "Fn::Not" and len(inner) == 1:
            return None if inner[0] is None else not inner[0]
        if name in ("Fn::And", "Fn::Or"):
            return _decided(inner, stop=name == "Fn::Or")
        return None

    def _equal(self, argument: Any) -> bool | None:
        sides = [_plain(self.of(item)) for item in _items(argument)]
        if len(sides) != 2 or any(side is UNKNOWN for side in sides):
            return None
        left, right = (
            json.dumps(s, sort_keys=True) if isinstance(s, (dict, list, tuple)) else as_text(s)
            for s in sides
        )
        return left == right

    def _ref(self, argument: Any) -> Any:
        name = _plain(self.of(argument))
        return self._names.named(name) if isinstance(name, str) else opaque(self.of(argument))

    def _get_att(self, argument: Any) -> Any:
        if isinstance(argument, str):
            owner, _, name = argument.partition(".")
            return self._names.attribute(owner, name)
        words = [_plain(self.of(item)) for item in _items(argument)]
        if len(words) == 1 and isinstance(words[0], str):
            return self._get_att(words[0])
        if len(words) < 2 or not all(isinstance(word, (str, int)) for word in words):
            return opaque(words)
        return self._names.attribute(as_text(words[0]), ".".join(map(as_text, words[1:])))

    def _sub(self, argument: Any) -> Any:
        text, given = argument, {}
        if isinstance(argument, list) and argument:
            text = argument[0]
            local = argument[1] if len(argument) > 1 else {}
            given = {k: self.of(v) for k, v in local.items()} if isinstance(local, Mapping) else {}
        if not isinstance(text, str):
            return opaque(self.of(argument))
        pieces = SUB_NAME.split(text)
        found = [self._named_in_text(p, given) if i % 2 else p for i, p in enumerate(pieces)]
        return self._dynamic(joined(found))

    def _dynamic(self, value: Any) -> Any:
        """Return a text with what a store gives in place of each reference to one.

        A part of an entry and an older version are nothing that a Plan can say.
        """
        known = value if isinstance(value, str) else getattr(value, "value", UNKNOWN)
        parts = (known,) if isinstance(known, str) else getattr(value, "parts", ())
        if not any(isinstance(p, str) and _DYNAMIC_REFERENCE.search(p) for p in parts):
            return value
        pieces: list[Any] = []
        for part in parts:
            if isinstance(part, str):
                pieces += self._entries(part)
            elif isinstance(part, Ref):
                pieces.append(Made((part,), mentions=(part,)))
        shown = "".join(piece for piece in pieces if isinstance(piece, str))
        if _DYNAMIC_REFERENCE.search(shown):
            found = opaque(value, *pieces, secret=_SECRET_REFERENCE.search(shown) is not None)
            return replace(found, written=known if isinstance(known, str) else "")
        return joined(pieces)

    def _entries(self, text: str) -> Iterator[Any]:
        """Yield the texts between references to stores, and what the stores give."""
        end = 0
        for found in _ENTRY.finditer(text):
            yield text[end : found.start()]
            yield self._names.resolved(found[1] or found[3], found[2] or found[4])
            end = found.end()
        yield text[end:]

    def _import_value(self, argument: Any) -> Any:
        found = self.of(argument)
        usable = isinstance(found, str) or (isinstance(found, Made) and not found.secret)
        return self._names.exported(found) if usable else opaque(found)

    def _named_in_text(self, name: str, given: Mapping[str, Any]) -> Any:
        if name.startswith("!"):
            return f"${{{name[1:]}}}"
        name = name.strip()
        if name in given:
            return text_of(given[name])
        if "." in name:
            return self._get_att(name)
        found = self._names.named(name)
        return "" if found is NO_VALUE else found

    def _join(self, argument: Any) -> Any:
        separator, items = _pair(argument)
        found = _value(self.of(items))
        if not isinstance(separator, str) or not isinstance(found, (list, tuple)):
            return opaque(self.of(argument))
        pieces: list[Any] = []
        for item in found:
            pieces += [separator, text_of(item)] if pieces else [text_of(item)]
        return joined(pieces)

    def _select(self, argument: Any) -> Any:
        number, items = _pair(argument)
        index, found = _plain(self.of(number)), self.of(items)
        if isinstance(found, Made) and len(found.parts) == 1 and isinstance(index, (int, str)):
            return _element(found, as_text(index))
        listed = _value(found)
        if isinstance(listed, (list, tuple)) and as_text(index).isdigit():
            return listed[int(index)] if int(index) < len(listed) else opaque(found)
        return opaque(found)

    def _split(self, argument: Any) -> Any:
        separator, text = _pair(argument)
        found = self.of(text)
        plain = _plain(found)
        if not isinstance(separator, str) or not separator or not isinstance(plain, str):
            return opaque(found)
        return plain.split(separator)

    def _find_in_map(self, argument: Any) -> Any:
        items = _items(argument)
        words = [self.of(item) for item in items[:3]]
        plain = [_plain(word) for word in words]
        if len(plain) < 3 or not all(isinstance(word, (str, int)) for word in plain):
            return opaque(words)
        found = self._names.mapped((as_text(plain[0]), as_text(plain[1]), as_text(plain[2])))
        if found is None and len(items) > 3 and isinstance(items[3], Mapping):
            return self.of(items[3].get("DefaultValue"))
        return opaque(words) if found is None else self.of(found)

    def _if(self, argument: Any) -> Any:
        items = _items(argument)
        if len(items) != 3:
            return opaque(self.of(argument))
        flag = self._names.condition(as_text(items[0]))
        branches = [self.of(item) for item in items[1:]]
        switch = self._names.switch(as_text(items[0])) if branches == [True, False] else None
        if switch is not None:
            return replace(switch, value=UNKNOWN if flag is None else flag)
        if flag is None:
            left, right = branches
            return left if left == right else opaque(branches)
        return branches[0] if flag else branches[1]

    def _base64(self, argument: Any) -> Any:
        return Encoded(self.of(argument))

    def _cidr(self, argument: Any) -> Any:
        items = self.of(argument)
        plain = [_plain(item) for item in _items(items)]
        try:
            block, count = ipaddress.ip_network(as_text(plain[0])), int(as_text(plain[1]))
            bits = int(as_text(plain[2])) if len(plain) > 2 else 8
            found = block.subnets(new_prefix=block.max_prefixlen - bits)
            return [str(net) for net, _ in zip(found, range(min(count, MAX_SUBNETS)), strict=False)]
        except (ValueError, IndexError, TypeError):
            return opaque(items)

    def _zones(self, argument: Any) -> Any:
        return self._names.zones(self.of(argument))

    def _length(self, argument: Any) -> Any:
        found = _value(self.of(argument))
        return len(found) if isinstance(found, (list, tuple)) else opaque(found)

    def _to_json(self, argument: Any) -> Any:
        return document(self.of(argument))

    def _unknown(self, argument: Any) -> Any:
        return opaque(self.of(argument))


def _decided(flags: list[bool | None], *, stop: bool) -> bool | None:
    """Return ``stop`` when one side settles it, None when one is open, else the other."""
    if stop in flags:
        return stop
    return None if None in flags or not flags else not stop


def _items(argument: Any) -> list[Any]:
    return argument if isinstance(argument, list) else [argument]


def _pair(argument: Any) -> tuple[Any, Any]:
    if isinstance(argument, list) and len(argument) == 2:
        return argument[0], argument[1]
    return None, argument


def _value(found: Any) -> Any:
    """Return what is known of a computed value, UNKNOWN when nothing is."""
    return found.value if isinstance(found, Made) else found


def _plain(found: Any) -> Any:
    if isinstance(found, (list, tuple)):
        items = [_plain(item) for item in found]
        return UNKNOWN if any(item is UNKNOWN for item in items) else items
    if isinstance(found, (Encoded, Mapping)):
        return UNKNOWN
    return _value(found)


def _element(made: Made, index: str) -> Any:
    """Return one element of a list that a reference gives."""
    ref = made.parts[0]
    listed = made.value
    known = isinstance(listed, (list, tuple)) and index.isdigit() and int(index) < len(listed)
    value = listed[int(index)] if known else UNKNOWN
    if isinstance(ref, str) or not index.isdigit():
        return opaque(made)
    inner = type(ref)(ref.target, f"{ref.attribute}.{index}" if ref.attribute else index)
    if ref.target.startswith("var."):
        return Made((), value, made.mentions, made.secret) if known else opaque(made)
    return Made((inner,), value, (inner,), made.secret)


_FUNCTIONS: Mapping[str, Callable[[Evaluator, Any], Any]] = {
    "Ref": Evaluator._ref,
    "Fn::GetAtt": Evaluator._get_att,
    "Fn::Sub": Evaluator._sub,
    "Fn::Join": Evaluator._join,
    "Fn::Select": Evaluator._select,
    "Fn::Split": Evaluator._split,
    "Fn::FindInMap": Evaluator._find_in_map,
    "Fn::If": Evaluator._if,
    "Fn::Base64": Evaluator._base64,
    "Fn::Cidr": Evaluator._cidr,
    "Fn::GetAZs": Evaluator._zones,
    "Fn::ImportValue": Evaluator._import_value,
    "Fn::Transform": Evaluator._unknown,
    "Fn::Length": Evaluator._length,
    "Fn::ToJsonString": Evaluator._to_json,
}
