"""Which version a changed design asks for, and why: what others rely on decides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dharma_core.blueprints.model import Blueprint
from dharma_core.blueprints.versions import Version
from dharma_core.plan import Action, Change

__all__ = ["LEVELS", "Proposal", "propose_version"]

LEVELS = ("major", "minor", "patch")
"""From what breaks others to what nobody notices."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """The next version of a design.

    Parameters
    ----------
    version : str
    level : str
        ``major``, ``minor`` or ``patch``.
    reasons : tuple of str
        What asked for that level, a sentence's part each.
    """

    version: str
    level: str
    reasons: tuple[str, ...] = ()


def propose_version(
    current: str, old: Blueprint, new: Blueprint, changes: Iterable[Change]
) -> Proposal:
    r"""Return the version that a change of a design asks for.

    Major: what a user of the design relies on is gone or made anew - a resource deleted or
    replaced, an output or variable removed, a variable that now has to be given, another cloud or
    region. Minor: something new. Patch: everything else.

    Parameters
    ----------
    current : str
        The version of ``old`` as it is stored.
    old, new : Blueprint
    changes : iterable of Change
        Between the Plans of the two.

    Examples
    --------
    >>> from dharma_core.blueprints import parse_blueprint
    >>> head = "name: net\nversion: 1.0.0\nprovider: aws\nregion: us-east-1\n"
    >>> body = "resources: [{name: v, type: vpc}]\n"
    >>> old = parse_blueprint(head + body, file="old.yaml")
    >>> new = parse_blueprint(head + body + "outputs: {id: '${v.id}'}", file="new.yaml")
    >>> propose_version("1.4.2", old, new, [])
    Proposal(version='1.5.0', level='minor', reasons=("output 'id' is new",))
    """
    found = [*_of_resources(changes), *_of_interface(old, new)]
    level = next((word for word in LEVELS if any(w == word for w, _ in found)), "patch")
    reasons = tuple(reason for word, reason in found if word == level)
    return Proposal(str(Version.parse(current).bump(level)), level, reasons)


def _of_resources(changes: Iterable[Change]) -> Iterator[tuple[str, str]]:
    for change in changes:
        if change.action is Action.DELETE:
            yield "major", f"{change.address} is gone"
        elif change.action is Action.REPLACE:
            yield "major", f"{change.address} is made anew"
        elif change.action is Action.CREATE:
            yield "minor", f"{change.address} is new"
        elif change.action is Action.UPDATE:
            yield "patch", f"{change.address} changes in place"


def _of_interface(old: Blueprint, new: Blueprint) -> Iterator[tuple[str, str]]:
    for noun in ("provider", "region"):
        before, after = getattr(old, noun), getattr(new, noun)
        if before != after:
            yield "major", f"the {noun} was {before} and is {after}"
    yield from _of_names("output", old.outputs, new.outputs)
    yield from _of_names("variable", old.variables, new.variables)
    for name, spec in new.variables.items():
        before = old.variables.get(name)
        if spec.default is None and (before is None or before.default is not None):
            yield "major", f"variable {name!r} now has to be given"


def _of_names(noun: str, old: Iterable[str], new: Iterable[str]) -> Iterator[tuple[str, str]]:
    before, after = set(old), set(new)
    yield from (("major", f"{noun} {name!r} is gone") for name in sorted(before - after))
    yield from (("minor", f"{noun} {name!r} is new") for name in sorted(after - before))
