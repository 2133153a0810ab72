"""What a Plan loses on its way through a Pulumi program, attribute by attribute."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from dharma_core.generation.documents import open_document
from dharma_core.generation.drafting import draft_plan
from dharma_core.generation.drafts import Draft, DraftResource, Text
from dharma_core.generation.formats.terraform import block_addresses
from dharma_core.generation.pulumi.inputs import known_value
from dharma_core.generation.pulumi.reading import read_back
from dharma_core.generation.pulumi.registered import Registered
from dharma_core.plan import Catalog, Plan, Ref

__all__ = ["lost_attributes"]

_ANY: Final = object()
"""Stands for an input whose value nobody told; it equals whatever came back."""


def lost_attributes(
    plan: Plan, registered: Iterable[Registered], catalog: Catalog
) -> tuple[str, ...]:
    """Return ``address: attribute`` for each thing to write that did not come back the same.

    References count: they have to lead to the same attribute of the same resource. Documents are
    compared as JSON, numbers and texts as Terraform converts them.
    """
    draft = draft_plan(plan, catalog)
    addresses = block_addresses(plan)
    back = {str(d.resource.address): d for d in read_back(registered, catalog)}
    plain = _Plain(draft, addresses)
    lost: list[str] = []
    for resource in draft.resources:
        found = back.get(addresses[resource.address])
        if found is None:
            lost.append(resource.address)
        else:
            lost += [f"{resource.address}: {path}" for path in _lost(resource, found, plain)]
    return tuple(lost)


def _lost(wanted: DraftResource, found: DraftResource, plain: _Plain) -> Iterator[str]:
    given = dict(_leaves(plain.value(wanted.attributes), ""))
    returned = dict(_leaves(plain.value(found.attributes), ""))
    yield from (path for path, value in given.items() if not _same(value, returned.get(path)))
    yield from (path for path in returned if path not in given)
    needs = {plain.addresses.get(address, address) for address in wanted.depends_on}
    if needs - set(found.depends_on):
        yield "depends_on"


def _same(wanted: Any, found: Any) -> bool:
    if isinstance(wanted, tuple) and isinstance(found, tuple) and len(wanted) == len(found):
        return all(_same(one, other) for one, other in zip(wanted, found, strict=True))
    return wanted is _ANY or wanted == found


def _leaves(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Yield every leaf with its dotted path; a block of one item is the same as the item."""
    if isinstance(value, list):
        value = {str(index): item for index, item in enumerate(value)}
    if isinstance(value, Mapping) and value:
        for key, inner in value.items():
            yield from _leaves(inner, f"{path}.{key}" if path else str(key))
    else:
        yield path, value


class _Plain:
    """Brings both sides to one form: texts, with references by address in the files."""

    def __init__(self, draft: Draft, addresses: Mapping[str, str]) -> None:
        self.addresses = addresses
        self.inputs = {f"var.{v.name}": v for v in draft.inputs}

    def value(self, value: Any) -> Any:
        if isinstance(value, Mapping):
            return {k: self._single(k, self.value(v)) for k, v in value.items()}
        if isinstance(value, (list, tuple)):
            return [self.value(item) for item in value]
        if isinstance(value, (str, Text)):
            return self._text(value)
        return _words(value)

    def _single(self, name: str, value: Any) -> Any:
        return [value] if name == "timeouts" and isinstance(value, Mapping) else value

    def _text(self, value: str | Text) -> Any:
        document = open_document(value)
        if document is not None:
            return self.value(document)
        parts = value.parts if isinstance(value, Text) else (value,)
        told = [self._part(part) for part in parts]
        if any(part is _ANY for part in told):
            return _ANY
        return told[0] if len(told) == 1 and not isinstance(told[0], str) else _joined(told)

    def _part(self, part: str | Ref) -> Any:
        if isinstance(part, str):
            return part
        variable = self.inputs.get(part.target)
        if variable is None:
            target = self.addresses.get(part.target, part.target)
            return f"\ue000{target}.{part.attribute}\ue001"
        known = known_value(variable)
        if known is None or variable.sensitive or part.attribute:
            return _ANY
        return self.value(known)


def _joined(parts: Iterable[Any]) -> str:
    return "".join(str(part) for part in parts)


def _words(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value) if isinstance(value, (int, float)) else value
