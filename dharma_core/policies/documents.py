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

from dharma_core.plan import Plan, Resource
from dharma_core.plan.masking import mask
from dharma_core.plan.terraform_json import plan_to_json
from dharma_core.plan.unknown_halves import split_unknown
from dharma_core.policies.attributes import path_text, without_left_out
from dharma_core.policies.embedded import embedded_document
from dharma_core.policies.metadata import Policy
from dharma_core.policies.projection import Projection, code_of, project
from dharma_core.policies.relations import Relations

__all__ = [
    "change_of",
    "companions_of",
    "embedded_documents",
    "entry_of",
    "json_text",
    "whole_document",
]

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
    managed, everything = plan.managed, Projection()
    documents = {str(r.address): dict(embedded_documents(r, everything)) for r in managed}
    return {
        "related": {
            str(r.address): companions_of(r, relations, everything)
            for r in managed
            if relations.of(r)
        },
        "references": {str(r.address): _references(plan, r) for r in managed if r.expressions},
        "decoded": {address: found for address, found in documents.items() if found},
    }


def _pruned(change: Mapping[str, Any], seen: Projection, code: str) -> dict[str, Any]:
    """Leave out views that no policy names, and attributes that none names."""
    kept = {k: v for k, v in change.items() if k in _ALWAYS or k in code}
    return {k: seen.of(v) if isinstance(v, dict) else v for k, v in kept.items()}


def json_text(document: Any) -> str:
    """Write a value as JSON."""
    return json.dumps(document, ensure_ascii=False, default=str)


def entry_of(resource: Resource, seen: Projection) -> dict[str, Any]:
    """Return a resource's entry of ``resource_changes``."""
    return {
        "address": str(resource.address),
        "type": resource.type,
        "name": resource.name,
        "mode": resource.address.mode,
        "change": change_of(resource, seen),
    }


def change_of(resource: Resource, seen: Projection) -> dict[str, Any]:
    """Return what is seen of a resource's values, secrets masked."""
    told = without_left_out(resource, seen.set_is_enough)
    attributes = mask(seen.of(told), resource.sensitive)
    after, unknown = split_unknown(attributes)
    change = {"after": after, "after_unknown": unknown}
    if seen.names("actions"):
        change["actions"] = list(resource.actions)
    return change


def companions_of(
    resource: Resource, relations: Relations, seen: Projection
) -> dict[str, list[dict[str, Any]]]:
    """Return a resource's companions by type."""
    groups = relations.of(resource)
    return {kind: [entry_of(r, seen) for r in group] for kind, group in groups.items()}


def _references(plan: Plan, resource: Resource) -> dict[str, list[str]]:
    return {
        path_text(e.path): [str(t.address) for ref in e.mentions for t in plan.resolve(ref)]
        for e in resource.expressions
    }


def embedded_documents(resource: Resource, seen: Projection) -> Iterator[tuple[str, Any]]:
    """Yield the attributes that hold a JSON document as text, and the document."""
    for name in resource.attributes:
        if seen.names(name):
            document = embedded_document(resource, name)
            if document is not None:
                yield name, document
