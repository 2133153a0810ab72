"""What an expression reads, told from its form alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from dharma_core.importers.terraform.syntax import (
    Access,
    Binary,
    Call,
    Conditional,
    Expr,
    ForObject,
    ForTuple,
    Index,
    Literal,
    Name,
    ObjectExpr,
    Splat,
    Step,
    Template,
    TemplateFor,
    TemplateIf,
    TupleExpr,
    Unary,
)

__all__ = ["children", "mentions"]


def mentions(expr: Expr, bound: frozenset[str] = frozenset()) -> Iterator[Access | Name]:
    """Yield every traversal of an expression whose first word is no loop's own name."""
    if isinstance(expr, Name):
        if expr.name not in bound:
            yield expr
        return
    if isinstance(expr, Access) and isinstance(expr.base, Name):
        if expr.base.name not in bound:
            yield expr
        for inner in _in_steps(expr.steps):
            yield from mentions(inner, bound)
        return
    if isinstance(expr, (ForTuple, ForObject, TemplateFor)):
        yield from mentions(expr.collection, bound)
        bound = bound | {expr.key, expr.value}
    for inner in children(expr):
        yield from mentions(inner, bound)


def children(expr: Expr) -> Iterator[Expr]:
    """Yield the expressions directly inside one; of a loop, what is evaluated in each round."""
    return _CHILDREN[type(expr)](expr)


def _in_steps(steps: tuple[Step, ...]) -> Iterator[Expr]:
    for step in steps:
        if isinstance(step, Index):
            yield step.key
        elif isinstance(step, Splat):
            yield from _in_steps(step.steps)


def _access(expr: Access) -> Iterator[Expr]:
    yield expr.base
    yield from _in_steps(expr.steps)


def _object(expr: ObjectExpr) -> Iterator[Expr]:
    for key, value in expr.items:
        yield key
        yield value


def _for_tuple(expr: ForTuple) -> Iterator[Expr]:
    yield expr.result
    if expr.test is not None:
        yield expr.test


def _for_object(expr: ForObject) -> Iterator[Expr]:
    yield expr.name
    yield expr.result
    if expr.test is not None:
        yield expr.test


_CHILDREN: Final[Mapping[type, Callable[[Any], Iterator[Expr]]]] = {
    Literal: lambda _: iter(()),
    Name: lambda _: iter(()),
    Access: _access,
    Call: lambda e: iter(e.arguments),
    Unary: lambda e: iter((e.operand,)),
    Binary: lambda e: iter((e.left, e.right)),
    Conditional: lambda e: iter((e.test, e.yes, e.no)),
    TupleExpr: lambda e: iter(e.items),
    ObjectExpr: _object,
    ForTuple: _for_tuple,
    ForObject: _for_object,
    Template: lambda e: (p for p in e.parts if not isinstance(p, str)),
    TemplateIf: lambda e: iter((e.test, e.yes, e.no)),
    TemplateFor: lambda e: iter((e.body,)),
}
