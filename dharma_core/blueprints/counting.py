"""How many of a resource: a whole number, or a variable that holds one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dharma_core.blueprints.model import MAX_COUNT, Blueprint, ResourceSpec
from dharma_core.blueprints.problems import Problems
from dharma_core.blueprints.references import Mention, TemplateError, parse_template
from dharma_core.plan import UNKNOWN, Variable

__all__ = ["count_variable", "settle_counts"]


def count_variable(spec: ResourceSpec) -> str | None:
    """Return the variable that tells a resource's count, None when it is a number or absent.

    Examples
    --------
    >>> count_variable(ResourceSpec(name="web", type="vm", count="${var.servers}"))
    'servers'
    """
    if not isinstance(spec.count, str):
        return None
    try:
        (mention,) = parse_template(spec.count)
    except (TemplateError, ValueError):
        return None
    return mention.variable if isinstance(mention, Mention) and mention.is_variable else None


def settle_counts(
    blueprint: Blueprint, variables: Iterable[Variable], problems: Problems
) -> Blueprint:
    """Return the blueprint with every count as a number; what is none is noted and counts as 1.

    A variable without value counts as 1 too: whoever checks a design before its variables are
    given still sees one of each.
    """
    values = {v.name: v.value for v in variables}
    if not any(isinstance(spec.count, str) for spec in blueprint.resources):
        return blueprint
    settled = tuple(
        _settled(spec, index, values, problems) for index, spec in enumerate(blueprint.resources)
    )
    return blueprint.model_copy(update={"resources": settled})


def _settled(
    spec: ResourceSpec, index: int, values: dict[str, Any], problems: Problems
) -> ResourceSpec:
    name = count_variable(spec)
    if name is None:
        return spec
    value = values.get(name)
    if value is None or value is UNKNOWN:
        return spec.model_copy(update={"count": 1})
    whole = isinstance(value, (int, float)) and not isinstance(value, bool) and value == int(value)
    if not whole or not 0 <= value <= MAX_COUNT:
        message = (
            f"the count of {spec.name!r} is var.{name} = {value!r}, "
            f"which is no whole number from 0 to {MAX_COUNT}."
        )
        problems.add(("resources", index, "count"), message, f"Give --set {name}=2, say.")
        value = 1
    return spec.model_copy(update={"count": int(value)})
