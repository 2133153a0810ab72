"""Make a Template of Bicep files: what each symbol stands for, names under their parents."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from dharma_core.errors import InputError, nearest
from dharma_core.generation.arm.bicep_reading import Method, Statement, Symbol, read_bicep
from dharma_core.generation.arm.language import Access, Call, spelt
from dharma_core.generation.arm.template import (
    Declared,
    IdOf,
    Joined,
    ListOf,
    Module,
    OutputDecl,
    OutputOf,
    Parameter,
    ParameterOf,
    PropertyOf,
    Template,
    VariableOf,
)

__all__ = ["compile_bicep"]

TYPES = ("string", "int", "bool", "array", "object")
MAX_MODULES = 20
"""How deep modules may hold modules."""


def compile_bicep(files: Mapping[str, str], main: str = "main.bicep") -> Template:
    r"""Return the template that a Bicep file means, its modules read from their files.

    Raises
    ------
    InputError
        If a file is missing, not readable, or speaks of what is not declared; file and line are
        told, with the nearest name that is.

    Examples
    --------
    >>> text = "param size int = 2\noutput double int = (size * 2)\n"
    >>> compile_bicep({"main.bicep": text}).outputs[0].value
    Call(name='mul', args=(ParameterOf(name='size'), 2))
    """
    return _compile(files, main, 0)


def _compile(files: Mapping[str, str], name: str, depth: int) -> Template:
    if name not in files:
        raise InputError(f"There is no file {name}.", next_step=nearest(name, files))
    if depth > MAX_MODULES:
        raise InputError(f"{name}: modules hold each other.")
    return _Compiler(files, name, depth).template()


class _Compiler:
    """Makes the template of one file."""

    def __init__(self, files: Mapping[str, str], file: str, depth: int) -> None:
        self.files, self.file, self.depth = files, file, depth
        self.statements = read_bicep(files[file], file=file)
        self.by_name: dict[str, Statement] = {}
        for statement in self.statements:
            if statement.kind in ("targetScope", "output"):
                continue
            if statement.name in self.by_name:
                raise self._error(statement, f"{statement.name!r} is declared twice")
            self.by_name[statement.name] = statement
        self.here = self.statements[0] if self.statements else Statement("var", "", 1)
        self.open: set[str] = set()

    def template(self) -> Template:
        scopes = [s.value for s in self._of("targetScope")]
        return Template(
            scope=str(scopes[0]) if scopes else "resourceGroup",
            parameters=tuple(self._parameter(s) for s in self._of("param")),
            variables={s.name: self.value(s.value, s) for s in self._of("var")} or None,
            resources=tuple(self._resource(s) for s in self._of("resource")),
            modules=tuple(self._module(s) for s in self._of("module")),
            outputs=tuple(self._output(s) for s in self._of("output")),
        )

    def _of(self, kind: str) -> list[Statement]:
        return [s for s in self.statements if s.kind == kind]

    def _parameter(self, statement: Statement) -> Parameter:
        secure = "secure" in statement.decorators
        return Parameter(
            statement.name,
            self._type(statement),
            self.value(statement.value, statement),
            secure,
            str(statement.decorators.get("description", "")),
        )

    def _output(self, statement: Statement) -> OutputDecl:
        description = str(statement.decorators.get("description", ""))
        value = self.value(statement.value, statement)
        return OutputDecl(statement.name, self._type(statement), value, description)

    def _type(self, statement: Statement) -> str:
        if statement.type not in TYPES:
            step = nearest(statement.type, TYPES)
            raise self._error(statement, f"{statement.type!r} is no type", step)
        return statement.type

    def _resource(self, statement: Statement) -> Declared:
        body = self._body(statement)
        type_, at, api = statement.type.partition("@")
        if not at or type_.count("/") < 1:
            raise self._error(statement, f"{statement.type!r} is not 'Provider/type@version'")
        described = str(statement.decorators.get("description", ""))
        own = {k: v for k, v in body.items() if k not in ("parent", "scope", "name", "dependsOn")}
        group = body.get("scope") if statement.existing else None
        return Declared(
            symbol=statement.name,
            type=type_,
            api=api,
            names=self.names(statement),
            body=self.value(own, statement),
            parent=self._symbol(body.get("parent"), statement),
            scope="" if statement.existing else self._symbol(body.get("scope"), statement),
            depends_on=tuple(self._symbol(s, statement) for s in body.get("dependsOn", ())),
            addresses=tuple(described.split(", ")) if described else (),
            existing=statement.existing,
            group=self.value(group.args[0], statement) if isinstance(group, Call) else None,
        )

    def names(self, statement: Statement) -> tuple[Any, ...]:
        """Return the segments of a resource's name, its parents' first."""
        if statement.name in self.open:
            raise self._error(statement, f"{statement.name!r} is its own parent")
        self.open.add(statement.name)
        body = self._body(statement)
        own = _segments(self.value(body.get("name"), statement))
        above = self._symbol(body.get("parent"), statement)
        names = (*self.names(self.by_name[above]), *own) if above else own
        self.open.discard(statement.name)
        return names

    def _module(self, statement: Statement) -> Module:
        body = self._body(statement)
        inner = _compile(self.files, statement.type, self.depth + 1)
        declared, given = {p.name for p in inner.parameters}, set(body.get("params", {}))
        if declared != given:
            wrong = ", ".join(sorted(declared ^ given))
            raise self._error(statement, f"the parameters {wrong} of {statement.type} do not fit")
        scope = body.get("scope")
        group: Any
        if isinstance(scope, Call):
            group = name = self.value(scope.args[0], statement)
        else:
            symbol = self._symbol(scope, statement)
            group, name = IdOf(symbol), self.names(self.by_name[symbol])[0]
        waits = tuple(self._symbol(s, statement) for s in body.get("dependsOn", ()))
        title = self.value(body.get("name"), statement)
        return Module(statement.name, title, group, name, inner, waits)

    def _body(self, statement: Statement) -> Mapping[str, Any]:
        if not isinstance(statement.value, dict) or "name" not in statement.value:
            raise self._error(statement, f"{statement.name!r} has no name")
        return statement.value

    def _symbol(self, value: Any, statement: Statement) -> str:
        """Return the symbol of a resource that stands where one has to."""
        if value is None:
            return ""
        if not isinstance(value, Symbol):
            raise self._error(statement, "a resource's symbol is wanted")
        return self._declared(value.name, statement).name

    def _declared(self, name: str, statement: Statement) -> Statement:
        found = self.by_name.get(name)
        if found is None:
            raise self._error(statement, f"{name!r} is not declared", nearest(name, self.by_name))
        return found

    def value(self, value: Any, statement: Statement) -> Any:
        """Return a value with nodes in place of symbols."""
        if isinstance(value, dict):
            return {self._key(k, statement): self.value(v, statement) for k, v in value.items()}
        if isinstance(value, list):
            return [self.value(item, statement) for item in value]
        read = _READ.get(type(value))
        return read(self, value, statement) if read is not None else value

    def _joined(self, joined: Joined, statement: Statement) -> Joined:
        return Joined(tuple(self.value(part, statement) for part in joined.parts))

    def _key(self, key: Any, statement: Statement) -> Any:
        if isinstance(key, Joined) and len(key.parts) == 1:
            return self.value(key.parts[0], statement)
        return self.value(key, statement)

    def _plain_symbol(self, symbol: Symbol, statement: Statement) -> Any:
        found = self._declared(symbol.name, statement)
        if found.kind == "param":
            return ParameterOf(symbol.name)
        if found.kind == "var":
            return VariableOf(symbol.name)
        raise self._error(statement, f"{symbol.name!r} is a {found.kind}, not a value")

    def _call(self, call: Call, statement: Statement) -> Any:
        if spelt(call.name) is None:
            raise self._error(statement, f"{call.name!r} is no function")
        return Call(call.name, tuple(self.value(arg, statement) for arg in call.args))

    def _method(self, method: Method, statement: Statement) -> ListOf:
        if not isinstance(method.target, Symbol) or not method.name.startswith("list"):
            raise self._error(statement, f"{method.name!r} is no function of a resource")
        return ListOf(self._declared(method.target.name, statement).name, method.name, ())

    def _access(self, access: Access, statement: Statement) -> Any:
        target, path = access.target, access.path
        if isinstance(target, Symbol):
            found = self._declared(target.name, statement)
            if found.kind == "module":
                return OutputOf(found.name, str(path[1]))
            if found.kind == "resource":
                return self._of_resource(found, path)
        inner = self.value(target, statement)
        if isinstance(inner, ListOf):
            return ListOf(inner.symbol, inner.function, path)
        return Access(inner, tuple(self.value(step, statement) for step in path))

    def _of_resource(self, found: Statement, path: tuple[Any, ...]) -> Any:
        if path == ("id",):
            return IdOf(found.name)
        return self.names(found)[-1] if path == ("name",) else PropertyOf(found.name, path)

    def _error(self, statement: Statement, reason: str, next_step: str = "") -> InputError:
        return InputError(f"{self.file}:{statement.line}: {reason}.", next_step=next_step)


_READ: Mapping[type, Callable[[_Compiler, Any, Statement], Any]] = {
    Symbol: _Compiler._plain_symbol,
    Joined: _Compiler._joined,
    Call: _Compiler._call,
    Method: _Compiler._method,
    Access: _Compiler._access,
}


def _segments(name: Any) -> tuple[Any, ...]:
    """Return the segments of a written name: ``'store/default/${box}'`` has three."""
    parts = name.parts if isinstance(name, Joined) else (name,)
    segments: list[list[Any]] = [[]]
    for part in parts:
        pieces = part.split("/") if isinstance(part, str) else [part]
        for number, piece in enumerate(pieces):
            if number:
                segments.append([])
            if piece != "":
                segments[-1].append(piece)
    return tuple(s[0] if len(s) == 1 else Joined(tuple(s)) for s in segments)
