"""The design being expanded: who is whom, shared resources, places and names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from dharma_core.blueprints.kinds.declarations import Kind, Property
from dharma_core.blueprints.kinds.links import Link
from dharma_core.blueprints.kinds.naming import fit_names
from dharma_core.blueprints.kinds.pieces import Piece
from dharma_core.blueprints.kinds.settled import Inputs, has_mention, map_texts
from dharma_core.blueprints.labels import as_labels, tag_attribute
from dharma_core.blueprints.model import Blueprint, ResourceSpec, VariableSpec
from dharma_core.blueprints.ports import SizeCatalogue
from dharma_core.blueprints.problems import Problems
from dharma_core.blueprints.references import Mention, TemplateError, parse_template
from dharma_core.blueprints.scalars import TypeMismatchError, coerce
from dharma_core.plan import Catalog

if TYPE_CHECKING:
    from dharma_core.blueprints.kinds.drafts import Draft

__all__ = ["Scene"]

RESOURCE_GROUP = "resource_group"
_PLACES = {"aws": (), "azure": ("location", "resource_group_name"), "gcp": ("region", "location")}
_PLAIN = ("string", "number", "bool", "list(string)", "map(string)")


@dataclass
class Scene:
    """The design being expanded for one cloud.

    Parameters
    ----------
    place : str
        The region of the resource that looks at it, when that is not the design's.
    """

    blueprint: Blueprint
    catalog: Catalog
    inputs: Inputs
    problems: Problems
    sizes: SizeCatalogue | None
    kinds: Mapping[str, Kind]
    drafts: Mapping[str, Draft]
    shared_pieces: dict[str, tuple[Piece, str]] = field(default_factory=dict)
    asked: dict[str, VariableSpec] = field(default_factory=dict)
    place: str = ""

    def __post_init__(self) -> None:
        self.specs: dict[str, ResourceSpec] = {r.name: r for r in self.blueprint.resources}

    @property
    def provider(self) -> str:
        """``aws``, ``azure`` or ``gcp``."""
        return self.blueprint.provider

    @property
    def region(self) -> str:
        """As the provider calls it."""
        return self.place or self.blueprint.region

    def at(self, region: str) -> Scene:
        """Return the same design as it looks from a region of its own, with all that is shared."""
        return replace(self, place=region) if region and self.provider == "aws" else self

    @cached_property
    def zones(self) -> tuple[str, ...]:
        """The marks of the region's zones, in order; empty where it has none."""
        usual = ("1", "2", "3") if self.provider == "azure" else ("a", "b", "c")
        return self.sizes.zones(self.provider, self.region) if self.sizes else usual

    def zone(self, number: int) -> str:
        """Return the name of the region's first, second or third zone."""
        mark = self.zones[number - 1] if self.zones else ""
        joint = {"aws": "", "gcp": "-"}.get(self.provider)
        return mark if joint is None else f"{self.region}{joint}{mark}"

    @property
    def is_gcp(self) -> bool:
        """Whether the design is for Google Cloud."""
        return self.provider == "gcp"

    def rewrite(self, value: Any) -> Any:
        """Return a value with portable outputs replaced by where this cloud keeps them."""
        return map_texts(value, self._rewrite_text)

    def _rewrite_text(self, text: str) -> str:
        try:
            parts = parse_template(text)
        except TemplateError:
            return text
        return "".join(_again(p) if isinstance(p, str) else self._native(p) for p in parts)

    def _native(self, mention: Mention) -> str:
        draft = self.drafts.get(mention.name)
        if draft is None or not mention.attribute:
            return f"${{{mention}}}"
        output = draft.kind.output(mention.attribute)
        if output is None:
            return self._property(mention, draft)
        spot = output.on(self.provider)
        spot = spot if "{" in spot else f"{{{spot}}}"
        return re.sub(r"\{([^}]+)\}", lambda m: self._placed(mention, m[1]), spot)

    def _property(self, mention: Mention, draft: Draft) -> str:
        if mention.attribute in draft.kind.by_name:
            value = draft[mention.attribute] if mention.attribute != "name" else draft.name
            if isinstance(value, (str, int, float)):
                return str(value)
        return f"${{{mention}}}"

    def link(self, value: Any) -> Link:
        """Return what a reference names."""
        text = str(value)
        try:
            parts = parse_template(text)
        except TemplateError:
            parts = (text,)
        if len(parts) == 1 and isinstance(parts[0], Mention) and not parts[0].is_variable:
            draft = self.drafts.get(parts[0].name)
            return Link(self.rewrite(text), self, parts[0], draft)
        return Link(self.rewrite(text), self)

    def decide(self, fact: Property, written: Any) -> Any:
        """Return a property with variables put in, in its type; the default where not known."""
        if written is None:
            return fact.default
        value = self.inputs.settle(written)
        if has_mention(value):
            if fact.type in ("number", "bool") or fact.allowed:
                return fact.default  # told when the property is checked
            return self.rewrite(value)
        try:
            return coerce(fact.type, value) if fact.type in _PLAIN else value
        except TypeMismatchError:
            return fact.default

    def cloud_name(self, spec: ResourceSpec) -> str:
        """Return what the cloud calls a resource."""
        own = spec.properties.get("name")
        if isinstance(own, (int, float)):
            own = str(own)
        text = own if isinstance(own, str) and own else f"{self.blueprint.name}-{spec.name}"
        if text is not own:
            text = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
        elif self.provider != "aws":
            text = self._plain(text)
        text = str(self.rewrite(text))
        if spec.count is not None and "count.index" not in text:
            text += "-${count.index}"
        return text

    @cached_property
    def namesakes(self) -> Mapping[str, tuple[str, ...]]:
        """The native types of the portable resources that have a name, by the cloud's name."""
        found: dict[str, tuple[str, ...]] = {}
        for draft in self.drafts.values():
            name = str(self.inputs.settle(self.cloud_name(draft.spec)))
            primary = draft.kind.clouds[self.provider].primary
            found[name] = (*found.get(name, ()), primary)
        return found

    def _plain(self, text: str) -> str:
        """Return a name with the marks that Azure and Google take; Google wants small letters."""
        parts = re.split(r"(\$\{[^}]*\})", text)
        kept = [p if p.startswith("${") else re.sub(r"[^A-Za-z0-9.-]+", "-", p) for p in parts]
        if self.is_gcp:
            kept = [p if p.startswith("${") else p.lower() for p in kept]
        return "".join(kept).strip("-")

    def mention(self, name: str, attribute: str, count: Any) -> str:
        """Return a reference to a piece; among several, the one with the same number."""
        own = "[count.index]" if count is not None else ""
        return f"${{{name}{own}.{attribute}}}"

    def ask(self, name: str, meaning: str, *, sensitive: bool) -> str:
        """Return a reference to an input; one that the design lacks is added, without a value."""
        if name not in self.blueprint.variables:
            spec = VariableSpec(description=meaning, sensitive=sensitive)
            self.asked.setdefault(name, spec)
        return f"${{var.{name}}}"

    def share(self, name: str, type_: str, given: dict[str, Any], asker: str) -> str:
        """Add a native resource once for the whole design and return its name."""
        if name not in self.shared_pieces:
            self.shared_pieces[name] = (Piece(name, type_, {}), asker)  # taken, before it is filled
            whole = self.with_place(type_, given, {})
            self.shared_pieces[name] = (Piece(name, type_, whole), asker)
        return name

    def with_place(
        self, type_: str, given: Mapping[str, Any], tags: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Add the place and the tags that the native type takes and nobody gave."""
        known = self.catalog.find(type_)
        facts = known.attributes if known else {}
        added: dict[str, Any] = {}
        for place in _PLACES[self.provider]:
            fact = facts.get(place)
            if fact and not fact.read_only and place not in given:
                added[place] = self._place(place)
        key = tag_attribute(facts, google=self.is_gcp)
        if tags and key in facts and facts[key].type == "map(string)":
            own = self.labels(tags) if self.is_gcp else tags
            added[key] = {**own, **(given.get(key) or {})}
        whole = {**given, **added}
        return fit_names(known, whole, self.inputs.settle) if known else whole

    def labels(self, tags: Mapping[str, Any]) -> dict[str, str]:
        """Return tags as Google's labels, variables put in."""
        return as_labels({name: self.inputs.settle(value) for name, value in tags.items()})

    def _place(self, attribute: str) -> str:
        if self.provider != "azure":
            return self.region
        group = self.resource_group()
        return f"${{{group}.{'name' if attribute == 'resource_group_name' else 'location'}}}"

    def resource_group(self) -> str:
        """Return the name of the design's resource group: the first it has, else one made here."""
        own = (r.name for r in self.blueprint.resources if self._is_group(r))
        found = next(own, None)
        if found:
            return found
        if RESOURCE_GROUP not in self.shared_pieces:
            given = {"name": self.blueprint.name, "location": self.region}
            self.share(RESOURCE_GROUP, "azurerm_resource_group", given, "")
        return RESOURCE_GROUP

    def satellite(self, owner: str, suffix: str) -> str:
        """Return what a satellite is called in the design: no resource of the user's own."""
        name = f"{owner}_{suffix}"
        while name in self.specs:
            name += "_own"
        return name

    def _placed(self, mention: Mention, spot: str) -> str:
        suffix, slash, attribute = spot.rpartition("/")
        name = self.satellite(mention.name, suffix) if slash else mention.name
        return f"${{{Mention(name, attribute, mention.index)}}}"

    def _is_group(self, spec: ResourceSpec) -> bool:
        known = self.catalog.find(spec.type)
        return known is not None and known.name == "azurerm_resource_group"


def _again(text: str) -> str:
    return text.replace("${", "$${")
