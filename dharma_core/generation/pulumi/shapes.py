"""Facts for blocks that the provider's schema leaves empty, from the classes of the package.

A statement of a web ACL may hold statements without end, so that facts are made as they are read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from dharma_core.plan import AttributeFact

__all__ = ["Shape", "deepened"]

Shapes = Mapping[str, Mapping[str, Any]]


class Shape(Mapping[str, AttributeFact]):
    """What one class takes, by Terraform's names.

    Parameters
    ----------
    shapes : mapping of class to its members
        A member is a type, or ``one`` or ``many`` and a class.

    Examples
    --------
    >>> statement = {"text": "string", "and": ["many", "StatementArgs"]}
    >>> Shape({"StatementArgs": statement}, "StatementArgs")["and"].members["text"].type
    'string'
    """

    def __init__(self, shapes: Shapes, class_: str) -> None:
        self._shapes = shapes
        self._told = shapes[class_]

    def __getitem__(self, name: str) -> AttributeFact:
        told: str | Sequence[str] = self._told[name]
        if isinstance(told, str):
            return AttributeFact(name, told)
        count, class_ = told
        single = 1 if count == "one" else None
        inside = Shape(self._shapes, class_)
        return AttributeFact(name, "list(object)", block=True, max_items=single, members=inside)

    def __iter__(self) -> Iterator[str]:
        return iter(self._told)

    def __len__(self) -> int:
        return len(self._told)


def deepened(
    facts: Mapping[str, AttributeFact], path: Sequence[str], members: Mapping[str, AttributeFact]
) -> Mapping[str, AttributeFact]:
    """Return the facts with these members in the block at ``path``.

    Examples
    --------
    >>> facts = {"rule": AttributeFact("rule", "list(object)", block=True)}
    >>> deepened(facts, ["rule"], {"name": AttributeFact("name")})["rule"].members["name"].type
    'string'
    """
    name, *rest = path
    block = facts[name]
    inside = deepened(block.members, rest, members) if rest else members
    return {**facts, name: replace(block, members=inside)}
