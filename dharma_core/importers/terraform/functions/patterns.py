"""Regular expressions in RE2's syntax, parsed into a program: what RE2 refuses is refused here."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

from dharma_core.importers.terraform.functions.character_classes import (
    CLASSES,
    POSIX,
    WORD,
    Matcher,
    literal,
)
from dharma_core.importers.terraform.functions.values import FunctionError

__all__ = ["Instruction", "Program", "compile_pattern"]

MAX_PATTERN = 5_000  # characters
MAX_PROGRAM = 20_000  # instructions, after repetitions are written out
MAX_REPEAT = 1_000  # as RE2
MAX_DEPTH = 100

_SIMPLE = {"a": "\a", "f": "\f", "t": "\t", "n": "\n", "r": "\r", "v": "\v"}
_REPEATS: dict[str, tuple[int, int | None]] = {"*": (0, None), "+": (1, None), "?": (0, 1)}


@dataclass(frozen=True, slots=True)
class Instruction:
    """One step: ``char`` (matcher), ``split`` (first, second), ``jump``, ``save``, ``assert``."""

    kind: str
    first: int = 0
    second: int = 0
    matcher: Matcher | None = None
    word: str = ""


@dataclass(frozen=True, slots=True)
class Program:
    """A compiled pattern: its steps, how many groups it has and what they are called."""

    steps: tuple[Instruction, ...]
    groups: int
    names: dict[str, int] = field(default_factory=dict)


Code = list[Instruction]


def compile_pattern(pattern: str) -> Program:
    """Return the program of a pattern; jumps in it are relative.

    Raises
    ------
    FunctionError
        If RE2 would refuse it, or it grows too large.

    Examples
    --------
    >>> compile_pattern("(a)(?P<b>b)").names
    {'b': 2}
    """
    if len(pattern) > MAX_PATTERN:
        raise FunctionError(f"the pattern has more than {MAX_PATTERN} characters")
    parser = _Parser(pattern)
    code = parser.alternatives(0)
    if parser.rest():
        raise parser.wrong("unexpected )")
    return Program(tuple(code), parser.groups, parser.names)


def _repeat(code: Code, least: int, most: int | None, greedy: bool) -> Code:
    """Write a repetition out: what must stand, then what may; in Go's own order of trial."""
    times = least if most is None else most
    if len(code) * max(times, 1) > MAX_PROGRAM:
        raise FunctionError("the pattern is too large when its repetitions are written out")
    if most is None:
        return _without_end(code, least, greedy)
    optional: Code = []
    for _ in range(most - least):
        optional = _maybe([*code, *optional], greedy)
    return code * least + optional


def _without_end(code: Code, least: int, greedy: bool) -> Code:
    size = len(code)
    once_or_more = [*code, _split(-size, 1, greedy)]
    if least:
        return code * (least - 1) + once_or_more
    if _can_be_empty(code):
        return _maybe(once_or_more, greedy)
    return [_split(1, size + 2, greedy), *code, Instruction("jump", -size - 1)]


def _maybe(code: Code, greedy: bool) -> Code:
    return [_split(1, len(code) + 1, greedy), *code]


def _can_be_empty(code: Code) -> bool:
    """Whether the end can be reached without taking a character."""
    pending, seen = [0], set()
    while pending:
        at = pending.pop()
        if at == len(code):
            return True
        if at in seen or code[at].kind == "char":
            continue
        seen.add(at)
        step = code[at]
        ways = {"split": (step.first, step.second), "jump": (step.first,)}.get(step.kind, (1,))
        pending += [at + way for way in ways]
    return False


def _split(into: int, past: int, greedy: bool) -> Instruction:
    """Return a choice: into what is repeated first, or past it first."""
    return Instruction("split", into, past) if greedy else Instruction("split", past, into)


class _Parser:
    """Reads a pattern once, left to right."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0
        self.groups = 0
        self.names: dict[str, int] = {}
        self.flags = ""

    def wrong(self, why: str) -> FunctionError:
        return FunctionError(f"invalid regexp pattern: {why} in {self.pattern}")

    def rest(self) -> str:
        return self.pattern[self.at :]

    def take(self, text: str) -> bool:
        if self.pattern.startswith(text, self.at):
            self.at += len(text)
            return True
        return False

    def next(self) -> str:
        if self.at >= len(self.pattern):
            raise self.wrong("it ends too soon")
        self.at += 1
        return self.pattern[self.at - 1]

    def alternatives(self, depth: int) -> Code:
        if depth > MAX_DEPTH:
            raise self.wrong("it is nested too deeply")
        flags = self.flags
        choices = [self.sequence(depth)]
        while self.take("|"):
            choices.append(self.sequence(depth))
        self.flags = flags
        code = choices.pop()
        for choice in reversed(choices):
            jump = Instruction("jump", len(code) + 1)
            code = [Instruction("split", 1, len(choice) + 2), *choice, jump, *code]
        return code

    def sequence(self, depth: int) -> Code:
        code: Code = []
        while self.at < len(self.pattern) and self.pattern[self.at] not in "|)":
            item = self.item(depth)
            code += self.repeated(item)
            if len(code) > MAX_PROGRAM:
                raise self.wrong("it is too large")
        return code

    def repeated(self, code: Code) -> Code:
        bounds = self.bounds()
        if bounds is None:
            return code
        greedy = not self.take("?")
        if "U" in self.flags:
            greedy = not greedy
        if self.bounds() is not None:
            raise self.wrong("invalid nested repetition operator")
        return _repeat(code, bounds[0], bounds[1], greedy)

    def bounds(self) -> tuple[int, int | None] | None:
        sign = self.pattern[self.at : self.at + 1]
        if sign in _REPEATS and sign:
            self.at += 1
            return _REPEATS[sign]
        if sign != "{":
            return None
        inside, closed, _ = self.pattern[self.at + 1 :].partition("}")
        least, comma, most = inside.partition(",")
        if not closed or not _is_count(least) or (most and not _is_count(most)):
            return None
        self.at += len(inside) + 2
        limits = int(least), (int(most) if most else None) if comma else int(least)
        if max(limits[0], limits[1] or 0) > MAX_REPEAT or limits[0] > (limits[1] or MAX_REPEAT):
            raise self.wrong("invalid repeat count")
        return limits

    def item(self, depth: int) -> Code:
        sign = self.next()
        if sign == "(":
            return self.group(depth)
        if sign == "[":
            return [_char(self.character_class())]
        if sign == ".":
            return [_char((lambda _: True) if "s" in self.flags else (lambda c: c != "\n"))]
        if sign in "^$":
            line = "m" in self.flags
            word = ("line " if line else "text ") + ("start" if sign == "^" else "end")
            return [Instruction("assert", word=word)]
        if sign in "*+?":
            raise self.wrong(f"missing argument to repetition operator: {sign}")
        if sign == "\\":
            return self.escape()
        return [_char(literal(sign, "i" in self.flags))]

    def group(self, depth: int) -> Code:
        flags = self.flags
        if self.take("?"):
            if self.take("P<") or (self.rest()[1:2] not in ("=", "!") and self.take("<")):
                return self.captured(depth, self.name())
            if not self.flag_group():
                return []
            code = self.alternatives(depth + 1)
            self.close()
            self.flags = flags
            return code
        return self.captured(depth, "")

    def flag_group(self) -> bool:
        """Read ``i-s:`` or ``i-s)``; say whether a group follows."""
        text, off = self.rest(), False
        for count, sign in enumerate(text):
            if sign in ":)":
                self.at += count + 1
                return sign == ":"
            if sign == "-" and not off:
                off = True
            elif sign in "imsU":
                without = self.flags.replace(sign, "")
                self.flags = without if off else without + sign
            else:
                break
        raise self.wrong("invalid or unsupported Perl syntax")

    def name(self) -> str:
        name, closed, _ = self.rest().partition(">")
        if not closed or not name or not all(c in WORD for c in name) or name in self.names:
            raise self.wrong("invalid named capture")
        self.at += len(name) + 1
        return name

    def captured(self, depth: int, name: str) -> Code:
        self.groups += 1
        number = self.groups
        if name:
            self.names[name] = number
        flags = self.flags
        code = self.alternatives(depth + 1)
        self.flags = flags
        self.close()
        return [Instruction("save", 2 * number), *code, Instruction("save", 2 * number + 1)]

    def close(self) -> None:
        if not self.take(")"):
            raise self.wrong("missing closing )")

    def escape(self) -> Code:
        sign = self.next()
        if sign in "AzbB":
            words = {"A": "text start", "z": "text end", "b": "word edge", "B": "no word edge"}
            return [Instruction("assert", word=words[sign])]
        if sign == "Q":
            text, _, _ = self.rest().partition("\\E")
            self.at = min(self.at + len(text) + 2, len(self.pattern))
            return [_char(literal(c, "i" in self.flags)) for c in text]
        found = self.escaped_class(sign)
        if found is not None:
            return [_char(found)]
        return [_char(literal(self.escaped_character(sign), "i" in self.flags))]

    def escaped_class(self, sign: str) -> Matcher | None:
        if sign.lower() in CLASSES:
            inside = CLASSES[sign.lower()]
            return inside if sign.islower() else lambda c: not inside(c)
        if sign not in "pP":
            return None
        name = self.next()
        if name == "{":
            name, closed, _ = self.rest().partition("}")
            self.at += len(name) + 1
            if not closed:
                raise self.wrong("invalid character class range")
        negated = (sign == "P") != name.startswith("^")
        return self.category(name.lstrip("^"), negated)

    def category(self, name: str, negated: bool) -> Matcher:
        if not name or name[0] not in "CLMNPSZ" or len(name) > 2:
            raise self.wrong(f"the character class \\p{{{name}}} is not supported")
        return lambda c: unicodedata.category(c).startswith(name) != negated

    def escaped_character(self, sign: str) -> str:
        if sign in _SIMPLE:
            return _SIMPLE[sign]
        if sign == "x":
            return self.hexadecimal()
        if sign == "0":
            digits = sign
            while len(digits) < 3 and self.rest()[:1] in tuple("01234567"):
                digits += self.next()
            return chr(int(digits, 8))
        if sign.isascii() and not sign.isalnum():
            return sign
        raise self.wrong(f"invalid escape sequence: \\{sign}")

    def hexadecimal(self) -> str:
        digits = self.rest()[:2]
        self.at += 2
        if digits.startswith("{"):
            self.at -= 1
            digits, _, _ = self.rest().partition("}")
            self.at += len(digits) + 1
        try:
            return chr(int(digits, 16))
        except (ValueError, OverflowError):
            raise self.wrong("invalid escape sequence: \\x") from None

    def character_class(self) -> Matcher:
        negated = self.take("^")
        matchers: list[Matcher] = []
        first = True
        while first or not self.take("]"):
            matchers.append(self.class_member())
            first = False
        fold = "i" in self.flags
        known: dict[str, bool] = {}

        def matches(c: str) -> bool:
            if c not in known:
                kin = {c, c.lower(), c.upper()} if fold else {c}
                known[c] = any(m(k) for m in matchers for k in kin if len(k) == 1) != negated
            return known[c]

        return matches

    def class_member(self) -> Matcher:
        if self.take("[:"):
            name, closed, _ = self.rest().partition(":]")
            negated = name.startswith("^")
            inside = POSIX.get(name.lstrip("^"))
            if not closed or inside is None:
                raise self.wrong("invalid character class range")
            self.at += len(name) + 2
            return (lambda c: not inside(c)) if negated else inside
        low = self.next()
        if low == "\\":
            sign = self.next()
            found = self.escaped_class(sign)
            if found is not None:
                return found
            low = self.escaped_character(sign)
        return self.class_range(low)

    def class_range(self, low: str) -> Matcher:
        if self.rest()[:1] != "-" or self.rest()[1:2] in ("]", ""):
            return lambda c: c == low
        self.at += 1
        high = self.next()
        if high == "\\":
            high = self.escaped_character(self.next())
        if high < low:
            raise self.wrong(f"invalid character class range: {low}-{high}")
        return lambda c: low <= c <= high


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 4


def _char(matcher: Matcher) -> Instruction:
    return Instruction("char", matcher=matcher)
