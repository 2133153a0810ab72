"""Terraform's ``format``: Go's verbs over Terraform's values."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dharma_core.importers.terraform.functions.conversion import to_bool, to_number, to_text
from dharma_core.importers.terraform.functions.json_text import write_json
from dharma_core.importers.terraform.functions.signature import Body, typed
from dharma_core.importers.terraform.functions.text_units import graphemes
from dharma_core.importers.terraform.functions.values import (
    MAX_ELEMENTS,
    MAX_TEXT,
    FunctionError,
    has_unknown,
    number_text,
    quoted,
)
from dharma_core.plan.frozen import UNKNOWN

__all__ = ["FORMATTING"]

_VERB = re.compile(r"%(?:%|([ +\-#0]*)(\d*)(?:\.(\d*))?(?:\[(\d+)\])?([A-Za-z]))")
_MAX_WIDTH = 10_000


@dataclass(frozen=True, slots=True)
class _Verb:
    """One ``%`` of a format string, with its place in it for messages."""

    raw: str
    at: int
    flags: str
    width: int
    precision: int | None
    index: int | None
    mode: str

    def fail(self, why: str) -> FunctionError:
        return FunctionError(f'unsupported value for "{self.raw}" at {self.at}: {why}')


def _format(template: str, *values: Any) -> str:
    pieces: list[str] = []
    following = highest = size = 0
    for piece in _parts(template):
        if isinstance(piece, str):
            pieces.append(piece)
            continue
        following = (piece.index if piece.index is not None else following) + 1
        highest = max(highest, following)
        pieces.append(_show(piece, _argument(piece, following, values)))
        size += len(pieces[-1])
        if size > MAX_TEXT:
            raise FunctionError("the result is too long")
    if highest < len(values):
        raise FunctionError(f"too many arguments; only {highest} used by format string")
    return "".join(pieces)


def _parts(template: str) -> Iterator[str | _Verb]:
    """Yield literal text and verbs in their order."""
    at = 0
    while (start := template.find("%", at)) >= 0:
        yield template[at:start]
        match = _VERB.match(template, start)
        if match is None:
            raise FunctionError(f"invalid format string starting at offset {start + 1}")
        at = match.end()
        yield "%" if match[0] == "%%" else _verb(match)
    yield template[at:]


def _verb(match: re.Match[str]) -> _Verb:
    flags, width, precision, index, mode = match.groups()
    if mode not in _MODES:
        raise FunctionError(f"unsupported format verb '{mode}' in \"{match[0]}\"")
    sizes = int((width or "0")[:9]), int((precision or "0")[:9])
    if max(sizes) > _MAX_WIDTH:
        raise FunctionError(f"a width of more than {_MAX_WIDTH}")
    return _Verb(
        match[0],
        match.start(),
        flags,
        sizes[0],
        None if precision is None else sizes[1],
        None if index is None else int(index[:9]) - 1,
        mode,
    )


def _argument(verb: _Verb, number: int, values: tuple[Any, ...]) -> Any:
    if not 1 <= number <= len(values):
        raise FunctionError(
            f'not enough arguments for "{verb.raw}" at {verb.at}: need index {number} but have '
            f"{len(values)} total"
        )
    return values[number - 1]


def _show(verb: _Verb, value: Any) -> str:
    if value is None and verb.mode != "v":
        raise verb.fail("null value cannot be formatted")
    return _MODES[verb.mode](verb, value)


def _show_any(verb: _Verb, value: Any) -> str:
    if "#" in verb.flags or value is None or isinstance(value, (tuple, Mapping)):
        return _pad(verb, write_json(value))
    return _pad(verb, to_text(value))


def _show_text(verb: _Verb, value: Any) -> str:
    try:
        text = to_text(value)
    except FunctionError:
        raise verb.fail("string required") from None
    if verb.precision is not None:
        text = "".join(graphemes(text)[: verb.precision])
    return _pad(verb, text)


def _show_quoted(verb: _Verb, value: Any) -> str:
    try:
        return _pad(verb, quoted(to_text(value)))
    except FunctionError:
        raise verb.fail("string required") from None


def _show_bool(verb: _Verb, value: Any) -> str:
    try:
        return _pad(verb, to_text(to_bool(value)))
    except FunctionError:
        raise verb.fail("bool required") from None


def _show_integer(verb: _Verb, value: Any) -> str:
    number = _number(verb, value)
    if not isinstance(number, int):
        raise verb.fail("an integer is required")
    flag = "#" if "#" in verb.flags else ""
    digits = format(abs(number), flag + verb.mode)
    if verb.mode == "o" and flag:
        digits = digits.replace("0o", "0", 1)
    if verb.precision is not None:
        digits = digits.rjust(verb.precision, "0")
    return _pad_number(verb, _sign(verb, number < 0), digits)


def _show_float(verb: _Verb, value: Any) -> str:
    number = Decimal(_number(verb, value))
    if verb.mode in "gG" and verb.precision is None:
        digits = _shortest(number.copy_abs(), verb.mode)
    else:
        precision = 6 if verb.precision is None else verb.precision
        exact = number.copy_abs() if number else 0.0  # a Decimal zero shows its own exponent
        digits = format(exact, f".{precision}{verb.mode}")
        digits = re.sub(r"([eE][+-])(\d)$", r"\g<1>0\2", digits)
    return _pad_number(verb, _sign(verb, number < 0), digits)


def _number(verb: _Verb, value: Any) -> int | Decimal:
    try:
        number: int | Decimal = to_number(value)
    except FunctionError:
        raise verb.fail("a number is required") from None
    return number


def _shortest(number: Decimal, mode: str) -> str:
    """Return the fewest digits, with an exponent below -4 and from 6 on as Go's ``%g``."""
    exact = number.normalize()
    exponent = exact.adjusted() if exact else 0
    if -4 <= exponent < 6:
        return number_text(number)
    digits = "".join(map(str, exact.as_tuple().digits))
    fraction = f".{digits[1:]}" if len(digits) > 1 else ""
    letter = "e" if mode == "g" else "E"
    return f"{digits[0]}{fraction}{letter}{'-' if exponent < 0 else '+'}{abs(exponent):02}"


def _sign(verb: _Verb, negative: bool) -> str:
    if negative:
        return "-"
    if "+" in verb.flags:
        return "+"
    return " " if " " in verb.flags else ""


def _pad_number(verb: _Verb, sign: str, digits: str) -> str:
    if "0" in verb.flags and "-" not in verb.flags:
        return sign + digits.rjust(verb.width - len(sign), "0")
    return _pad(verb, sign + digits)


def _pad(verb: _Verb, text: str) -> str:
    missing = " " * (verb.width - len(graphemes(text)))
    if "-" in verb.flags:
        return text + missing
    return missing + text


_MODES: Mapping[str, Callable[[_Verb, Any], str]] = {
    "v": _show_any,
    "s": _show_text,
    "q": _show_quoted,
    "t": _show_bool,
    **dict.fromkeys("dboxX", _show_integer),
    **dict.fromkeys("eEfgG", _show_float),
}


def _format_list(template: str, *values: Any) -> Any:
    sizes = [len(value) for value in values if isinstance(value, tuple)]
    if len(set(sizes)) > 1:
        raise FunctionError(f"the lists have different lengths: {sizes}")
    if not sizes and any(value is UNKNOWN for value in values):
        return UNKNOWN
    count = sizes[0] if sizes else 1
    if count > MAX_ELEMENTS:
        raise FunctionError(f"more than {MAX_ELEMENTS} results")
    rows = ([v[i] if isinstance(v, tuple) else v for v in values] for i in range(count))
    return tuple(UNKNOWN if any(map(has_unknown, row)) else _format(template, *row) for row in rows)


FORMATTING: Mapping[str, Body] = {
    "format": typed(_format, "format: string", rest="args: any?"),
    "formatlist": typed(_format_list, "format: string", rest="args: any?"),
}
