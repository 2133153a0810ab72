"""Terraform states in: what exists becomes a Plan; secrets stay outside.

Two forms are read: the file ``terraform.tfstate`` (version 4) and what ``terraform show -json``
prints of a state.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, repeat
from typing import Any

from dharma_core.errors import InputError
from dharma_core.importers.json_positions import lines_of_addresses, lines_of_elements
from dharma_core.importers.state_references import with_references
from dharma_core.importers.state_regions import main_region, placed
from dharma_core.plan import (
    Address,
    Catalog,
    FrozenMap,
    Output,
    Plan,
    Problem,
    Resource,
    freeze,
)
from dharma_core.plan.masking import mask, normal_marks
from dharma_core.provenance import Position

__all__ = ["read_state"]

Json = Mapping[str, Any]
_PROVIDER = re.compile(r'provider(?:\["([^"]+)"\]|\.([\w-]+))')
_INDEX = re.compile(r'\[(?:\d+|"(?:[^"\\]|\\.)*")\]')
_MOST_ELEMENTS = 10_000
_UPGRADE = (
    "Write it again with Terraform 0.12 or later: terraform state pull > terraform.tfstate gives "
    "the same state in version 4."
)
_DAMAGED = "Fetch it again with: terraform state pull > terraform.tfstate"


def read_state(document: Json, text: str, *, file: str, catalog: Catalog, name: str = "") -> Plan:
    """Return the Plan that a state holds: every resource with the action ``no-op``.

    Parameters
    ----------
    document : mapping
        The parsed JSON.
    text : str
        The same as text, for positions.
    file : str
    catalog : Catalog
        Tells which attributes are secret besides those the state marks itself.
    name : str
        What to call the Plan; ``state`` when left out.

    Returns
    -------
    Plan
        Of kind ``terraform-state``. A value that is known to be another resource's id has an
        expression that says so. ``origin`` has ``serial``, ``lineage`` and, where there are
        some, ``tainted``; deposed instances are told as problems. Nulls are left out.

    Raises
    ------
    InputError
        If it is of another version, encrypted, damaged or nested too deeply.

    Examples
    --------
    >>> block = {"mode": "managed", "type": "aws_vpc", "name": "v", "instances": [{}]}
    >>> document = {"version": 4, "serial": 1, "lineage": "x", "resources": [block]}
    >>> plan = read_state(document, "{}", file="s", catalog=Catalog({}))
    >>> str(plan.resources[0].address), plan.resources[0].actions
    ('aws_vpc.v', ('no-op',))
    """
    try:
        found = _shown(document, text, file) if "values" in document else _raw(document, text, file)
        return _plan(document, _Reading(found, catalog, file), name or "state")
    except RecursionError:
        raise InputError(f"{file} is nested too deeply.", next_step=_DAMAGED) from None


@dataclass(frozen=True, slots=True)
class _Instance:
    """One instance as either form tells it."""

    address: Address
    provider: str
    values: Json
    marks: Any
    needs: tuple[str, ...]
    line: int | None
    tainted: bool = False
    deposed: str = ""
    flat: bool = False


@dataclass(frozen=True, slots=True)
class _Reading:
    instances: tuple[_Instance, ...]
    catalog: Catalog
    file: str

    def standing(self) -> tuple[_Instance, ...]:
        return tuple(i for i in self.instances if not i.deposed)

    def position(self, instance: _Instance) -> Position:
        return Position(self.file, instance.line)


def _plan(document: Json, reading: _Reading, name: str) -> Plan:
    standing = reading.standing()
    needs = _Needs(tuple(i.address for i in standing))
    found = tuple(_resource(i, reading, needs) for i in standing)
    provider = _main_provider(found)
    region = main_region(r for r in found if r.provider == provider)
    resources = placed(with_references(found, reading.catalog), region)
    tainted = tuple(str(i.address) for i in standing if i.tainted)
    origin = {key: document[key] for key in ("serial", "lineage") if key in document}
    return Plan(
        resources,
        name=name,
        kind="terraform-state",
        provider=provider,
        region=region,
        outputs=tuple(_outputs(document)),
        terraform_version=str(document.get("terraform_version") or ""),
        origin=FrozenMap({**origin, **({"tainted": tainted} if tainted else {})}),
        problems=tuple(_problems(reading)),
    )


def _resource(instance: _Instance, reading: _Reading, needs: _Needs) -> Resource:
    values = _without_nulls(_unwrapped(instance.values))
    marks = normal_marks(_with_secrets(instance, values, reading.catalog), values)
    return Resource(
        instance.address,
        instance.provider or instance.address.type.split("_", 1)[0],
        mask(values, marks),
        sensitive=marks,
        depends_on=needs.of(instance),
        position=reading.position(instance),
        actions=("no-op",),
    )


def _unwrapped(values: Json) -> Json:
    """Return attributes whose type is free (terraform_data has two) as the value they hold."""
    return {key: value["value"] if _is_wrapped(value) else value for key, value in values.items()}


def _is_wrapped(value: Any) -> bool:
    if not isinstance(value, Mapping) or value.keys() != {"value", "type"}:
        return False
    kind = value["type"]
    if isinstance(kind, list):
        return bool(kind) and kind[0] in ("list", "set", "map", "object", "tuple")
    return kind in ("string", "number", "bool", "dynamic")


def _without_nulls(values: Json) -> FrozenMap:
    frozen: FrozenMap = freeze(values)
    return FrozenMap({key: _pruned(value) for key, value in frozen.items() if value is not None})


def _pruned(value: Any) -> Any:
    if isinstance(value, FrozenMap):
        return FrozenMap({k: _pruned(v) for k, v in value.items() if v is not None})
    return tuple(_pruned(v) for v in value) if isinstance(value, tuple) else value


def _with_secrets(instance: _Instance, values: Json, catalog: Catalog) -> Any:
    """Add what is secret without a mark: by the provider's schema, or as a copy of a secret."""
    known = catalog.find(instance.address.type)
    marks = _mapping(instance.marks)
    if instance.address.type == "terraform_data" and "input" in marks:
        return {**marks, "output": marks["input"]}
    if instance.marks is True or known is None:
        return instance.marks
    secret = {key for key, fact in known.attributes.items() if fact.sensitive and key in values}
    return {**marks, **dict.fromkeys(sorted(secret), True)}


class _Needs:
    """Which instances the state's dependencies mean: it names blocks, without any index."""

    def __init__(self, addresses: tuple[Address, ...]) -> None:
        self._blocks: dict[str, dict[str, str]] = {}
        for address in addresses:
            whole = address.config_address
            bare = _INDEX.sub("", whole)
            self._blocks.setdefault(bare, {})[whole] = address.module

    def of(self, instance: _Instance) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for need in instance.needs:
            blocks = self._blocks.get(_INDEX.sub("", need), {})
            near = [b for b, module in blocks.items() if _is_around(module, instance)]
            found.update(dict.fromkeys(near or blocks or [need]))
        return tuple(found)


def _is_around(module: str, instance: _Instance) -> bool:
    """Whether a module instance is the one that the resource lies in, or one around it."""
    return module == "" or f"{instance.address.module}.".startswith(f"{module}.")


def _problems(reading: _Reading) -> Iterator[Problem]:
    for instance in reading.instances:
        if instance.deposed:
            yield Problem(
                f"{instance.address} has a deposed instance {instance.deposed}: it was replaced, "
                "but not destroyed yet. It is left out.",
                reading.position(instance),
                "Run terraform apply: it destroys what is deposed.",
                severity="warning",
            )
        elif instance.flat:
            yield Problem(
                f"The attributes of {instance.address} are still in the form of Terraform 0.11.",
                reading.position(instance),
                "Run terraform apply -refresh-only once: it writes them anew.",
                severity="warning",
            )


def _raw(document: Json, text: str, file: str) -> tuple[_Instance, ...]:
    _require_version_4(document, file)
    blocks = _items(document.get("resources"))
    lines = lines_of_elements(text, "resources", "instances") if blocks else []
    found: list[_Instance] = []
    for number, raw in enumerate(blocks):
        block = _mapping(raw)
        where = f"{file}: resources[{number}]"
        places = chain(lines[number] if number < len(lines) else [], repeat(None))
        found.extend(
            _raw_instance(block, _mapping(instance), where, line)
            for instance, line in zip(_items(block.get("instances")), places, strict=False)
        )
    return tuple(found)


def _require_version_4(document: Json, file: str) -> None:
    if "encrypted_data" in document:
        raise InputError(
            f"{file} is an encrypted state.",
            next_step="Give it as JSON: tofu show -json > state.json",
        )
    version = document.get("version")
    if version in (1, 2, 3):
        raise InputError(
            f"{file} is a state of version {version}, from Terraform 0.11 or earlier; Dharma "
            "reads version 4.",
            next_step=_UPGRADE,
            details={"version": version, "allowed": [4]},
        )
    if version != 4:
        raise InputError(
            f"{file} is a state of version {version!r}; Dharma reads version 4.",
            next_step="Use a newer Dharma, or give what terraform show -json prints.",
            details={"version": version, "allowed": [4]},
        )
    if not isinstance(document.get("resources", []), list):
        raise InputError(f"{file}: resources is not a list.", next_step=_DAMAGED)


def _raw_instance(block: Json, instance: Json, where: str, line: int | None) -> _Instance:
    provider = _PROVIDER.search(str(block.get("provider") or ""))
    return _Instance(
        _address(block, instance.get("index_key"), where, module=block.get("module")),
        (provider[1] or provider[2]).rsplit("/", 1)[-1] if provider else "",
        _mapping(instance.get("attributes")),
        _marks_of_paths(_items(instance.get("sensitive_attributes"))),
        tuple(str(need) for need in _items(instance.get("dependencies"))),
        line,
        tainted=instance.get("status") == "tainted",
        deposed=str(instance.get("deposed") or ""),
        flat="attributes_flat" in instance and not instance.get("attributes"),
    )


def _address(entry: Json, index: Any, where: str, *, module: Any) -> Address:
    for key in ("type", "name"):
        if not isinstance(entry.get(key), str) or not entry[key]:
            raise InputError(f"{where} has no {key}.", next_step=_DAMAGED)
    if isinstance(index, bool) or not isinstance(index, (int, str, type(None))):
        raise InputError(f"{where} has an index that is no number or text.", next_step=_DAMAGED)
    mode = str(entry.get("mode") or "managed")
    return Address(entry["type"], entry["name"], str(module or ""), index, mode)


def _marks_of_paths(paths: Sequence[Any]) -> Any:
    """Return nested marks for paths such as ``[{"type": "get_attr", "value": "password"}]``."""
    marks: Any = {}
    for path in paths:
        marks = _joined(marks, _mark([_mapping(step) for step in _items(path)]))
    return marks


def _mark(steps: list[Json]) -> Any:
    """Return the mark at the end of a path; a member of a set has no place, so all is marked."""
    if not steps:
        return True
    step = steps[0].get("value")
    if steps[0].get("type") == "index":
        step = _mapping(step).get("value")
    if isinstance(step, str):
        return {step: _mark(steps[1:])}
    if isinstance(step, int) and not isinstance(step, bool) and 0 <= step < _MOST_ELEMENTS:
        return (*({},) * step, _mark(steps[1:]))
    return True


def _joined(left: Any, right: Any) -> Any:
    if isinstance(left, dict) and isinstance(right, dict):
        both = {key: _joined(left[key], right[key]) for key in left.keys() & right.keys()}
        return {**left, **right, **both}
    if isinstance(left, tuple) and isinstance(right, tuple):
        size = max(len(left), len(right))
        sides = ((*side, *({},) * (size - len(side))) for side in (left, right))
        return tuple(_joined(*pair) for pair in zip(*sides, strict=True))
    if {} in (left, right):
        return right if left == {} else left
    return True


def _shown(document: Json, text: str, file: str) -> tuple[_Instance, ...]:
    lines = lines_of_addresses(text)
    found: list[_Instance] = []
    for module in _modules(_mapping(_mapping(document["values"]).get("root_module"))):
        for raw in _items(module.get("resources")):
            entry = _mapping(raw)
            where = f"{file}: {entry.get('address') or 'a resource'}"
            address = _address(entry, entry.get("index"), where, module=module.get("address"))
            found.append(
                _Instance(
                    address,
                    str(entry.get("provider_name") or "").rsplit("/", 1)[-1],
                    _mapping(entry.get("values")),
                    entry.get("sensitive_values"),
                    tuple(str(need) for need in _items(entry.get("depends_on"))),
                    lines.get(str(address)),
                    tainted=entry.get("tainted") is True,
                    deposed=str(entry.get("deposed_key") or ""),
                )
            )
    return tuple(found)


def _modules(module: Json) -> Iterator[Json]:
    yield module
    for child in _items(module.get("child_modules")):
        yield from _modules(_mapping(child))


def _outputs(document: Json) -> Iterator[Output]:
    values = document.get("values")
    given = _mapping(values).get("outputs") if "values" in document else document.get("outputs")
    for name, raw in _mapping(given).items():
        facts = _mapping(raw)
        sensitive = facts.get("sensitive") is True
        yield Output(name, value=mask(freeze(facts.get("value")), sensitive), sensitive=sensitive)


def _main_provider(resources: tuple[Resource, ...]) -> str:
    counts = Counter(resource.provider for resource in resources)
    return counts.most_common(1)[0][0] if counts else "aws"


def _mapping(value: Any) -> Json:
    return value if isinstance(value, Mapping) else {}


def _items(value: Any) -> Sequence[Any]:
    return value if isinstance(value, (list, tuple)) else ()
