"""An amount of money as a ``dharma.toml`` may say it."""

from __future__ import annotations

from decimal import Decimal

from pydantic import BeforeValidator

from dharma_core.errors import InputError
from dharma_core.money import parse_amount

__all__ = ["amount"]


def amount(what: str) -> BeforeValidator:
    """Return what turns a text or number of a settings file into exact money, or says why not."""

    def parsed(value: object) -> Decimal:
        try:
            return parse_amount(str(value), what=what)
        except InputError as error:
            raise ValueError(f"{error}") from error

    return BeforeValidator(parsed, json_schema_input_type=str | int | float)
