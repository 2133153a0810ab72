"""What the names inside one template stand for: parameters, resources, mappings, conditions."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from dharma_core.blueprints.scalars import as_text
from dharma_core.generation.cloudformation.around import STACK_NAME
from dharma_core.importers.cloudformation.intrinsics import NO_VALUE, Evaluator
from dharma_core.importers.cloudformation.lookups import STORES, Lookups
from dharma_core.importers.cloudformation.parameters import STORE_TYPE, Settings
from dharma_core.importers.cloudformation.targets import Target, snake
from dharma_core.importers.cloudformation.values import Made, opaque
from dharma_core.plan import UNKNOWN, Address, Ref, Resource, Variable, make_resource

__all__ = ["Scope"]

MAX_CHAIN = 10
"""Properties that lead to properties, at most: the rest is settled when all are read."""

MAX_TEXT = 100_000
"""Characters of a property that another may read: texts that double each time end here."""

_ACCOUNT = Ref("data.aws_caller_identity.current", "account_id")
_PARTITION = Ref("data.aws_partition.current", "partition")
_REGION = Ref("data.aws_region.current", "name")
_SUFFIX = Ref("data.aws_partition.current", "dns_suffix")
_ZONES = Ref("data.aws_availability_zones.available", "names")


class Scope:
    """Answers for one template; see :class:`~.intrinsics.Names`.

    Parameters
    ----------
    template : mapping
        The whole template, as read.
    variables : tuple of Variable
        Its parameters, with their values.
    settings : Settings
    targets : mapping of logical id to Target
    """

    def __init__(
        self,
        template: Mapping[str, Any],
        variables: tuple[Variable, ...],
        settings: Settings,
        targets: Mapping[str, Target],
    ) -> None:
        self.evaluator = Evaluator(self)
        self._conditions = _section(template, "Conditions")
        self._mappings = _section(template, "Mappings")
        self._parameters = _section(template, "Parameters")
        self._bodies = _section(template, "Resources")
        self._variables = {v.name: v for v in variables}
        self._targets = targets
        self._settings = settings
        self._open: set[str] = set()
        self._known: dict[str, Any] = {}
        self._settled: dict[str, bool | None] = {}
        self._stores: dict[str, None] = {}
        self._lookups = Lookups()
        self.asked: dict[str, Variable] = {}

    @property
    def literals(self) -> Mapping[Ref, str]:
        """References that every Plan may replace by what they are known to be."""
        settings = self._settings
        found = {
            _REGION: settings.region,
            _PARTITION: settings.partition,
            _SUFFIX: settings.url_suffix,
        }
        return found | ({_ACCOUNT: settings.account_id} if settings.account_id else {})

    def data_sources(self, wanted: Collection[str]) -> tuple[Resource, ...]:
        """Return the data sources of these addresses: what a template reads around it."""
        stored = (_stored(name, self._parameters[name]) for name in self._stores)
        looked = self._lookups.resources(self.literals)
        needed = {ref.target for r in looked for ref in r.references}.union(wanted)
        return tuple(r for r in (*_DATA, *stored, *looked) if str(r.address) in needed)

    def named(self, name: str) -> Any:
        """Return what ``Ref`` of a parameter, a resource or a pseudo parameter is."""
        if name == "AWS::NoValue":
            return NO_VALUE
        if name.startswith("AWS::"):
            return self._pseudo(name)
        target = self._targets.get(name)
        if target is not None:
            return _reading(target.own)
        return self._parameter(name) if name in self._variables else opaque()

    def attribute(self, logical_id: str, name: str) -> Any:
        """Return what ``Fn::GetAtt`` of a resource is."""
        target = self._targets.get(logical_id)
        if target is None:
            return opaque()
        attribute = target.attribute(name)
        if attribute is not None:
            ref = Ref(str(target.address), attribute)
            return Made((ref,), self._said(logical_id, name), (ref,))
        ref = Ref(str(target.address), name)
        return Made(() if target.section.type else (ref,), UNKNOWN, (ref,))

    def _said(self, logical_id: str, name: str) -> Any:
        """Return what a property of a resource is known to be, UNKNOWN when it is not."""
        here = f"{logical_id}.{name}"
        if here not in self._known and here not in self._open and len(self._open) < MAX_CHAIN:
            self._open.add(here)
            self._known[here] = self._property(logical_id, name)
            self._open.discard(here)
        return self._known.get(here, UNKNOWN)

    def _property(self, logical_id: str, name: str) -> Any:
        properties = _section(_section(self._bodies, logical_id), "Properties")
        found = self.evaluator.of(properties[name]) if name in properties else UNKNOWN
        value = found.value if isinstance(found, Made) and not found.secret else found
        usable = isinstance(value, (str, int)) and len(str(value)) <= MAX_TEXT
        return value if usable else UNKNOWN

    def mapped(self, keys: tuple[str, str, str]) -> Any:
        """Return an entry of Mappings, None when there is none."""
        found: Any = self._mappings
        for key in keys:
            found = found.get(key) if isinstance(found, Mapping) else None
        return found

    def condition(self, name: str) -> bool | None:
        """Return what a condition comes to; None when open, not there, or in a circle."""
        if name in self._settled or name in self._open or name not in self._conditions:
            return self._settled.get(name)
        self._open.add(name)
        found = self.evaluator.flag(self._conditions[name])
        self._open.discard(name)
        self._settled[name] = found
        return found

    def switch(self, condition: str) -> Made | None:
        """Return the flag that a condition asks for, when it asks for nothing else."""
        sides = self._conditions.get(condition)
        equal = sides.get("Fn::Equals") if isinstance(sides, Mapping) else None
        if not isinstance(equal, list) or len(equal) != 2 or as_text(equal[1]) != "true":
            return None
        name = equal[0].get("Ref") if isinstance(equal[0], Mapping) else None
        variable = self._variables.get(name) if isinstance(name, str) else None
        if variable is None or variable.type != "bool":
            return None
        return _reading(Ref(f"var.{name}"))

    def exported(self, name: Any) -> Any:
        """Return what another stack exports under a name."""
        return self._lookups.of("aws_cloudformation_export", name)

    def resolved(self, store: str, name: Any) -> Any:
        """Return an entry of a store: ``ssm`` or ``secretsmanager``."""
        return self._lookups.of(STORES[store], name)

    def zones(self, _region: Any) -> Any:
        """Return the names of the availability zones, which only the account tells."""
        return _reading(_ZONES)

    def _parameter(self, name: str) -> Any:
        variable = self._variables[name]
        if str(_section(self._parameters, name).get("Type", "")).startswith(STORE_TYPE):
            self._stores[name] = None
            return _reading(Ref(f"data.aws_ssm_parameter.{snake(name)}", "value"))
        ref = Ref(f"var.{name}")
        return Made((ref,), variable.value, (ref,), variable.sensitive)

    def _pseudo(self, name: str) -> Any:
        settings = self._settings
        if name == "AWS::StackName":
            value = settings.stack_name or UNKNOWN
            about = "Name of the stack"
            self.asked[STACK_NAME] = Variable(STACK_NAME, value=value, description=about)
            return Made((Ref(f"var.{STACK_NAME}"),), value, (Ref(f"var.{STACK_NAME}"),))
        known = {
            "AWS::Region": (_REGION, settings.region),
            "AWS::Partition": (_PARTITION, settings.partition),
            "AWS::URLSuffix": (_SUFFIX, settings.url_suffix),
            "AWS::AccountId": (_ACCOUNT, settings.account_id),
        }
        if name not in known:
            return opaque()
        ref, value = known[name]
        return Made((ref,), value or UNKNOWN, (ref,))


def _section(values: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = values.get(name)
    return found if isinstance(found, Mapping) else {}


def _reading(ref: Ref) -> Made:
    return Made((ref,), UNKNOWN, (ref,))


def _data(type_: str, name: str, attributes: Mapping[str, Any]) -> Resource:
    return make_resource(Address(type_, name, mode="data"), attributes, actions=("read",))


def _stored(name: str, facts: Mapping[str, Any]) -> Resource:
    entry = facts.get("Default")
    attributes = {"name": UNKNOWN if entry is None else as_text(entry), "value": UNKNOWN}
    return _data("aws_ssm_parameter", snake(name), {**attributes, "id": UNKNOWN})


_DATA = (
    _data("aws_caller_identity", "current", {"account_id": UNKNOWN, "id": UNKNOWN}),
    _data("aws_availability_zones", "available", {"names": UNKNOWN, "id": UNKNOWN}),
)
