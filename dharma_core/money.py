"""Money as an exact decimal with its currency; never a float."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import reduce

from dharma_core.errors import InputError
from dharma_core.units import to_decimal

__all__ = ["Money", "exact_product", "exact_sum", "parse_amount", "plain"]

_SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "CNY": "CN¥", "JPY": "¥"}
_CENT = Decimal("0.01")
_WIDE = Context(prec=60, rounding=ROUND_HALF_UP)  # ten places of any sum, to the last digit


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An amount in one currency.

    Parameters
    ----------
    amount : Decimal
        Unrounded; rounding happens once, when it is shown.
    currency : str
        ISO 4217 code.

    Examples
    --------
    >>> Money(Decimal("205.355")).text()
    '$205.36'
    >>> (Money(Decimal(1)) + Money(Decimal(2))).amount
    Decimal('3')
    """

    amount: Decimal
    currency: str = "USD"

    def __add__(self, other: Money) -> Money:
        self._same_currency(other)
        return Money(_WIDE.add(self.amount, other.amount), self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same_currency(other)
        return Money(_WIDE.subtract(self.amount, other.amount), self.currency)

    def _same_currency(self, other: Money) -> None:
        if self.currency != other.currency:
            raise InputError(
                f"Cannot combine {self.currency} with {other.currency}.",
                next_step="Convert one of the amounts first.",
            )

    def rounded(self) -> Decimal:
        """Return the amount rounded half up to the cent."""
        return self.amount.quantize(_CENT, context=_WIDE)

    def text(self, *, signed: bool = False) -> str:
        """Return the amount as people read it: ``$1,204.50``, with ``+`` when ``signed``.

        Examples
        --------
        >>> Money(Decimal("1204.5")).text(signed=True), Money(Decimal(-3), "EUR").text()
        ('+$1,204.50', '-€3.00')
        """
        value = self.rounded()
        sign = "-" if value < 0 else "+" if signed and value > 0 else ""
        symbol = _SYMBOLS.get(self.currency, f"{self.currency} ")
        return f"{sign}{symbol}{abs(value):,.2f}"

    @staticmethod
    def total(parts: Iterable[Money], *, currency: str = "USD") -> Money:
        """Return the sum of ``parts``, zero in ``currency`` when there are none."""
        result: Money | None = None
        for part in parts:
            result = part if result is None else result + part
        return result if result is not None else Money(Decimal(0), currency)


def exact_sum(amounts: Iterable[Decimal]) -> Decimal:
    """Return a sum that loses no digit, in whatever order its parts come.

    Examples
    --------
    >>> exact_sum([Decimal(10) ** 20, Decimal("0.0000000001")])
    Decimal('100000000000000000000.0000000001')
    """
    return reduce(_WIDE.add, amounts, Decimal(0))


def exact_product(amount: Decimal, factor: Decimal) -> Decimal:
    """Return a product to its last digit, such as an amount in another currency.

    Examples
    --------
    >>> exact_product(Decimal("1234567890.123456789012345"), Decimal("1.0812345"))
    Decimal('1334857395.3936907395393683399025')
    """
    return _WIDE.multiply(amount, factor)


def plain(number: Decimal) -> str:
    """Return a decimal as JSON carries it: no exponent, no trailing zeros.

    Examples
    --------
    >>> plain(Decimal("730.000")), plain(Decimal("1E+3")), plain(Decimal("0.10"))
    ('730', '1000', '0.1')
    """
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def parse_amount(text: str, *, what: str) -> Decimal:
    """Return the non-negative amount a user wrote, such as a budget.

    Raises
    ------
    InputError
        If ``text`` is not a number or is negative; the message repeats what was written.

    Examples
    --------
    >>> parse_amount("1,500.50", what="budget")
    Decimal('1500.50')
    """
    number = to_decimal(text.replace(",", "").removeprefix("$"))
    if number is None:
        raise InputError(
            f"The {what} {text!r} is not a number.",
            next_step=f"Write the {what} as dollars a month, for example 500 or 1250.75.",
            details={"field": what, "value": text},
        )
    if number < 0:
        raise InputError(
            f"The {what} {text!r} is negative.",
            next_step=f"Write the {what} as zero or more dollars a month.",
            details={"field": what, "value": text},
        )
    return number
