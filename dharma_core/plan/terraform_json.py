"""Terraform's plan JSON in and out: what ``terraform show -json`` prints becomes a Plan, and back.

Sensitive values never get in: they are masked by Terraform's own marks before anything is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from dharma_core.errors import InputError
from dharma_core.plan.address import Address
from dharma_core.plan.frozen import UNKNOWN, FrozenMap, freeze
from dharma_core.plan.masking import MASKED, mask, normal_marks
from dharma_core.plan.provider_sources import FOREIGN_PROVIDERS, short_source
from dharma_core.plan.terraform_configuration import Configuration
from dharma_core.plan.terraform_extension import Extension
from dharma_core.plan.terraform_writing import plan_to_json
from dharma_core.plan.unknown_halves import freeze_whole, join_unknown
from dharma_core.plan.values import Output, Plan, Resource, Variable

__all__ = ["MASKED", "plan_from_json", "plan_to_json"]

_SHOW = "Write one with: terraform plan -out=plan.bin && terraform show -json plan.bin > plan.json"

Json = Mapping[str, Any]


def plan_from_json(document: Json, *, name: str) -> Plan:
    """Return the Plan that a ``terraform show -json`` document holds.

    Parameters
    ----------
    document : mapping
        The parsed JSON, format version 0.x or 1.x.
    name : str
        What to call the Plan, usually the file's stem.

    Returns
    -------
    Plan
        Sensitive values read ``(sensitive value)``. ``prior`` holds what exists before apply.
        Types the catalogue does not know are kept like any other.

    Raises
    ------
    InputError
        If it is no plan, is a state, or is of another major format version.

    Examples
    --------
    >>> change = {"actions": ["create"], "after": {}, "after_unknown": {"id": True}}
    >>> entry = {"mode": "managed", "type": "aws_vpc", "name": "v", "change": change}
    >>> plan = plan_from_json({"format_version": "1.2", "resource_changes": [entry]}, name="p")
    >>> plan.resources[0].attributes
    {'id': UNKNOWN}
    """
    _require_plan(document)
    entries = list(_entries(_changes(document)))
    entries += _read_data_sources(document, entries)
    root = _mapping(_mapping(document.get("configuration")).get("root_module"))
    configuration = Configuration(root, tuple(address for address, _ in entries))
    extension = Extension.read(document.get("dharma"))
    variables = tuple(_variables(document, root))
    standing = tuple(
        _resource(address, entry, configuration, "after")
        for address, entry in entries
        if _stands(entry, "after")
    )
    prior = _prior(entries)
    provider = extension.provider or _main_provider(standing or prior)
    regions = _regions(document, variables)
    region = extension.region or regions.get(provider, "")
    elsewhere = {key: other for key, other in regions.items() if other != region}
    placed = (_placed(r, configuration, elsewhere) for r in standing) if elsewhere else standing
    resources = tuple(extension.complete(resource) for resource in placed)
    outputs = tuple(_outputs(document, root, configuration, extension))
    configuration.close()
    return Plan(
        resources,
        name=name,
        kind=extension.kind or "terraform-plan",
        provider=provider,
        region=region,
        prior=prior,
        variables=variables,
        outputs=outputs,
        terraform_version=str(document.get("terraform_version") or ""),
        origin=FrozenMap({**_foreign_providers(entries), **extension.origin}),
    )


def _foreign_providers(entries: Iterable[tuple[Address, Json]]) -> Json:
    """Return where providers that are not HashiCorp's come from, for a Plan's origin."""
    names = {str(entry.get("provider_name") or "") for _, entry in entries}
    found = {n.rsplit("/", 1)[-1]: {"source": short_source(n)} for n in names if short_source(n)}
    return {FOREIGN_PROVIDERS: freeze(found)} if found else {}


def _stands(entry: Json, side: str) -> bool:
    change: Json = entry["change"]  # looked at when the entries were made
    return change.get(side) is not None


def _prior(entries: list[tuple[Address, Json]]) -> tuple[Resource, ...]:
    """Return what exists before apply: what stays first, then what goes."""
    before = [(address, entry) for address, entry in entries if _stands(entry, "before")]
    before.sort(key=lambda pair: not _stands(pair[1], "after"))
    return tuple(_resource(address, entry, None, "before") for address, entry in before)


def _is_mapping(value: Any) -> bool:
    return isinstance(value, (dict, Mapping))  # the quick one first


def _mapping(value: Any) -> Json:
    return value if _is_mapping(value) else {}


def _items(value: Any) -> Sequence[Any]:
    return value if isinstance(value, (list, tuple)) else ()


def _require_plan(document: Any) -> None:
    if not isinstance(document, Mapping):
        raise InputError("This JSON is not an object, so it is no Terraform plan.", next_step=_SHOW)
    is_raw_state = "serial" in document and "lineage" in document
    is_shown_state = "values" in document and "planned_values" not in document
    if (is_raw_state or is_shown_state) and "resource_changes" not in document:
        raise InputError(
            "This is a Terraform state, not a plan: it lists what exists, not what would change.",
            next_step=_SHOW,
        )
    version = document.get("format_version")
    if not isinstance(version, str):
        raise InputError(
            "This JSON has no format_version, so it is not what terraform show -json prints.",
            next_step=_SHOW,
        )
    if version.split(".", 1)[0] not in ("0", "1"):
        raise InputError(
            f"This plan has format version {version}; Dharma reads versions 0.x and 1.x.",
            next_step="Write the plan with Terraform 1.x, or use a newer Dharma.",
            details={"format_version": version, "allowed": ["0.x", "1.x"]},
        )
    changes = document.get("resource_changes")
    if changes is not None and not isinstance(changes, list):
        raise InputError("resource_changes is not a list in this plan.", next_step=_SHOW)
    if changes is None and not {"planned_values", "configuration"} & set(document):
        raise InputError(
            "This JSON has neither resource_changes nor planned_values: it holds no plan.",
            next_step=_SHOW,
        )


def _changes(document: Json) -> Sequence[Any]:
    """Return the changes; where none are told, that everything planned would be made."""
    if "resource_changes" in document or document.get("resource_drift"):
        return _items(document.get("resource_changes"))
    planned = _mapping(_mapping(document.get("planned_values")).get("root_module"))
    return [
        {**_mapping(entry), "module_address": module.get("address"), "change": _as_made(entry)}
        for module in _modules(planned)
        for entry in _items(module.get("resources"))
    ]


def _as_made(entry: Any) -> Json:
    values = _mapping(entry)
    return {
        "actions": ["create"],
        "after": values.get("values") or {},
        "after_sensitive": values.get("sensitive_values"),
    }


def _entries(changes: Iterable[Any]) -> Iterator[tuple[Address, Json]]:
    for index, entry in enumerate(changes):
        where = f"resource_changes[{index}]"
        if not _is_mapping(entry) or not _is_mapping(entry.get("change")):
            raise InputError(f"{where} has no change.", next_step=_SHOW)
        if "deposed" not in entry:  # the rest of an earlier, half-done replacement
            yield _address(entry, where), entry


def _address(entry: Json, where: str) -> Address:
    for key in ("type", "name"):
        if not isinstance(entry.get(key), str) or not entry[key]:
            raise InputError(f"{where} has no {key}.", next_step=_SHOW)
    index = entry.get("index")
    if isinstance(index, bool) or not isinstance(index, (int, str, type(None))):
        raise InputError(f"{where} has an index that is no number or text.", next_step=_SHOW)
    module, mode = entry.get("module_address") or "", entry.get("mode") or "managed"
    return Address(entry["type"], entry["name"], str(module), index, str(mode))


def _read_data_sources(
    document: Json, entries: list[tuple[Address, Json]]
) -> list[tuple[Address, Json]]:
    """Return data sources that were read while planning: only the prior state shows them."""
    values = _mapping(_mapping(document.get("prior_state")).get("values"))
    known = {str(address) for address, _ in entries if address.mode == "data"}
    found: list[tuple[Address, Json]] = []
    for module in _modules(_mapping(values.get("root_module"))):
        for value in _items(module.get("resources")):
            entry = {**_mapping(value), "module_address": module.get("address", "")}
            if entry.get("mode") != "data":
                continue
            address = _address(entry, f"prior_state {entry.get('address')}")
            if str(address) not in known:
                found.append((address, {**entry, "change": _as_change(entry)}))
    return found


def _as_change(entry: Json) -> Json:
    marks = entry.get("sensitive_values")
    return {"actions": ["no-op"], "after": entry.get("values") or {}, "after_sensitive": marks}


def _modules(root: Json) -> Iterator[Json]:
    yield root
    for child in _items(root.get("child_modules")):
        yield from _modules(_mapping(child))


def _resource(
    address: Address, entry: Json, configuration: Configuration | None, side: str
) -> Resource:
    change = _mapping(entry["change"])
    unknown = change.get("after_unknown") if side == "after" else None
    attributes = freeze_whole(_mapping(change.get(side)), _mapping(unknown))
    marks = normal_marks(change.get(f"{side}_sensitive"), attributes)
    written = configuration.written(address) if configuration else None
    return Resource(
        address,
        _provider(str(entry.get("provider_name") or "")) or address.type.split("_", 1)[0],
        mask(attributes, marks) if marks else attributes,
        expressions=written.expressions if written else (),
        sensitive=marks,
        depends_on=written.depends_on if written else (),
        actions=tuple(map(str, _items(change.get("actions")))) or ("no-op",),
    )


@cache
def _provider(source: str) -> str:
    return source.rsplit("/", 1)[-1]


def _variables(document: Json, root: Json) -> Iterator[Variable]:
    given, declared = _mapping(document.get("variables")), _mapping(root.get("variables"))
    for name in dict.fromkeys((*declared, *given)):
        facts = _mapping(declared.get(name))
        sensitive = bool(facts.get("sensitive"))
        default = facts.get("default")
        value = mask(_mapping(given[name]).get("value"), sensitive) if name in given else UNKNOWN
        yield Variable(
            name,
            str(facts.get("type") or "string"),
            default=freeze(mask(default, sensitive)),
            value=freeze(value),
            sensitive=sensitive,
            description=str(facts.get("description") or ""),
        )


def _outputs(
    document: Json, root: Json, configuration: Configuration, extension: Extension
) -> Iterator[Output]:
    declared = _mapping(root.get("outputs"))
    for name, raw in _mapping(document.get("output_changes")).items():
        change, facts = _mapping(raw), _mapping(declared.get(name))
        if change.get("actions") == ["delete"]:
            continue
        marks = change.get("after_sensitive")
        sensitive = bool(facts.get("sensitive")) or marks is True
        value = join_unknown(change.get("after"), change.get("after_unknown"))
        yield Output(
            name,
            extension.output_parts(name),
            value=freeze(mask(value, sensitive or marks)),
            sensitive=sensitive,
            description=str(facts.get("description") or ""),
            mentions=extension.output_mentions(name) or configuration.output_mentions(name),
            expressions=extension.output_expressions(name),
        )


def _main_provider(resources: tuple[Resource, ...]) -> str:
    counts: dict[str, int] = {}
    for resource in resources:
        counts[resource.provider] = counts.get(resource.provider, 0) + 1
    return max(counts, key=counts.__getitem__) if counts else "aws"


def _regions(document: Json, variables: tuple[Variable, ...]) -> Mapping[str, str]:
    """Return the region of each provider configuration, by its key (``aws``, ``aws.west``)."""
    configured = _mapping(_mapping(document.get("configuration")).get("provider_config"))
    values = {f"var.{v.name}": v.value for v in variables}
    found = {key: _region(_mapping(facts), values) for key, facts in configured.items()}
    return {key: region for key, region in found.items() if region}


def _region(provider: Json, values: Mapping[str, Any]) -> str:
    region = _mapping(_mapping(provider.get("expressions")).get("region"))
    constant = region.get("constant_value")
    if isinstance(constant, str):
        return constant
    for reference in map(str, _items(region.get("references"))):
        if isinstance(values.get(reference), str):
            return str(values[reference])
    return ""


def _placed(
    resource: Resource, configuration: Configuration, elsewhere: Mapping[str, str]
) -> Resource:
    """Return the resource with its provider's region, when it is another than the Plan's."""
    found = elsewhere.get(configuration.written(resource.address).provider_key)
    return replace(resource, region=found) if found else resource
