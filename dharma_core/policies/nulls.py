"""Attributes that only variables without a value could have set: Terraform left them out."""

from __future__ import annotations

from dataclasses import replace

from dharma_core.plan import UNKNOWN, Plan, Resource
from dharma_core.plan.frozen import get_path

__all__ = ["without_null_writings"]


def without_null_writings(plan: Plan) -> Plan:
    """Return a plan without the expressions that gave nothing: ``kms_key_id = var.key``, null.

    Terraform knows every variable of the root when it plans. What it does not know yet, and is
    written by null variables alone, is what the provider fills in when nobody sets it.

    Examples
    --------
    >>> from dharma_core.plan import Address, Expression, Ref, Variable, make_resource
    >>> by = Expression.of(("kms_key_id",), Ref("var.key"))
    >>> made = make_resource(
    ...     Address("aws_ebs_volume", "d"), {"kms_key_id": UNKNOWN}, expressions=(by,)
    ... )
    >>> plan = Plan((made,), variables=(Variable("key"),), terraform_version="1.11.0")
    >>> without_null_writings(plan).resources[0].expressions
    ()
    """
    empty = {f"var.{v.name}" for v in plan.variables if v.value is None and not v.sensitive}
    if not plan.terraform_version or not empty:
        return plan
    return plan.with_resources(_told(r, empty) for r in plan.resources)


def _told(resource: Resource, empty: set[str]) -> Resource:
    kept = tuple(
        e
        for e in resource.expressions
        if not e.mentions
        or any(m.target not in empty for m in e.mentions)
        or get_path(resource.attributes, e.path) is not UNKNOWN
    )
    return (
        resource if len(kept) == len(resource.expressions) else replace(resource, expressions=kept)
    )
