"""A resource's ``lifecycle`` block: literals and names, which Terraform itself never evaluates."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dharma_core.importers.terraform.syntax import (
    Access,
    Body,
    Expr,
    Index,
    Literal,
    Name,
    TupleExpr,
)
from dharma_core.plan import FrozenMap

__all__ = ["lifecycle_of"]

_FLAGS = ("create_before_destroy", "prevent_destroy")


def lifecycle_of(body: Body) -> FrozenMap:
    """Return the flags that are on, and the paths whose changes are ignored (``all`` for each).

    Examples
    --------
    >>> lifecycle_of(Body())
    {}
    """
    found: dict[str, Any] = {}
    for block in body.blocks:
        if block.type == "lifecycle":
            for flag in _FLAGS:
                attribute = block.body.attributes.get(flag)
                if attribute is not None and _is_true(attribute.expression):
                    found[flag] = True
            ignored = block.body.attributes.get("ignore_changes")
            if ignored is not None:
                found["ignore_changes"] = tuple(_paths(ignored.expression))
    return FrozenMap(found)


def _is_true(expression: Expr) -> bool:
    return isinstance(expression, Literal) and expression.value in (True, "true")


def _paths(expression: Expr) -> Iterator[str]:
    if isinstance(expression, TupleExpr):
        for item in expression.items:
            yield from _paths(item)
    elif isinstance(expression, Literal) and isinstance(expression.value, str):
        yield expression.value
    elif isinstance(expression, Name):
        yield expression.name
    elif isinstance(expression, Access):
        for base in _paths(expression.base):
            yield base + "".join(_step(step) for step in expression.steps)


def _step(step: Any) -> str:
    if isinstance(step, Index):
        key = step.key.value if isinstance(step.key, Literal) else ""
        return f"[{key}]" if isinstance(key, int) else f'["{key}"]'
    return f".{step}" if isinstance(step, str) else ""
