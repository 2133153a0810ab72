"""Native resources of a design into portable ones, as far as a kind can say the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dharma_core.blueprints.kinds.library import KINDS
from dharma_core.blueprints.kinds.settled import Inputs
from dharma_core.blueprints.model import Blueprint, ResourceSpec
from dharma_core.blueprints.natives.aws_rights import statements_left
from dharma_core.blueprints.natives.rules import Native, Translation
from dharma_core.blueprints.natives.tables import TRANSLATIONS
from dharma_core.blueprints.ports import SizeCatalogue
from dharma_core.plan import Catalog, freeze

__all__ = ["Translated", "translate"]


@dataclass
class Translated:
    """What became of a design's resources.

    Attributes
    ----------
    resources : list of (ResourceSpec, int)
        Portable ones, each with its place in the design.
    proposals : dict of name to text
        ``aws_s3_bucket -> storage.bucket``, or who makes it now.
    lost : list of (int, part, reason, todo)
        What no kind can say.
    attributes : dict of name to mapping
        Native attributes that are properties now.
    """

    resources: list[tuple[ResourceSpec, int]] = field(default_factory=list)
    proposals: dict[str, str] = field(default_factory=dict)
    lost: list[tuple[int, str, str, str]] = field(default_factory=list)
    attributes: dict[str, Mapping[str, str]] = field(default_factory=dict)


def translate(
    blueprint: Blueprint, catalog: Catalog, inputs: Inputs, sizes: SizeCatalogue | None = None
) -> Translated:
    """Return a design's resources in portable words, and what cannot be said in them."""
    done = Translated()
    for index, spec in enumerate(blueprint.resources):
        if spec.type in KINDS:
            done.resources.append((spec, index))
        else:
            _translate(Native(spec, blueprint, catalog, inputs, sizes), index, done)
    return done


def _translate(native: Native, index: int, done: Translated) -> None:
    spec = native.spec
    known = native.catalog.find(spec.type)
    type_ = known.name if known else spec.type
    rule = _rule(native, type_)
    if rule is None:
        reason = f"no portable kind says what {type_} does"
        if type_ == "aws_iam_role_policy":
            reason = f"{statements_left(native)} statements of it have no word as a grant"
        todo = "Write the resource of the other cloud, or leave it out."
        done.lost.append((index, "", reason, todo))
    elif not rule.kind:
        done.proposals[spec.name] = f"{type_} -> made by the kinds around it"
    else:
        done.proposals[spec.name] = f"{type_} -> {rule.kind}"
        done.attributes[spec.name] = rule.carry
        done.resources.append((_portable(native, rule), index))
        for attribute in spec.properties:
            if attribute not in rule.understood:
                reason = f"{attribute} of {type_} has no word in {rule.kind}"
                todo = "Set what does the same under overrides, if it is needed."
                done.lost.append((index, f"properties.{attribute}", reason, todo))


def _rule(native: Native, type_: str) -> Translation | None:
    rule = TRANSLATIONS.get(type_)
    if type_ == "aws_eip" and any(native.of("aws_nat_gateway", "allocation_id")):
        return Translation("")
    if type_ == "aws_iam_role_policy":
        return None if statements_left(native) else Translation("")
    if type_ == "aws_db_instance":
        engine = str(native.now("engine") or "postgres")
        if engine not in ("postgres", "mysql") or rule is None:
            return None
        return Translation(f"database.{engine}", rule.carry, rule.implied, rule.more)
    return rule


def _portable(native: Native, rule: Translation) -> ResourceSpec:
    spec, kind = native.spec, KINDS[rule.kind]
    given = {
        property_: spec.properties[attribute]
        for attribute, property_ in rule.carry.items()
        if attribute in spec.properties
    }
    more = rule.more(native) if rule.more else {}
    tags = spec.properties.get("tags") or spec.properties.get("labels")
    properties: dict[str, Any] = {**given, **more, **_tags(tags)}
    if "name" not in properties and isinstance(tags, Mapping) and tags.get("Name"):
        properties = {"name": tags["Name"], **properties}
    defaults = {p.name: p.default for p in kind.properties}
    kept = {n: v for n, v in properties.items() if v is not None and v != defaults.get(n)}
    return ResourceSpec(
        name=spec.name,
        type=rule.kind,
        properties=freeze(kept),
        depends_on=spec.depends_on,
        overrides=spec.overrides,
        count=spec.count,
    )


def _tags(tags: Any) -> dict[str, Any]:
    if not isinstance(tags, Mapping):
        return {}
    kept = {name: value for name, value in tags.items() if name != "Name"}
    return {"tags": kept} if kept else {}
