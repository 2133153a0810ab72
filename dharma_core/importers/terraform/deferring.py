"""Data sources that Terraform reads while applying, though everything they need is known."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dharma_core.importers.terraform.evaluation import Scope
from dharma_core.importers.terraform.syntax import Block, Body, Expr
from dharma_core.importers.terraform.tracing import Tracer
from dharma_core.plan import parse_address

if TYPE_CHECKING:
    from dharma_core.importers.terraform.instances import ModuleInstance

__all__ = ["waits_for_apply"]

_CONDITIONS = ("precondition", "postcondition")


def waits_for_apply(module: ModuleInstance, block: Block, scope: Scope) -> bool:
    """Whether a data block depends on a resource that has yet to be made.

    It does by its own ``depends_on``, by that of a module call around it, and, where it has
    conditions to check, by everything it reads.
    """
    tracer = Tracer(module.reading)
    if any(map(_is_managed, tracer.dependencies(block, scope))):
        return True
    if _has_conditions(block.body):
        refs = (ref for expr in _expressions(block.body) for ref in tracer.refs(expr, scope))
        if any(_is_managed(ref.target) for ref in refs):
            return True
    if module.parent is None or module.call is None or module.call_scope is None:
        return False
    key = ("waits", module.address)
    call, around, outer = module.call, module.parent, module.call_scope
    found: bool = module.reading.settler.value(key, lambda: waits_for_apply(around, call, outer))
    return found


def _is_managed(target: str) -> bool:
    return not target.startswith("var.") and parse_address(target).mode == "managed"


def _has_conditions(body: Body) -> bool:
    lifecycles = (b for b in body.blocks if b.type == "lifecycle")
    return any(inner.type in _CONDITIONS for b in lifecycles for inner in b.body.blocks)


def _expressions(body: Body) -> Iterator[Expr]:
    for attribute in body.attributes.values():
        yield attribute.expression
    for inner in body.blocks:
        yield from _expressions(inner.body)
