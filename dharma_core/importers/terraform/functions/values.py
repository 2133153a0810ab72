"""Values of Terraform's language beyond JSON: sets, exact numbers, and what the functions raise.

A list or tuple is a tuple, a map or object a FrozenMap, null is None, an integer is an int and any
other number a Decimal (Terraform counts with 512 bits, so 0.1 + 0.2 is 0.3).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal, InvalidOperation
from fractions import Fraction
from functools import cmp_to_key
from typing import Any

from dharma_core.importers.folders import SourceFolder
from dharma_core.plan.frozen import UNKNOWN, FrozenMap

__all__ = [
    "EXACT",
    "MAX_ELEMENTS",
    "MAX_TEXT",
    "FunctionContext",
    "FunctionError",
    "TfMap",
    "TfSet",
    "divide",
    "equal",
    "has_unknown",
    "identity",
    "is_number",
    "make_number",
    "make_set",
    "number_text",
    "object_name",
    "parse_number",
    "plain",
    "quoted",
]

MAX_ELEMENTS = 10_000
MAX_TEXT = 4_000_000  # characters one function may make
_PRECISION_BITS = 512
EXACT = Context(prec=155, rounding=ROUND_HALF_EVEN, Emax=999_999, Emin=-999_999)
_MAX_DIGITS = 4_000


class FunctionError(Exception):
    """What Terraform answers when a function is called with what it cannot take."""


class TfSet(tuple[Any, ...]):
    """A set: its members once each, in Terraform's own order; make one with ``make_set``.

    It equals another set only, never a list.
    """

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, TfSet) and tuple.__eq__(self, other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return tuple.__hash__(self)


class TfMap(FrozenMap):
    """A map, whose values have one type; every other mapping is an object."""

    __slots__ = ()

    def __reduce__(self) -> tuple[Any, ...]:
        return (TfMap, (dict(self),))


@dataclass(frozen=True, slots=True)
class FunctionContext:
    """What functions that read files are told of the place they are called from.

    Parameters
    ----------
    folder : SourceFolder
    path : str
        The folder of the module that calls, from the root of ``folder``: relative names start at
        the root module, as ``path.module`` does.
    render_template : callable
        Called with the template's text, its variables and its file name; returns the text.
    """

    folder: SourceFolder
    path: str
    render_template: Callable[[str, Mapping[str, Any], str], Any]


def make_set(members: Iterable[Any]) -> TfSet:
    """Return the set of ``members``: equal ones once, in the order Terraform walks them.

    Two members that hold something unknown both stay: nobody knows whether they are equal.

    Examples
    --------
    >>> make_set(["b", "a", "b"]), make_set([20, 3])
    (('a', 'b'), (3, 20))
    """
    known: dict[str, Any] = {}
    unlike: list[Any] = []
    for member in members:
        if has_unknown(member):
            unlike.append(member)
        else:
            known.setdefault(_key(member), member)
    inner = [member for member in unlike if member is not UNKNOWN]
    whole = [member for member in unlike if member is UNKNOWN]
    return TfSet((*sorted((*known.values(), *inner), key=cmp_to_key(_compare)), *whole))


def _compare(left: Any, right: Any) -> int:
    if left is None or right is None:
        return (left is None) - (right is None)
    both = left, right
    if all(isinstance(v, bool) for v in both) or all(is_number(v) for v in both):
        return int(left > right) - int(left < right)
    keys = (
        (left.encode(), right.encode())
        if all(isinstance(v, str) for v in both)
        else (_key(left).encode(), _key(right).encode())
    )
    return int(keys[0] > keys[1]) - int(keys[0] < keys[1])


def _key(value: Any) -> str:
    """Return the text by which Terraform tells and orders members that are no primitives."""
    if value is None or value is UNKNOWN or isinstance(value, bool):
        return _KEYS[value]
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, Mapping):
        inner = "".join(f"{quoted(k)}:{_key(value[k])};" for k in sorted(value))
        return f"{{{inner}}}" if isinstance(value, TfMap) else f"<{inner}>"
    if isinstance(value, tuple):
        return "[" + "".join(f"{_key(v)};" for v in value) + "]"
    return number_text(value)


def object_name(value: FrozenMap) -> bytes:
    """Return what tells an object of a set from the others and says where it stands."""
    return _key(value).encode()


_KEYS: Mapping[Any, str] = {UNKNOWN: "?", None: "~", True: "T", False: "F"}


def quoted(text: str) -> str:
    r"""Return a text as Go's ``%q`` writes it.

    Examples
    --------
    >>> print(quoted('a "b"'))
    "a \"b\""
    """
    return '"' + "".join(_ESCAPES.get(c) or _visible(c) for c in text) + '"'


_ESCAPES = {
    '"': '\\"', "\\": "\\\\", "\a": "\\a", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r",
    "\t": "\\t", "\v": "\\v",
}  # fmt: skip


def _visible(character: str) -> str:
    if character.isprintable():
        return character
    code = ord(character)
    if code < 0x80:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def is_number(value: Any) -> bool:
    """Whether a value is a number; true and false are none."""
    return isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)


def make_number(value: float | Decimal) -> int | Decimal:
    """Return a number in its one form: an int where it is whole, else a Decimal.

    Examples
    --------
    >>> make_number(Decimal("3.0")), make_number(0.5)
    (3, Decimal('0.5'))
    """
    if isinstance(value, int):
        return value
    exact = Decimal(repr(value)) if isinstance(value, float) else value
    if not exact.is_finite() or exact.adjusted() > _MAX_DIGITS:
        raise FunctionError("the number is too large")
    if exact == exact.to_integral_value():
        return int(exact)
    return exact.normalize(EXACT)


def parse_number(text: str) -> int | Decimal | None:
    """Return the decimal number a text writes, None when it writes none.

    Examples
    --------
    >>> parse_number("1e3"), parse_number("0x10"), parse_number("1.50")
    (1000, None, Decimal('1.5'))
    """
    if not text or not text.isascii() or text != text.strip() or "_" in text:
        return None
    if len(text) > _MAX_DIGITS or text[-1].isalpha() or text.lstrip("+-")[:1].isalpha():
        return None
    try:
        return make_number(Decimal(text))
    except (InvalidOperation, ValueError):
        return None


def number_text(value: float | Decimal) -> str:
    """Return a number as Terraform makes text of it: all digits, never an exponent.

    Examples
    --------
    >>> number_text(Decimal("1E-7")), number_text(10**3)
    ('0.0000001', '1000')
    """
    if isinstance(value, int):
        return str(value)
    exact = make_number(value)
    return str(exact) if isinstance(exact, int) else f"{exact:f}"


def divide(dividend: float | Decimal, divisor: float | Decimal) -> int | Decimal:
    """Return the quotient to Terraform's 512 bits, in the fewest digits that tell it.

    Raises
    ------
    FunctionError
        If the divisor is zero.

    Examples
    --------
    >>> divide(10, 4), divide(9, 3), len(str(divide(1, 3)))
    (Decimal('2.5'), 3, 157)
    """
    if divisor == 0:
        raise FunctionError("Division by zero.")
    exact = Fraction(make_number(dividend)) / Fraction(make_number(divisor))
    if exact.denominator == 1:
        return exact.numerator
    return _shortest(exact)


def _shortest(exact: Fraction) -> int | Decimal:
    wanted = _to_bits(exact)
    for digits in (20, *range(150, 158)):
        context = Context(prec=digits, rounding=ROUND_HALF_EVEN)
        short = context.divide(Decimal(wanted.numerator), Decimal(wanted.denominator))
        if _to_bits(Fraction(short)) == wanted:
            return make_number(short)
    return make_number(EXACT.divide(Decimal(exact.numerator), Decimal(exact.denominator)))


def _to_bits(exact: Fraction) -> Fraction:
    """Return the nearest fraction with 512 bits of mantissa."""
    size = abs(exact.numerator).bit_length() - exact.denominator.bit_length()
    scale = Fraction(2) ** (_PRECISION_BITS - size)
    while abs(exact * scale) >= 2**_PRECISION_BITS:
        scale /= 2
    return Fraction(round(exact * scale)) / scale


def equal(left: Any, right: Any) -> bool:
    """Whether two known values are equal in Terraform's sense: values of two types never are.

    Examples
    --------
    >>> equal(1, True), equal("1", 1), equal((1,), (1,))
    (False, False, True)
    """
    return identity(left) == identity(right)


def identity(value: Any) -> tuple[str, str]:
    """Return what is the same for two known values when, and only when, they are equal."""
    return _kind(value), _key(value)


def _kind(value: Any) -> str:
    if isinstance(value, tuple):
        return "set" if isinstance(value, TfSet) else "list"
    if is_number(value):
        return "number"
    return "map" if isinstance(value, Mapping) else type(value).__name__


def has_unknown(value: Any) -> bool:
    """Whether a value is unknown or holds something unknown."""
    if isinstance(value, Mapping):
        return any(map(has_unknown, value.values()))
    if isinstance(value, tuple):
        return any(map(has_unknown, value))
    return value is UNKNOWN


def plain(value: Any) -> Any:
    """Return a value in the Plan's shape: sets are tuples and no number is a Decimal.

    Examples
    --------
    >>> plain(FrozenMap({"a": make_set([Decimal("0.5")])}))
    {'a': (0.5,)}
    """
    if isinstance(value, Mapping):
        return FrozenMap({key: plain(inner) for key, inner in value.items()})
    if isinstance(value, tuple):
        return tuple(plain(inner) for inner in value)
    return float(value) if isinstance(value, Decimal) else value
