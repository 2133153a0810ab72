"""What CDK's Python library calls a CloudFormation type, its properties and its attributes."""

from __future__ import annotations

import keyword
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from dharma_core.plan import Catalog

__all__ = ["CdkType", "Member", "find_type"]


@dataclass(frozen=True, slots=True)
class Member:
    """One argument: its name, and what it takes.

    Parameters
    ----------
    name : str
        ``bucket_name``.
    kind : str
        ``string``, ``number``, ``bool``, ``strings``, ``list``, ``map``, ``tags``, ``date``,
        ``any``, or a property type's name (``[Rule]`` for a list of them, ``{Rule}`` for a
        mapping).
    """

    name: str
    kind: str


@dataclass(frozen=True)
class CdkType:
    """One class of the library, as ``data/catalog/cdk.json`` states it."""

    facts: Mapping[str, Any]

    @property
    def alias(self) -> str:
        """What the module is called in a program: ``s3`` of ``aws_s3``, ``lambda_``."""
        name = self.module.removeprefix("aws_")
        return f"{name}_" if keyword.iskeyword(name) else name

    @property
    def module(self) -> str:
        """The library's module: ``aws_s3``."""
        return str(self.facts["module"])

    @property
    def call(self) -> str:
        """What makes a resource: ``s3.CfnBucket``."""
        return f"{self.alias}.{self.facts['class']}"

    def argument(self, name: str) -> Member | None:
        """Return the argument for a property of the type, None when it has none."""
        return self._arguments.get(_squeezed(name))

    @property
    def required(self) -> frozenset[str]:
        """The arguments that the class cannot be made without."""
        return frozenset(self.facts["required"])

    def member(self, type_: str, name: str) -> Member | None:
        """Return the argument for a member of a property type."""
        return self._members.get(type_, {}).get(_squeezed(name))

    def attribute(self, name: str) -> str | None:
        """Return what gives the text that ``Fn::GetAtt`` gives, None when nothing does."""
        found = self._attributes.get(_squeezed(name))
        return f"attr_{found}" if found is not None else None

    @cached_property
    def _arguments(self) -> Mapping[str, Member]:
        return _members(self.facts["arguments"])

    @cached_property
    def _members(self) -> Mapping[str, Mapping[str, Member]]:
        return {name: _members(found) for name, found in self.facts["types"].items()}

    @cached_property
    def _attributes(self) -> Mapping[str, str]:
        return {_squeezed(name): name for name in self.facts["attributes"]}


def find_type(catalog: Catalog, type_: str) -> CdkType | None:
    """Return the class for a CloudFormation type, None when it is not in the table.

    Examples
    --------
    >>> find_type(Catalog({}), "AWS::S3::Bucket") is None
    True
    """
    facts = catalog.tables.get("cdk", {}).get(type_)
    return CdkType(facts) if facts is not None else None


def _members(raw: Mapping[str, str]) -> Mapping[str, Member]:
    return {_squeezed(name): Member(name, kind) for name, kind in raw.items()}


def _squeezed(name: str) -> str:
    """Return what ``KMSMasterKeyID`` and ``kms_master_key_id`` have in common."""
    return "".join(c for c in name.lower() if c.isalnum())
