"""One entry of a template into attributes: evaluated, read by its section, the rest told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dharma_core.blueprints.scalars import as_text
from dharma_core.generation.cloudformation.naming import name_of
from dharma_core.generation.cloudformation.section import PropertySpec, Section
from dharma_core.importers.cloudformation.attributes import (
    ABSENT,
    attributes_of,
    converted,
    leftovers,
    shaped,
)
from dharma_core.importers.cloudformation.documents import TemplateText
from dharma_core.importers.cloudformation.grants import grants
from dharma_core.importers.cloudformation.intrinsics import Evaluator
from dharma_core.importers.cloudformation.naming import (
    ACL_ENTRY,
    ACL_SUBNET,
    GROUP_RULES,
    held_types,
)
from dharma_core.importers.cloudformation.sections import Folded, KnownTypes
from dharma_core.importers.cloudformation.special import (
    FINISHED,
    acl_entry,
    group_rule,
    special_reader,
)
from dharma_core.importers.cloudformation.targets import Target
from dharma_core.importers.cloudformation.values import Made, opaque
from dharma_core.plan import UNKNOWN, Address, AttributeFact, Path, Ref, make_resource

__all__ = ["Translator"]

Body = Mapping[str, Any]
Tree = dict[str, Any]


class Translator:
    """Reads the entries of one template.

    Parameters
    ----------
    known : KnownTypes
    source : TemplateText
        Told what no attribute holds.
    evaluator : Evaluator
    """

    def __init__(self, known: KnownTypes, source: TemplateText, evaluator: Evaluator) -> None:
        self._known, self._source, self._evaluator = known, source, evaluator

    def whole(self, logical_id: str, body: Body) -> Tree:
        """Return an entry of a type that has no counterpart, as it stands."""
        type_ = body["Type"]
        if type_ == "AWS::CloudFormation::Stack":
            message = f"{logical_id} is a nested stack; its template is not opened."
        elif type_.startswith(("Custom::", "AWS::CloudFormation::CustomResource")):
            message = f"{logical_id} is a custom resource; what its function makes is not known."
        elif type_.startswith("AWS::Serverless::"):
            message = (
                f"{logical_id} has the type {type_}, which stands for what the macro "
                "AWS::Serverless-2016-10-31 makes of it; it is kept without being read."
            )
        else:
            message = f"{logical_id} has the type {type_}, which is kept without being read."
        if type_ != "Fn::ForEach":
            self._source.warn(("Resources", logical_id, "Type"), message)
        found = self._evaluator.of(body.get("Properties"))
        return found if isinstance(found, dict) else {}

    def resource(
        self, target: Target, logical_id: str, body: Body
    ) -> tuple[Tree, list[tuple[str, Tree]]]:
        """Return an entry's own attributes, and those of the types that are written inside it."""
        section, type_ = target.section, target.address.type
        facts = self._known.facts(type_)
        properties = self._evaluated(section, logical_id, body)
        result: Tree = {}
        special = special_reader(type_, facts)
        if special is not None:
            result |= shaped(special(properties, str(target.address)), facts)
        if body["Type"] in GROUP_RULES and type_ == "aws_security_group_rule":
            result["type"] = GROUP_RULES[body["Type"]]
        result |= self._tags(properties, section, facts)
        inside = self._known.folded(type_)
        told = held_types(body)
        folded = [
            f for one in inside if one.type in told for f in self._folded(target, one, properties)
        ]
        result = attributes_of(properties, section.properties, facts) | result
        result = FINISHED.get(type_, dict)(result)
        folded += [
            f
            for one in inside
            if one.type not in told
            for f in self._folded(target, one, properties)
        ]
        result |= _kept(section, body)
        folded += (
            (granted, shaped(attributes, self._known.facts(granted)))
            for granted, attributes in grants(type_, str(target.address), result, properties)
        )
        self._tell(logical_id, properties)
        return result, folded

    def facts(self, type_: str) -> Mapping[str, AttributeFact]:
        """Return the attributes of a Terraform type."""
        return self._known.facts(type_)

    def evaluated(self, values: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return values with every function in them computed."""
        return {name: self._evaluator.of(value) for name, value in values.items()}

    def drop_fills(self, address: Address, attributes: Tree) -> None:
        """Take out of a folded resource what only CloudFormation asked for."""
        section = self._known.sections.get(address.type, Section())
        fills = section.filled(name_of(make_resource(address, {})))
        for name, spec in section.properties.items():
            if spec.to in fills and attributes.get(name) == fills[spec.to]:
                del attributes[name]

    def hold(self, tree: Tree, owner: Target, logical_id: str, body: Body) -> None:
        """Write an entry into the attribute of ``owner`` that it is."""
        properties = self._evaluator.of(body.get("Properties"))
        facts = self._known.facts(owner.address.type)
        block = _block(body["Type"], properties, str(owner.address))
        if block is not None:
            name, value = block
            there = tree.get(name)
            added = shaped({name: [value]}, facts)[name]
            tree[name] = [*(there if isinstance(there, list) else ()), *added]
            return
        for held in self._known.held(body["Type"]):
            if held.type == owner.address.type:
                properties.pop(held.companion.owner, None)
                fact = facts.get(held.attribute)
                self._put(tree, held.attribute, fact, (properties, held.companion))
                self._tell(logical_id, properties)
                return

    def _put(
        self, tree: Tree, attribute: str, fact: AttributeFact | None, read: tuple[Tree, Any]
    ) -> None:
        properties, companion = read
        if companion.to:
            value = properties.pop(companion.to, ABSENT)
            spec = PropertySpec(to=companion.to, form=companion.form)
            found = converted(value, spec, fact) if value is not ABSENT else ABSENT
            if found is not ABSENT:
                tree[attribute] = found
            return
        block = attributes_of(properties, companion.members, fact.members if fact else {})
        there = tree.get(attribute)
        tree[attribute] = [*(there if isinstance(there, list) else ()), block]

    def _evaluated(self, section: Section, logical_id: str, body: Body) -> Tree:
        """Return the properties, without those that only fill in what Terraform leaves out."""
        raw = body.get("Properties")
        if not isinstance(raw, Mapping):
            if raw is not None:
                path = ("Resources", logical_id, "Properties")
                self._source.note(path, f"The properties of {logical_id} are no mapping.")
            return {}
        fills = section.filled(logical_id)
        own = {k: v for k, v in raw.items() if k not in fills or v != fills[k]}
        found = self._evaluator.of(own)
        return found if isinstance(found, dict) else {}

    def _tags(self, properties: Tree, section: Section, facts: Mapping[str, AttributeFact]) -> Tree:
        fact = facts.get("tags")
        if section.tags == "none" or fact is None or "tags" in section.properties:
            return {}
        raw = properties.pop(section.tags_to, None)
        if isinstance(raw, Made):
            return {"tags": opaque(raw)}
        pairs = dict(raw) if isinstance(raw, Mapping) else dict(_pairs(raw))
        if not pairs:
            return {}
        return shaped({"tags": pairs}, facts)

    def _folded(
        self, target: Target, folded: Folded, properties: Tree
    ) -> Iterator[tuple[str, Tree]]:
        """Yield the resources of one type that are written inside another."""
        facts = self._known.facts(folded.type)
        attribute = "arn" if folded.by.endswith("_arn") else "id"
        owner = Ref(str(target.address), attribute)
        special = special_reader(folded.type, facts)
        for part in _portions(properties, folded.section):
            found = shaped(special(part, ""), facts) if special is not None else {}
            found |= attributes_of(part, folded.section.properties, facts)
            found = FINISHED.get(folded.type, dict)(found)
            if found:
                yield folded.type, {folded.by: Made((owner,), UNKNOWN, (owner,))} | found

    def _tell(self, logical_id: str, properties: Tree) -> None:
        """Note the properties that no attribute holds."""
        for path in leftovers(properties):
            place: Path = ("Resources", logical_id, "Properties", *path)
            name = ".".join(str(step) for step in path)
            self._source.warn(place, f"The property {name} of {logical_id} is not read.")


def _pairs(raw: Any) -> Iterator[tuple[str, Any]]:
    for entry in raw if isinstance(raw, list) else ():
        key = entry.get("Key") if isinstance(entry, Mapping) else None
        if isinstance(key, (str, int)):
            yield as_text(key), entry.get("Value", "")


def _block(type_: str, properties: Tree, own: str) -> tuple[str, Any] | None:
    """Return which block of its owner an entry is; None when it is no block."""
    if type_ in GROUP_RULES:
        return GROUP_RULES[type_], group_rule(properties, own=own)
    if type_ == ACL_ENTRY:
        return acl_entry(properties)
    if type_ == ACL_SUBNET:
        return "subnet_ids", properties.get("SubnetId", UNKNOWN)
    return None


def _portions(properties: Tree, section: Section) -> Iterator[Tree]:
    """Yield the properties, once for each entry of the one list that the section reads from.

    A folded type with one list (``Targets``) stands once for each of its entries.
    """
    lists = {spec.to for spec in section.properties.values() if spec.append is not None}
    name = section.entry or (next(iter(lists)) if len(lists) == 1 else "")
    entries = properties.get(name)
    if not isinstance(entries, list):
        if not section.entry:
            yield properties
        return
    rest: list[Any] = []
    for entry in properties.pop(name):
        whole = bool(section.entry) and isinstance(entry, dict)
        part = entry if whole else {name: [entry]}
        yield part
        rest += ([part] if part else []) if whole else part.get(name, [])
    if rest:
        properties[name] = rest


def _kept(section: Section, body: Body) -> Tree:
    """Return what ``DeletionPolicy`` says in Terraform's words."""
    attribute = (section.deletion or {}).get("snapshot_unless")
    policy = body.get("DeletionPolicy", "Snapshot")
    # What is retained is not deleted, so that it says nothing about a last snapshot.
    return {attribute: policy == "Delete"} if attribute and policy in _FINAL else {}


_FINAL = ("Delete", "Snapshot")
