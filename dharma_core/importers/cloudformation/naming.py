"""Logical ids into Terraform types and addresses: the same every time the template is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dharma_core.errors import InputError
from dharma_core.generation.cloudformation.section import Section
from dharma_core.importers.cloudformation.intrinsics import Evaluator
from dharma_core.importers.cloudformation.metadata import said
from dharma_core.importers.cloudformation.sections import KnownTypes
from dharma_core.importers.cloudformation.targets import (
    Target,
    address_of,
    foreign_type,
    said_address,
)
from dharma_core.importers.cloudformation.values import mentions_in
from dharma_core.plan import Address, parse_address

__all__ = ["ACL_ENTRY", "ACL_SUBNET", "GROUP_RULES", "Naming", "held_types"]

GROUP_RULES = {
    "AWS::EC2::SecurityGroupIngress": "ingress",
    "AWS::EC2::SecurityGroupEgress": "egress",
}
"""Types whose entries may stand inside a security group."""

ACL_ENTRY, ACL_SUBNET = "AWS::EC2::NetworkAclEntry", "AWS::EC2::SubnetNetworkAclAssociation"

_INSIDE = {
    **dict.fromkeys(GROUP_RULES, ("GroupId", "aws_security_group")),
    **dict.fromkeys((ACL_ENTRY, ACL_SUBNET), ("NetworkAclId", "aws_network_acl")),
}
"""Types that are blocks of another: the property that names it, and its Terraform type."""

Body = Mapping[str, Any]


class Naming:
    """Decides the type and the address of each entry of one template.

    Parameters
    ----------
    bodies : mapping of logical id to its entry
    known : KnownTypes
    """

    def __init__(self, bodies: Mapping[str, Body], known: KnownTypes) -> None:
        self._known = known
        self._taken: set[str] = set()
        self._by_dharma = any(_holds(body) is not None for body in bodies.values())

    def may_be_held(self, _logical_id: str, body: Body) -> bool:
        """Whether the entry may be an attribute of another resource."""
        type_ = body["Type"]
        candidates = self._known.candidates(type_)
        if said_address(body, candidates) is not None:
            return False
        holdable = bool(self._known.held(type_)) or type_ in _INSIDE
        return holdable and (self._by_dharma or not candidates)

    def owner(
        self, body: Body, evaluator: Evaluator, targets: Mapping[str, Target]
    ) -> Target | None:
        """Return the resource whose attribute this entry is, None when it is not there."""
        properties = body.get("Properties")
        if not isinstance(properties, Mapping):
            return None
        by_address = {str(t.address): t for t in targets.values()}
        places = [(h.companion.owner, h.type) for h in self._known.held(body["Type"])]
        if body["Type"] in _INSIDE:
            places.append(_INSIDE[body["Type"]])
        for name, type_ in places:
            for ref in mentions_in(evaluator.of(properties.get(name))):
                found = by_address.get(ref.target)
                if found is not None and found.address.type == type_:
                    return found
        return None

    def target(self, logical_id: str, body: Body) -> Target:
        """Return what an entry becomes: a known type, else one named after itself."""
        type_ = body["Type"]
        candidates = self._known.candidates(type_)
        told = said_address(body, candidates)
        properties = body.get("Properties")
        names = properties if isinstance(properties, Mapping) else {}
        chosen = told.type if told is not None else self._known.best(type_, names)
        if chosen is None:
            return Target(self._free(address_of(foreign_type(type_), logical_id)), Section())
        address = told if told is not None else address_of(chosen, logical_id)
        attributes = self._known.facts(chosen)
        return Target.of(self._free(address), self._known.sections[chosen], attributes)

    def folded(self, type_: str, owner: Address, body: Body) -> Address:
        """Return the address of a resource that is written inside ``owner``."""
        for address in _held(body):
            if address.type == type_ and str(address) not in self._taken:
                return self._free(address)
        return self._free(Address(type_, owner.name, owner.module, owner.index))

    def _free(self, address: Address) -> Address:
        found, number = address, 2
        while str(found) in self._taken:
            name = f"{address.name}_{number}"
            found = Address(address.type, name, address.module, address.index, address.mode)
            number += 1
        self._taken.add(str(found))
        return found


def held_types(body: Body) -> frozenset[str]:
    """Return the types that Dharma's own template says are written inside an entry."""
    return frozenset(address.type for address in _held(body))


def _held(body: Body) -> Iterator[Address]:
    for text in _holds(body) or ():
        try:
            if isinstance(text, str):
                yield parse_address(text)
        except InputError:
            continue


def _holds(body: Body) -> list[Any] | None:
    """Return what Dharma's own template says the entry holds; None when another wrote it."""
    found = said(body)
    if found is None:
        return None
    held = found.get("Holds")
    return held if isinstance(held, list) else []
