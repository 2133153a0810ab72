"""Resource instances: written attributes, what the provider adds, and the Resource of the Plan."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from dharma_core.errors import nearest
from dharma_core.importers.terraform.arranging import arrange, complete
from dharma_core.importers.terraform.bodies import BodyReader
from dharma_core.importers.terraform.budget import EvaluationError
from dharma_core.importers.terraform.built_in import BUILT_IN, output_of_data
from dharma_core.importers.terraform.data_sources import read_data
from dharma_core.importers.terraform.deferring import waits_for_apply
from dharma_core.importers.terraform.evaluation import Scope
from dharma_core.importers.terraform.lifecycle import lifecycle_of
from dharma_core.importers.terraform.marks import OpenMap, hide
from dharma_core.importers.terraform.providers import provider_of
from dharma_core.importers.terraform.syntax import Block
from dharma_core.importers.terraform.tracing import Tracer
from dharma_core.plan import (
    UNKNOWN,
    Address,
    AttributeFact,
    FrozenMap,
    Remark,
    Resource,
    ResourceType,
)
from dharma_core.plan.filling import fill
from dharma_core.plan.masking import mask
from dharma_core.plan.provider_forms import in_provider_form
from dharma_core.plan.provider_rules import planned_by_provider
from dharma_core.plan.whole_unknowns import as_planned

if TYPE_CHECKING:
    from dharma_core.importers.terraform.instances import ModuleInstance

__all__ = ["ResourceInstance"]


@dataclass(slots=True, eq=False)
class ResourceInstance:
    """One instance of a resource or data block."""

    module: ModuleInstance
    block: Block
    address: Address
    scope: Scope
    type: ResourceType | None = field(init=False)

    def __post_init__(self) -> None:
        if self.address.mode == "managed":
            known = self.module.reading.catalog.find(self.address.type)
            self.type = known or BUILT_IN.get(self.address.type)
        else:
            self.type = None

    def attribute(self, name: str) -> Any:
        """Return one attribute as other blocks see it; worked out no further than needed."""
        if self.type is not None:
            name = self._present_name(name)
            fact = self.type.attributes.get(name)
            if fact is None:
                hint = nearest(name, self.type.attributes)
                raise EvaluationError(f"{self.address} has no attribute {name!r}. {hint}")
            if fact.read_only and not fact.has_default:
                return hide(UNKNOWN) if fact.sensitive else UNKNOWN
        return self.value().get(name, UNKNOWN)

    def _present_name(self, name: str) -> str:
        """Return what the present provider calls an attribute of its own."""
        earlier = self.module.reading.catalog.earlier.get(self.address.type, ())
        found = next((e.now for e in earlier if e.was == (name,) and len(e.now) == 1), ())
        return found[0] if found else name

    def value(self) -> Any:
        """Return the whole object as other blocks see it, sensitive parts marked."""
        key = ("value", str(self.address))
        return self.module.reading.settler.value(key, self._value)

    def _value(self) -> FrozenMap:
        resource = self._read(masked=False)
        planned = as_planned(self.type, resource.attributes)
        facts = self.type.attributes if self.type else {}
        found = {
            name: hide(value) if resource.sensitive.get(name) is True else value
            for name, value in ((n, _whole(facts.get(n), v)) for n, v in planned.items())
        }
        if self.type is None:
            return OpenMap(found)
        unset = {name: _empty(self.type, name) for name in self.type.attributes}
        return FrozenMap({**unset, **found})

    def resource(self) -> Resource:
        """Return the resource of the Plan, its sensitive values masked."""
        key = ("plan", str(self.address))
        found: Resource = self.module.reading.settler.value(key, lambda: self._read(masked=True))
        return found

    def _read(self, *, masked: bool) -> Resource:
        key = ("read", str(self.address))
        found: Resource = self.module.reading.settler.value(key, self._build)
        if not masked:
            return found
        attributes = mask(found.attributes, found.sensitive)
        return found.with_attributes(attributes) if found.sensitive else found

    def _build(self) -> Resource:
        reading = self.module.reading
        reader = BodyReader(reading, self.address.type, self.type)
        facts = self.type.attributes if self.type else None
        read = reader.read(self.block.body, facts, self.scope, ())
        written = reader.modernise(read, self.block.position)
        provider = provider_of(self)
        if self.address.mode == "data":
            waits = waits_for_apply(self.module, self.block, self.scope)
            attributes, actions = read_data(self.address.type, written, provider, waits=waits)
        else:
            formed = in_provider_form(self.address.type, output_of_data(self.address.type, written))
            filled = fill(self.type, formed, default_tags=provider.tags)
            attributes, actions = planned_by_provider(self.type, written, filled), ("create",)
        arranged = arrange(facts, attributes, reader)
        return Resource(
            self.address,
            provider.name,
            arranged.attributes,
            expressions=arranged.expressions,
            sensitive=arranged.sensitive,
            depends_on=Tracer(reading).dependencies(self.block, self.scope),
            position=self.block.position,
            actions=actions,
            lifecycle=lifecycle_of(self.block.body),
            region=provider.region,
            remarks=self._remarks(),
        )

    def _remarks(self) -> tuple[Remark, ...]:
        """Return what the block says to checking tools, and what the calls of its module say."""
        found = list(self.block.remarks)
        module: ModuleInstance | None = self.module
        while module is not None:
            found.extend(module.call.remarks if module.call else ())
            module = module.parent
        return tuple(found)


def _whole(fact: AttributeFact | None, value: Any) -> Any:
    return complete(fact, value) if fact is not None and fact.members else value


def _empty(type_: ResourceType, name: str) -> Any:
    fact = type_.attributes[name]
    return () if fact.block and fact.type != "object" else None
