"""An amount of money as a ``dharma.toml`` may say it."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator

from dharma_core.errors import InputError
from dharma_core.money import parse_amount

__all__ = ["Amount"]


def _amount(value: object) -> Decimal:
    try:
        return parse_amount(str(value), what="amount")
    except InputError as error:
        raise ValueError(f"{error}") from error


Amount = Annotated[Decimal, BeforeValidator(_amount, json_schema_input_type=str | int | float)]
