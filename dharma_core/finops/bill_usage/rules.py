"""Which charge says which usage key: data, read and asked; nothing here knows a service."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from dharma_core.errors import FactError, nearest
from dharma_core.plan import FrozenMap

__all__ = ["Conversion", "UsageRule", "UsageRules", "parse_usage_rules"]

_ROW_KEYS = frozenset(
    [
        "says",
        "measure",
        "key",
        "design",
        "for",
        "where",
        "convert",
        "calls",
        "memory",
        "default_mb",
        "workers",
    ]
)


class Conversion(StrEnum):
    """What is done to a month's quantity to make it a value of its key."""

    NONE = ""
    MILLISECONDS_A_CALL = "milliseconds_a_call"
    MACHINES = "machines"
    MACHINE_HOURS = "machine_hours"
    TERABYTES = "terabytes"
    BOTH_ENDS = "both_ends"
    WORKER_HOURS = "worker_hours"


@dataclass(frozen=True, slots=True)
class UsageRule:
    """One kind of charge of a service, and what it says of a resource.

    Parameters
    ----------
    services : frozenset of str
        Who bills it, casefolded.
    types : tuple of str
        Terraform types that it may be about.
    says : pattern
        Found in what the row calls its SKU: meter, usage type or description.
    measure : str
        What its quantity has to be in.
    key : str
        The usage key; empty where the design itself decides what is billed.
    design : str
        Then what of it does, as in ``the size of the volume``.
    stands_for : str
        The type that only usage files name which the key belongs to, such as traffic.
    where : mapping of attribute to tuple of str
        What the resource's attributes have to be; empty text for one that is not given.
    calls, memory, default_mb : str
        Of a duration: the key that counts calls, the attribute with the memory, its default.
    workers : mapping of str to str
        Of worker hours: how many units each type of worker is.
    """

    services: frozenset[str]
    types: tuple[str, ...]
    says: re.Pattern[str]
    measure: str
    key: str = ""
    design: str = ""
    stands_for: str = ""
    where: Mapping[str, tuple[str, ...]] = FrozenMap()
    convert: Conversion = Conversion.NONE
    calls: str = ""
    memory: str = ""
    default_mb: str = "0"
    workers: Mapping[str, str] = FrozenMap()


@dataclass(frozen=True)
class UsageRules:
    """Every rule, by service."""

    rules: tuple[UsageRule, ...]

    def find(self, service: str, resource_type: str, texts: Sequence[str]) -> tuple[UsageRule, ...]:
        """Return the rules that know a charge of a resource: none, one, or several in doubt.

        Parameters
        ----------
        texts : sequence of str
            What the row calls its SKU.
        """
        name = service.casefold()
        return tuple(
            rule
            for rule in self.rules
            if name in rule.services
            and resource_type in rule.types
            and any(rule.says.search(text) for text in texts)
        )

    def types_of(self, services: Iterable[str]) -> frozenset[str]:
        """Return the types that some services may bill."""
        names = frozenset(service.casefold() for service in services)
        return frozenset(t for rule in self.rules if rule.services & names for t in rule.types)


def parse_usage_rules(raw: Any, *, file: str) -> tuple[UsageRule, ...]:
    r"""Return the rules that a file of facts holds.

    Raises
    ------
    FactError
        If a rule is wrong: file and rule are named.

    Examples
    --------
    >>> row = {"says": [r"^Data processed$"], "measure": "gb", "key": "monthly_data_processed_gb"}
    >>> group = {"services": ["NAT Gateway"], "types": ["azurerm_nat_gateway"], "rows": [row]}
    >>> rules = UsageRules(parse_usage_rules([group], file="azurerm.yaml"))
    >>> [rule.key for rule in rules.find("NAT gateway", "azurerm_nat_gateway", ["Data processed"])]
    ['monthly_data_processed_gb']
    """
    found = []
    for group in raw:
        for row in group["rows"]:
            try:
                found.append(_rule(group, row))
            except (KeyError, TypeError, ValueError, re.error) as error:
                raise FactError(f"{file}: the rule {row!r} is wrong: {error!r}.") from error
    return tuple(found)


def _rule(group: Mapping[str, Any], row: Mapping[str, Any]) -> UsageRule:
    for name in row:
        if name not in _ROW_KEYS:
            raise ValueError(f"unknown key {name!r}; {nearest(name, _ROW_KEYS)}")
    if bool(row.get("key")) is bool(row.get("design")):
        raise ValueError("it needs either key or design")
    return UsageRule(
        services=frozenset(service.casefold() for service in group["services"]),
        types=tuple(group["types"]),
        says=re.compile("|".join(f"(?:{text})" for text in row["says"]), re.IGNORECASE),
        measure=row["measure"],
        key=row.get("key", ""),
        design=row.get("design", ""),
        stands_for=row.get("for", ""),
        where={name: tuple(map(str, words)) for name, words in row.get("where", {}).items()},
        convert=Conversion(row.get("convert", "")),
        calls=row.get("calls", ""),
        memory=row.get("memory", ""),
        default_mb=str(row.get("default_mb", "0")),
        workers=row.get("workers", FrozenMap()),
    )
