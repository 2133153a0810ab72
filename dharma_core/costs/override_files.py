"""Reads ``price_overrides.yaml``: each fault is named with file, line and nearest right word."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import yaml

from dharma_core.costs.overrides import Discount, FixedPrice, Overrides, Validity
from dharma_core.costs.ports import Tier
from dharma_core.costs.price_keys import PricePattern, parse_price_key, sorted_attributes
from dharma_core.errors import InputError, nearest
from dharma_core.provenance import Position
from dharma_core.units import to_decimal
from dharma_core.yaml_text import YamlForm, compose, is_null, only_pairs, pairs, position_of

__all__ = ["check_overrides", "parse_overrides"]

_FORM = YamlForm(
    "a file of overrides",
    deepest=8,
    begin="Begin it with 'version: 1' and 'discounts:' or 'prices:'.",
    layout="See docs/how-to/prices.md for the form.",
)
_TOP = ("version", "discounts", "prices")
_TERMS = ("reason", "by", "valid_from", "valid_until")
_SELECTORS = ("provider", "service", "product", "region", "option")
_DISCOUNT = (*_SELECTORS, "attributes", "percent", "on_top", *_TERMS)
_PRICE = ("key", "price", "tiers", "unit", "currency", *_TERMS)
_TIER = ("from", "to", "price")
_PROVIDERS = ("aws", "azure", "gcp")
_MOST = Decimal(10) ** 15
_Fields = Mapping[str, yaml.Node]


def parse_overrides(text: str, *, file: str) -> Overrides:
    r"""Read a file of overrides (YAML, version 1).

    Parameters
    ----------
    text : str
        The file's contents.
    file : str
        Its name, for messages.

    Raises
    ------
    InputError
        If it is not such a file; file and line are named, and the nearest right word.

    Examples
    --------
    >>> said = parse_overrides(
    ...     "version: 1\ndiscounts:\n- {service: ec2, percent: 10, reason: EDP}", file="o.yaml"
    ... )
    >>> said.discounts[0].percent
    Decimal('10')
    """
    root = compose(text, _FORM, file=file)
    sections = only_pairs(root, _FORM, _TOP, file=file, what="the file")
    if "version" not in sections or _text(sections["version"], file) != "1":
        raise InputError(
            f"{file} has no 'version: 1'.", next_step="Write 'version: 1' as its first line."
        )
    return Overrides(
        tuple(_discount(node, file) for node in _items(sections.get("discounts"), file)),
        tuple(_fixed(node, file) for node in _items(sections.get("prices"), file)),
    )


def check_overrides(overrides: Overrides, services: Mapping[str, set[str]]) -> None:
    """Refuse discounts on services that no book holds: they would never apply.

    Parameters
    ----------
    services : mapping
        The services in the book, by provider.

    Raises
    ------
    InputError
        Naming file, line and the nearest service.
    """
    for rule in overrides.discounts:
        word, provider = rule.pattern.service, rule.pattern.provider
        named = (
            services.get(provider, set()) if provider in services else _all_of(services)
        ) | _all_fixed(overrides, provider)
        if not set(word) & set("*?[") and word not in named:
            raise InputError(
                f"{rule.position}: no price book holds the service {word!r}.",
                next_step=nearest(word, named),
            )


def _all_of(services: Mapping[str, set[str]]) -> set[str]:
    return set().union(*services.values())


def _all_fixed(overrides: Overrides, provider: str) -> set[str]:
    return {p.key.service for p in overrides.prices if provider in ("*", p.key.provider)}


def _discount(node: yaml.Node, file: str) -> Discount:
    fields = only_pairs(node, _FORM, _DISCOUNT, file=file, what="a discount")
    where = position_of(node, file)
    percent = _number(_needed(fields, "percent", where), file, "percent")
    if not 0 < percent <= 100:
        raise InputError(
            f"{where}: percent is {percent}; a discount is above 0 and at most 100.",
            next_step="Write what is taken off, such as 12.5 for an eighth.",
        )
    words = {name: _text(fields[name], file) for name in _SELECTORS if name in fields}
    _known_provider(words.get("provider", "*"), where)
    pattern = PricePattern(**words, attributes=_attributes(fields.get("attributes"), file))
    return Discount(
        pattern,
        percent,
        _reason(fields, where, file),
        _text(fields["by"], file) if "by" in fields else "",
        _flag(fields.get("on_top"), file),
        _validity(fields, file),
        where,
    )


def _fixed(node: yaml.Node, file: str) -> FixedPrice:
    fields = only_pairs(node, _FORM, _PRICE, file=file, what="a price")
    where = position_of(node, file)
    text = _text(_needed(fields, "key", where), file)
    try:
        key = parse_price_key(text)
    except InputError as error:
        raise InputError(f"{where}: {error.message}", next_step=error.next_step) from error
    _known_provider(key.provider, where)
    optional = {n: _text(fields[n], file) for n in ("by", "unit", "currency") if n in fields}
    return FixedPrice(
        key,
        _tiers(fields, where, file),
        _reason(fields, where, file),
        **optional,
        valid=_validity(fields, file),
        position=where,
    )


def _tiers(fields: _Fields, where: Position, file: str) -> tuple[Tier, ...]:
    if ("price" in fields) == ("tiers" in fields):
        raise InputError(
            f"{where}: a fixed price needs either 'price' or 'tiers'.",
            next_step="Write price: 0.07, or tiers: [{from: 0, to: 100, price: 0.07}, ...].",
        )
    if "price" in fields:
        return (Tier(Decimal(0), None, _number(fields["price"], file, "price")),)
    tiers = tuple(_tier(node, file) for node in _items(fields["tiers"], file))
    ends = [tier.end for tier in tiers]
    if not tiers or ends[-1] is not None or ends[:-1] != [tier.start for tier in tiers[1:]]:
        raise InputError(
            f"{where}: the tiers do not join.",
            next_step="Each begins where the one before ends; the last has no 'to'.",
        )
    return tiers


def _tier(node: yaml.Node, file: str) -> Tier:
    fields = only_pairs(node, _FORM, _TIER, file=file, what="a tier")
    where = position_of(node, file)
    start = _number(_needed(fields, "from", where), file, "from")
    end = _number(fields["to"], file, "to") if "to" in fields else None
    if end is not None and end <= start:
        raise InputError(
            f"{where}: the tier ends where it begins or before.", next_step="Write a larger 'to'."
        )
    return Tier(start, end, _number(_needed(fields, "price", where), file, "price"))


def _reason(fields: _Fields, where: Position, file: str) -> str:
    reason = _text(_needed(fields, "reason", where), file)
    if not reason.strip():
        raise InputError(
            f"{where}: the reason is empty.", next_step="Say which contract or decision it is."
        )
    return reason.strip()


def _validity(fields: _Fields, file: str) -> Validity:
    days = [_day(fields.get(name), file, name) for name in ("valid_from", "valid_until")]
    first, last = days
    if first and last and last < first:
        node = fields["valid_until"]
        raise InputError(
            f"{position_of(node, file)}: valid_until lies before valid_from.",
            next_step="Correct one of the two days.",
        )
    return Validity(first, last)


def _day(node: yaml.Node | None, file: str, name: str) -> date | None:
    if node is None or is_null(node):
        return None
    try:
        return date.fromisoformat(_text(node, file))
    except ValueError as error:
        raise InputError(
            f"{position_of(node, file)}: {name} is no day.", next_step="Write it as 2026-12-31."
        ) from error


def _attributes(node: yaml.Node | None, file: str) -> tuple[tuple[str, str], ...]:
    if node is None or is_null(node):
        return ()
    return sorted_attributes(
        {name: _text(inner, file) for name, inner in pairs(node, _FORM, file=file)}
    )


def _flag(node: yaml.Node | None, file: str) -> bool:
    if node is None:
        return False
    word = _text(node, file).lower()
    if word not in ("true", "false"):
        raise InputError(
            f"{position_of(node, file)}: on_top is {word!r}.", next_step="Write true or false."
        )
    return word == "true"


def _known_provider(word: str, where: Position) -> None:
    if word not in _PROVIDERS and not set(word) & set("*?["):
        raise InputError(
            f"{where}: {word!r} is no provider of the price books.",
            next_step=nearest(word, _PROVIDERS),
        )


def _number(node: yaml.Node, file: str, name: str) -> Decimal:
    number = to_decimal(_text(node, file))
    if number is None or not 0 <= number <= _MOST:
        raise InputError(
            f"{position_of(node, file)}: {name} is not a number from 0 to 10^15.",
            next_step="Write a plain decimal number, such as 0.0725.",
        )
    return number


def _needed(fields: _Fields, name: str, where: Position) -> yaml.Node:
    if name not in fields or is_null(fields[name]):
        raise InputError(f"{where}: {name!r} is missing.", next_step=f"Write '{name}: ...'.")
    return fields[name]


def _items(node: yaml.Node | None, file: str) -> list[yaml.Node]:
    if node is None or is_null(node):
        return []
    if not isinstance(node, yaml.SequenceNode):
        raise InputError(
            f"{position_of(node, file)}: expected a list here.",
            next_step="Begin each line with '-'.",
        )
    return list(node.value)


def _text(node: yaml.Node, file: str) -> str:
    if not isinstance(node, yaml.ScalarNode):
        raise InputError(
            f"{position_of(node, file)}: expected one word or number here.",
            next_step=_FORM.layout,
        )
    return str(node.value)
