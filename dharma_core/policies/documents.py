"""The input documents that policies read: Terraform's plan shape, and a side field ``dharma``.

``dharma.related[address][type]`` holds companions found through references or equal names,
``dharma.references[address][attribute path]`` the addresses an attribute mentions,
``dharma.decoded[address][attribute]`` the documents (IAM policies) embedded as JSON text, which
the engine's own string functions get wrong.

The engine parses about 3 MB a second, so what a native policy never names is left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from dharma_core.plan import Plan, Resource
from dharma_core.plan.masking import mask
from dharma_core.plan.terraform_json import plan_to_json
from dharma_core.plan.unknown_halves import split_unknown
from dharma_core.policies.attributes import path_text
from dharma_core.policies.embedded import embedded_document
from dharma_core.policies.metadata import Policy
from dharma_core.policies.relations import Relations

__all__ = ["CHUNK", "native_documents", "whole_document"]

# Resources in one input. The engine copies what it looks into, so time grows with the square of a
# chunk: measured on 10,000 resources, 50 and 10 take a third of the time of 200.
CHUNK = 50
CHUNK_WITH_RELATED = 10

_WORD = re.compile(r"\w+")
_WHOLE_AFTER = re.compile(r"\bafter(?:_unknown)?\b(?!\s*(?:\.\s*\w|\[\s*\"))")
_WHOLE_INPUT = re.compile(r"\binput\b(?!\s*(?:\.\s*\w|\[\s*\"))")
_ALWAYS = ("actions", "after", "after_unknown")
_HEAVY = ("planned_values", "prior_state", "configuration", "output_changes", "resource_drift")


def native_documents(plan: Plan, policies: Sequence[Policy], relations: Relations) -> Iterator[str]:
    """Yield the inputs of policies that look at the same types, as JSON texts.

    Parameters
    ----------
    policies : sequence of Policy
        All with the same ``resource_types``; only attributes that one of them names are written.
    """
    wanted = _named_attributes(policies)
    subjects = plan.of_type(*policies[0].rule.resource_types)
    size = _chunk_size(policies, len(subjects))
    for start in range(0, len(subjects), max(size, 1)):
        chunk = subjects[start : start + size]
        yield _text(
            {
                "resource_changes": [_change(r, wanted) for r in chunk],
                "dharma": {
                    "related": _related(chunk, relations, wanted),
                    "decoded": _decoded(chunk, wanted),
                },
            }
        )


def _chunk_size(policies: Sequence[Policy], subjects: int) -> int:
    if any(p.compares for p in policies):
        return subjects
    return CHUNK_WITH_RELATED if any(p.related for p in policies) else CHUNK


def whole_document(plan: Plan, policies: Sequence[Policy], relations: Relations) -> str:
    """Return the input of policies that may look at anything: the whole plan, secrets masked.

    Terraform's other views of the same resources (``planned_values``, ``configuration``, ...) and
    attributes are written only when a policy names them, or reads ``input`` or ``after`` as a
    whole.
    """
    code = "\n".join(_code(p.source.text) for p in policies)
    whole = bool(_WHOLE_INPUT.search(code))
    document = plan_to_json(plan)
    document["dharma"] = _side_fields(plan, relations) if whole or "dharma" in code else {}
    if not whole:
        document = {k: v for k, v in document.items() if k not in _HEAVY or k in code}
        wanted = _named_attributes(policies)
        for entry in document["resource_changes"]:
            entry["change"] = _pruned(entry["change"], wanted, code)
    return _text(document)


def _side_fields(plan: Plan, relations: Relations) -> dict[str, Any]:
    managed = plan.managed
    return {
        "related": _related(managed, relations, None),
        "references": {str(r.address): _references(plan, r) for r in managed if r.expressions},
        "decoded": _decoded(managed, None),
    }


def _pruned(
    change: Mapping[str, Any], wanted: Callable[[str], bool] | None, code: str
) -> dict[str, Any]:
    """Leave out views that no policy names, and attributes that none names."""
    kept = {k: v for k, v in change.items() if k in _ALWAYS or k in code}
    if wanted is None:
        return kept
    return {
        k: {n: a for n, a in v.items() if wanted(n)} if isinstance(v, dict) else v
        for k, v in kept.items()
    }


def _text(document: Any) -> str:
    return json.dumps(document, ensure_ascii=False, default=str)


def _named_attributes(policies: Iterable[Policy]) -> Callable[[str], bool] | None:
    """Return whether an attribute is named by a policy; None when all must be written."""
    texts = [p.source.text for p in policies]
    if any(_WHOLE_AFTER.search(_code(text)) for text in texts):
        return None
    words = {word for text in texts for word in _WORD.findall(text)}
    return words.__contains__


def _code(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))


def _change(resource: Resource, wanted: Callable[[str], bool] | None) -> dict[str, Any]:
    attributes: Any = resource.attributes
    if wanted:
        attributes = {k: v for k, v in attributes.items() if wanted(k)}
    after, unknown = split_unknown(mask(attributes, resource.sensitive))
    change = {"after": after, "after_unknown": unknown}
    if wanted is None or wanted("actions"):
        change["actions"] = list(resource.actions)
    return {
        "address": str(resource.address),
        "type": resource.type,
        "name": resource.name,
        "mode": resource.address.mode,
        "change": change,
    }


def _related(
    resources: Iterable[Resource],
    relations: Relations,
    wanted: Callable[[str], bool] | None,
) -> dict[str, dict[str, list[dict[str, Any]]]]:
    found = {str(r.address): relations.of(r) for r in resources}
    return {
        address: {kind: [_change(r, wanted) for r in group] for kind, group in groups.items()}
        for address, groups in found.items()
        if groups
    }


def _references(plan: Plan, resource: Resource) -> dict[str, list[str]]:
    return {
        path_text(e.path): [str(t.address) for ref in e.mentions for t in plan.resolve(ref)]
        for e in resource.expressions
    }


def _decoded(
    resources: Iterable[Resource], wanted: Callable[[str], bool] | None
) -> dict[str, dict[str, Any]]:
    found = {str(r.address): dict(_documents(r, wanted)) for r in resources}
    return {address: documents for address, documents in found.items() if documents}


def _documents(
    resource: Resource, wanted: Callable[[str], bool] | None
) -> Iterator[tuple[str, Any]]:
    for name in resource.attributes:
        if wanted is None or wanted(name):
            document = embedded_document(resource, name)
            if document is not None:
                yield name, document
