"""Takes ``with input as ...`` out of tests: the engine crashes where a call stands under ``with``.

Measured on regopy 1.5.2: ``count(deny) == 1 with input as doc`` ends the process as soon as
``deny`` calls anything. So a test is asked in two steps: what its input is, and then, over that
input, the same statements without their clauses. A test with several inputs becomes one question
for each; statements without a clause belong to every one, unless they need a variable that another
one binds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

__all__ = ["Asked", "Mock", "RewrittenTest", "rewrite_tests"]

_HEAD = re.compile(r"^(todo_)?(test_\w+)", re.MULTILINE)
_BRACED = re.compile(r"\s*(?::?=\s*true\s*)?(?:if\s*)?\{")
_PLAIN = re.compile(r"\s+(?::?=\s*true\s+)?if\s+")
_WITH = re.compile(r"\bwith\s+([\w.\[\]\"]+)\s+as\s+")
_ASSIGNED = re.compile(r"^\s*(?:some\s+)?([A-Za-z_]\w*)\s*:?=(?!=)")
_NAME = re.compile(r"[A-Za-z_]\w*")
_MODERN = re.compile(r"^import\s+(?:rego\.v1|future\.keywords)", re.MULTILINE)
_OPEN, _CLOSED, _QUOTES = "([{", ")]}", '"`'


@dataclass(frozen=True, slots=True)
class Mock:
    """What stands for ``input`` or a part of ``data``: the rule that tells its value."""

    target: str
    rule: str


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of a test: a rule, and what it is asked over."""

    rule: str
    mocks: tuple[Mock, ...] = ()


@dataclass(frozen=True, slots=True)
class RewrittenTest:
    """A test as questions, all of which must hold.

    Parameters
    ----------
    name : str
        Without ``todo_``.
    line : int
        Where it begins, from 1.
    left_out : bool
        Whether its author left it for later (``todo_``).
    asked : tuple of Asked
    """

    name: str
    line: int
    left_out: bool
    asked: tuple[Asked, ...] = ()


@dataclass
class _Statement:
    text: str
    mocks: tuple[tuple[str, str], ...] = ()

    @property
    def bound(self) -> str:
        found = _ASSIGNED.match(self.text)
        return found[1] if found else ""

    @property
    def names(self) -> set[str]:
        return set(_NAME.findall(self.text))


@dataclass
class _Writer:
    """The rules that stand for the tests."""

    modern: bool
    rules: list[str] = field(default_factory=list)

    def add(self, name: str, body: str, value: str = "") -> str:
        head = f"{name} := {value}" if value else name
        if not self.modern:
            head = head.replace(":=", "=")
        self.rules.append(f"{head} {'if ' if self.modern else ''}{{\n{body}\n}}\n")
        return name


def rewrite_tests(text: str) -> tuple[str, tuple[RewrittenTest, ...]]:
    r"""Return a test file without ``with``, and its tests in the order they stand there.

    Lines keep their numbers; the rules that stand for the tests come after the last one.

    Examples
    --------
    >>> text = 'package t\nimport rego.v1\ntest_a if { data.p.deny with input as {"x": 1} }\n'
    >>> new, (test,) = rewrite_tests(text)
    >>> test.name, test.line, [(a.rule, [m.target for m in a.mocks]) for a in test.asked]
    ('test_a', 3, [('dharma_0_0', ['input'])])
    """
    writer = _Writer(bool(_MODERN.search(text)))
    kept, tests, end = [], [], 0
    for number, (match, body, after) in enumerate(_rules(text)):
        line = text.count("\n", 0, match.start()) + 1
        asked = () if match[1] else tuple(_asked(writer, number, body))
        tests.append(RewrittenTest(match[2], line, bool(match[1]), asked))
        kept += [text[end : match.start()], "\n" * text.count("\n", match.start(), after)]
        end = after
    return "".join((*kept, text[end:], "\n", *writer.rules)), tuple(tests)


def _rules(text: str) -> Iterator[tuple[re.Match[str], str, int]]:
    """Yield each test's head, its body and where it ends."""
    position = 0
    while match := _HEAD.search(text, position):
        braced = _BRACED.match(text, match.end())
        plain = _PLAIN.match(text, match.end())
        if braced:
            end = _closing(text, braced.end() - 1)
            yield match, text[braced.end() : end], min(end + 1, len(text))
        elif plain:
            end = _line_end(text, plain.end())
            yield match, text[plain.end() : end], end
        position = end if braced or plain else match.end()


def _closing(text: str, start: int) -> int:
    ends = (at for at, char, depth in _code(text, start) if char == "}" and depth == 0)
    return next(ends, len(text))


def _line_end(text: str, start: int) -> int:
    ends = (at for at, char, depth in _code(text, start) if char == "\n" and depth <= 0)
    return next(ends, len(text))


def _code(text: str, start: int) -> Iterator[tuple[int, str, int]]:
    """Yield each character outside texts and comments, with the depth of brackets after it."""
    at, depth = start, 0
    while at < len(text):
        char = text[at]
        if char == "#":
            at = text.find("\n", at) if "\n" in text[at:] else len(text)
            continue
        if char in _QUOTES:
            at = _past_text(text, at)
            continue
        depth += (char in _OPEN) - (char in _CLOSED)
        yield at, char, depth
        at += 1


def _past_text(text: str, start: int) -> int:
    quote, at = text[start], start + 1
    while at < len(text) and text[at] != quote:
        at += 2 if quote == '"' and text[at] == "\\" else 1
    return at + 1


def _statements(body: str) -> Iterator[_Statement]:
    start = 0
    ends = [at for at, char, depth in _code(body, 0) if char in ";\n" and depth == 0]
    for end in (*ends, len(body)):
        piece = body[start:end].strip()
        start = end + 1
        if piece and not piece.startswith("#"):
            yield _statement(piece)


def _statement(piece: str) -> _Statement:
    outside = {at for at, _, depth in _code(piece, 0) if depth == 0}
    clauses = [m for m in _WITH.finditer(piece) if m.start() in outside]
    if not clauses:
        return _Statement(piece)
    ends = [*(m.start() for m in clauses[1:]), len(piece)]
    mocks = tuple(
        (m[1], _uncommented(piece[m.end() : end])) for m, end in zip(clauses, ends, strict=True)
    )
    return _Statement(piece[: clauses[0].start()].strip(), mocks)


def _uncommented(text: str) -> str:
    at = 0
    while at < len(text) and text[at] != "#":
        at = _past_text(text, at) if text[at] in _QUOTES else at + 1
    return text[:at].strip()


def _asked(writer: _Writer, number: int, body: str) -> Iterator[Asked]:
    statements = list(_statements(body))
    groups = list(dict.fromkeys(s.mocks for s in statements if s.mocks))
    if not groups:
        rule = writer.add(f"dharma_{number}_0", _joined(statements))
        yield Asked(rule)
        return
    for place, mocks in enumerate(groups):
        mine = _belonging(statements, mocks)
        around = [s for s in mine if not s.mocks and not _needs(s, mine)]
        told = tuple(
            Mock(target, _value(writer, f"dharma_{number}_{place}_{i}", value, around))
            for i, (target, value) in enumerate(mocks)
        )
        yield Asked(writer.add(f"dharma_{number}_{place}", _joined(mine)), told)


def _belonging(
    statements: list[_Statement], mocks: tuple[tuple[str, str], ...]
) -> list[_Statement]:
    """Return the statements under these clauses, and those that need nothing another one binds."""
    others = {s.bound for s in statements if s.mocks and s.mocks != mocks} - {""}
    kept: list[_Statement] = []
    for statement in statements:
        if statement.mocks == mocks:
            kept.append(statement)
        elif not statement.mocks:
            if statement.names & others:
                others |= {statement.bound} - {""}
            else:
                kept.append(statement)
    return kept


def _needs(statement: _Statement, mine: list[_Statement]) -> bool:
    """Whether a statement needs what one under a clause binds."""
    return bool(statement.names & {s.bound for s in mine if s.mocks and s.bound})


def _value(writer: _Writer, name: str, value: str, around: list[_Statement]) -> str:
    body = [*(s for s in around if s.bound), _Statement(f"dharma_value := {value}")]
    return writer.add(name, _joined(body), "dharma_value")


def _joined(statements: list[_Statement]) -> str:
    return "\n".join(s.text for s in statements) or "true"
