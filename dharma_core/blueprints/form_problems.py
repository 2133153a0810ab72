"""Which problem of a design belongs beside which field of a resource's form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dharma_core.blueprints.form_fields import FormField
from dharma_core.blueprints.model import Blueprint
from dharma_core.blueprints.problems import Problem
from dharma_core.plan import Path

__all__ = ["below", "problems_by_place", "problems_of_design", "said_by"]


def problems_by_place(
    problems: Iterable[Problem], blueprint: Blueprint, name: str
) -> Mapping[Path, tuple[str, ...]]:
    """Return what is wrong with a resource by the place in it: ``("properties", "size")``."""
    number = next((i for i, r in enumerate(blueprint.resources) if r.name == name), -1)
    found: dict[Path, tuple[str, ...]] = {}
    for problem in problems:
        if problem.path[:2] == ("resources", number):
            place = problem.path[2:]
            words = f"{problem.message} {problem.hint}".strip()
            found[place] = (*found.get(place, ()), words)
    return found


def problems_of_design(problems: Iterable[Problem]) -> Mapping[Path, tuple[str, ...]]:
    """Return what is wrong outside the resources by its place: ``("tags", "Owner")``."""
    found: dict[Path, tuple[str, ...]] = {}
    for problem in problems:
        if problem.path and problem.path[0] != "resources":
            words = f"{problem.message} {problem.hint}".strip()
            found[problem.path] = (*found.get(problem.path, ()), words)
    return found


def below(problems: Mapping[Path, tuple[str, ...]], place: Path) -> tuple[str, ...]:
    """Return what is wrong at a place or anywhere inside it."""
    end = len(place)
    return tuple(words for path, told in problems.items() if path[:end] == place for words in told)


def said_by(fields: Iterable[FormField], problem: str) -> bool:
    """Whether a field that is marked as needed tells a problem already."""
    return any(f"needs the property {f.name!r}" in problem for f in fields if f.missing)
