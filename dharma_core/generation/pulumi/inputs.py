"""A Plan's inputs as reads of the stack's configuration."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dharma_core.generation.pulumi.python import Call, Node, literal, quoted, statement
from dharma_core.plan import UNKNOWN, Variable, thaw

__all__ = ["declaration", "ending", "known_value"]


def declaration(variable: Variable, name: str) -> str:
    """Return the line that reads one input; a secret's value is never in the program.

    Examples
    --------
    >>> print(declaration(Variable("size", type="number", default=3), "size"))
    size = config.get_int("size", 3)
    >>> print(declaration(Variable("password", sensitive=True, value="x"), "password"))
    password = config.require_secret("password")
    """
    value = known_value(variable)
    kind = ending(variable)
    key: tuple[Node, ...] = (quoted(variable.name),)
    if variable.sensitive:
        return statement(Call(f"config.require_secret{kind}", key), target=name)
    if value is None:
        return statement(Call(f"config.require{kind}", key), target=name)
    return statement(Call(f"config.get{kind}", (*key, literal(thaw(value)))), target=name)


def known_value(variable: Variable) -> Any:
    """Return what an input is known to be: its value, else its default, None when neither is."""
    return variable.default if variable.value in (None, UNKNOWN) else variable.value


def ending(variable: Variable) -> str:
    """Return the ending of the method that reads an input: ``_bool``, ``_int``, empty for text.

    Examples
    --------
    >>> ending(Variable("size", type="number")), ending(Variable("name"))
    ('_int', '')
    """
    type_, value = variable.type, None if variable.sensitive else known_value(variable)
    if isinstance(value, bool) or type_ == "bool":
        return "_bool"
    if isinstance(value, float) and not value.is_integer():
        return "_float"
    if isinstance(value, (int, float)) or type_ == "number":
        return "_int"
    if isinstance(value, (Mapping, tuple)) or type_ not in ("string", ""):
        return "_object" if not isinstance(value, str) else ""
    return ""
