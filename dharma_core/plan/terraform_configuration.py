"""Who mentions whom in a plan JSON: its configuration, followed through modules both ways."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from dharma_core.plan.address import Address
from dharma_core.plan.frozen import Path
from dharma_core.plan.values import Expression, Ref

__all__ = ["Configuration", "Written", "module_steps"]

_TOKEN = re.compile(r'\.?([A-Za-z_][\w-]*)|\[(\d+|"(?:[^"\\]|\\.)*")\]')
_PLAIN = re.compile(r"[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*")
_LOCAL_WORDS = frozenset({"local", "each", "count", "path", "terraform", "self", "ephemeral"})

Json = Mapping[str, Any]
Step = str | int


@dataclass(frozen=True, slots=True)
class Written:
    """What the configuration says of one resource block."""

    expressions: tuple[Expression, ...] = ()
    depends_on: tuple[str, ...] = ()
    provider_key: str = ""


@dataclass(frozen=True)
class Configuration:
    """The ``configuration`` of a plan JSON, asked by resource address.

    Parameters
    ----------
    root : mapping
        ``configuration.root_module``.
    addresses : tuple of Address
        Every instance in the plan: they tell which instances a module has.
    """

    root: Json
    addresses: tuple[Address, ...] = ()
    _known: dict[str, Written] = field(default_factory=dict, init=False, repr=False)
    _scopes: dict[str, _Scope | None] = field(default_factory=dict, init=False, repr=False)

    def written(self, address: Address) -> Written:
        """Return the references and ``depends_on`` of a resource; empty when it is not written."""
        key = address.config_address
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._read(address)
        return found

    def close(self) -> None:
        """Let go of the scopes: they and this name each other, and would keep the document."""
        self._scopes.clear()

    def output_mentions(self, name: str) -> tuple[Ref, ...]:
        """Return what a root output reads."""
        output = _mapping(_mapping(self.root.get("outputs")).get(name))
        scope = _Scope(self, "", self.root)
        return scope.resolve(_references(output.get("expression")))

    @cached_property
    def module_instances(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        """Instance paths by (parent instance path, call name)."""
        found: dict[tuple[str, str], dict[str, None]] = {}
        for module in dict.fromkeys(a.module for a in self.addresses):
            parent = ""
            for name, step in module_steps(module):
                path = f"{parent}.{step}" if parent else step
                found.setdefault((parent, name), {})[path] = None
                parent = path
        return {key: tuple(paths) for key, paths in found.items()}

    @cached_property
    def _by_module(self) -> Mapping[str, tuple[str, ...]]:
        groups: dict[str, dict[str, None]] = {}
        for address in self.addresses:
            if address.mode == "managed":
                groups.setdefault(address.module, {})[address.config_address] = None
        return {module: tuple(names) for module, names in groups.items()}

    def inside(self, module: str) -> tuple[str, ...]:
        """Return the block addresses of every managed resource in a module and below it."""
        return tuple(
            name
            for path, names in self._by_module.items()
            if path == module or path.startswith(module + ".")
            for name in names
        )

    def _read(self, address: Address) -> Written:
        scope = self._scope(address.module)
        if scope is None:
            return Written()
        block = scope.block(address)
        around = _references(block.get("for_each_expression"))
        expressions: list[Expression] = []
        for path, names in _walk_expressions(_mapping(block.get("expressions")), ()):
            if refs := scope.meant(_with_each(names, around) if around else names):
                expressions.append(Expression(path, (), refs))
        depends_on = scope.dependencies(_items(block.get("depends_on")))
        return Written(tuple(expressions), depends_on, str(block.get("provider_config_key") or ""))

    def _scope(self, module: str) -> _Scope | None:
        """Return the scope of a module instance, made once: it indexes all its blocks."""
        if module not in self._scopes:
            self._scopes[module] = self._open(module)
        return self._scopes[module]

    def _open(self, module: str) -> _Scope | None:
        scope = _Scope(self, "", self.root)
        for name, step in module_steps(module):
            call = _mapping(_mapping(scope.body.get("module_calls")).get(name))
            if not call:
                return None
            path = f"{scope.path}.{step}" if scope.path else step
            scope = _Scope(self, path, _mapping(call.get("module")), scope, call)
        return scope


def module_steps(module: str) -> list[tuple[str, str]]:
    """Return (name, ``module.name[index]``) for each level of a module address.

    Examples
    --------
    >>> module_steps('module.net["a.b"].module.sub[0]')
    [('net', 'module.net["a.b"]'), ('sub', 'module.sub[0]')]
    """
    words = _tokens(module)
    steps: list[tuple[str, str]] = []
    for word in words:
        if isinstance(word, int) or word.startswith('"'):
            name, text = steps[-1]
            steps[-1] = (name, f"{text}[{word}]")
        elif word == "module" and (not steps or steps[-1][0]):
            steps.append(("", "module"))
        else:
            steps[-1] = (word, f"module.{word}")
    return steps


@dataclass(frozen=True)
class _Scope:
    """One module instance: its body, and the caller that fills its variables."""

    configuration: Configuration
    path: str
    body: Json
    caller: _Scope | None = None
    call: Json = field(default_factory=dict)

    _meant: dict[tuple[str, ...], tuple[Ref, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def block(self, address: Address) -> Json:
        key = (address.mode, address.type, address.name)
        return self._blocks.get(key, {})

    @cached_property
    def _blocks(self) -> Mapping[tuple[str, str, str], Json]:
        return {
            (str(b.get("mode", "managed")), str(b.get("type")), str(b.get("name"))): b
            for b in map(_mapping, _items(self.body.get("resources")))
        }

    def meant(self, names: tuple[str, ...]) -> tuple[Ref, ...]:
        """Return what `resolve` does; blocks mention the same few things again and again."""
        found = self._meant.get(names)
        if found is None:
            found = self._meant[names] = self.resolve(names)
        return found

    def resolve(self, names: Iterable[str], depth: int = 0) -> tuple[Ref, ...]:
        """Return the Refs meant by reference texts, the most exact form of each only."""
        longest = _longest(names)
        if len(longest) == 1:
            refs = tuple(self._resolve_one(_tokens(longest[0]), depth))
            return refs if len(refs) < 2 else tuple(dict.fromkeys(refs))
        found: dict[Ref, None] = {}
        for name in longest:
            found.update(dict.fromkeys(self._resolve_one(_tokens(name), depth)))
        return tuple(found)

    def _resolve_one(self, steps: list[Step], depth: int) -> Iterable[Ref]:
        if len(steps) < 2 or depth > 20 or steps[0] in _LOCAL_WORDS:
            return ()
        if steps[0] == "var":
            return self._variable(str(steps[1]), steps[2:], depth)
        if steps[0] == "module":
            return self._module_output(steps, depth)
        return (self._resource(steps),)

    def _variable(self, name: str, rest: list[Step], depth: int) -> Iterable[Ref]:
        if self.caller is None:
            return (Ref(f"var.{name}", _attribute(rest)),)
        expression = _mapping(self.call.get("expressions")).get(name)
        return self.caller.resolve(_references(expression), depth + 1)

    def _module_output(self, steps: list[Step], depth: int) -> Iterator[Ref]:
        name, rest = str(steps[1]), steps[2:]
        paths = self.configuration.module_instances.get((self.path, name), ())
        if rest and (isinstance(rest[0], int) or rest[0].startswith('"')):
            paths = tuple(p for p in paths if p.endswith(f"[{rest[0]}]"))
            rest = rest[1:]
        call = _mapping(_mapping(self.body.get("module_calls")).get(name))
        body = _mapping(call.get("module"))
        wanted = [str(rest[0])] if rest else list(_mapping(body.get("outputs")))
        for path in paths:
            child = _Scope(self.configuration, path, body, self, call)
            for output in wanted:
                written = _mapping(_mapping(body.get("outputs")).get(output))
                yield from child.resolve(_references(written.get("expression")), depth + 1)

    def _resource(self, steps: list[Step]) -> Ref:
        size = 3 if steps[0] == "data" else 2
        target = ".".join([str(s) for s in steps[:size]])
        rest = steps[size:]
        if rest and (isinstance(rest[0], int) or rest[0].startswith('"')):
            target += f"[{rest[0]}]"
            rest = rest[1:]
        return Ref(f"{self.path}.{target}" if self.path else target, _attribute(rest))

    def dependencies(self, names: Iterable[str]) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for name in names:
            steps = _tokens(str(name))
            if steps[:1] == ["module"] and len(steps) > 1:
                paths = self.configuration.module_instances.get((self.path, str(steps[1])), ())
                inside = (a for path in paths for a in self.configuration.inside(path))
                found.update(dict.fromkeys(inside))
            elif len(steps) > 1:
                found[self._resource(steps).target] = None
        return tuple(found)


def _mapping(value: Any) -> Json:
    return value if isinstance(value, (dict, Mapping)) else {}


def _items(value: Any) -> Sequence[Any]:
    return value if isinstance(value, (list, tuple)) else ()


def _references(expression: Any) -> tuple[str, ...]:
    return _texts(_mapping(expression).get("references")) if expression else ()


def _texts(names: Any) -> tuple[str, ...]:
    return tuple([n for n in _items(names) if isinstance(n, str)])


def _walk_expressions(level: Json, path: Path) -> list[tuple[Path, tuple[str, ...]]]:
    """Return what each attribute refers to; those that refer to nothing left out."""
    found: list[tuple[Path, tuple[str, ...]]] = []
    for name, written in level.items():
        if isinstance(written, dict):
            if "references" in written:
                if names := _texts(written["references"]):
                    found.append(((*path, name), names))
            elif "constant_value" not in written:
                found += _walk_expressions(written, (*path, name))
        elif isinstance(written, (list, tuple)):
            for index, inner in enumerate(written):
                found += _walk_expressions(_mapping(inner), (*path, name, index))
    return found


def _with_each(names: tuple[str, ...], around: tuple[str, ...]) -> tuple[str, ...]:
    """Add what ``for_each`` reads where ``each.value`` is used."""
    if any(n.startswith("each.value") for n in names):
        return (*names, *around)
    return names


def _longest(names: Iterable[str]) -> list[str]:
    """Drop the shorter forms that Terraform lists after each reference."""
    kept: list[str] = []
    for name in names:
        if not kept:
            kept.append(name)
            continue
        further = (name + ".", name + "[")
        for known in kept:
            if known.startswith(further):
                break
        else:
            kept.append(name)
    return kept


def _tokens(name: str) -> list[Step]:
    if _PLAIN.fullmatch(name):
        return list(name.split("."))
    return [
        word if word else int(index) if index.isdigit() else index
        for word, index in _TOKEN.findall(name)
    ]


def _attribute(steps: Sequence[Step]) -> str:
    if len(steps) == 1 and isinstance(steps[0], str) and steps[0][0] != '"':
        return steps[0]
    return ".".join(json.loads(s) if str(s).startswith('"') else str(s) for s in steps)  # type: ignore[arg-type]
