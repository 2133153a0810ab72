"""The properties of a portable resource against its kind: unknown, missing, mistyped, wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from dharma_core.blueprints.kinds.declarations import Kind, Property
from dharma_core.blueprints.kinds.links import Link
from dharma_core.blueprints.kinds.scenes import Scene
from dharma_core.blueprints.kinds.settled import has_mention
from dharma_core.blueprints.model import ResourceSpec
from dharma_core.blueprints.scalars import TypeMismatchError, coerce
from dharma_core.errors import nearest
from dharma_core.plan import Path

__all__ = ["check_properties"]


def check_properties(spec: ResourceSpec, index: int, kind: Kind, scene: Scene) -> set[str]:
    """Note everything in a portable resource that its kind does not know or cannot take.

    Returns
    -------
    set of str
        The properties that cannot be used.
    """
    noun = f"resource {spec.name!r} ({kind.name})"
    path: Path = ("resources", index, "properties")
    _check_level(spec.properties, kind.properties, path, noun, scene)
    wrong = (problem.path for problem in scene.problems if problem.path[:3] == path)
    return {str(at[3]) for at in wrong if len(at) > 3}


def _check_level(
    given: Mapping[str, Any], facts: Iterable[Property], path: Path, noun: str, scene: Scene
) -> None:
    known = {fact.name: fact for fact in facts}
    for name in given:
        if name not in known:
            scene.problems.add(
                (*path, name), f"{noun} has no property {name!r}.", nearest(name, known)
            )
    for name, fact in known.items():
        value = given.get(name)
        if value is not None:
            _check_value(fact, value, (*path, name), noun, scene)
        elif fact.required:
            scene.problems.add(path, f"{noun} needs the property {name!r}.", fact.meaning)


def _check_value(fact: Property, written: Any, path: Path, noun: str, scene: Scene) -> None:
    if fact.is_reference:
        _check_references(fact, written, path, noun, scene)
        return
    value = scene.inputs.settle(written)
    if fact.type in ("object", "list(object)"):
        _check_objects(fact, value, path, noun, scene)
        return
    if isinstance(value, str) and has_mention(value):
        _check_undecided(fact, value, path, noun, scene)
        return
    try:
        value = coerce(fact.type, value)
    except TypeMismatchError as error:
        scene.problems.add(path, f"{fact.name!r} of {noun} {error}.")
        return
    _check_range(fact, value, path, noun, scene)


def _check_undecided(fact: Property, value: str, path: Path, noun: str, scene: Scene) -> None:
    only_variables = "${var." in value and value.count("${") == value.count("${var.")
    decides = fact.type in ("number", "bool", "map(string)") or fact.allowed
    if decides and not only_variables:
        message = f"{fact.name!r} of {noun} must be known when the design is read, not {value!r}."
        scene.problems.add(path, message, "Write a value, or a variable with a default.")


def _check_range(fact: Property, value: Any, path: Path, noun: str, scene: Scene) -> None:
    unit = f" {fact.unit}" if fact.unit else ""
    if fact.allowed and value not in fact.allowed:
        hint = nearest(str(value), [str(a) for a in fact.allowed])
        scene.problems.add(path, f"{fact.name!r} of {noun} may not be {value!r}.", hint)
    if fact.least is not None and value < fact.least:
        message = f"{fact.name!r} of {noun} must be {fact.least:g}{unit} or more."
        scene.problems.add(path, message)
    if fact.most is not None and value > fact.most:
        message = f"{fact.name!r} of {noun} must be {fact.most:g}{unit} or less."
        scene.problems.add(path, message)


def _check_objects(fact: Property, value: Any, path: Path, noun: str, scene: Scene) -> None:
    items: Iterable[tuple[Path, Any]]
    if isinstance(value, Mapping):
        items = [(path, value)]
    elif isinstance(value, (list, tuple)) and fact.type == "list(object)":
        items = [((*path, place), item) for place, item in enumerate(value)]
    else:
        scene.problems.add(path, f"{fact.name!r} of {noun} must hold 'property: value' lines.")
        return
    for place, item in items:
        if isinstance(item, Mapping):
            _check_level(item, fact.members, place, f"{fact.name!r} of {noun}", scene)
        else:
            message = f"{fact.name!r} of {noun} must hold 'property: value' lines."
            scene.problems.add(place, message)


def _check_references(fact: Property, written: Any, path: Path, noun: str, scene: Scene) -> None:
    if fact.type == "list(reference)" and isinstance(written, (list, tuple)):
        for place, item in enumerate(written):
            _check_reference(fact, item, (*path, place), noun, scene)
    else:
        _check_reference(fact, written, path, noun, scene)


def _check_reference(fact: Property, item: Any, path: Path, noun: str, scene: Scene) -> None:
    if not isinstance(item, str):
        hint = "Write ${name.id} with the name of a resource."
        scene.problems.add(path, f"{fact.name!r} of {noun} must name a resource.", hint)
        return
    link = scene.link(item)
    named = scene.specs.get(link.name)
    if named is None and link.mention is None and item in scene.specs:
        hint = f"Write ${{{item}.id}}."
        scene.problems.add(path, f"{fact.name!r} of {noun} must be a reference.", hint)
    elif named is not None and fact.kinds and not _fits(link, fact.kinds, scene):
        allowed = " or ".join(fact.kinds)
        message = f"{fact.name!r} of {noun} must name {allowed}, but {link.name!r} is {named.type}."
        scene.problems.add(path, message)


def _fits(link: Link, kinds: tuple[str, ...], scene: Scene) -> bool:
    if link.draft is not None:
        return link.kind in kinds
    clouds = (scene.kinds[name].clouds[scene.provider] for name in kinds)
    return link.type in {cloud.primary for cloud in clouds}
