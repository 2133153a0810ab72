"""Matching in time bounded by pattern times text: no pattern of a stranger can hang the reader."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from dharma_core.importers.terraform.functions.patterns import (
    Instruction,
    Program,
    compile_pattern,
)
from dharma_core.importers.terraform.functions.signature import Body, typed
from dharma_core.importers.terraform.functions.values import (
    MAX_ELEMENTS,
    MAX_TEXT,
    FunctionError,
)
from dharma_core.plan.frozen import FrozenMap

__all__ = ["REGULAR_EXPRESSIONS", "replace_pattern"]

MAX_STEPS = 3_000_000

Spans = tuple[int, ...]  # start and end of the match and of each group; -1 where it took no part


def replace_pattern(text: str, pattern: str, replacement: str) -> str:
    """Return ``text`` with every match replaced; ``$1`` and ``${name}`` stand for groups.

    Examples
    --------
    >>> replace_pattern("a1b22", "([0-9]+)", "<$1>")
    'a<1>b<22>'
    """
    program = _compile(pattern)
    pieces, last = [], 0
    for spans in _matches(program, text):
        pieces += [text[last : spans[0]], _expand(replacement, text, (program, spans))]
        last = spans[1]
    answer = "".join((*pieces, text[last:]))
    if len(answer) > MAX_TEXT:
        raise FunctionError("the result is too long")
    return answer


def _first_match(pattern: str, text: str) -> Any:
    program = _compile(pattern)
    for spans in _matches(program, text):
        return _captures(program, text, spans)
    raise FunctionError("pattern did not match any part of the given string")


def _all_matches(pattern: str, text: str) -> tuple[Any, ...]:
    program = _compile(pattern)
    found = []
    for spans in _matches(program, text):
        found.append(_captures(program, text, spans))
        if len(found) > MAX_ELEMENTS:
            raise FunctionError(f"there are more than {MAX_ELEMENTS} matches")
    return tuple(found)


@lru_cache(maxsize=500)
def _compile(pattern: str) -> Program:
    program = compile_pattern(pattern)
    if program.names and len(program.names) < program.groups:
        raise FunctionError("invalid regexp pattern: cannot mix named and unnamed capture groups")
    return program


def _captures(program: Program, text: str, spans: Spans) -> Any:
    groups = [_group(text, spans, number) for number in range(program.groups + 1)]
    if program.names:
        return FrozenMap({name: groups[program.names[name]] for name in sorted(program.names)})
    return tuple(groups[1:]) if program.groups else groups[0]


def _group(text: str, spans: Spans, number: int) -> str | None:
    start, end = spans[2 * number], spans[2 * number + 1]
    return None if start < 0 else text[start:end]


def _expand(template: str, text: str, match: tuple[Program, Spans]) -> str:
    program, spans = match
    pieces = []
    head, *parts = template.split("$")
    pieces.append(head)
    skip = False
    for index, part in enumerate(parts):
        if skip:
            pieces.append(part)
            skip = False
            continue
        if not part and index + 1 < len(parts):
            pieces.append("$")
            skip = True
            continue
        name, after = _variable(part)
        if not name:
            pieces.append("$" + part)
            continue
        number = int(name) if name.isdigit() else program.names.get(name, -1)
        known = 0 <= number <= program.groups
        pieces += [(_group(text, spans, number) or "") if known else "", after]
    return "".join(pieces)


def _variable(part: str) -> tuple[str, str]:
    """Return the name that follows a ``$`` and what follows the name."""
    if part.startswith("{"):
        name, closed, after = part[1:].partition("}")
        is_name = bool(closed and name) and all(c == "_" or c.isalnum() for c in name)
        return (name, after) if is_name else ("", part)
    size = 0
    while size < len(part) and (part[size] == "_" or part[size].isalnum()):
        size += 1
    return part[:size], part[size:]


def _matches(program: Program, text: str) -> Iterator[Spans]:
    """Yield matches that do not overlap; an empty one that touches the last is left out."""
    budget = _Budget()
    at, last_end = 0, -1
    while at <= len(text):
        spans = _search(program, text, at, budget)
        if spans is None:
            return
        start, end = spans[:2]
        if end > start or start != last_end:
            yield spans
        last_end = end
        at = end if end > start else end + 1


class _Budget:
    """Counts steps over a whole call and stops it."""

    def __init__(self) -> None:
        self.left = MAX_STEPS

    def spend(self, steps: int) -> None:
        self.left -= steps
        if self.left < 0:
            raise FunctionError("the pattern takes too long on this text")


def _search(program: Program, text: str, start: int, budget: _Budget) -> Spans | None:
    """Return the leftmost match at or after ``start``.

    A state (step, place) that led nowhere once leads nowhere again, whatever the start: so it is
    visited once in the whole search.
    """
    visited: set[tuple[int, int]] = set()
    for begin in range(start, len(text) + 1):
        before = len(visited)
        spans = _match_at(program, text, begin, visited)
        budget.spend(len(visited) - before + 1)
        if spans is not None:
            return spans
    return None


def _match_at(
    program: Program, text: str, begin: int, visited: set[tuple[int, int]]
) -> Spans | None:
    nothing = (-1,) * (2 * program.groups + 2)
    stack: list[tuple[int, int, Spans]] = [(0, begin, (begin, *nothing[1:]))]
    steps, last = program.steps, len(program.steps)
    while stack:
        step, at, spans = stack.pop()
        while (step, at) not in visited:
            visited.add((step, at))
            if len(visited) > MAX_STEPS:
                raise FunctionError("the pattern takes too long on this text")
            if step == last:
                return (spans[0], at, *spans[2:])
            instruction = steps[step]
            if instruction.kind == "split":
                stack.append((step + instruction.second, at, spans))
            elif instruction.kind == "save":
                spans = (*spans[: instruction.first], at, *spans[instruction.first + 1 :])
            moved = _advance(instruction, text, at)
            if moved is None:
                break
            step, at = step + moved[0], at + moved[1]
    return None


def _advance(instruction: Instruction, text: str, at: int) -> tuple[int, int] | None:
    """Return how far to go in the program and in the text, None where it does not go on."""
    kind = instruction.kind
    if kind == "char":
        matcher = instruction.matcher
        fits = at < len(text) and matcher is not None and matcher(text[at])
        return (1, 1) if fits else None
    if kind == "assert":
        return (1, 0) if _holds(instruction.word, text, at) else None
    return (1, 0) if kind == "save" else (instruction.first, 0)


def _holds(word: str, text: str, at: int) -> bool:
    if word == "text start":
        return at == 0
    if word == "text end":
        return at == len(text)
    if word == "line start":
        return at == 0 or text[at - 1] == "\n"
    if word == "line end":
        return at == len(text) or text[at] == "\n"
    edge = _is_word(text, at - 1) != _is_word(text, at)
    return edge == (word == "word edge")


def _is_word(text: str, at: int) -> bool:
    return 0 <= at < len(text) and text[at].isascii() and (text[at].isalnum() or text[at] == "_")


REGULAR_EXPRESSIONS: Mapping[str, Body] = {
    "regex": typed(_first_match, "pattern: string", "string: string"),
    "regexall": typed(_all_matches, "pattern: string", "string: string"),
}
