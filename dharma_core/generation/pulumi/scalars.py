"""Plain values in the type a Pulumi argument takes; Terraform converts them by itself."""

from __future__ import annotations

from typing import Any

__all__ = ["as_scalar"]


def as_scalar(value: Any, kind: str) -> Any:
    """Return the value as ``str``, ``number``, ``int`` or ``bool``; unchanged where it cannot be.

    Examples
    --------
    >>> as_scalar(80, "str"), as_scalar("80", "int"), as_scalar("true", "bool")
    ('80', 80, True)
    """
    if value is None:
        return None
    if kind == "str":
        return _text(value)
    if kind == "bool":
        return {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value
    if kind in ("number", "int", "float"):
        return _number(value)
    return value


def _text(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(_number(value)) if isinstance(value, (int, float)) else value


def _number(value: Any) -> Any:
    if isinstance(value, bool):
        return value
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return value
    if isinstance(value, int):
        return value
    return int(number) if number.is_integer() else number
