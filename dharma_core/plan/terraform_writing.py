"""A Plan as the document ``terraform show -json`` would print for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from dharma_core.plan.catalog import Catalog
from dharma_core.plan.frozen import UNKNOWN, Path, thaw
from dharma_core.plan.masking import mask as hide
from dharma_core.plan.provider_sources import full_name
from dharma_core.plan.terraform_configuration import module_steps
from dharma_core.plan.terraform_extension import write_extension
from dharma_core.plan.unknown_halves import split_unknown
from dharma_core.plan.values import Output, Plan, Ref, Resource, Variable
from dharma_core.plan.whole_unknowns import plan_as_planned

__all__ = ["plan_to_json"]

FORMAT_VERSION = "1.2"

Json = dict[str, Any]


def plan_to_json(plan: Plan, *, mask: bool = True, catalog: Catalog | None = None) -> Json:
    """Return a Plan in Terraform's plan shape, as plain JSON values.

    Parameters
    ----------
    plan : Plan
    mask : bool
        Whether sensitive values read ``(sensitive value)``. Only a renderer that must write the
        real value says False.
    catalog : Catalog, optional
        With it, a collection that its provider plans as unknown as a whole is written so; the
        members known of it stand in Dharma's own key, and come back when the document is read.

    Examples
    --------
    >>> from dharma_core.plan.address import Address
    >>> from dharma_core.plan.values import make_resource
    >>> vpc = make_resource(Address("aws_vpc", "v"), {"cidr_block": "10.0.0.0/16", "id": UNKNOWN})
    >>> change = plan_to_json(Plan((vpc,)))["resource_changes"][0]["change"]
    >>> change["after"], change["after_unknown"]
    ({'cidr_block': '10.0.0.0/16'}, {'id': True})
    """
    full = plan.with_resources(_shown(plan.resources, mask=mask))
    shown = full if catalog is None else plan_as_planned(full, catalog)
    before = {str(r.address): r for r in _shown(plan.prior, mask=mask)}
    names = {r.provider for r in (*plan.resources, *plan.prior)}
    sources = {name: full_name(plan, name) for name in names}
    changes = [_change_entry(r, before.pop(str(r.address), None), sources) for r in shown.resources]
    changes += [_deletion_entry(r, sources) for r in before.values()]
    made_by = {"terraform_version": plan.terraform_version} if plan.terraform_version else {}
    return {
        "format_version": FORMAT_VERSION,
        **made_by,
        "variables": {
            v.name: {"value": _variable_value(v, v.value, mask)}
            for v in plan.variables
            if v.value is not UNKNOWN
        },
        "planned_values": _planned_values(shown, sources, mask=mask),
        "resource_changes": changes,
        "output_changes": {o.name: _output_change(o, mask=mask) for o in plan.outputs},
        "configuration": _configuration(plan, mask=mask),
        "dharma": write_extension(plan, mask=mask, members=_known_members(full, shown)),
    }


def _shown(resources: Iterable[Resource], *, mask: bool) -> tuple[Resource, ...]:
    if not mask:
        return tuple(resources)
    return tuple(r.with_attributes(hide(r.attributes, r.sensitive)) for r in resources)


def _known_members(full: Plan, shown: Plan) -> dict[str, Json]:
    """Return the attributes, by address, of which less is shown than is known."""
    pairs = zip(full.resources, shown.resources, strict=True)
    return {
        str(one.address): {n: v for n, v in one.attributes.items() if other.attributes[n] is not v}
        for one, other in pairs
        if one.attributes is not other.attributes
    }


def _identity(resource: Resource, sources: Mapping[str, str]) -> Json:
    address = resource.address
    entry: Json = {"address": str(address)}
    if address.module:
        entry["module_address"] = address.module
    entry |= {"mode": address.mode, "type": address.type, "name": address.name}
    if address.index is not None:
        entry["index"] = address.index
    return {**entry, "provider_name": sources[resource.provider]}


def _change_entry(resource: Resource, before: Resource | None, sources: Mapping[str, str]) -> Json:
    after, unknown = split_unknown(resource.attributes)
    change = {
        "actions": list(resource.actions),
        "before": None if before is None else thaw(before.attributes),
        "after": after,
        "after_unknown": unknown,
        "before_sensitive": False if before is None else thaw(before.sensitive),
        "after_sensitive": thaw(resource.sensitive),
    }
    return {**_identity(resource, sources), "change": change}


def _deletion_entry(resource: Resource, sources: Mapping[str, str]) -> Json:
    change = {
        "actions": list(resource.actions),
        "before": thaw(resource.attributes),
        "after": None,
        "after_unknown": {},
        "before_sensitive": thaw(resource.sensitive),
        "after_sensitive": False,
    }
    return {**_identity(resource, sources), "change": change}


def _planned_values(plan: Plan, sources: Mapping[str, str], *, mask: bool) -> Json:
    root: Json = {}
    modules: dict[str, Json] = {"": root}
    for resource in plan.managed:
        module = _module(modules, resource.address.module)
        values, _ = split_unknown(resource.attributes)
        identity = _identity(resource, sources)
        identity.pop("module_address", None)
        entry = {**identity, "values": values, "sensitive_values": thaw(resource.sensitive)}
        module.setdefault("resources", []).append(entry)
    outputs = {o.name: _planned_output(o, mask=mask) for o in plan.outputs}
    return {"outputs": outputs, "root_module": root}


def _module(modules: dict[str, Json], path: str) -> Json:
    if path not in modules:
        around = ".".join(step for _, step in module_steps(path)[:-1])
        parent = _module(modules, around)
        modules[path] = {"address": path}
        parent.setdefault("child_modules", []).append(modules[path])
    return modules[path]


def _planned_output(output: Output, *, mask: bool) -> Json:
    after, unknown = split_unknown(_output_value(output, mask=mask))
    return {"sensitive": output.sensitive} if unknown is True else {
        "sensitive": output.sensitive, "value": after,
    }  # fmt: skip


def _output_change(output: Output, *, mask: bool) -> Json:
    after, unknown = split_unknown(_output_value(output, mask=mask))
    return {
        "actions": ["create"],
        "before": None,
        "after": after,
        "after_unknown": unknown,
        "before_sensitive": output.sensitive,
        "after_sensitive": output.sensitive,
    }


def _output_value(output: Output, *, mask: bool) -> Any:
    return hide(output.value, output.sensitive) if mask else output.value


def _variable_value(variable: Variable, value: Any, mask: bool) -> Any:
    return thaw(hide(value, variable.sensitive) if mask else value)


def _configuration(plan: Plan, *, mask: bool) -> Json:
    region: Json = {"region": {"constant_value": plan.region}} if plan.region else {}
    source = full_name(plan, plan.provider)
    provider = {"name": plan.provider, "full_name": source, "expressions": region}
    return {
        "provider_config": {plan.provider: provider},
        "root_module": {
            "resources": [_config_entry(r) for r in plan.resources if not r.module_path],
            "variables": {v.name: _declaration(v, mask=mask) for v in plan.variables},
            "outputs": {o.name: _config_output(o) for o in plan.outputs},
        },
    }


def _declaration(variable: Variable, *, mask: bool) -> Json:
    return {
        "type": variable.type,
        "default": _variable_value(variable, variable.default, mask),
        "description": variable.description,
        "sensitive": variable.sensitive,
    }


def _config_output(output: Output) -> Json:
    return {
        "sensitive": output.sensitive,
        "description": output.description,
        "expression": {"references": _references(output.mentions)},
    }


def _config_entry(resource: Resource) -> Json:
    address = resource.address
    return {
        "address": address.config_address,
        "mode": address.mode,
        "type": address.type,
        "name": address.name,
        "provider_config_key": resource.provider,
        "expressions": _expressions((e.path, e.mentions) for e in resource.expressions),
        "depends_on": list(resource.depends_on),
    }


def _expressions(written: Iterable[tuple[Path, tuple[Ref, ...]]]) -> Json:
    """Nest references as Terraform does: a list for blocks, one entry for an attribute."""
    groups: dict[str, list[tuple[Path, tuple[Ref, ...]]]] = {}
    for path, mentions in written:
        groups.setdefault(str(path[0]), []).append((path[1:], mentions))
    return {name: _expression(inner) for name, inner in groups.items()}


def _expression(inner: list[tuple[Path, tuple[Ref, ...]]]) -> Json | list[Json]:
    if not all(_is_in_block(rest) for rest, _ in inner):
        return {"references": _references(ref for _, mentions in inner for ref in mentions)}
    size = 1 + max(int(rest[0]) for rest, _ in inner)
    return [
        _expressions((rest[1:], mentions) for rest, mentions in inner if rest[0] == index)
        for index in range(size)
    ]


def _is_in_block(rest: Path) -> bool:
    return len(rest) > 1 and isinstance(rest[0], int) and isinstance(rest[1], str)


def _references(mentions: Iterable[Ref]) -> list[str]:
    names: dict[str, None] = {}
    for ref in mentions:
        names.update(dict.fromkeys((str(ref), ref.target)))
    return list(names)
