"""What ``terraform show -json`` prints once a design is applied: what was open then has a value."""

from __future__ import annotations

from typing import Any

from dharma_core.plan import (
    UNKNOWN,
    Catalog,
    Expression,
    Path,
    Plan,
    Ref,
    Resource,
    build_graph,
    freeze,
    get_path,
    thaw,
)

__all__ = ["applied_state"]

Json = dict[str, Any]
_PLACES = ("region", "location")


def applied_state(plan: Plan, catalog: Catalog) -> Json:
    """Return the state of a Plan: references followed, ids and ARNs made up as a cloud does.

    Settings, numbers and switches that only the provider knows, and nobody reads, stay out.
    """
    cloud = _Cloud(plan, catalog)
    return {
        "format_version": "1.0",
        "terraform_version": "1.9.0",
        "values": {"root_module": {"resources": [cloud.entry(r) for r in plan.managed]}},
    }


class _Cloud:
    """Makes the resources of a Plan, each after those it needs."""

    def __init__(self, plan: Plan, catalog: Catalog) -> None:
        self._plan, self._catalog, self._made = plan, catalog, dict[str, Any]()
        self._needs = build_graph(plan)
        self._asked = {
            (str(target.address), ref.attribute.partition(".")[0])
            for resource in plan.resources
            for ref in resource.references
            for target in plan.resolve(ref)
        }
        for address in self._needs.order():
            resource = plan.by_address[address]
            expressions = {e.path: e for e in resource.expressions}
            self._made[address] = freeze(
                {
                    name: self._filled(value, (name,), resource, expressions)
                    for name, value in resource.attributes.items()
                }
            )

    def entry(self, resource: Resource) -> Json:
        """Return a resource as the state lists it."""
        address = str(resource.address)
        needs = (self._plan.by_address[need] for need in self._needs.needs[address])
        found: Json = {
            "address": address,
            "mode": "managed",
            "type": resource.type,
            "name": resource.name,
            "provider_name": f"registry.terraform.io/hashicorp/{resource.provider}",
            "schema_version": 0,
            "values": thaw(self._made[address]),
            "depends_on": sorted({need.address.config_address for need in needs}),
        }
        return found if resource.index is None else {**found, "index": resource.index}

    def _filled(self, value: Any, path: Path, resource: Resource, known: Any) -> Any:
        if isinstance(value, dict):
            return {k: self._filled(v, (*path, k), resource, known) for k, v in value.items()}
        if isinstance(value, tuple):
            return [self._filled(v, (*path, i), resource, known) for i, v in enumerate(value)]
        if value is not UNKNOWN:
            return value
        found = self._told(known[path]) if path in known else None
        return self._made_up(resource, path) if found is None else found

    def _told(self, expression: Expression) -> Any:
        parts = expression.parts or expression.mentions[:1]
        values = [self._looked_up(p) if isinstance(p, Ref) else p for p in parts]
        return values[0] if len(values) == 1 else "".join(str(v) for v in values)

    def _looked_up(self, ref: Ref) -> Any:
        found = self._plan.resolve(ref)
        if not found:
            return None
        path = tuple(int(s) if s.isdigit() else s for s in ref.attribute.split("."))
        made = get_path(self._made[str(found[0].address)], path)
        return self._made_up(found[0], path) if made is None else made

    def _made_up(self, resource: Resource, path: Path) -> Any:
        kind = self._catalog.find(resource.type)
        fact = kind.attribute(path) if kind else None
        is_asked = (str(resource.address), path[0]) in self._asked
        is_told = is_asked or path == ("name",) or path[-1] in _PLACES
        if fact is not None and (fact.type != "string" or not (fact.read_only or is_told)):
            return None
        region = resource.region or self._plan.region
        if path[-1] in _PLACES:
            return region
        if str(path[-1]).endswith("arn"):
            service = resource.type.split("_")[1]
            return f"arn:aws:{service}:{region}:123456789012:{resource.address}/{path[-1]}"
        return f"{resource.address}/{'.'.join(map(str, path))}"
