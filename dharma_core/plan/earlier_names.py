"""What earlier versions of a provider called things: their values under the present names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from dharma_core.plan.frozen import UNKNOWN, FrozenMap, Path, freeze, thaw
from dharma_core.plan.masking import marked_paths, marks_at
from dharma_core.plan.values import Resource

__all__ = ["EarlierName", "Modern", "modernise", "modernised"]

Steps = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EarlierName:
    """One attribute or block that a provider has renamed, moved or given up.

    Parameters
    ----------
    was : tuple of str
        Where it stood, blocks first.
    now : tuple of str
        Where it stands; empty when the provider has no such thing any more.
    since : str
        The version that changed it, such as ``azurerm 4.0``.
    values : mapping
        What a value is called now; others keep their names.
    listed : bool
        Whether the value became a list of one.
    unless_false : str
        The member that switched the whole block off; it is gone itself.
    """

    was: Steps
    now: Steps = ()
    since: str = ""
    values: Mapping[Any, Any] = field(default_factory=dict)
    listed: bool = False
    unless_false: str = ""

    def leads_to(self, steps: Steps) -> bool:
        """Whether ``steps`` is its earlier place, or a block on the way there or inside it."""
        shared = min(len(steps), len(self.was))
        return steps[:shared] == self.was[:shared]


@dataclass(frozen=True, slots=True)
class Modern:
    """Attributes under their present names.

    Parameters
    ----------
    moves : tuple of (Path, Path or None)
        What stood at the first path stands at the second; None where it is gone, or where an
        expression no longer tells the value.
    gone : tuple of EarlierName
        What was written and has no place any more.
    """

    attributes: FrozenMap
    moves: tuple[tuple[Path, Path | None], ...] = ()
    gone: tuple[EarlierName, ...] = ()

    def place(self, path: Path) -> Path | None:
        """Return where what stood at ``path`` stands now, None where it is gone."""
        for before, after in self.moves:
            if path[: len(before)] == before:
                if after is None:
                    return None
                path = (*after, *path[len(before) :])
        return path

    def places(self, paths: Iterable[Path]) -> list[Path]:
        """Return where what stood at each path stands now."""
        return [place for place in map(self.place, paths) if place is not None]


def modernise(names: Sequence[EarlierName], attributes: Mapping[str, Any]) -> Modern:
    """Return attributes with what earlier versions of the provider called otherwise in its place.

    A value that the present name has already stays; nothing is done twice.

    Examples
    --------
    >>> names = [EarlierName(("subnet", "prefix"), ("subnet", "prefixes"), listed=True)]
    >>> found = modernise(names, {"subnet": ({"prefix": "10.0.0.0/24"},)})
    >>> found.attributes
    {'subnet': ({'prefixes': ('10.0.0.0/24',)},)}
    >>> found.place(("subnet", 0, "prefix"))
    ('subnet', 0, 'prefixes', 0)
    """
    if not any(name.was[0] in attributes for name in names):
        return Modern(attributes if isinstance(attributes, FrozenMap) else freeze(attributes))
    draft = thaw(attributes)
    moves: list[tuple[Path, Path | None]] = []
    gone: list[EarlierName] = []
    for name in names:
        found = list(_moved(name, draft))
        moves += found
        if found and not name.now:
            gone.append(name)
    return Modern(freeze(draft), tuple(moves), tuple(gone))


def modernised(names: Sequence[EarlierName], resource: Resource) -> Resource:
    """Return a resource under the present names, its expressions and marks moved along."""
    if not names:
        return resource
    modern = modernise(names, resource.attributes)
    if not modern.moves:
        return resource
    placed = ((e, modern.place(e.path)) for e in resource.expressions)
    return replace(
        resource,
        attributes=modern.attributes,
        expressions=tuple(replace(e, path=path) for e, path in placed if path is not None),
        sensitive=marks_at(modern.places(marked_paths(resource.sensitive))),
    )


def _moved(name: EarlierName, draft: dict[str, Any]) -> Iterator[tuple[Path, Path | None]]:
    """Move one thing wherever it stands, and yield from where to where."""
    shared = 0
    while shared < min(len(name.was), len(name.now)) - 1 and name.was[shared] == name.now[shared]:
        shared += 1
    for place, level in list(_levels(draft, name.was[:shared], ())):
        yield from _moved_inside(name, level, place, shared)


def _levels(level: Any, steps: Steps, place: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield each block that ``steps`` lead to, with its path."""
    if isinstance(level, list):
        for index, inner in enumerate(level):
            yield from _levels(inner, steps, (*place, index))
    elif isinstance(level, dict):
        if not steps:
            yield place, level
        elif steps[0] in level:
            yield from _levels(level[steps[0]], steps[1:], (*place, steps[0]))


def _moved_inside(
    name: EarlierName, level: dict[str, Any], place: Path, shared: int
) -> Iterator[tuple[Path, Path | None]]:
    was, now = name.was[shared:], name.now[shared:]
    holders = list(_levels(level, was[:-1], place))
    for before, holder in holders[:1] if now else holders:
        if was[-1] not in holder:
            continue
        value = holder.pop(was[-1])
        _prune(level, was[:-1])
        kept, renamed = _present(name, value)
        after = None
        if now and kept not in (None, []):
            at = _put(level, now, kept, place)
            after = (*at, 0) if name.listed and at else at
        yield (*before, was[-1]), None if renamed else after


def _present(name: EarlierName, value: Any) -> tuple[Any, bool]:
    """Return the value as it is written now, and whether it is another one than before."""
    if name.unless_false:
        blocks = value if isinstance(value, list) else [value]
        switches = [isinstance(b, dict) and b.pop(name.unless_false, True) for b in blocks]
        on = [block for block, switch in zip(blocks, switches, strict=True) if switch is not False]
        return on, len(on) != len(blocks)
    if name.listed:
        return value if value is None else [value], False
    if not name.values or value is UNKNOWN or isinstance(value, (dict, list)):
        return value, False
    return name.values.get(value, value), value in name.values


def _put(level: dict[str, Any], steps: Steps, value: Any, place: Path) -> Path | None:
    """Write a value where it belongs now unless something is there; return its path."""
    for step in steps[:-1]:
        blocks = level.get(step) or [{}]
        level[step] = blocks
        inner = blocks[0] if isinstance(blocks, list) else blocks
        if not isinstance(inner, dict):
            return None
        place = (*place, step, 0) if isinstance(blocks, list) else (*place, step)
        level = inner
    if level.get(steps[-1]) not in (None, []):
        return None
    level[steps[-1]] = value
    return (*place, steps[-1])


def _prune(level: dict[str, Any], steps: Steps) -> None:
    """Drop the blocks on the way that hold nothing any more."""
    if not steps:
        return
    inner = level.get(steps[0])
    block = inner[0] if isinstance(inner, list) and inner else inner
    if isinstance(block, dict):
        _prune(block, steps[1:])
        if not block:
            del level[steps[0]]
