"""What an expansion writes into: the entries of a template, each with where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dharma_core.importers.cloudformation.documents import TemplateText
from dharma_core.plan import Path

__all__ = ["Entries", "merged", "tags_of"]

Json = dict[str, Any]

_STEERING = ("Condition", "DependsOn", "DeletionPolicy", "UpdateReplacePolicy", "Metadata")


class Entries:
    """The native resources of a template as they grow.

    Parameters
    ----------
    resources : mapping
        As the template has them.
    text : TemplateText
        Told where new entries stand, and what is not read.
    """

    def __init__(self, resources: Mapping[str, Any], text: TemplateText) -> None:
        self.made: Json = {}
        self._resources, self._text = resources, text

    def add(self, name: str, type_: str, properties: Mapping[str, Any], source: Path) -> None:
        """Add a resource that stands where ``source`` stands; the owner's condition is its own."""
        owner = self._resources.get(str(source[1]), {}) if len(source) > 1 else {}
        wanted = _STEERING if source == ("Resources", name) else ("Condition",)
        steering = {key: owner[key] for key in wanted if key in owner}
        said = {key: value for key, value in properties.items() if value is not None}
        self.made[name] = {"Type": type_, **steering, "Properties": said}
        if ("Resources", name) not in self._text.places:
            self._text.places[("Resources", name)] = self._text.source.at(source)

    def entry(self, name: str) -> Any:
        """Return an entry that is made already, else the template's own."""
        return self.made.get(name, self._resources.get(name))

    def warn(self, source: Path, message: str, next_step: str = "") -> None:
        """Say what is not read."""
        self._text.warn(source, message, next_step)


def merged(everywhere: Any, own: Any) -> Any:
    """Return a resource's property over that of ``Globals``: mappings and lists grow together.

    Examples
    --------
    >>> merged({"A": 1, "L": [1]}, {"B": 2, "L": [2]})
    {'A': 1, 'L': [1, 2], 'B': 2}
    """
    if isinstance(everywhere, Mapping) and isinstance(own, Mapping):
        names = dict.fromkeys((*everywhere, *own))
        return {
            name: merged(everywhere[name], own[name])
            if name in everywhere and name in own
            else own.get(name, everywhere.get(name))
            for name in names
        }
    if isinstance(everywhere, list) and isinstance(own, list):
        return [*everywhere, *own]
    return own


def tags_of(tags: Any, *, made: bool = True) -> list[Json]:
    """Return tags as CloudFormation lists them, with the one that the macro adds."""
    pairs = tags.items() if isinstance(tags, Mapping) else ()
    own = [{"Key": key, "Value": value} for key, value in pairs]
    return [{"Key": "lambda:createdBy", "Value": "SAM"}, *own] if made else own
