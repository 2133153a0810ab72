"""Module instances: their variables, locals, outputs, and the instances of their blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from dharma_core.errors import nearest
from dharma_core.importers.terraform.budget import EvaluationError
from dharma_core.importers.terraform.constraints import (
    ANY,
    Constraint,
    convert,
    parse_constraint,
)
from dharma_core.importers.terraform.evaluation import Names, Scope
from dharma_core.importers.terraform.expansion import Expansion, expand
from dharma_core.importers.terraform.grammar import SyntaxProblem
from dharma_core.importers.terraform.marks import hide, show
from dharma_core.importers.terraform.module_calls import child_source, module_path
from dharma_core.importers.terraform.modules import ModuleSource
from dharma_core.importers.terraform.reading import Reading
from dharma_core.importers.terraform.resources import ResourceInstance
from dharma_core.importers.terraform.syntax import Block, Expr, Index, Step
from dharma_core.plan import UNKNOWN, Address, FrozenMap

__all__ = ["Group", "ModuleInstance"]

_LOOP_WORDS: Final = frozenset({"each", "count", "self"})


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Every instance of one block: a resource's or a module call's."""

    expansion: Expansion
    members: Mapping[Any, Any]

    def pick(self, key: Any) -> Any:
        """Return the instance of a key, UNKNOWN when that is not known."""
        if key is UNKNOWN or not self.expansion.known:
            return UNKNOWN
        if key not in self.members:
            raise EvaluationError(f"There is no instance {key!r}. {self._hint(key)}")
        return self.members[key]

    def _hint(self, key: Any) -> str:
        return nearest(str(key), [str(k) for k in self.members])


@dataclass(slots=True, eq=False)
class ModuleInstance(Names):
    """One instance of a module, with what its expressions may name.

    Parameters
    ----------
    reading : Reading
    source : ModuleSource
    address : str
        ``module.net["a"]``, empty for the root.
    parent : ModuleInstance or None
    call : Block or None
        The block that calls it; ``call_scope`` is where that stands.
    inputs : mapping of name to value
        The root's variables, as given from outside.
    """

    reading: Reading
    source: ModuleSource
    address: str = ""
    parent: ModuleInstance | None = None
    call: Block | None = None
    call_scope: Scope | None = None
    inputs: Mapping[str, Any] = field(default_factory=dict)
    scope: Scope = field(init=False)

    def __post_init__(self) -> None:
        self.scope = Scope(self)

    def lookup(self, root: str, steps: Sequence[Step], scope: Scope) -> tuple[Any, Sequence[Step]]:
        """Return what a name means and the steps that are left."""
        if root in _RULES:
            found: tuple[Any, Sequence[Step]] = _RULES[root](self, steps, scope)
            return found
        if root in _LOOP_WORDS:
            raise EvaluationError(f"{root!r} has no meaning here.")
        if len(steps) < 1 or not isinstance(steps[0], str):
            raise EvaluationError(f"{root!r} is no name that is known here.")
        return self._resource("managed", root, steps, scope)

    # -- variables, locals, outputs ------------------------------------------------------------

    def _var(self, steps: Sequence[Step], _scope: Scope) -> tuple[Any, Sequence[Step]]:
        name = _first(steps, "var")
        if name not in self.source.variables:
            hint = nearest(name, self.source.variables)
            raise EvaluationError(f"There is no variable {name!r}. {hint}")
        return self.variable(name), steps[1:]

    def variable(self, name: str) -> Any:
        """Return a variable's value: given, else its default, else UNKNOWN; converted."""
        key = ("var", self.address, name)
        return self.reading.settler.value(key, lambda: self._read_variable(name))

    def _read_variable(self, name: str) -> Any:
        block = self.source.variables[name]
        attributes = block.body.attributes
        constraint = self.constraint(block)
        value = self._given(name)
        if value is None and (name not in self._set_names() or not self._is_nullable(block)):
            default = attributes.get("default")
            value = UNKNOWN if default is None else self.reading.value(default, self.scope)
        try:
            value = convert(constraint, value, self._constant)
        except EvaluationError as error:
            self.reading.tell(f"The variable {name!r} has a wrong value: {error}", block.position)
            value = UNKNOWN
        return hide(value) if self.flag(block, "sensitive") else value

    def constraint(self, block: Block) -> Constraint:
        """Return the type of a variable block."""
        written = block.body.attributes.get("type")
        if written is None:
            return ANY
        try:
            return parse_constraint(written.expression)
        except (EvaluationError, SyntaxProblem) as error:
            self.reading.tell(f"type: {error}", written.position)
            return ANY

    def _given(self, name: str) -> Any:
        if self.call is None or self.call_scope is None:
            return self.inputs.get(name)
        attribute = self.call.body.attributes.get(name)
        return None if attribute is None else self.reading.value(attribute, self.call_scope)

    def _set_names(self) -> Mapping[str, Any]:
        return self.inputs if self.call is None else self.call.body.attributes

    def _is_nullable(self, block: Block) -> bool:
        return "nullable" not in block.body.attributes or self.flag(block, "nullable")

    def _constant(self, expr: Expr) -> Any:
        return self.reading.evaluator.evaluate(expr, self.scope)

    def flag(self, block: Block, name: str) -> bool:
        """Whether a block says ``name = true``."""
        attribute = block.body.attributes.get(name)
        return attribute is not None and self.reading.value(attribute, self.scope) is True

    def _local(self, steps: Sequence[Step], _scope: Scope) -> tuple[Any, Sequence[Step]]:
        name = _first(steps, "local")
        attribute = self.source.locals.get(name)
        if attribute is None:
            hint = nearest(name, self.source.locals)
            raise EvaluationError(f"There is no local {name!r}. {hint}")
        key = ("local", self.address, name)
        work = lambda: self.reading.value(attribute, self.scope)  # noqa: E731
        return self.reading.settler.value(key, work), steps[1:]

    def output(self, name: str) -> Any:
        """Return an output's value."""
        block = self.source.outputs.get(name)
        if block is None:
            hint = nearest(name, self.source.outputs)
            raise EvaluationError(f"{self.address} has no output {name!r}. {hint}")
        key = ("output", self.address, name)
        return self.reading.settler.value(key, lambda: self._read_output(block))

    def _read_output(self, block: Block) -> Any:
        attribute = block.body.attributes.get("value")
        value = UNKNOWN if attribute is None else self.reading.value(attribute, self.scope)
        return hide(show(value)) if self.flag(block, "sensitive") else value

    # -- modules -------------------------------------------------------------------------------

    def _module(self, steps: Sequence[Step], scope: Scope) -> tuple[Any, Sequence[Step]]:
        name = _first(steps, "module")
        group = self.module(name)
        left = steps[1:]
        if not group.expansion.known or not group.members:
            return (UNKNOWN if not group.expansion.known else self._empty(group)), left
        if group.expansion.kind == "single":
            return self._of_module(group.members[None], left)
        if left and isinstance(left[0], Index):
            found = group.pick(self.key(left[0], scope))
            return (found, ()) if found is UNKNOWN else self._of_module(found, left[1:])
        whole = {k: _module_object(m) for k, m in group.members.items()}
        return _collection(group, whole), left

    def _empty(self, group: Group) -> Any:
        return () if group.expansion.kind == "count" else FrozenMap()

    def _of_module(self, module: Any, left: Sequence[Step]) -> tuple[Any, Sequence[Step]]:
        if module is None:
            return UNKNOWN, ()
        if left and isinstance(left[0], str):
            return module.output(left[0]), left[1:]
        return _module_object(module), left

    def module(self, name: str) -> Group:
        """Return the instances of a module call; None stands for one that was not read."""
        if name not in self.source.calls:
            hint = nearest(name, self.source.calls)
            raise EvaluationError(f"There is no module {name!r}. {hint}")
        key = ("module", self.address, name)
        found: Group = self.reading.settler.value(key, lambda: self._open(name))
        return found

    def _open(self, name: str) -> Group:
        call = self.source.calls[name]
        expansion = expand(call, self.scope, self.reading)
        source = child_source(self, call)
        members: dict[Any, ModuleInstance | None] = {}
        for key, bound in expansion.instances:
            step = str(Address("module", name, index=key))
            address = f"{self.address}.{step}" if self.address else step
            members[key] = None if source is None else ModuleInstance(
                self.reading, source, address, self, call, self.scope.with_names(bound)
            )  # fmt: skip
        return Group(expansion, members)

    @property
    def calls(self) -> tuple[str, ...]:
        """The names of the calls that lead here, outermost first; none for the root."""
        if self.parent is None or self.call is None:
            return ()
        return (*self.parent.calls, self.call.labels[0])

    def children(self, name: str) -> Iterator[ModuleInstance]:
        """Yield the instances of a module call that could be read."""
        yield from (m for m in self.module(name).members.values() if m is not None)

    # -- resources -----------------------------------------------------------------------------

    def _data(self, steps: Sequence[Step], scope: Scope) -> tuple[Any, Sequence[Step]]:
        return self._resource("data", _first(steps, "data"), steps[1:], scope)

    def _resource(
        self, mode: str, type_: str, steps: Sequence[Step], scope: Scope
    ) -> tuple[Any, Sequence[Step]]:
        name = _first(steps, type_)
        group = self.resources(mode, type_, name)
        left = steps[1:]
        if not group.expansion.known:
            return UNKNOWN, ()
        if group.expansion.kind == "single":
            return _of_resource(group.members[None], left)
        if left and isinstance(left[0], Index):
            found = group.pick(self.key(left[0], scope))
            return (found, ()) if found is UNKNOWN else _of_resource(found, left[1:])
        return _collection(group, {k: m.value() for k, m in group.members.items()}), left

    def resources(self, mode: str, type_: str, name: str) -> Group:
        """Return the instances of a resource block."""
        block = self.source.resources.get((mode, type_, name))
        if block is None:
            known = [f"{t}.{n}" for m, t, n in self.source.resources if m == mode]
            hint = nearest(f"{type_}.{name}", known)
            raise EvaluationError(f"There is no resource {type_}.{name}. {hint}")
        key = ("resource", self.address, mode, type_, name)
        found: Group = self.reading.settler.value(key, lambda: self._expand(block, mode))
        return found

    def _expand(self, block: Block, mode: str) -> Group:
        expansion = expand(block, self.scope, self.reading)
        type_, name = block.labels
        members = {
            key: ResourceInstance(
                self,
                block,
                Address(type_, name, self.address, key, mode),
                self.scope.with_names(bound),
            )
            for key, bound in expansion.instances
        }
        return Group(expansion, members)

    def key(self, index: Index, scope: Scope) -> Any:
        """Return the key in brackets: a number, a text, or UNKNOWN."""
        return show(self.reading.evaluator.evaluate(index.key, scope))

    # -- words of the language -----------------------------------------------------------------

    def _path(self, steps: Sequence[Step], _scope: Scope) -> tuple[Any, Sequence[Step]]:
        name = _first(steps, "path")
        if name == "module":
            return module_path(self), steps[1:]
        if name in ("root", "cwd"):
            return ("." if name == "root" else UNKNOWN), steps[1:]
        raise EvaluationError(f"There is no path.{name}.")

    def _terraform(self, steps: Sequence[Step], _scope: Scope) -> tuple[Any, Sequence[Step]]:
        if _first(steps, "terraform") != "workspace":
            raise EvaluationError("Only terraform.workspace is known.")
        return self.reading.workspace, steps[1:]


_RULES: Final[Mapping[str, Callable[[ModuleInstance, Sequence[Step], Scope], Any]]] = {
    "var": ModuleInstance._var,
    "local": ModuleInstance._local,
    "module": ModuleInstance._module,
    "data": ModuleInstance._data,
    "path": ModuleInstance._path,
    "terraform": ModuleInstance._terraform,
}


def _first(steps: Sequence[Step], root: str) -> str:
    if not steps or not isinstance(steps[0], str):
        raise EvaluationError(f"What follows {root!r} must be a name.")
    return steps[0]


def _of_resource(instance: ResourceInstance, left: Sequence[Step]) -> tuple[Any, Sequence[Step]]:
    if left and isinstance(left[0], str):
        return instance.attribute(left[0]), left[1:]
    return instance.value(), left


def _module_object(module: ModuleInstance | None) -> Any:
    if module is None:
        return UNKNOWN
    return FrozenMap({name: module.output(name) for name in module.source.outputs})


def _collection(group: Group, values: Mapping[Any, Any]) -> Any:
    if group.expansion.kind == "count":
        return tuple(values[key] for key in sorted(values))
    return FrozenMap(values)
