"""The input documents that policies read: Terraform's plan shape, and a side field ``dharma``.

``dharma.related[address][type]`` holds companions found through references or equal names,
``dharma.references[address][attribute path]`` the addresses an attribute mentions,
``dharma.decoded[address][attribute]`` the documents (IAM policies) embedded as JSON text, which
the engine's own string functions get wrong; a companion's stand there by the companion's address.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dharma_core.plan import UNKNOWN, Plan, Resource
from dharma_core.plan.masking import mask
from dharma_core.plan.terraform_json import plan_to_json
from dharma_core.plan.unknown_halves import split_unknown
from dharma_core.policies.attributes import path_text, without_left_out
from dharma_core.policies.embedded import embedded_document
from dharma_core.policies.metadata import Policy
from dharma_core.policies.projection import Projection, code_of, project
from dharma_core.policies.relations import Relations

__all__ = ["Views", "json_text", "whole_document"]

_WHOLE_INPUT = re.compile(r"\binput\b(?!\s*(?:\.\s*\w|\[\s*\"))")
_ALWAYS = ("actions", "after", "after_unknown")
_HEAVY = ("planned_values", "prior_state", "configuration", "output_changes", "resource_drift")


def whole_document(plan: Plan, policies: Sequence[Policy], relations: Relations) -> str:
    """Return the input of policies that may look at anything: the whole plan, secrets masked.

    Terraform's other views of the same resources (``planned_values``, ``configuration``, ...) and
    attributes are written only when a policy names them, or reads ``input`` or ``after`` as a
    whole.
    """
    code = "\n".join(code_of(p.source.text) for p in policies)
    whole = bool(_WHOLE_INPUT.search(code))
    document = plan_to_json(plan)
    document["dharma"] = _side_fields(plan, relations) if whole or "dharma" in code else {}
    if not whole:
        document = {k: v for k, v in document.items() if k not in _HEAVY or k in code}
        seen = project(policies)
        for entry in document["resource_changes"]:
            entry["change"] = _pruned(entry["change"], seen, code)
    return json_text(document)


def _side_fields(plan: Plan, relations: Relations) -> dict[str, Any]:
    managed, everything, views = plan.managed, Projection(), Views(relations)
    documents = {str(r.address): views.documents(r, everything) for r in managed}
    groups = {str(r.address): relations.of(r) for r in managed}
    return {
        "related": {
            address: {k: [views.entry(r, everything) for r in g] for k, g in found.items()}
            for address, found in groups.items()
            if found
        },
        "references": {str(r.address): _references(plan, r) for r in managed if r.expressions},
        "decoded": {address: found for address, found in documents.items() if found},
    }


def _pruned(change: Mapping[str, Any], seen: Projection, code: str) -> dict[str, Any]:
    """Leave out views that no policy names, and attributes that none names."""
    kept = {k: v for k, v in change.items() if k in _ALWAYS or k in code}
    return {k: seen.of(v) if isinstance(v, dict) else v for k, v in kept.items()}


json_text = json.JSONEncoder(ensure_ascii=False, default=str).encode
"""Write a value as JSON."""


_Halves = tuple[dict[str, Any], dict[str, Any]]


class Views:
    """What policies see of resources, secrets masked.

    Parameters
    ----------
    keep : bool
        Whether several policies will ask for the same resources: what is the same for all is then
        worked out once, and kept.
    """

    def __init__(self, relations: Relations, *, keep: bool = False) -> None:
        self._relations = relations
        self._keep = keep
        self._halves: dict[str, _Halves] = {}
        self._documents: dict[str, dict[str, Any]] = {}

    def entry(self, resource: Resource, seen: Projection) -> dict[str, Any]:
        """Return a resource's entry of ``resource_changes``."""
        return {
            "address": str(resource.address),
            "type": resource.type,
            "name": resource.name,
            "mode": resource.address.mode,
            "change": self.change(resource, seen),
        }

    def change(self, resource: Resource, seen: Projection) -> dict[str, Any]:
        """Return what is seen of a resource's values."""
        after, unknown = self._told(resource, seen)
        change: dict[str, Any] = {"after": seen.of(after), "after_unknown": seen.of(unknown)}
        if seen.names("actions"):
            change["actions"] = list(resource.actions)
        return change

    def companions(self, resource: Resource, seen: Projection) -> dict[str, list[Resource]]:
        """Return a resource's companions by type, as far as they are looked for."""
        if seen.companions is None:
            return self._relations.of(resource)
        if not seen.companions:
            return {}
        groups = self._relations.of(resource)
        return {kind: group for kind, group in groups.items() if kind in seen.companions}

    def documents(self, resource: Resource, seen: Projection) -> dict[str, Any]:
        """Return the documents that attributes hold as JSON text."""
        address = str(resource.address)
        held = self._documents.get(address)
        if held is None:
            names = (n for n in _texts(resource) if self._keep or seen.names(n))
            found = ((name, embedded_document(resource, name)) for name in names)
            held = {name: document for name, document in found if document is not None}
            if self._keep:
                self._documents[address] = held
        return {name: held[name] for name in held if seen.names(name)}

    def _told(self, resource: Resource, seen: Projection) -> _Halves:
        attributes = without_left_out(resource, seen.set_is_enough)
        if not self._keep or attributes is not resource.attributes:
            return split_unknown(mask(seen.of(attributes), resource.sensitive))
        address = str(resource.address)
        if address not in self._halves:
            self._halves[address] = split_unknown(mask(attributes, resource.sensitive))
        return self._halves[address]


def _texts(resource: Resource) -> Iterator[str]:
    """Yield the attributes that hold text, or something unknown that was written as text."""
    written = {e.path[0] for e in resource.expressions if len(e.path) == 1}
    for name, value in resource.attributes.items():
        if isinstance(value, str) or (value is UNKNOWN and name in written):
            yield name


def _references(plan: Plan, resource: Resource) -> dict[str, list[str]]:
    return {
        path_text(e.path): [str(t.address) for ref in e.mentions for t in plan.resolve(ref)]
        for e in resource.expressions
    }
