"""The Resources of a template: which Terraform resource each becomes, and its attributes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from dharma_core.importers.cloudformation.documents import TemplateText
from dharma_core.importers.cloudformation.metadata import (
    depends_on,
    held_attributes,
    keep,
    kept_attributes,
    said,
)
from dharma_core.importers.cloudformation.naming import Naming
from dharma_core.importers.cloudformation.scope import Scope
from dharma_core.importers.cloudformation.sections import KnownTypes
from dharma_core.importers.cloudformation.targets import Target
from dharma_core.importers.cloudformation.translating import Translator
from dharma_core.plan import Address, Path

__all__ = ["Entry", "Gathered", "gather"]


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a resource stands, what it says it waits for, and whether it outlives the stack."""

    address: Address
    path: Path
    depends_on: tuple[str, ...] = ()
    retained: bool = False


@dataclass
class Gathered:
    """Everything read from the Resources of one template.

    Parameters
    ----------
    scope : Scope
    targets : dict of logical id to Target
    trees : dict of address to attributes
        With Made leaves, in the order of the template.
    facts : dict of address to Entry
    """

    scope: Scope
    targets: dict[str, Target]
    trees: dict[str, dict[str, Any]] = field(default_factory=dict)
    facts: dict[str, Entry] = field(default_factory=dict)

    def needs(self, address: str) -> tuple[str, ...]:
        """Return the addresses a resource waits for by ``DependsOn``."""
        wanted = (self.targets.get(name) for name in self.facts[address].depends_on)
        found = (str(target.address) for target in wanted if target is not None)
        return tuple(name for name in dict.fromkeys(found) if name != address)


def gather(
    template: Mapping[str, Any],
    source: TemplateText,
    known: KnownTypes,
    scope_of: Callable[[dict[str, Target]], Scope],
) -> Gathered:
    """Return the resources of a template whose condition does not leave them out."""
    targets: dict[str, Target] = {}
    gathered = Gathered(scope_of(targets), targets)
    bodies = dict(_bodies(template, source, gathered.scope))
    naming = Naming(bodies, known)
    for logical_id, body in bodies.items():
        if not naming.may_be_held(logical_id, body):
            targets[logical_id] = naming.target(logical_id, body)
    held = {}
    for logical_id, body in bodies.items():
        if logical_id not in targets:
            owner = naming.owner(body, gathered.scope.evaluator, targets)
            targets[logical_id] = owner or naming.target(logical_id, body)
            if owner is not None:
                held[logical_id] = owner
    translator = Translator(known, source, gathered.scope.evaluator)
    for logical_id, body in bodies.items():
        if logical_id not in held:
            _add(gathered, logical_id, body, (translator, naming))
    for logical_id, owner in held.items():
        translator.hold(gathered.trees[str(owner.address)], owner, logical_id, bodies[logical_id])
    _tell_policies(bodies, source)
    return gathered


_NOTHING = "AWS::CDK::Metadata"
"""What the CDK adds to count its users; it makes nothing."""

_KEPT = ("Retain", "RetainExceptOnCreate")
_OF_ROLES = "aws_iam_role_policy"


def _add(
    gathered: Gathered,
    logical_id: str,
    body: Mapping[str, Any],
    tools: tuple[Translator, Naming],
) -> None:
    translator, naming = tools
    if isinstance(body.get("DeletionPolicy"), Mapping):
        body = {**body, "DeletionPolicy": gathered.scope.evaluator.of(body["DeletionPolicy"])}
    target = gathered.targets[logical_id]
    path = ("Resources", logical_id)
    address = str(target.address)
    if not target.section.type:
        gathered.trees[address] = translator.whole(logical_id, body)
        kept = body.get("DeletionPolicy") in _KEPT
        gathered.facts[address] = Entry(target.address, path, depends_on(body), kept)
        return
    own, folded = translator.resource(target, logical_id, body)
    if target.address.type == _OF_ROLES and "role" not in own and folded:
        type_, own = folded.pop(0)  # it is a user's or a group's alone
        target = Target(naming.folded(type_, target.address, body), target.section)
        gathered.targets[logical_id], address = target, str(target.address)
    keep(own, translator.evaluated(kept_attributes(body)), translator.facts(target.address.type))
    gathered.trees[address] = own
    retained = body.get("DeletionPolicy") in _KEPT
    gathered.facts[address] = Entry(target.address, path, depends_on(body), retained)
    for type_, attributes in folded:
        inner = naming.folded(type_, target.address, body)
        told = translator.evaluated(held_attributes(body, str(inner)))
        keep(attributes, told, translator.facts(type_))
        if said(body) is not None:
            translator.drop_fills(inner, attributes)
        gathered.trees[str(inner)] = attributes
        gathered.facts[str(inner)] = Entry(inner, path)


def _bodies(
    template: Mapping[str, Any], source: TemplateText, scope: Scope
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for logical_id, body in template["Resources"].items():
        path = ("Resources", logical_id)
        if logical_id.startswith("Fn::"):
            yield logical_id, {"Type": "Fn::ForEach", "Properties": {"Loop": deepcopy(body)}}
        elif not isinstance(body, Mapping) or not isinstance(body.get("Type"), str):
            source.note(path, f"{logical_id} has no Type.", "Give it one, such as AWS::S3::Bucket.")
        elif body["Type"] != _NOTHING:
            condition = body.get("Condition")
            made = scope.condition(condition) if isinstance(condition, str) else True
            if made is None:
                source.warn(
                    (*path, "Condition"),
                    f"Whether {logical_id} is made depends on what is not known ({condition}); "
                    "it is taken to be.",
                    "Give a value to the parameters that its condition reads.",
                )
            if made is not False:
                yield logical_id, body


_STEERING = {
    "UpdatePolicy": "How instances are replaced",
    "CreationPolicy": "What a resource waits for when it is made",
}


def _tell_policies(bodies: Mapping[str, Mapping[str, Any]], source: TemplateText) -> None:
    """Note once what steers CloudFormation and is no property of any resource."""
    for key, what in _STEERING.items():
        values = (b.get(key) for b in bodies.values())
        names = [name for name, value in zip(bodies, values, strict=True) if value is not None]
        if names:
            shown = ", ".join(names[:5]) + (" and others" if len(names) > 5 else "")
            source.warn(
                ("Resources", names[0], key),
                f"{what} ({key} of {shown}) is not part of a Plan.",
            )
