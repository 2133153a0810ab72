"""Provider blocks: the region and the tags that every resource of a provider gets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from dharma_core.importers.terraform.budget import EvaluationError
from dharma_core.importers.terraform.constraints import convert, written_constraint
from dharma_core.importers.terraform.marks import show
from dharma_core.importers.terraform.syntax import (
    Attribute,
    Block,
    Expr,
    Literal,
    ObjectExpr,
    reference_text,
)
from dharma_core.plan import FrozenMap
from dharma_core.plan.provider_sources import short_source

if TYPE_CHECKING:
    from dharma_core.importers.terraform.instances import ModuleInstance
    from dharma_core.importers.terraform.reading import Reading
    from dharma_core.importers.terraform.resources import ResourceInstance

__all__ = ["ProviderFacts", "foreign_providers", "provider_of", "root_provider"]

_BUILT_IN = "terraform_data"


@dataclass(frozen=True, slots=True)
class ProviderFacts:
    """What a provider block says of every resource it makes.

    Parameters
    ----------
    name : str
        ``aws``, ``azurerm``, ``google``, ...
    region : str
        Empty when it is not said, or not known.
    tags : mapping
        Tags of ``default_tags``.
    """

    name: str
    region: str = ""
    tags: Mapping[str, Any] = field(default_factory=FrozenMap)


def provider_of(instance: ResourceInstance) -> ProviderFacts:
    """Return the facts of the provider that makes a resource."""
    written = instance.block.body.attributes.get("provider")
    if written is not None:
        local = reference_text(written.expression)
    else:
        local = instance.address.type.split("_", 1)[0]
    name = instance.type.provider if instance.type and written is None else local.split(".")[0]
    if instance.address.type == _BUILT_IN:
        name = "terraform"
    return _facts(instance.module, local, name)


def foreign_providers(reading: Reading) -> FrozenMap:
    """Return source and version of each provider that some module fetches from elsewhere.

    HashiCorp's own are left out: their name tells their source.
    """
    found: dict[str, FrozenMap] = {}
    for source in reading.sources.values():
        inner = (b for block in source.settings for b in block.body.blocks)
        for block in (b for b in inner if b.type == "required_providers"):
            for name, attribute in block.body.attributes.items():
                wanted = _wanted(attribute.expression)
                if short_source(wanted.get("source", "")):
                    found.setdefault(name, FrozenMap(wanted))
    return FrozenMap(found)


def _wanted(expression: Expr) -> dict[str, str]:
    """Return what is written of a provider; only plain texts may be, as for Terraform."""
    if not isinstance(expression, ObjectExpr):
        return {}
    texts = {
        reference_text(key) or str(getattr(key, "value", "")): value.value
        for key, value in expression.items
        if isinstance(value, Literal) and isinstance(value.value, str)
    }
    return {key: texts[key] for key in ("source", "version") if key in texts}


def root_provider(module: ModuleInstance, name: str) -> ProviderFacts:
    """Return the facts of a provider as the root module configures it."""
    return _facts(module, name, name)


def _facts(module: ModuleInstance, local: str, name: str) -> ProviderFacts:
    key = ("provider", module.address, local)
    found: ProviderFacts = module.reading.settler.value(key, lambda: _find(module, local, name))
    return found


def _find(module: ModuleInstance, local: str, name: str) -> ProviderFacts:
    """Return what the nearest module around says of a provider."""
    wanted, _, alias = local.partition(".")
    for block in module.source.providers:
        if block.labels[0] == wanted and _alias(module, block) == alias:
            return _read(module, block, name)
    if module.parent is not None:
        return _facts(module.parent, _passed(module, local), name)
    return ProviderFacts(name)


def _passed(module: ModuleInstance, local: str) -> str:
    """Return what the caller calls a provider that it hands to a module."""
    written = module.call.body.attributes.get("providers") if module.call else None
    if written is None or not isinstance(written.expression, ObjectExpr):
        return local
    for key, value in written.expression.items:
        name = reference_text(key) or str(getattr(key, "value", ""))
        if name == local:
            return reference_text(value) or local
    return local


def _alias(module: ModuleInstance, block: Block) -> str:
    attribute = block.body.attributes.get("alias")
    return "" if attribute is None else str(show(module.reading.value(attribute, module.scope)))


def _read(module: ModuleInstance, block: Block, name: str) -> ProviderFacts:
    region = _text(module, block, "region")
    tags: dict[str, Any] = {}
    for found in _default_tags(module, block):
        tags.update(found if isinstance(found, FrozenMap) else {})
    return ProviderFacts(name, region, FrozenMap(tags))


def _default_tags(module: ModuleInstance, block: Block) -> Iterator[Any]:
    """Yield the tags of each ``default_tags``, as a map of texts; in JSON it is an attribute."""
    for inner in block.body.blocks:
        if inner.type == "default_tags" and "tags" in inner.body.attributes:
            yield _as_tags(module, inner.body.attributes["tags"], ())
    written = block.body.attributes.get("default_tags")
    if written is not None:
        yield _as_tags(module, written, ("tags",))


def _as_tags(module: ModuleInstance, written: Attribute, path: Sequence[str]) -> Any:
    found = show(module.reading.value(written, module.scope))
    for step in path:
        found = found[0] if isinstance(found, tuple) and found else found
        found = found.get(step) if isinstance(found, FrozenMap) else None
    try:
        return convert(written_constraint("map(string)"), found)
    except EvaluationError as error:
        module.reading.tell(f"default_tags: {error}", written.position)
        return None


def _text(module: ModuleInstance, block: Block, name: str) -> str:
    attribute = block.body.attributes.get(name)
    value = None if attribute is None else show(module.reading.value(attribute, module.scope))
    return value if isinstance(value, str) else ""
