"""How a Terraform function is declared: parameters with their types, checked before its body."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dharma_core.importers.terraform.functions.conversion import CONVERSIONS, Conversion
from dharma_core.importers.terraform.functions.values import FunctionError

__all__ = ["Body", "typed"]

Body = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class _Parameter:
    name: str
    convert: Conversion
    nullable: bool

    def take(self, value: Any) -> Any:
        if value is None and not self.nullable:
            raise FunctionError(
                f'Invalid value for "{self.name}" parameter: argument must not be null.'
            )
        try:
            return self.convert(value)
        except FunctionError as error:
            raise FunctionError(f'Invalid value for "{self.name}" parameter: {error}.') from None


def typed(body: Body, *parameters: str, rest: str = "", at_least: int | None = None) -> Body:
    """Return a function that converts its arguments as Terraform does, then calls ``body``.

    Parameters
    ----------
    body : callable
    parameters : str
        ``"num: number"``; ``"value: any?"`` where null may be given.
    rest : str
        The same for any number of further arguments.
    at_least : int, optional
        How many arguments there must be, when the last parameters may be left out.

    Examples
    --------
    >>> double = typed(lambda num: num * 2, "num: number")
    >>> double("21")
    42
    """
    wanted = tuple(_parse(p) for p in parameters)
    more = _parse(rest) if rest else None
    fewest = len(wanted) if at_least is None else at_least

    def function(*given: Any) -> Any:
        if len(given) < fewest:
            raise FunctionError(f"Function expects {fewest} argument(s), {len(given)} given.")
        if len(given) > len(wanted) and more is None:
            raise FunctionError(f"Function expects only {len(wanted)} argument(s).")
        taken = [p.take(value) for p, value in zip(wanted, given, strict=False)]
        if more:
            taken += [more.take(value) for value in given[len(wanted) :]]
        try:
            return body(*taken)
        except UnicodeError:
            raise FunctionError("The text holds what no encoding can write.") from None

    return function


def _parse(written: str) -> _Parameter:
    name, _, type_ = written.partition(": ")
    return _Parameter(name, CONVERSIONS[type_.rstrip("?")], type_.endswith("?"))
