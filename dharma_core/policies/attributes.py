"""Look up what a rule looks at in a resource: values, unknowns, and what may be shown of them."""

from __future__ import annotations

import json
import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dharma_core.plan import UNKNOWN, Plan, Resource
from dharma_core.plan.frozen import Path, freeze, get_path, thaw
from dharma_core.plan.masking import MASKED, is_sensitive
from dharma_core.policies.embedded import embedded_document

__all__ = [
    "Attribute",
    "at",
    "is_set_by_reference",
    "look_up",
    "path_text",
    "refers_to_managed",
    "shown",
    "without_left_out",
]

_INDEX = re.compile(r"\[\d+\]")
_STEP = re.compile(r"([^.\[\]]+)|(\[\])")


@dataclass(frozen=True, slots=True)
class Attribute:
    """One place in a resource; ``value`` is UNKNOWN when only apply will tell."""

    path: Path
    value: Any

    @property
    def known(self) -> bool:
        """Whether the value is known and set."""
        return self.value is not UNKNOWN and self.value is not None

    @property
    def text(self) -> str:
        """``ingress[0].cidr_blocks``."""
        return path_text(self.path)

    @property
    def pattern(self) -> str:
        """``ingress[].cidr_blocks``."""
        return _INDEX.sub("[]", self.text)


def path_text(path: Path) -> str:
    """Write a path as Terraform does.

    Examples
    --------
    >>> path_text(("ingress", 0, "cidr_blocks"))
    'ingress[0].cidr_blocks'
    """
    steps = (f"[{s}]" if isinstance(s, int) else f".{s}" for s in path)
    return "".join(steps).removeprefix(".")


def look_up(resource: Resource, pattern: str, defaults: Mapping[str, Any]) -> tuple[Attribute, ...]:
    """Return every place that a pattern means, in order; one with the value None when absent.

    Parameters
    ----------
    pattern : str
        ``storage_encrypted`` or ``ingress[].cidr_blocks``, where ``[]`` is every element.
    defaults : mapping of pattern to value
        What the provider uses where the plan says unknown and nobody wrote the attribute:
        ``metadata_options`` when the whole block is left out, ``metadata_options[].http_tokens``
        when the block is there without it.

    Examples
    --------
    >>> from dharma_core.plan import Address, make_resource
    >>> group = make_resource(Address("aws_security_group", "g"), {"ingress": [{"from_port": 22}]})
    >>> look_up(group, "ingress[].from_port", {})
    (Attribute(path=('ingress', 0, 'from_port'), value=22),)
    """
    found = tuple(_walk(resource.attributes, _steps(pattern), ()))
    return tuple(_masked(resource, _told(resource, a, defaults)) for a in found)


def at(resource: Resource, path: Path) -> Attribute:
    """Return what lies at one exact path, masked when it is sensitive."""
    return _masked(resource, Attribute(path, get_path(resource.attributes, path)))


def refers_to_managed(
    plan: Plan, resource: Resource, path: Path, types: Container[str] = ()
) -> bool:
    """Whether a value refers to resources that the plan manages, and to nothing else.

    Parameters
    ----------
    types : container of str
        Which types may be referred to; any when it is empty.

    Examples
    --------
    >>> from dharma_core.plan import Address, Expression, Ref, make_resource
    >>> account = make_resource(Address("google_service_account", "web"), {})
    >>> by = Expression.of(("member",), Ref("google_service_account.web", "member"))
    >>> right = make_resource(Address("x", "y"), {"member": UNKNOWN}, expressions=(by,))
    >>> refers_to_managed(Plan((account, right)), right, ("member",))
    True
    """
    written = [e for e in resource.expressions if e.path == path[: len(e.path)]]
    mentioned = [plan.resolve(ref) for e in written for ref in e.mentions]
    return bool(mentioned) and all(
        targets and all(_managed(target, types) for target in targets) for targets in mentioned
    )


def _managed(target: Resource, types: Container[str]) -> bool:
    return target.address.mode == "managed" and (not types or target.type in types)


def is_set_by_reference(resource: Resource, path: Path) -> bool:
    """Whether somebody wrote a reference that is sure to give a value, not only a variable.

    Examples
    --------
    >>> from dharma_core.plan import Address, Expression, Ref, make_resource
    >>> by = Expression.of(("kms_key_id",), Ref("aws_kms_key.disks", "arn"))
    >>> disk = make_resource(Address("aws_ebs_volume", "d"), {}, expressions=(by,))
    >>> is_set_by_reference(disk, ("kms_key_id",)), is_set_by_reference(disk, ("size",))
    (True, False)
    """
    mentions = [m for e in resource.expressions if e.path == path for m in e.mentions]
    return bool(mentions) and not any(m.target.startswith("var.") for m in mentions)


def without_left_out(resource: Resource, patterns: Iterable[str]) -> Mapping[str, Any]:
    """Return the attributes, null instead of unknown where a pattern's attribute was left out.

    Terraform says of what the provider fills in that it is not known yet, whether somebody set it
    by reference or nobody set it.
    """
    attributes = resource.attributes
    for pattern in patterns:
        for found in _walk(resource.attributes, _steps(pattern), ()):
            if found.value is UNKNOWN and not _written(resource, found.path):
                attributes = _emptied(attributes, found.path)
    return attributes


def _emptied(value: Any, path: Path) -> Any:
    if not path:
        return None
    if isinstance(value, tuple):
        return tuple(_emptied(v, path[1:]) if i == path[0] else v for i, v in enumerate(value))
    return {k: _emptied(v, path[1:]) if k == path[0] else v for k, v in value.items()}


def shown(value: Any, *, longest: int = 80) -> str:
    """Write a value for people: ``false``, ``not set``, ``["0.0.0.0/0"]``.

    Examples
    --------
    >>> shown(False), shown(None), shown(("0.0.0.0/0",))
    ('false', 'not set', '["0.0.0.0/0"]')
    """
    if value is None or value in ("", (), []):
        return "not set"
    if isinstance(value, dict):
        value = {k: v for k, v in value.items() if v not in (None, UNKNOWN, "", (), [], False)}
    is_text = isinstance(value, str)
    text = f'"{value}"' if is_text else json.dumps(thaw(value), ensure_ascii=False, default=str)
    return text if len(text) <= longest else text[: longest - 1] + "…"


def _steps(pattern: str) -> list[str | None]:
    return [None if every else name for name, every in _STEP.findall(pattern)]


def _walk(value: Any, steps: list[str | None], path: Path) -> Iterator[Attribute]:
    if not steps and isinstance(value, tuple) and UNKNOWN in value:
        yield from (Attribute((*path, i), v) for i, v in enumerate(value) if v is UNKNOWN)
        value = tuple(v for v in value if v is not UNKNOWN) or None
    if not steps or value is UNKNOWN or value is None:
        yield Attribute(path, value if not steps or value is UNKNOWN else None)
        return
    step, rest = steps[0], steps[1:]
    if step is None:
        for index, item in enumerate(value if isinstance(value, tuple) else ()):
            yield from _walk(item, rest, (*path, index))
    else:
        inner = value.get(step) if isinstance(value, dict) else None
        yield from _walk(inner, rest, (*path, step))


def _told(resource: Resource, attribute: Attribute, defaults: Mapping[str, Any]) -> Attribute:
    """Fill in an unknown that can be told: the provider's default, or a document with mentions."""
    if attribute.value is not UNKNOWN:
        return attribute
    document = embedded_document(resource, str(attribute.path[0]))
    if document is not None:
        return Attribute(attribute.path, json.dumps(document))
    pattern = attribute.pattern
    if pattern not in defaults or _written(resource, attribute.path):
        return attribute
    return Attribute(attribute.path, freeze(defaults[pattern]))


def _written(resource: Resource, path: Path) -> bool:
    def overlaps(other: Path) -> bool:
        shared = min(len(other), len(path))
        return other[:shared] == path[:shared]

    return any(overlaps(e.path) for e in resource.expressions)


def _masked(resource: Resource, attribute: Attribute) -> Attribute:
    hidden = attribute.known and is_sensitive(resource.sensitive, attribute.path)
    return Attribute(attribute.path, MASKED) if hidden else attribute
