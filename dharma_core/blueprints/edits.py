"""What an edit gives back, and the checks that all edits share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from dharma_core.blueprints.model import RESERVED_NAMES, Blueprint, ResourceSpec
from dharma_core.blueprints.problems import SourceMap
from dharma_core.errors import InputError, NotFoundError, nearest

__all__ = ["Edited", "changed", "free_name", "get_spec", "make_spec", "with_specs"]


@dataclass(frozen=True, slots=True)
class Edited:
    """A blueprint after an edit.

    Parameters
    ----------
    blueprint : Blueprint
    words : str
        What was done, in a sentence, with everything that went along with it.
    selected : str
        The resource to look at now; empty for none.
    """

    blueprint: Blueprint
    words: str
    selected: str = ""


def get_spec(blueprint: Blueprint, name: str) -> ResourceSpec:
    """Return the resource of that name; raise NotFoundError naming the nearest."""
    found = blueprint.resource(name)
    if found is None:
        names = [r.name for r in blueprint.resources]
        raise NotFoundError(
            f"No resource is called {name!r}.",
            next_step=nearest(name, names) or "The design holds none so far.",
        )
    return found


def make_spec(**parts: Any) -> ResourceSpec:
    """Return a resource; raise InputError when a part is not allowed."""
    try:
        return ResourceSpec(**parts)
    except ValidationError as error:
        raise _refused(error) from None


def changed(blueprint: Blueprint, **parts: Any) -> Blueprint:
    """Return the blueprint with other parts, checked, and without the lines of its old file.

    A design under work may hold no resource; the reader and the store refuse that.

    Raises
    ------
    InputError
        If a part is not allowed.
    """
    checked = {"source": SourceMap(blueprint.source.file), **parts}
    for key, value in parts.items():
        if key != "resources":
            checked[key] = _checked(blueprint, key, value)
    return blueprint.model_copy(update=checked)


def with_specs(blueprint: Blueprint, specs: Mapping[str, ResourceSpec]) -> Blueprint:
    """Return the blueprint with these resources in the place of those of the same names."""
    return changed(blueprint, resources=tuple(specs.get(r.name, r) for r in blueprint.resources))


def free_name(blueprint: Blueprint, wanted: str) -> str:
    r"""Return ``wanted``, with a number where it is taken or reserved.

    Examples
    --------
    >>> from dharma_core.blueprints import parse_blueprint
    >>> head = "name: net\nversion: 1.0.0\nprovider: aws\nregion: us-east-1\n"
    >>> design = parse_blueprint(head + "resources: [{name: web, type: vpc}]", file="net.yaml")
    >>> free_name(design, "web"), free_name(design, "db"), free_name(design, "region")
    ('web_2', 'db', 'region_2')
    """
    taken = {r.name for r in blueprint.resources} | RESERVED_NAMES
    number, name = 1, wanted
    while name in taken:
        number += 1
        name = f"{wanted}_{number}"
    return name


def _checked(blueprint: Blueprint, key: str, value: Any) -> Any:
    stand_in = blueprint.resources[:1] or (ResourceSpec(name="first", type="any"),)
    parts = {name: getattr(blueprint, name) for name in ("name", "version", "provider", "region")}
    try:
        return getattr(Blueprint(**{**parts, "resources": stand_in, key: value}), key)
    except ValidationError as error:
        raise _refused(error) from None


def _refused(error: ValidationError) -> InputError:
    first = error.errors(include_url=False)[0]
    reason = first["msg"].removeprefix("Value error, ").rstrip(".")
    if "[key]" in first["loc"]:  # the reason names what is wrong
        return InputError(f"The name {reason}.", next_step="Write it another way.")
    key = ".".join(map(str, first["loc"]))
    return InputError(f"{key}: {reason}.", next_step="Write it another way.")
