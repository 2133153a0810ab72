"""The catalogue's ``cloudformation`` sections, found by CloudFormation's own type names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from dharma_core.generation.cloudformation.naming import FOLDED, OWNERS
from dharma_core.generation.cloudformation.section import Companion, Section, read_sections
from dharma_core.plan import AttributeFact, Catalog

__all__ = ["Folded", "Held", "KnownTypes"]


_EITHER_WAY = "aws_security_group_rule"
"""One Terraform type for both directions; chosen only where the template says so."""

_RULES = ("AWS::EC2::SecurityGroupIngress", "AWS::EC2::SecurityGroupEgress")


@dataclass(frozen=True, slots=True)
class Folded:
    """A type that CloudFormation writes inside another: its own name, who is named by what."""

    type: str
    by: str
    section: Section


@dataclass(frozen=True, slots=True)
class Held:
    """A CloudFormation resource that is one attribute of a Terraform resource."""

    type: str
    attribute: str
    companion: Companion


class KnownTypes:
    """Every AWS type of the catalogue that has a section.

    Parameters
    ----------
    catalog : Catalog
    """

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self.sections: Mapping[str, Section] = dict(_sections(catalog))
        self._by_type: dict[str, list[str]] = {}
        self._held: dict[str, list[Held]] = {}
        self._folded: dict[str, list[Folded]] = {}
        for name, section in self.sections.items():
            if section.type:
                self._by_type.setdefault(section.type, []).append(name)
            for attribute, companion in section.companions.items():
                self._held.setdefault(companion.type, []).append(Held(name, attribute, companion))
            if name in FOLDED:
                owner, _ = OWNERS[FOLDED[name]]
                self._folded.setdefault(owner, []).append(Folded(name, FOLDED[name], section))

    def candidates(self, type_: str) -> tuple[str, ...]:
        """Return the Terraform types that are written as this CloudFormation type."""
        found = tuple(self._by_type.get(type_, ()))
        return (*found, _EITHER_WAY) if type_ in _RULES and _EITHER_WAY not in found else found

    def held(self, type_: str) -> tuple[Held, ...]:
        """Return the attributes of other types that are written as this one."""
        return tuple(self._held.get(type_, ()))

    def folded(self, type_: str) -> tuple[Folded, ...]:
        """Return the Terraform types that CloudFormation writes inside this Terraform type."""
        return tuple(self._folded.get(type_, ()))

    def best(self, type_: str, properties: Iterable[str]) -> str | None:
        """Return the Terraform type that knows most of these properties, None without any."""
        names = set(properties)
        wanted = (name for name in self.candidates(type_) if name != _EITHER_WAY)
        found = [(len(names & self._says(name)), name) for name in wanted]
        return max(found, key=lambda pair: pair[0])[1] if found else None

    def facts(self, type_: str) -> Mapping[str, AttributeFact]:
        """Return the attributes of a Terraform type."""
        kind = self._catalog.find(type_)
        return kind.attributes if kind is not None else {}

    def _says(self, name: str) -> set[str]:
        section = self.sections[name]
        inside = [f.section for f in self.folded(name)]
        return {
            (spec.to or "").partition(".")[0]
            for part in (section, *inside)
            for spec in part.properties.values()
        }


def _sections(catalog: Catalog) -> Iterator[tuple[str, Section]]:
    return ((n, s) for n, s in read_sections(catalog).items() if n.startswith("aws_"))
