"""Portable resources into native ones, source to source; lowering then does the rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from dharma_core.blueprints.kinds.drafts import Draft
from dharma_core.blueprints.kinds.library import KINDS
from dharma_core.blueprints.kinds.overriding import lay_over
from dharma_core.blueprints.kinds.pieces import Piece
from dharma_core.blueprints.kinds.scenes import Scene
from dharma_core.blueprints.kinds.settled import Inputs
from dharma_core.blueprints.kinds.validating import check_properties
from dharma_core.blueprints.model import Blueprint, OutputSpec, ResourceSpec
from dharma_core.blueprints.ports import SizeCatalogue
from dharma_core.blueprints.problems import Problems
from dharma_core.blueprints.references import Mention, mentions_in
from dharma_core.errors import nearest
from dharma_core.plan import UNKNOWN, Catalog, Path, Variable, freeze

__all__ = ["Expansion", "Origin", "expand"]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a native resource of an expanded design comes from.

    Parameters
    ----------
    design : str
        The name of the resource that the user wrote.
    index : int
        Its place in the user's list of resources.
    places : mapping of path to path
        Attributes that were written elsewhere in the file, such as under ``overrides``.
    portable : bool
        False for a native resource, which is the user's own.
    """

    design: str
    index: int
    places: Mapping[Path, Path] = field(default_factory=dict)
    portable: bool = True


@dataclass(frozen=True)
class Expansion:
    """A design of native resources alone, and where each of them comes from.

    Parameters
    ----------
    origins : tuple of Origin
        One per resource of ``blueprint``, in the same order.
    asked : tuple of str
        Inputs that were added; they have no value before somebody applies the design.
    faulty : set of int
        Places of resources with a problem of their own: what follows from it is not told.
    unread : tuple of (int, str)
        Places of portable resources, and properties that nothing was made from on this cloud.
    """

    blueprint: Blueprint
    origins: tuple[Origin, ...]
    asked: tuple[str, ...] = ()
    faulty: frozenset[int] = frozenset()
    unread: tuple[tuple[int, str], ...] = ()

    @cached_property
    def _origins(self) -> Mapping[str, Origin]:
        names = (r.name for r in self.blueprint.resources)
        return dict(zip(names, self.origins, strict=True))

    def written_at(self, path: Path) -> Path:
        """Return where in the user's file a path of the expanded design was written."""
        if len(path) < 2 or path[0] != "resources":
            return path
        origin = self.origins[int(path[1])]
        for end in range(len(path), 2, -1):
            if path[2:end] in origin.places:
                return (*origin.places[path[2:end]], *path[end:])
        return ("resources", origin.index, *path[2:])

    def origin(self, path: Path) -> Origin:
        """Return where the resource at a path of the expanded design comes from."""
        return self.origins[int(path[1])]

    def noun(self, spec: ResourceSpec) -> str:
        """Return how messages call a resource of the expanded design: as the user named it."""
        origin = self._origins[spec.name]
        if not origin.portable:
            return f"resource {spec.name!r} ({spec.type})"
        return f"resource {origin.design!r} (its {spec.type})"

    def inputs(self) -> tuple[Variable, ...]:
        """Return the added inputs, without a value."""
        specs = ((name, self.blueprint.variables[name]) for name in self.asked)
        return tuple(
            Variable(name, s.type, value=UNKNOWN, sensitive=s.sensitive, description=s.description)
            for name, s in specs
        )

    def at_home(self, problems: Problems) -> Problems:
        """Return a list of problems that notes each where the user wrote what caused it."""
        return _HomedProblems(problems, self)


class _HomedProblems(Problems):
    def __init__(self, whole: Problems, expansion: Expansion) -> None:
        super().__init__(whole.source)
        self._whole = whole
        self._expansion = expansion

    def add(self, path: Path, message: str, hint: str = "") -> None:
        home = self._expansion.written_at(path)
        if len(path) < 2 or home[1] not in self._expansion.faulty:
            self._whole.add(home, message, hint)


def expand(
    blueprint: Blueprint,
    catalog: Catalog,
    variables: Iterable[Variable],
    problems: Problems,
    sizes: SizeCatalogue | None = None,
) -> Expansion:
    """Return a design in which every portable resource is replaced by native ones.

    The primary one keeps the name, satellites are called ``<name>_<suffix>``; references to a
    portable resource's outputs become references to native attributes; ``count`` stays.

    Parameters
    ----------
    variables : iterable of Variable
        With their values, UNKNOWN where not known.
    problems : Problems
        Takes everything that cannot be built as it was asked for.
    sizes : SizeCatalogue, optional
        Needed when a resource is sized by need.
    """
    if not any(spec.type in KINDS for spec in blueprint.resources):
        same = tuple(Origin(r.name, i, portable=False) for i, r in enumerate(blueprint.resources))
        return Expansion(blueprint, same)
    inputs = Inputs({v.name: v.value for v in variables})
    return _Expander(blueprint, catalog, inputs, problems, sizes).expand()


class _Expander:
    def __init__(
        self,
        blueprint: Blueprint,
        catalog: Catalog,
        inputs: Inputs,
        problems: Problems,
        sizes: SizeCatalogue | None,
    ) -> None:
        self._drafts: dict[str, Draft] = {}
        self._scene = Scene(blueprint, catalog, inputs, problems, sizes, KINDS, self._drafts)
        for index, spec in enumerate(blueprint.resources):
            if spec.type in KINDS:
                draft = Draft(self._scene.at(spec.region), spec, KINDS[spec.type], index)
                self._drafts.setdefault(spec.name, draft)

    def expand(self) -> Expansion:
        self._check_outputs()
        made: list[tuple[ResourceSpec, Origin]] = []
        for index, spec in enumerate(self._scene.blueprint.resources):
            made.extend(self._resource(index, spec))
        made = [*self._shared(), *made]
        blueprint = self._scene.blueprint.model_copy(
            update={
                "resources": tuple(spec for spec, _ in made),
                "outputs": {n: self._output(o) for n, o in self._scene.blueprint.outputs.items()},
                "variables": {**self._scene.blueprint.variables, **self._scene.asked},
            }
        )
        faulty = {int(p.path[1]) for p in self._scene.problems if p.path[:1] == ("resources",)}
        origins = tuple(origin for _, origin in made)
        unread = tuple((d.index, name) for d in self._drafts.values() for name in d.unread)
        asked = tuple(self._scene.asked)
        return Expansion(blueprint, origins, asked, frozenset(faulty), unread)

    def _check_outputs(self) -> None:
        """Note every mention of a portable resource that reads what its kind does not tell."""
        parts: list[tuple[Path, Any]] = []
        for index, spec in enumerate(self._scene.blueprint.resources):
            parts.append((("resources", index, "properties"), spec.properties))
            parts.append((("resources", index, "overrides"), spec.overrides))
        parts.extend((("outputs", n), o.value) for n, o in self._scene.blueprint.outputs.items())
        for start, value in parts:
            for path, mention in mentions_in(value, start):
                self._check_output(path, mention)

    def _check_output(self, path: Path, mention: Mention) -> None:
        draft = self._drafts.get(mention.name)
        if draft is None or not mention.attribute:
            return
        kind, first = draft.kind, mention.attribute.split(".", 1)[0]
        native = self._scene.catalog.find(kind.clouds[self._scene.provider].primary)
        known = {o.name for o in kind.outputs}
        if first in known or first in kind.by_name or (native and first in native.attributes):
            return
        message = f"${{{mention}}}: {kind.name} has no output {first!r}."
        self._scene.problems.add(path, message, nearest(first, known))

    def _resource(self, index: int, spec: ResourceSpec) -> list[tuple[ResourceSpec, Origin]]:
        draft = self._drafts.get(spec.name)
        if draft is None or draft.index != index:
            update = {
                "properties": self._scene.rewrite(spec.properties),
                "overrides": self._scene.rewrite(spec.overrides),
            }
            return [(spec.model_copy(update=update), Origin(spec.name, index, portable=False))]
        wrong = check_properties(spec, index, draft.kind, self._scene)
        if wrong:
            kept = {name: v for name, v in spec.properties.items() if name not in wrong}
            draft.spec = spec.model_copy(update={"properties": freeze(kept)})
        draft.kind.clouds[self._scene.provider].lower(draft)
        laid = lay_over(draft)
        return [(_spec(p, spec.region), Origin(spec.name, index, places)) for p, places in laid]

    def _shared(self) -> list[tuple[ResourceSpec, Origin]]:
        found = []
        for piece, asker in self._scene.shared_pieces.values():
            by = self._drafts.get(asker) or next(iter(self._drafts.values()))
            found.append((_spec(piece), Origin(by.spec.name, by.index)))
        return found

    def _output(self, output: OutputSpec) -> OutputSpec:
        return output.model_copy(update={"value": self._scene.rewrite(output.value)})


def _spec(piece: Piece, region: str = "") -> ResourceSpec:
    return ResourceSpec.model_construct(
        name=piece.name,
        type=piece.type,
        properties=freeze(piece.properties),
        depends_on=tuple(dict.fromkeys(piece.depends_on)),
        native=False,
        overrides=freeze({}),
        count=piece.count,
        region=region,
    )
