"""Which Terraform resource each logical id becomes, and what its Ref and GetAtt are there."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from dharma_core.errors import InputError
from dharma_core.generation.cloudformation.section import Section
from dharma_core.importers.cloudformation.metadata import said
from dharma_core.plan import Address, Ref, parse_address

__all__ = ["Target", "address_of", "foreign_type", "said_address", "snake"]


@dataclass(frozen=True, slots=True)
class Target:
    """What a logical id stands for.

    Parameters
    ----------
    address : Address
    section : Section
        How its type is written in CloudFormation; an empty one for types nobody knows.
    returned : mapping of GetAtt name to attribute
    attributes : collection of str
        What the Terraform type has.
    """

    address: Address
    section: Section
    returned: Mapping[str, str] = field(default_factory=dict)
    attributes: Collection[str] = ()

    @staticmethod
    def of(address: Address, section: Section, attributes: Collection[str] = ()) -> Target:
        """Return the target with its section's attribute names the other way round."""
        returned: dict[str, str] = {}
        for attribute, name in section.attributes.items():
            if "${" not in name:
                returned.setdefault(name, attribute)
        for attribute, spec in section.properties.items():
            if spec.to and not spec.members:
                returned.setdefault(spec.to, attribute)
        return Target(address, section, returned, attributes)

    @property
    def own(self) -> Ref:
        """What ``Ref`` gives."""
        return Ref(str(self.address), self.section.ref[0] if self.section.ref else "id")

    def attribute(self, name: str) -> str | None:
        """Return Terraform's name of what GetAtt returns, None when there is none.

        What the section does not name is looked for by its own words: ``Id`` is ``id``.
        """
        words = snake(name)
        return self.returned.get(name) or (words if words in self.attributes else None)


def foreign_type(type_: str) -> str:
    """Return the name in a Plan of a type that has no counterpart in Terraform's words.

    Examples
    --------
    >>> foreign_type("AWS::Foo::Bar"), foreign_type("Custom::My-Thing")
    ('AWS_Foo_Bar', 'Custom_My-Thing')
    """
    name = re.sub(r"[^A-Za-z0-9_-]+", "_", type_).strip("_") or "Unknown"
    return name if name[0].isalpha() else f"_{name}"


def said_address(body: Mapping[str, Any], types: Any) -> Address | None:
    """Return the address that Dharma's own template carries, when it is one of these types."""
    text = (said(body) or {}).get("Address")
    try:
        address = parse_address(text) if isinstance(text, str) else None
    except InputError:
        return None
    return address if address is not None and address.type in types else None


def address_of(type_: str, logical_id: str) -> Address:
    """Return the address for a logical id, so that it would get the same logical id again.

    Examples
    --------
    >>> str(address_of("aws_vpc", "VpcMain")), str(address_of("aws_s3_bucket", "LogBucket"))
    ('aws_vpc.main', 'aws_s3_bucket.log_bucket')
    """
    prefix = "".join(w[0].upper() + w[1:] for w in type_.split("_")[1:] if w)
    rest = logical_id.removeprefix(prefix)
    chosen = rest if rest and rest != logical_id and rest[0].isupper() else logical_id
    return Address(type_, snake(chosen))


def snake(name: str) -> str:
    """Return ``LogBucket`` as ``log_bucket``.

    Examples
    --------
    >>> snake("PublicSubnetAZ1"), snake("DBInstance"), snake("web1")
    ('public_subnet_az1', 'db_instance', 'web1')
    """
    words = re.sub(r"([a-z0-9])([A-Z])|([A-Z]+)([A-Z][a-z])", r"\1\3_\2\4", name)
    plain = re.sub(r"[^A-Za-z0-9]+", "_", words).strip("_").lower() or "x"
    return plain if plain[0].isalpha() else f"_{plain}"
