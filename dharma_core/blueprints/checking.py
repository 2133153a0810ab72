"""What can be wrong in a blueprint whatever its cloud: names, references, circles, variables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dharma_core.blueprints.model import Blueprint, ResourceSpec
from dharma_core.blueprints.problems import Problems
from dharma_core.blueprints.references import Mention, TemplateError, mentions_in, parse_template
from dharma_core.blueprints.scalars import TypeMismatchError, coerce
from dharma_core.errors import InputError, nearest
from dharma_core.plan import Graph, Path

__all__ = ["check_references", "needs_of"]


def check_references(
    blueprint: Blueprint, names: Mapping[str, set[str]], problems: Problems
) -> None:
    """Note duplicates, dangling or misspelt references, cycles and wrong variable defaults.

    Parameters
    ----------
    names : mapping
        Every ``resources`` and ``variables`` name the file holds, also of entries that are wrong
        in themselves: a reference to those is not dangling.
    """
    _check_duplicates(blueprint, problems)
    _check_defaults(blueprint, problems)
    for path, value in _templates(blueprint):
        _check_template(path, value, problems)
    for path, mention in _mentions(blueprint):
        _check_mention(path, mention, blueprint, names, problems)
    _check_depends_on(blueprint, names, problems)
    _check_cycle(blueprint, problems)
    _check_layout(blueprint, names, problems)


def needs_of(resource: ResourceSpec) -> tuple[str, ...]:
    """Return the names of the resources that must exist before this one, once each."""
    values = (resource.properties, resource.overrides)
    mentioned = (m.name for value in values for _, m in mentions_in(value))
    known = (n for n in mentioned if n not in ("var", "count"))
    return tuple(dict.fromkeys((*known, *resource.depends_on)))


def _check_duplicates(blueprint: Blueprint, problems: Problems) -> None:
    seen: set[str] = set()
    for index, resource in enumerate(blueprint.resources):
        if resource.name in seen:
            message = f"a second resource is called {resource.name!r}."
            problems.add(("resources", index, "name"), message, "Rename one of them.")
        seen.add(resource.name)


def _check_defaults(blueprint: Blueprint, problems: Problems) -> None:
    for name, variable in blueprint.variables.items():
        if variable.default is None:
            continue
        try:
            coerce(variable.type, variable.default)
        except TypeMismatchError as error:
            path: Path = ("variables", name, "default")
            problems.add(path, f"the default of variable {name!r} {error}.")


def _parts(blueprint: Blueprint) -> Iterator[tuple[Path, Any]]:
    yield ("tags",), blueprint.tags
    for index, resource in enumerate(blueprint.resources):
        yield ("resources", index, "count"), resource.count
        yield ("resources", index, "properties"), resource.properties
        yield ("resources", index, "overrides"), resource.overrides
    for name, output in blueprint.outputs.items():
        yield ("outputs", name), output.value


def _mentions(blueprint: Blueprint) -> Iterator[tuple[Path, Mention]]:
    for path, value in _parts(blueprint):
        yield from mentions_in(value, path)


def _templates(blueprint: Blueprint) -> Iterator[tuple[Path, str]]:
    for path, value in _parts(blueprint):
        yield from _strings(value, path)


def _strings(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        if "${" in value:
            yield path, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _strings(inner, (*path, key))
    elif isinstance(value, tuple):
        for index, inner in enumerate(value):
            yield from _strings(inner, (*path, index))


def _check_template(path: Path, text: str, problems: Problems) -> None:
    try:
        parse_template(text)
    except TemplateError as error:
        hint = "Write ${name.attribute} or ${var.name}; for a literal ${ write $${."
        problems.add(path, f"{error}.", hint)


def _check_mention(
    path: Path,
    mention: Mention,
    blueprint: Blueprint,
    names: Mapping[str, set[str]],
    problems: Problems,
) -> None:
    if mention.is_variable:
        if mention.variable not in names["variables"]:
            message = f"${{{mention}}} reads a variable that is not declared."
            problems.add(path, message, nearest(mention.variable, names["variables"]))
        elif mention.variable == "count" and path[2:] != ("count",):
            hint = "Give the variable another name to read it here too."
            problems.add(path, "a variable called 'count' may stand under 'count:' only.", hint)
    elif mention.is_count_index:
        if not _is_counted(path, blueprint):
            problems.add(path, "${count.index} stands where there is no count.")
    elif mention.name not in names["resources"]:
        message = f"${{{mention}}} refers to no resource of this blueprint."
        problems.add(path, message, nearest(mention.name, names["resources"]))
    elif not mention.attribute:
        hint = f"Write ${{{mention.name}.id}}."
        problems.add(path, f"${{{mention}}} does not say which attribute.", hint)
    else:
        _check_index(path, mention, blueprint, problems)


def _is_counted(path: Path, blueprint: Blueprint) -> bool:
    """Whether what stands at ``path`` belongs to a resource with a count."""
    return path[0] == "resources" and blueprint.resources[int(path[1])].count is not None


def _check_index(path: Path, mention: Mention, blueprint: Blueprint, problems: Problems) -> None:
    target = blueprint.resource(mention.name)
    if target is None:
        return
    if mention.is_own_number and not _is_counted(path, blueprint):
        problems.add(path, f"${{{mention}}} stands where there is no count.")
    elif target.count is None and mention.index is not None:
        hint = f"Write ${{{mention.name}.{mention.attribute}}}."
        problems.add(path, f"${{{mention}}}: {mention.name!r} has no count.", hint)
    elif target.count is not None and mention.index is None:
        one = f"${{{mention.name}[0].{mention.attribute}}}"
        hint = f"Write {one}, or [*] for all of them in a list."
        number = target.count if isinstance(target.count, int) else "several"
        problems.add(path, f"${{{mention}}}: there are {number} of {mention.name!r}.", hint)
    elif (
        isinstance(mention.index, int)
        and isinstance(target.count, int)
        and mention.index >= target.count
    ):
        problems.add(path, f"${{{mention}}}: {mention.name!r} has {target.count} only.")


def _check_depends_on(
    blueprint: Blueprint, names: Mapping[str, set[str]], problems: Problems
) -> None:
    for index, resource in enumerate(blueprint.resources):
        for place, name in enumerate(resource.depends_on):
            if name not in names["resources"]:
                path: Path = ("resources", index, "depends_on", place)
                message = f"{resource.name!r} depends on {name!r}, which is no resource here."
                problems.add(path, message, nearest(name, names["resources"]))


def _check_cycle(blueprint: Blueprint, problems: Problems) -> None:
    index = {r.name: i for i, r in enumerate(blueprint.resources)}
    graph = Graph({
        r.name: tuple(n for n in needs_of(r) if n in index) for r in blueprint.resources
    })  # fmt: skip
    try:
        graph.order()
    except InputError as error:
        first = error.details["cycle"][0]
        problems.add(("resources", index[first]), error.message, error.next_step)


def _check_layout(blueprint: Blueprint, names: Mapping[str, set[str]], problems: Problems) -> None:
    for name in blueprint.layout:
        if name not in names["resources"]:
            message = f"the layout places {name!r}, which is no resource here."
            problems.add(("layout", name), message, nearest(name, names["resources"]))
