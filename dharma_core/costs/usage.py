"""Usage files: what a plan cannot know (requests, gigabytes, hours), in Infracost's 0.1 form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

import yaml

from dharma_core.errors import InputError, nearest
from dharma_core.plan import Catalog, FrozenMap
from dharma_core.provenance import Position
from dharma_core.units import to_decimal
from dharma_core.yaml_text import YamlForm, compose, is_null, pairs, position_of

__all__ = [
    "NO_USAGE",
    "Usage",
    "UsageBlock",
    "UsageValue",
    "any_index",
    "check_usage",
    "parse_usage",
]

UsageValue = Decimal | str
_Leaf = tuple[str, UsageValue, Position]

_FORM = YamlForm(
    "a usage file",
    deepest=10,
    begin="Begin it with 'version: 0.1' and 'resource_usage:'.",
    layout="Indent the usage keys below the resource's address, with at most one level below them.",
    shorten="Use wildcards or resource_type_default_usage to say more in fewer lines.",
)
_MOST = Decimal(10) ** 15
_TOP_KEYS = ("version", "resource_type_default_usage", "resource_usage")
_VERSIONS = ("0.1", "v0.1")
_NUMBER_TAGS = ("tag:yaml.org,2002:int", "tag:yaml.org,2002:float")
_INDEX = re.compile(r"\[\d+\]")


@dataclass(frozen=True, slots=True)
class UsageBlock:
    """The values given for one address pattern or one type.

    Parameters
    ----------
    pattern : str
        ``aws_s3_bucket.logs``, ``aws_sqs_queue.q[*]``, ``module.*.aws_lb.web``, or a type.
    values : mapping
        By dotted key: ``standard.storage_gb`` -> 10000. Numbers are Decimal, never negative.
    positions : mapping
        Where each key stands.
    """

    pattern: str
    values: Mapping[str, UsageValue] = field(default_factory=FrozenMap)
    positions: Mapping[str, Position] = field(default_factory=dict)

    @property
    def is_exact(self) -> bool:
        """Whether it names one resource only."""
        return "*" not in self.pattern

    @property
    def type(self) -> str:
        """The resource type it is about: the last but one step of the address."""
        steps = re.sub(r"\[[^\]]*\]", "", self.pattern).split(".")
        return steps[-2] if len(steps) > 1 else steps[0]

    def matches(self, address: str) -> bool:
        """Whether a resource address is meant."""
        if self.is_exact:
            return self.pattern == address
        return re.fullmatch(re.escape(self.pattern).replace(r"\*", ".*"), address) is not None


_NOTHING: Mapping[str, UsageValue] = FrozenMap()


@dataclass(frozen=True)
class Usage:
    """Everything a usage file says.

    Parameters
    ----------
    resources : tuple of UsageBlock
        Wildcards and exact addresses, in the order of the file.
    defaults : tuple of UsageBlock
        One per resource type.
    """

    resources: tuple[UsageBlock, ...] = ()
    defaults: tuple[UsageBlock, ...] = ()

    def of(self, address: str, resource_type: str) -> Mapping[str, UsageValue]:
        r"""Return the values for one resource, key by key from who speaks most of it.

        Its own address says most, then wildcards (the one with more letters first, so
        ``aws_lb.web[*]`` before ``aws_lb.*``), then its type's defaults.

        Examples
        --------
        >>> text = "version: 0.1\nresource_usage:\n  aws_lb.a: {processed_bytes_gb: 10}"
        >>> dict(parse_usage(text, file="usage.yml").of("aws_lb.a", "aws_lb"))
        {'processed_bytes_gb': Decimal('10')}
        """
        if not self.defaults and not self.resources:
            return _NOTHING
        merged: dict[str, UsageValue] = {}
        for block in self._speaking(address, resource_type):
            merged.update(block.values)
        return FrozenMap(merged)

    def _speaking(self, address: str, resource_type: str) -> Iterator[UsageBlock]:
        """Yield the blocks about a resource, who speaks most of it last."""
        if resource_type in self._by_type:
            yield self._by_type[resource_type]
        yield from (block for block in self._wildcards if block.matches(address))
        if address in self._exact:
            yield self._exact[address]

    @cached_property
    def _by_type(self) -> Mapping[str, UsageBlock]:
        return {block.pattern: block for block in self.defaults}

    @cached_property
    def _exact(self) -> Mapping[str, UsageBlock]:
        return {block.pattern: block for block in self.resources if block.is_exact}

    @cached_property
    def _wildcards(self) -> tuple[UsageBlock, ...]:
        found = (block for block in self.resources if not block.is_exact)
        return tuple(sorted(found, key=lambda block: len(block.pattern.replace("*", ""))))


NO_USAGE = Usage()


def parse_usage(text: str, *, file: str) -> Usage:
    """Read a usage file (YAML, version 0.1).

    Parameters
    ----------
    text : str
        The file's contents.
    file : str
        Its name, for messages.

    Raises
    ------
    InputError
        If it is not such a file, holds an unknown top-level key, a key twice, a negative number
        or something that is neither number nor text; file and line are named. Keys of a resource
        are checked against the catalogue by :func:`check_usage`.
    """
    root = compose(text, _FORM, file=file)
    sections = dict(pairs(root, _FORM, file=file))
    _check_top(sections, file)
    return Usage(
        resources=_blocks(sections.get("resource_usage"), file),
        defaults=_blocks(sections.get("resource_type_default_usage"), file),
    )


def check_usage(usage: Usage, catalog: Catalog) -> None:
    """Refuse keys and words that the catalogue does not know for a type.

    Types without a meter are let through: the file may serve other tools too.

    Raises
    ------
    InputError
        Naming file, line and the nearest right key.
    """
    for block in (*usage.defaults, *usage.resources):
        if block.type in catalog.costs:
            known = catalog.costs[block.type].get("usage", FrozenMap())
            for key, value in block.values.items():
                _check_value(key, value, known, block)


def _check_value(key: str, value: UsageValue, known: Mapping[str, Any], block: UsageBlock) -> None:
    fact = known.get(any_index(key)) or _by_pattern(any_index(key), known)
    where = block.positions.get(key, "")
    if fact is None:
        hint = nearest(key, known) or f"{block.type} takes no usage."
        raise InputError(f"{where}: {block.type} has no usage key {key!r}.", next_step=hint)
    words = fact.get("one_of") if isinstance(fact, Mapping) else None
    if words and value not in words:
        raise InputError(
            f"{where}: {key} cannot be {value!r}.", next_step=nearest(str(value), words)
        )
    if not words and not isinstance(value, Decimal):
        unit = fact.get("unit", "units") if isinstance(fact, Mapping) else fact
        raise InputError(
            f"{where}: {key} must be a number, not {value!r}.",
            next_step=f"Write it in {unit}, for example 100.",
        )


def _by_pattern(key: str, known: Mapping[str, Any]) -> Any:
    """Return the fact of a key that holds another resource's name: ``protected.*.size_gb``."""
    for pattern, fact in known.items():
        head, star, tail = pattern.partition(".*")
        if star and key.startswith(f"{head}.") and key.endswith(tail):
            return fact
    return None


def any_index(key: str) -> str:
    """Return a key with every position in a list left open, as the facts of a type name it.

    Examples
    --------
    >>> any_index("ebs_block_device[0].monthly_standard_io_requests")
    'ebs_block_device[*].monthly_standard_io_requests'
    """
    return _INDEX.sub("[*]", key)


def _check_top(sections: Mapping[str, yaml.Node], file: str) -> None:
    for key, node in sections.items():
        if key not in _TOP_KEYS:
            raise InputError(
                f"{position_of(node, file)}: unknown key {key!r}.",
                next_step=nearest(key, _TOP_KEYS),
            )
    version = sections.get("version")
    if version is None or version.value not in _VERSIONS:
        found = "no version" if version is None else f"version {version.value!r}"
        raise InputError(
            f"{file} has {found}; usage files have version 0.1.",
            next_step="Write 'version: 0.1' as its first line.",
        )


def _blocks(node: yaml.Node | None, file: str) -> tuple[UsageBlock, ...]:
    if node is None or is_null(node):
        return ()
    return tuple(_block(pattern, inner, file) for pattern, inner in pairs(node, _FORM, file=file))


def _block(pattern: str, node: yaml.Node, file: str) -> UsageBlock:
    leaves = () if is_null(node) else tuple(_leaves(node, file, ""))
    return UsageBlock(
        pattern,
        FrozenMap({key: value for key, value, _ in leaves}),
        {key: position for key, _, position in leaves},
    )


def _leaves(node: yaml.Node, file: str, prefix: str) -> Iterator[_Leaf]:
    for name, inner in pairs(node, _FORM, file=file):
        yield from _below(inner, file, f"{prefix}{name}")


def _below(node: yaml.Node, file: str, key: str) -> Iterator[_Leaf]:
    """Yield what stands at a key: a value, a map below it, or a list of either."""
    if isinstance(node, yaml.MappingNode):
        yield from _leaves(node, file, f"{key}.")
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield from _below(item, file, f"{key}[{index}]")
    elif isinstance(node, yaml.ScalarNode) and not is_null(node):
        yield key, _value(key, node, file), position_of(node, file)


def _value(key: str, node: yaml.ScalarNode, file: str) -> UsageValue:
    number = to_decimal(node.value.replace("_", ""))
    if node.tag not in _NUMBER_TAGS and (number is None or node.style):
        return str(node.value)
    if number is None or not 0 <= number <= _MOST:
        raise InputError(
            f"{position_of(node, file)}: {key} is {node.value}, not a number from 0 to 10^15.",
            next_step="Write a plain decimal number.",
        )
    return number
