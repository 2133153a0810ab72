"""What a form remembers between two looks: refused entries, what is open, what was asked for.

Places are tuples that begin with whose field it is; below follow the steps into lists and blocks.
When items move, what is remembered about them moves along.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from dharma_core.blueprints.inner_values import value_at
from dharma_core.blueprints.model import Blueprint
from dharma_core.plan import Path

__all__ = ["FormState", "Refusal"]


@dataclass(frozen=True, slots=True)
class Refusal:
    """An entry that was not taken: what was entered, and why not."""

    entered: Any
    reason: str


@dataclass(frozen=True, slots=True)
class FormState:
    """The state of all forms of one design.

    Parameters
    ----------
    refused : mapping of place to Refusal
        They stand in their fields until they are corrected or taken back.
    opened : frozenset of place
        Blocks whose fields are shown.
    as_text : frozenset of place
        Structures that are written as text for now.
    asked : mapping of place to tuple of str
        Properties of a level that the reader wants to see although they are left out.
    inside : place
        The block whose level is shown instead of the whole resource; empty for none.

    Examples
    --------
    >>> state = FormState().refuse(("web", "rule", 1, "port"), "many", "must be a number")
    >>> [place for place in state.removed(("web", "rule", 0)).refused]
    [('web', 'rule', 0, 'port')]
    """

    refused: Mapping[Path, Refusal] = field(default_factory=dict)
    opened: frozenset[Path] = frozenset()
    as_text: frozenset[Path] = frozenset()
    asked: Mapping[Path, tuple[str, ...]] = field(default_factory=dict)
    inside: Path = ()

    def refuse(self, place: Path, entered: Any, reason: str) -> FormState:
        """Keep an entry that was not taken, with the reason."""
        return replace(self, refused={**self.refused, place: Refusal(entered, reason)})

    def accept(self, place: Path) -> FormState:
        """Forget what was refused at a place."""
        return replace(self, refused={p: r for p, r in self.refused.items() if p != place})

    def open(self, place: Path, *, alone: bool = False) -> FormState:
        """Show the fields of a block; ``alone`` closes the others of its list."""
        others = {p for p in self.opened if alone and p[:-1] == place[:-1]}
        return replace(self, opened=self.opened - others | {place})

    def close(self, place: Path) -> FormState:
        """Hide the fields of a block."""
        return replace(self, opened=self.opened - {place})

    def write(self, place: Path, *, as_text: bool) -> FormState:
        """Edit a structure as text, or as a form again."""
        kept = self.as_text - {place}
        return replace(self, as_text=kept | {place} if as_text else kept)

    def ask(self, place: Path, name: str) -> FormState:
        """Show a property of a level that is left out."""
        names = dict.fromkeys((*self.asked.get(place, ()), name))
        return replace(self, asked={**self.asked, place: tuple(names)})

    def go_into(self, place: Path) -> FormState:
        """Show one block's level; the empty place shows the whole again."""
        return replace(self, inside=place)

    def removed(self, place: Path) -> FormState:
        """Return the state after the item at ``place`` went: those behind it move up."""
        gone = _number(place)
        return self._renumbered(
            place[:-1], lambda n: None if n == gone else n - 1 if n > gone else n
        )

    def moved(self, place: Path, *, by: int) -> FormState:
        """Return the state after the item at ``place`` changed places with its neighbour."""
        one, other = _number(place), _number(place) + by
        swap = {one: other, other: one}
        return self._renumbered(place[:-1], lambda n: swap.get(n, n))

    def renamed(self, old: Path, new: Path) -> FormState:
        """Return the state after what stood at ``old`` is called ``new``."""
        end = len(old)
        return self._placed(lambda p: (*new, *p[end:]) if p[:end] == old else p)

    def after(self, before: Blueprint, now: Blueprint) -> FormState:
        """Return the state after a step back or forth: entries whose item may be another one go."""
        kept = {
            place: refusal
            for place, refusal in self.refused.items()
            if all(
                _number_of_items(before, place[:end]) == _number_of_items(now, place[:end])
                for end, step in enumerate(place)
                if isinstance(step, int)
            )
        }
        return replace(self, refused=kept)

    def _renumbered(self, items: Path, number: Callable[[int], int | None]) -> FormState:
        end = len(items)

        def place(p: Path) -> Path | None:
            if p[:end] != items or len(p) == end or not isinstance(p[end], int):
                return p
            new = number(_number(p[: end + 1]))
            return None if new is None else (*items, new, *p[end + 1 :])

        return self._placed(place)

    def _placed(self, place: Callable[[Path], Path | None]) -> FormState:
        return replace(
            self,
            refused={n: v for p, v in self.refused.items() if (n := place(p)) is not None},
            opened=frozenset(n for p in self.opened if (n := place(p)) is not None),
            as_text=frozenset(n for p in self.as_text if (n := place(p)) is not None),
            asked={n: v for p, v in self.asked.items() if (n := place(p)) is not None},
            inside=place(self.inside) or (),
        )


def _number(place: Path) -> int:
    step = place[-1]
    if not isinstance(step, int):
        raise TypeError(f"{step!r} is no number of an item")
    return step


def _number_of_items(blueprint: Blueprint, place: Path) -> int:
    spec = blueprint.resource(str(place[0]))
    if spec is None:
        return 0
    parts = {"properties": spec.properties, "overrides": spec.overrides}
    found = value_at(parts, place[1:])
    return len(found) if isinstance(found, tuple) else 0
