"""Gives an executor its text: a Plan in its format, with its inputs and the format's own names."""

from __future__ import annotations

from dataclasses import replace

from dharma_core.deployments.ports import Rendered
from dharma_core.generation import block_addresses, inputs_of, render
from dharma_core.generation.formats.cloudformation import logical_ids, parameter_names
from dharma_core.plan import Catalog, FrozenMap, Plan

__all__ = ["rendered"]


def rendered(plan: Plan, format_: str, catalog: Catalog) -> Rendered:
    """Return a Plan as ``format_``, ready to be ordered from the executor of that name."""
    generation = render(_kept_here(plan), format_, catalog)
    inputs = inputs_of(plan, format_, catalog)
    if format_ != "cloudformation":
        return Rendered(generation, block_addresses(plan), inputs)
    return Rendered(generation, logical_ids(plan), inputs, parameter_names(plan, catalog))


def _kept_here(plan: Plan) -> Plan:
    """Return the Plan without its backend: a deployment's state lies in Dharma's own folder."""
    origin = {name: value for name, value in plan.origin.items() if name != "backend"}
    return replace(plan, origin=FrozenMap(origin)) if "backend" in plan.origin else plan
