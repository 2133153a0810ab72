"""One type's names in its Pulumi package: what the table says, and the rule for the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from dharma_core.errors import FactError
from dharma_core.generation.pulumi.naming import (
    PACKAGES,
    args_class,
    argument_name,
    is_many,
    token_of,
)
from dharma_core.generation.pulumi.shapes import Shape, deepened
from dharma_core.plan import AttributeFact, Catalog

__all__ = ["TypeNames", "read_names", "row_token"]

_KEYS = frozenset(
    {"token", "names", "one", "many", "classes", "types", "computed", "absent", "deeper", "shapes"}
)


@dataclass(frozen=True)
class TypeNames:
    """How one Terraform type is written in Pulumi; paths are dotted and without list positions.

    Parameters
    ----------
    facts : mapping of AttributeFact
        The type's attributes as the provider's schema states them.
    differing : mapping
        The third entry of ``data/catalog/pulumi.json``.
    """

    type: str
    module: str
    class_: str
    facts: Mapping[str, AttributeFact]
    differing: Mapping[str, Any] = field(default_factory=dict)

    @property
    def provider(self) -> str:
        """Terraform's provider: ``aws``, ``azurerm``, ``google``."""
        return self.type.partition("_")[0]

    @property
    def alias(self) -> str:
        """What the package is called in a program: ``aws`` of ``pulumi_aws``."""
        return PACKAGES[self.provider].removeprefix("pulumi_")

    @cached_property
    def token(self) -> str:
        """The engine's name of the class."""
        return row_token(self.type, (self.module, self.class_, self.differing))

    def argument(self, path: str, fact: AttributeFact) -> str:
        """Return the argument or property of an attribute."""
        known: str = self.differing.get("names", {}).get(path, "")
        return known or argument_name(fact.name, many=self.is_many(path, fact))

    def is_many(self, path: str, fact: AttributeFact) -> bool:
        """Whether the value stays a list."""
        if path in self._one:
            return False
        return path in self._many or is_many(fact)

    def args_class(self, stem: str, path: str, fact: AttributeFact) -> str:
        """Return the class of a block's arguments inside the class ``stem``."""
        known: str = self.differing.get("classes", {}).get(path, "") or self._shaped(stem, fact)
        return known or args_class(stem, fact.name, many=self.is_many(path, fact))

    def scalar(self, path: str, fact: AttributeFact) -> str:
        """Return the plain type of the value or its items: ``str``, ``number``, ``archive`` ..."""
        known: str = self.differing.get("types", {}).get(path, "")
        return known or _SCALARS.get(fact.type.rpartition("(")[2].rstrip(")"), "")

    def is_absent(self, path: str) -> bool:
        """Whether the package has no such argument and no such property."""
        return path in self._absent

    def is_computed(self, path: str) -> bool:
        """Whether it can only be read here although Terraform lets it be set."""
        return path in self._computed

    def _shaped(self, stem: str, fact: AttributeFact) -> str:
        """Return the class that the table tells for a block deeper than the schema."""
        told = self.differing.get("shapes", {}).get(f"{stem}Args", {}).get(fact.name, "")
        return "" if isinstance(told, str) else told[1]

    @cached_property
    def _one(self) -> frozenset[str]:
        return frozenset(self.differing.get("one", ()))

    @cached_property
    def _many(self) -> frozenset[str]:
        return frozenset(self.differing.get("many", ()))

    @cached_property
    def _absent(self) -> frozenset[str]:
        return frozenset(self.differing.get("absent", ()))

    @cached_property
    def _computed(self) -> frozenset[str]:
        return frozenset(self.differing.get("computed", ()))


def row_token(type_: str, row: Sequence[Any]) -> str:
    """Return the engine's name of the class of one row of the table."""
    module, class_, *differing = row
    known: str = differing[0].get("token", "") if differing else ""
    return known or token_of(type_.partition("_")[0], module, class_)


_SCALARS = {"string": "str", "number": "number", "bool": "bool"}


def read_names(catalog: Catalog, type_: str) -> TypeNames | None:
    """Return how a type is written in Pulumi, None when its packages have no class for it.

    Raises
    ------
    FactError
        If the table's row is not one.

    Examples
    --------
    >>> from dharma_core.storage.facts import load_catalog
    >>> read_names(load_catalog(), "aws_sqs_queue").token
    'aws:sqs/queue:Queue'
    """
    row: Sequence[Any] | None = catalog.tables.get("pulumi", {}).get(type_)
    known = catalog.schemas.get(type_) or catalog.find(type_)
    if row is None or known is None:
        return None
    differing = row[2] if len(row) > 2 else {}
    if unknown := set(differing) - _KEYS:
        raise FactError(f"catalog/pulumi.json: {type_} has unknown keys {sorted(unknown)}.")
    facts = known.attributes
    for path, class_ in differing.get("deeper", {}).items():
        facts = deepened(facts, path.split("."), Shape(differing["shapes"], class_))
    return TypeNames(type_, row[0], row[1], facts, differing)
