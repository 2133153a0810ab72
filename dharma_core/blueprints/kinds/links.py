"""What a property of a portable resource names: another resource of the design, or a plain id."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dharma_core.blueprints.references import Mention

if TYPE_CHECKING:
    from dharma_core.blueprints.kinds.drafts import Draft
    from dharma_core.blueprints.kinds.scenes import Scene

__all__ = ["Link"]


@dataclass(frozen=True, slots=True)
class Link:
    """What a reference property names.

    Parameters
    ----------
    written : str
        The text, its outputs replaced by native attributes.
    mention : Mention or None
        None when it is a plain text: the id of something that exists already.
    draft : Draft or None
        The portable resource it names; None for a native one.
    """

    written: str
    scene: Scene
    mention: Mention | None = None
    draft: Draft | None = None

    @property
    def name(self) -> str:
        """The name of the resource in the design; empty for a plain text."""
        return self.mention.name if self.mention else ""

    @property
    def kind(self) -> str:
        """The portable kind it names; empty for a native resource."""
        return self.draft.kind.name if self.draft else ""

    @property
    def type(self) -> str:
        """The native type behind it; empty for a plain text."""
        if self.draft:
            return self.draft.kind.clouds[self.scene.provider].primary
        spec = self.scene.specs.get(self.name)
        found = self.scene.catalog.find(spec.type) if spec else None
        return found.name if found else ""

    def singles(self) -> tuple[Link, ...]:
        """Return one link for each of several, when all of them are meant."""
        if self.mention is None or self.mention.index != "*":
            return (self,)
        return self.every()

    def every(self) -> tuple[Link, ...]:
        """Return one link for each of those that have the name, whichever is meant."""
        spec = self.scene.specs.get(self.name)
        if self.mention is None or spec is None:
            return (self,)
        return tuple(
            replace(self, mention=Mention(self.mention.name, self.mention.attribute, number))
            for number in spec.numbers
        )

    def of(self, attribute: str = "id") -> str:
        """Return a reference to a native attribute of it; a plain text stands for itself."""
        return self._at(self.name, attribute)

    def part(self, suffix: str, attribute: str = "id") -> str:
        """Return a reference to an attribute of one of its satellites."""
        return self._at(self.scene.satellite(self.name, suffix), attribute)

    def _at(self, name: str, attribute: str) -> str:
        if self.mention is None:
            return self.written
        mention = Mention(name, attribute, self.mention.index)
        return f"${{{mention}}}"
