"""The syntax tree of Terraform configuration, the same for HCL and for its JSON form."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dharma_core.plan import Remark
from dharma_core.provenance import Position

__all__ = [
    "Access",
    "Attribute",
    "Binary",
    "Block",
    "Body",
    "Call",
    "Conditional",
    "Expr",
    "ForObject",
    "ForTuple",
    "Index",
    "Literal",
    "Name",
    "ObjectExpr",
    "Splat",
    "Step",
    "Template",
    "TemplateFor",
    "TemplateIf",
    "TupleExpr",
    "Unary",
    "reference_text",
]


@dataclass(frozen=True, slots=True, eq=False)
class Literal:
    """A string without interpolation, a number, true, false or null."""

    value: Any


@dataclass(frozen=True, slots=True, eq=False)
class Name:
    """The first word of a traversal: ``var``, ``local``, ``aws_vpc``, a loop's own name."""

    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """A step in brackets."""

    key: Expr


@dataclass(frozen=True, slots=True, eq=False)
class Splat:
    """``[*]`` (full) or ``.*`` with the steps taken in each member."""

    steps: tuple[Step, ...]
    full: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Access:
    """A value and the steps into it; a step that is a text is an attribute's name."""

    base: Expr
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Call:
    """A function call; ``expand`` spreads the last argument (``...``)."""

    name: str
    arguments: tuple[Expr, ...]
    expand: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Unary:
    """``!`` or ``-`` before a value."""

    operator: str
    operand: Expr


@dataclass(frozen=True, slots=True, eq=False)
class Binary:
    """Two values with an operator between them."""

    operator: str
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True, eq=False)
class Conditional:
    """``test ? yes : no``."""

    test: Expr
    yes: Expr
    no: Expr


@dataclass(frozen=True, slots=True, eq=False)
class TupleExpr:
    """``[a, b]``."""

    items: tuple[Expr, ...]


@dataclass(frozen=True, slots=True, eq=False)
class ObjectExpr:
    """``{ a = 1, (b) = 2 }``; a bare word as a key is a Literal."""

    items: tuple[tuple[Expr, Expr], ...]


@dataclass(frozen=True, slots=True, eq=False)
class ForTuple:
    """``[for key, value in collection : result if test]``."""

    key: str
    value: str
    collection: Expr
    result: Expr
    test: Expr | None = None


@dataclass(frozen=True, slots=True, eq=False)
class ForObject:
    """``{for key, value in collection : name => result... if test}``."""

    key: str
    value: str
    collection: Expr
    name: Expr
    result: Expr
    test: Expr | None = None
    group: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class TemplateIf:
    """``%{ if }``: yields text."""

    test: Expr
    yes: Expr
    no: Expr


@dataclass(frozen=True, slots=True, eq=False)
class TemplateFor:
    """``%{ for }``: yields text."""

    key: str
    value: str
    collection: Expr
    body: Expr


@dataclass(frozen=True, slots=True, eq=False)
class Template:
    """Text with values in it; never a lone interpolation, which is the value itself."""

    parts: tuple[str | Expr, ...]


Expr = (
    Literal
    | Name
    | Access
    | Call
    | Unary
    | Binary
    | Conditional
    | TupleExpr
    | ObjectExpr
    | ForTuple
    | ForObject
    | Template
    | TemplateIf
    | TemplateFor
)
Step = str | Index | Splat


@dataclass(frozen=True, slots=True, eq=False)
class Attribute:
    """``name = expression``."""

    name: str
    expression: Expr
    position: Position


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """``type "label" { ... }``."""

    type: str
    labels: tuple[str, ...]
    body: Body
    position: Position
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Body:
    """What stands between braces: attributes by name, and blocks in order.

    ``loose`` is true for a body read from JSON, where only the schema tells an attribute that
    holds an object from a block.
    """

    attributes: Mapping[str, Attribute] = field(default_factory=dict)
    blocks: tuple[Block, ...] = ()
    loose: bool = False


def reference_text(expression: Expr) -> str:
    """Return ``aws_vpc.main[0]`` of an expression that is a plain reference, else ``""``."""
    if not isinstance(expression, Access):
        return getattr(expression, "name", "")
    text = reference_text(expression.base)
    for step in expression.steps:
        if isinstance(step, str):
            text += f".{step}"
        elif isinstance(step, Index) and isinstance(step.key, Literal):
            text += f"[{json.dumps(step.key.value, ensure_ascii=False, default=str)}]"
        else:
            return ""
    return text
