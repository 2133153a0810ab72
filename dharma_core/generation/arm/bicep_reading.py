"""Read Bicep text: tokens, statements and expressions of the part of the language we write."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from dharma_core.errors import InputError
from dharma_core.generation.arm.language import Access, Call
from dharma_core.generation.arm.template import Joined

__all__ = ["Method", "Statement", "Symbol", "read_bicep"]

MAX_CHARACTERS = 4_000_000
MAX_DEPTH = 80


@dataclass(frozen=True, slots=True)
class Symbol:
    """A name in an expression, before it is known what it stands for."""

    name: str


@dataclass(frozen=True, slots=True)
class Method:
    """A function of a resource: ``store.listKeys()``."""

    target: Any
    name: str
    args: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """One declaration.

    Parameters
    ----------
    kind : str
        ``targetScope``, ``param``, ``var``, ``resource``, ``module`` or ``output``.
    type : str
        The type of a parameter or output, ``type@version`` of a resource, a module's file.
    decorators : mapping
        ``description`` to its text, ``secure`` to None.
    """

    kind: str
    name: str
    line: int
    type: str = ""
    value: Any = None
    existing: bool = False
    decorators: Mapping[str, Any] = field(default_factory=dict)


def read_bicep(text: str, *, file: str) -> tuple[Statement, ...]:
    r"""Return the statements of a file.

    Raises
    ------
    InputError
        If the text is no Bicep we read; file and line are told.

    Examples
    --------
    >>> [s.kind for s in read_bicep("param a string = 'x'\nvar b = '${a}!'\n", file="main.bicep")]
    ['param', 'var']
    """
    if len(text) > MAX_CHARACTERS:
        raise InputError(f"{file} is larger than {MAX_CHARACTERS} characters.")
    return tuple(_Reader(text, file).statements())


_TOKEN = re.compile(
    r"(?P<space>[ \t\r]+|//[^\n]*)|(?P<newline>\n)|(?P<name>[A-Za-z_]\w*)|(?P<number>\d+)"
    r"|(?P<quote>')|(?P<mark>==|[{}()\[\]:,.=@?!*/-])"
)
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "'": "'", "\\": "\\", "$": "$"}
_OPERATORS = {"*": "mul", "/": "div"}
_CONSTANTS: Mapping[str, Any] = {"true": True, "false": False, "null": None}


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    value: Any
    line: int


class _Reader:
    """Reads one file, left to right."""

    def __init__(self, text: str, file: str, line: int = 1, depth: int = 0) -> None:
        self.text, self.file, self.line, self.depth = text, file, line, depth
        self.tokens = list(self._scan())
        self.at = 0

    def statements(self) -> Iterator[Statement]:
        decorators: dict[str, Any] = {}
        while not self._done():
            if self._accept("newline"):
                continue
            if self._accept("mark", "@"):
                name, args = self._name(), self._arguments()
                decorators[name] = args[0] if args else None
                continue
            statement = self._statement(decorators)
            decorators = {}
            yield statement
            if not self._done() and not self._accept("newline"):
                raise self._wrong("ends")

    def _statement(self, decorators: Mapping[str, Any]) -> Statement:
        line, kind = self._peek().line, self._name()
        read = _STATEMENTS.get(kind)
        if read is None:
            raise self._wrong(f"starts with one of {', '.join(_STATEMENTS)}", back=1)
        return read(self, kind, line, dict(decorators))

    def _target_scope(self, kind: str, line: int, _decorators: Mapping[str, Any]) -> Statement:
        self._expect("mark", "=")
        return Statement(kind, "", line, value=self._value())

    def _param(self, kind: str, line: int, decorators: Mapping[str, Any]) -> Statement:
        name, type_ = self._name(), self._name()
        value = self._value() if self._accept("mark", "=") else None
        return Statement(kind, name, line, type_, value, decorators=decorators)

    def _var(self, kind: str, line: int, decorators: Mapping[str, Any]) -> Statement:
        name = self._name()
        self._expect("mark", "=")
        return Statement(kind, name, line, value=self._value(), decorators=decorators)

    def _declared(self, kind: str, line: int, decorators: Mapping[str, Any]) -> Statement:
        name, type_ = self._name(), self._value()
        existing = self._accept("name", "existing")
        self._expect("mark", "=")
        if not isinstance(type_, str):
            raise self._wrong("has a plain type")
        return Statement(kind, name, line, type_, self._value(), existing, decorators)

    def _output(self, kind: str, line: int, decorators: Mapping[str, Any]) -> Statement:
        name, type_ = self._name(), self._name()
        self._expect("mark", "=")
        return Statement(kind, name, line, type_, self._value(), decorators=decorators)

    def whole(self) -> Any:
        """Return the one expression of a text: what stands in ``${...}``."""
        value = self._value()
        if not self._done():
            raise self._wrong("ends")
        return value

    def _value(self) -> Any:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self._wrong(f"nests at most {MAX_DEPTH} deep")
        value = self._product()
        if self._accept("mark", "?"):
            chosen = self._value()
            self._expect("mark", ":")
            value = Call("if", (value, chosen, self._value()))
        self.depth -= 1
        return value

    def _product(self) -> Any:
        value = self._unary()
        while not self._done() and self._peek().kind == "mark" and self._peek().value in _OPERATORS:
            name = _OPERATORS[self._next().value]
            value = Call(name, (value, self._unary()))
        return value

    def _unary(self) -> Any:
        if self._accept("mark", "!"):
            return Call("not", (self._unary(),))
        if self._accept("mark", "-"):
            return -int(self._expect("number").value)
        return self._postfix(self._primary())

    def _primary(self) -> Any:
        token = self._next()
        if token.kind in ("text", "number"):
            return token.value
        if token.kind == "name":
            if token.value in _CONSTANTS:
                return _CONSTANTS[token.value]
            called = self._is("mark", "(")
            return Call(token.value, self._arguments()) if called else Symbol(token.value)
        if token.value == "{":
            return self._object()
        if token.value == "[":
            return self._array()
        if token.value == "(":
            value = self._value()
            self._expect("mark", ")")
            return value
        raise self._wrong("has a value", back=1)

    def _postfix(self, value: Any) -> Any:
        path: list[Any] = []
        while not self._done():
            if self._accept("mark", "."):
                name = self._name()
                if self._is("mark", "("):
                    owner = Access(value, tuple(path)) if path else value
                    value, path = Method(owner, name, self._arguments()), []
                else:
                    path.append(name)
            elif self._accept("mark", "["):
                path.append(self._value())
                self._expect("mark", "]")
            else:
                break
        return Access(value, tuple(path)) if path else value

    def _object(self) -> dict[Any, Any]:
        result: dict[Any, Any] = {}
        while True:
            self._skip_lines()
            if self._accept("mark", "}"):
                return result
            token = self._next()
            if token.kind not in ("name", "text"):
                raise self._wrong("has a key", back=1)
            self._expect("mark", ":")
            result[token.value] = self._value()
            self._separator("}")

    def _array(self) -> list[Any]:
        result: list[Any] = []
        while True:
            self._skip_lines()
            if self._accept("mark", "]"):
                return result
            result.append(self._value())
            self._separator("]")

    def _separator(self, end: str) -> None:
        if (
            not self._accept("mark", ",")
            and not self._accept("newline")
            and not self._is("mark", end)
        ):
            raise self._wrong(f"goes on on a new line or ends with {end!r}")

    def _arguments(self) -> tuple[Any, ...]:
        self._expect("mark", "(")
        args: list[Any] = []
        while not self._accept("mark", ")"):
            if args:
                self._expect("mark", ",")
            args.append(self._value())
        return tuple(args)

    def _scan(self) -> Iterator[_Token]:
        position, line = 0, self.line
        while position < len(self.text):
            found = _TOKEN.match(self.text, position)
            if found is None:
                raise self._error(line, f"{self.text[position]!r} has no place in Bicep")
            kind = str(found.lastgroup)
            position = found.end()
            if kind == "quote":
                value, position = self._text(position, line)
                yield _Token("text", value, line)
            elif kind != "space":
                value = int(found[kind]) if kind == "number" else found[kind]
                yield _Token(kind, value, line)
            line += kind == "newline"

    def _text(self, position: int, line: int) -> tuple[Any, int]:
        """Return a text with values in it, and where it ends."""
        parts: list[Any] = [""]
        while position < len(self.text) and self.text[position] not in "'\n":
            mark = self.text[position : position + 2]
            if mark[0] == "\\":
                if mark[1:] not in _ESCAPES:
                    raise self._error(line, f"{mark!r} is no escape of Bicep")
                parts[-1] += _ESCAPES[mark[1:]]
                position += 2
            elif mark == "${":
                end = self._interpolation_end(position + 2, line)
                inner = _Reader(self.text[position + 2 : end], self.file, line, self.depth + 1)
                parts += [inner.whole(), ""]
                position = end + 1
            else:
                parts[-1] += mark[0]
                position += 1
        if self.text[position : position + 1] != "'":
            raise self._error(line, "a text has no end")
        kept = tuple(part for part in parts if part != "")
        plain = len(parts) == 1
        return (parts[0] if plain else Joined(kept)), position + 1

    def _interpolation_end(self, position: int, line: int) -> int:
        depth, quoted = 1, False
        while position < len(self.text) and self.text[position] != "\n":
            mark = self.text[position]
            if mark == "\\":
                position += 1
            elif mark == "'":
                quoted = not quoted
            elif not quoted:
                depth += (mark == "{") - (mark == "}")
                if depth == 0:
                    return position
            position += 1
        raise self._error(line, "a '${' has no end")

    def _done(self) -> bool:
        return self.at >= len(self.tokens)

    def _peek(self) -> _Token:
        if self._done():
            raise self._error(
                self.tokens[-1].line if self.tokens else self.line, "the text ends here"
            )
        return self.tokens[self.at]

    def _next(self) -> _Token:
        token = self._peek()
        self.at += 1
        return token

    def _is(self, kind: str, value: Any = None) -> bool:
        if self._done():
            return False
        token = self.tokens[self.at]
        return token.kind == kind and (value is None or token.value == value)

    def _accept(self, kind: str, value: Any = None) -> bool:
        found = self._is(kind, value)
        self.at += found
        return found

    def _expect(self, kind: str, value: Any = None) -> _Token:
        if not self._is(kind, value):
            raise self._wrong(f"has {value or f'a {kind}'!r}")
        return self._next()

    def _name(self) -> str:
        return str(self._expect("name").value)

    def _skip_lines(self) -> None:
        while self._accept("newline"):
            pass

    def _wrong(self, wanted: str, *, back: int = 0) -> InputError:
        token = self.tokens[min(max(self.at - back, 0), len(self.tokens) - 1)]
        return self._error(token.line, f"at {token.value!r}: Bicep {wanted} here")

    def _error(self, line: int, reason: str) -> InputError:
        return InputError(f"{self.file}:{line}: {reason}.", details={"line": line})


_STATEMENTS: Mapping[str, Callable[[_Reader, str, int, Mapping[str, Any]], Statement]] = {
    "targetScope": _Reader._target_scope,
    "param": _Reader._param,
    "var": _Reader._var,
    "resource": _Reader._declared,
    "module": _Reader._declared,
    "output": _Reader._output,
}
