"""A design moved to another cloud or region, with a list of what does not translate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dharma_core.blueprints.expansion import expand
from dharma_core.blueprints.kinds.library import KINDS
from dharma_core.blueprints.kinds.settled import Inputs
from dharma_core.blueprints.labels import as_labels
from dharma_core.blueprints.lowering import lower_draft
from dharma_core.blueprints.model import Blueprint, ResourceSpec
from dharma_core.blueprints.natives import Translated, translate
from dharma_core.blueprints.ports import SizeCatalogue
from dharma_core.blueprints.problems import Problems
from dharma_core.blueprints.references import mentions_in
from dharma_core.blueprints.resolving import read_variables
from dharma_core.blueprints.scrubbing import Scrubber
from dharma_core.errors import InputError, nearest
from dharma_core.plan import Catalog, Path
from dharma_core.provenance import Position

__all__ = ["Moved", "Retargeted", "Untranslated", "check_place", "retarget"]

PROVIDERS = ("aws", "azure", "gcp")

# What only says where things stand or who reaches them on AWS; elsewhere nothing is lost without.
_SILENT = frozenset({
    "description", "firewalls", "internet", "network", "partition_key", "public", "subnet",
    "subnets", "target", "used_by", "zone",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Untranslated:
    """One thing that does not hold in the new place.

    Parameters
    ----------
    resource : str
        Its name in the design; empty when it belongs to the design as a whole.
    part : str
        ``properties.image``, ``outputs.url``; empty for the whole resource.
    reason : str
    todo : str
        What to do about it.
    place : Position
        Where the old design says it.
    """

    resource: str
    part: str
    reason: str
    todo: str
    place: Position

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain JSON values."""
        return {
            "resource": self.resource,
            "part": self.part,
            "reason": self.reason,
            "todo": self.todo,
            "file": self.place.file,
            "line": self.place.line,
        }


@dataclass(frozen=True, slots=True)
class Moved:
    """One thing that was changed so that it holds in the new place."""

    resource: str
    what: str
    before: str
    after: str

    def as_dict(self) -> dict[str, str]:
        """Return it as plain JSON values."""
        return {
            "resource": self.resource,
            "what": self.what,
            "before": self.before,
            "after": self.after,
        }


@dataclass(frozen=True, slots=True)
class Retargeted:
    """A moved design and what the move did to it."""

    blueprint: Blueprint
    untranslated: tuple[Untranslated, ...]
    changes: tuple[Moved, ...]


def retarget(
    blueprint: Blueprint, catalog: Catalog, sizes: SizeCatalogue, *, provider: str, region: str
) -> Retargeted:
    """Return a design for another cloud or region.

    Portable resources move as they are; native ones become portable where a kind says the same.
    What cannot move is left out of the new design and listed.

    Raises
    ------
    InputError
        If there is no such provider or region; the nearest is named.
    """
    check_place(provider, region, sizes)
    return _Mover(blueprint, catalog, sizes, provider, region).move()


def check_place(provider: str, region: str, sizes: SizeCatalogue) -> None:
    """Raise InputError when there is no such provider or region; the nearest is named."""
    if provider not in PROVIDERS:
        raise InputError(
            f"{provider!r} is no cloud to move to.", next_step=nearest(provider, PROVIDERS)
        )
    regions = sizes.regions(provider)
    if region not in regions:
        raise InputError(
            f"{provider} has no region {region!r} in the price books.",
            next_step=nearest(region, regions, count=2),
            details={"provider": provider, "region": region},
        )


class _Mover:
    def __init__(
        self,
        blueprint: Blueprint,
        catalog: Catalog,
        sizes: SizeCatalogue,
        provider: str,
        region: str,
    ) -> None:
        self._old = blueprint
        self._catalog = catalog
        self._sizes = sizes
        self._target = {"provider": provider, "region": region}
        self._lost: dict[tuple[Path, str], Untranslated] = {}
        self._changes: list[Moved] = []
        variables = read_variables(blueprint, {}, Problems(blueprint.source), need_all=False)
        self._inputs = Inputs({v.name: v.value for v in variables})

    def move(self) -> Retargeted:
        for key, value in self._target.items():
            self._changed("", key, str(getattr(self._old, key)), value)
        found = self._translated()
        scrub = Scrubber(self._old, found, self._target, self._lose, self._changed)
        resources = tuple(self._cleaned(spec, index, scrub) for spec, index in found.resources)
        if not resources:
            raise InputError(
                f"Nothing of {self._old.name} can move: no resource is portable.",
                next_step="Write it with portable kinds, such as compute.vm.",
            )
        outputs = {
            name: output.model_copy(update={"value": value})
            for name, output in self._old.outputs.items()
            if (value := scrub.clean(output.value, ("outputs", name), "")) is not None
        }
        update: dict[str, Any] = {**self._target, "resources": resources, "outputs": outputs}
        moved = self._without_idle_variables(self._old.model_copy(update=update))
        self._check_tags()
        self._check_variables(moved)
        self._check_whole(moved)
        self._check_unread(moved)
        return Retargeted(moved, tuple(self._sorted()), tuple(self._changes))

    def _translated(self) -> Translated:
        if self._target["provider"] == self._old.provider:
            return Translated([(spec, i) for i, spec in enumerate(self._old.resources)])
        found = translate(self._old, self._catalog, self._inputs, self._sizes)
        for name, text in found.proposals.items():
            before, _, after = text.partition(" -> ")
            self._changed(name, "type", before, after)
        for index, part, reason, todo in found.lost:
            path: Path = ("resources", index, *(part.split(".") if part else ()))
            self._lose(path, self._old.resources[index].name, part, reason, todo)
        return found

    def _cleaned(self, spec: ResourceSpec, index: int, scrub: Scrubber) -> ResourceSpec:
        path: Path = ("resources", index)
        self._check_overrides(spec, path)
        known = scrub.known
        return spec.model_copy(
            update={
                "properties": scrub.properties(spec, index),
                "depends_on": tuple(name for name in spec.depends_on if name in known),
                "region": self._region(spec, path),
            }
        )

    def _region(self, spec: ResourceSpec, path: Path) -> str:
        """Return a resource's own region; another cloud has another one, and nobody said which."""
        provider = self._target["provider"]
        if spec.region and provider != self._old.provider:
            reason = f"it is made in {spec.region}; {provider} has no such region"
            todo = "Put it into a design of its own there, if it has to be in a second region."
            self._lose((*path, "region"), spec.name, "region", reason, todo)
            return ""
        return "" if spec.region == self._target["region"] else spec.region

    def _check_overrides(self, spec: ResourceSpec, path: Path) -> None:
        provider = self._target["provider"]
        for other in spec.overrides:
            if other != provider:
                reason = f"overrides for {other} mean nothing on {provider}; they stay unread"
                todo = f"Set what does the same under overrides.{provider}, if it is needed."
                part = f"overrides.{other}"
                self._lose((*path, "overrides", other), spec.name, part, reason, todo)

    def _check_tags(self) -> None:
        provider = self._target["provider"]
        if provider == "gcp" and self._old.provider != "gcp":
            for name, value in self._old.tags.items():
                label = as_labels({name: self._inputs.settle(value)})
                for key, text in label.items():
                    self._changed("", "tag", f"{name}={value}", f"{key}={text}")
        for name in self._old.tags:
            if provider == "azure" and any(mark in name for mark in "<>%&\\?/"):
                reason = f"the tag {name!r} has a mark that Azure does not take"
                self._lose(("tags", name), "", f"tags.{name}", reason, "Rename the tag.")
            if provider == "aws" and name.lower().startswith("aws:"):
                reason = f"the tag {name!r} starts with aws:, which AWS keeps for itself"
                self._lose(("tags", name), "", f"tags.{name}", reason, "Rename the tag.")

    def _without_idle_variables(self, moved: Blueprint) -> Blueprint:
        """Leave out the variables that only left-out parts read."""
        used, before = _read(moved), _read(self._old)
        idle = [name for name in moved.variables if name in before and name not in used]
        for name in idle:
            self._changed("", "variable", name, "left out: nothing reads it any more")
        kept = {name: spec for name, spec in moved.variables.items() if name not in idle}
        return moved.model_copy(update={"variables": kept})

    def _check_variables(self, moved: Blueprint) -> None:
        for name, spec in moved.variables.items():
            text = str(spec.default)
            if self._old.region in text or "arn:aws" in text:
                part = f"variables.{name}.default"
                reason = f"the default {text!r} names something of {self._old.region}"
                self._lose(("variables", name), "", part, reason, "Give it another default.")

    def _check_whole(self, moved: Blueprint) -> None:
        """Lower the moved design and list what still does not fit."""
        for problem in lower_draft(moved, self._catalog, sizes=self._sizes)[1]:
            on_resource = problem.path[:1] == ("resources",) and len(problem.path) > 1
            name = moved.resources[int(problem.path[1])].name if on_resource else ""
            part = ".".join(str(step) for step in problem.path[2 if on_resource else 0 :])
            reason = problem.message.rstrip(".")
            item = Untranslated(name, part, reason, problem.hint, self._place_of(name))
            self._lost.setdefault((problem.path, reason), item)

    def _check_unread(self, moved: Blueprint) -> None:
        """List what was asked for and what no resource of the new cloud is made from."""
        if self._target["provider"] == self._old.provider:
            return
        variables = read_variables(moved, {}, Problems(moved.source), need_all=False)
        problems = Problems(moved.source)
        expansion = expand(moved, self._catalog, variables, problems, self._sizes)
        for index, name in expansion.unread:
            spec = moved.resources[index]
            fact = KINDS[spec.type].by_name[name]
            silent = name in _SILENT and not (name == "firewalls" and "compute." in spec.type)
            if silent or self._inputs.settle(spec.properties[name]) == fact.default:
                continue
            provider = self._target["provider"]
            reason = f"{name} of {spec.type} changes nothing on {provider}"
            todo = f"{fact.meaning} Set what does the same under overrides, or leave it out."
            item = Untranslated(
                spec.name, f"properties.{name}", reason, todo, self._place_of(spec.name)
            )
            self._lost.setdefault((("resources", index, "properties", name), reason), item)
        self._check_deliveries(moved)

    def _check_deliveries(self, moved: Blueprint) -> None:
        """List deliveries of a private bucket: AWS alone lets them read it in their own name."""
        by_name = {r.name: r for r in moved.resources}
        deliveries = [r for r in moved.resources if r.type == "network.cdn"]
        for spec in deliveries if self._target["provider"] != "aws" else ():
            named = next((m.name for _, m in _mentions(spec.properties.get("bucket"))), "")
            bucket = by_name.get(named)
            if bucket is None or self._inputs.settle(bucket.properties.get("public")) is True:
                continue
            reason = f"it delivers {named!r}, which is private: readers get nothing"
            todo = f"Set public on {named}, if everybody may read all of it."
            place = self._place_of(spec.name)
            item = Untranslated(spec.name, "properties.bucket", reason, todo, place)
            self._lost.setdefault((("cdn", spec.name), reason), item)

    def _place_of(self, name: str) -> Position:
        """Return where the old design has a resource."""
        index = next((i for i, r in enumerate(self._old.resources) if r.name == name), None)
        return self._old.source.at(() if index is None else ("resources", index))

    def _changed(self, resource: str, what: str, before: str, after: str) -> None:
        if before != after:
            self._changes.append(Moved(resource, what, before, after))

    def _lose(self, path: Path, resource: str, part: str, reason: str, todo: str) -> None:
        item = Untranslated(resource, part, reason, todo, self._old.source.at(path))
        self._lost.setdefault((path, reason), item)

    def _sorted(self) -> list[Untranslated]:
        return sorted(self._lost.values(), key=lambda u: u.place.line or 0)


def _read(blueprint: Blueprint) -> set[str]:
    values: list[Any] = [dict(blueprint.tags)]
    values += [(r.properties, r.overrides, r.count) for r in blueprint.resources]
    values += [output.value for output in blueprint.outputs.values()]
    return {m.variable for value in values for _, m in _mentions(value) if m.is_variable}


def _mentions(value: Any) -> Any:
    if isinstance(value, Mapping):
        value = dict(value)
    return mentions_in(value)
