"""What a template looks up while it is deployed, as Terraform's data sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dharma_core.importers.cloudformation.targets import snake
from dharma_core.importers.cloudformation.values import Made
from dharma_core.plan import UNKNOWN, Address, Expression, Ref, Resource, make_resource

__all__ = ["STORES", "Lookups"]

_READ = {
    "aws_cloudformation_export": ("name", "value"),
    "aws_secretsmanager_secret_version": ("secret_id", "secret_string"),
    "aws_ssm_parameter": ("name", "value"),
}
"""What each data source is told, and what it gives."""

STORES = {
    "secretsmanager": "aws_secretsmanager_secret_version",
    "ssm": "aws_ssm_parameter",
}
"""The data source behind the stores of dynamic references."""


@dataclass(frozen=True, slots=True)
class _Lookup:
    address: Address
    told: Any


class Lookups:
    """The data sources of one template, one for each thing that is looked up."""

    def __init__(self) -> None:
        self._found: dict[str, _Lookup] = {}

    def of(self, type_: str, told: Any) -> Made:
        """Return what a data source gives.

        Parameters
        ----------
        told : str or Made
            The name of what is looked up.

        Examples
        --------
        >>> str(Lookups().of("aws_cloudformation_export", "net-VpcId").parts[0])
        'data.aws_cloudformation_export.net_vpc_id.value'
        """
        key = f"{type_} {told!r}"
        if key not in self._found:
            self._found[key] = _Lookup(self._address(type_, told), told)
        ref = Ref(str(self._found[key].address), _READ[type_][1])
        return Made((ref,), mentions=(ref,), secret=type_ == STORES["secretsmanager"])

    def resources(self, literals: Mapping[Ref, str]) -> tuple[Resource, ...]:
        """Return the data sources, references to what is known written out."""
        return tuple(_resource(found, literals) for found in self._found.values())

    def _address(self, type_: str, told: Any) -> Address:
        taken = {str(found.address) for found in self._found.values()}
        name = snake("_".join(_words(told)) or type_)
        address, number = Address(type_, name, mode="data"), 2
        while str(address) in taken:
            address, number = Address(type_, f"{name}_{number}", mode="data"), number + 1
        return address


def _words(told: Any) -> Iterator[str]:
    for part in told.parts if isinstance(told, Made) else (told,):
        yield part.target.rpartition(".")[2] if isinstance(part, Ref) else str(part)


def _resource(found: _Lookup, literals: Mapping[Ref, str]) -> Resource:
    name, given = _READ[found.address.type]
    told = found.told
    expressions: tuple[Expression, ...] = ()
    if isinstance(told, Made):
        parts = tuple(literals.get(p, p) if isinstance(p, Ref) else p for p in told.parts)
        mentions = tuple(m for m in told.mentions if m not in literals)
        if mentions:
            told, expressions = told.value, (Expression((name,), parts, mentions),)
        else:
            told = "".join(map(str, parts)) if parts else told.value
    attributes = {name: told, given: UNKNOWN, "id": UNKNOWN}
    return make_resource(found.address, attributes, expressions=expressions, actions=("read",))
