"""Components that are quantity times price, declared in data/costs rather than written here.

The language of those files, whole:

``values``
    Named facts of the resource: ``sku: sku_name`` (a dotted attribute), or ``{attribute: sku_name,
    usage: sku, default: S1, map: {Standard: S1}, otherwise: S0, case: lower}``. A usage value wins
    over the attribute; ``map`` translates, ``starts`` by how the value begins, ``otherwise`` is
    for what neither lists. Other sources: ``link: loadbalancer_id`` reads the attribute of the
    resource mentioned there (``unlinked``: when the plan does not hold it), ``blocks: [rule,
    custom_rule]`` counts blocks (``switch: enabled``: those where it is not false), ``region:
    true`` is where the resource is billed, ``{count_of: subnet_ids, default: 1}`` how many blocks
    or entries there are.
``components``
    Entries with ``name``, ``unit``, ``price`` (``service/product``), ``attributes`` of the price
    and ``region`` (when it is not the resource's, such as ``global``), all with ``{value}`` filled
    in. One of ``hours`` (times 730), ``count``, ``usage`` (a usage key; ``else`` when not given)
    says the quantity: a number or the name of a value. Then ``free`` is subtracted (no line when
    nothing is left), it is divided by ``per``, rounded up when ``whole`` (down when ``whole:
    down``) and multiplied by ``times``. ``each`` (a number or the name of a value) multiplies the
    price instead: a machine of 8 cores that are priced by the core.
``when``, ``unless``
    ``{sku: [A, B]}``: the entry holds only when every value named is listed (``null``: absent), or
    unless one is. ``used: true`` keeps an entry only when the usage file gives its key.
``tiers``
    A list of names, one for each tier of the price: a line for each tier reached.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from dharma_core.costs.estimates import Component
from dharma_core.costs.metering import Line, Subject, amount, blocks_of
from dharma_core.plan import UNKNOWN
from dharma_core.units import HOURS_PER_MONTH

__all__ = ["declared"]

_PLACE = re.compile(r"\{(\w+)\}")
_Values = Mapping[str, Any]


def declared(subject: Subject) -> Iterator[Component]:
    """Yield each component that the type's ``components`` list and that applies."""
    values = {name: _value(subject, fact) for name, fact in subject.facts.get("values", {}).items()}
    for entry in subject.facts.get("components", ()):
        if _applies(subject, entry, values):
            yield from _lines(subject, entry, values)


def _value(subject: Subject, fact: Any) -> Any:
    if not isinstance(fact, Mapping):
        return subject.at(str(fact))
    if "count_of" in fact:
        return _count(subject.at(fact["count_of"]), fact.get("default", 0))
    found: Any = subject.values.get(fact["usage"]) if "usage" in fact else None
    if found is None:
        found = _read(subject, fact)
    if found is None:
        found = fact.get("default")
    if found is None or found is UNKNOWN:
        return found
    if "case" in fact:
        found = getattr(_spelt(found), fact["case"])()
    return _translated(_spelt(found), fact, found)


def _translated(text: str, fact: _Values, found: Any) -> Any:
    otherwise = fact.get("otherwise", found)
    if "map" in fact:
        return fact["map"].get(text, otherwise)
    if "starts" in fact:
        return next(
            (to for start, to in fact["starts"].items() if text.startswith(start)), otherwise
        )
    return found


def _count(entries: Any, default: Any) -> Any:
    if entries is UNKNOWN:
        return UNKNOWN
    if isinstance(entries, Mapping):
        return 1
    return (len(entries) if isinstance(entries, tuple) else 0) or default


def _read(subject: Subject, fact: _Values) -> Any:
    if "link" in fact:
        return _of_linked(subject, fact)
    if "blocks" in fact:
        return _block_count(subject, fact)
    if "region" in fact:
        return subject.region
    return subject.at(fact["attribute"]) if "attribute" in fact else None


def _of_linked(subject: Subject, fact: _Values) -> Any:
    linked = next(iter(subject.targets(fact["link"])), None)
    if linked is None:
        return fact.get("unlinked")
    return replace(subject, resource=linked).at(fact["attribute"])


def _block_count(subject: Subject, fact: _Values) -> Any:
    names, switch = fact["blocks"], fact.get("switch", "")
    written = [subject.get(name) for name in (names if isinstance(names, tuple) else (names,))]
    if UNKNOWN in written:
        return UNKNOWN
    blocks = [block for one in written for block in blocks_of(one)]
    return sum(block.get(switch) is not False for block in blocks)


def _spelt(value: Any) -> str:
    if value is UNKNOWN:
        return "unknown"
    if isinstance(value, bool):
        return str(value).lower()
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _applies(subject: Subject, entry: Mapping[str, Any], values: _Values) -> bool:
    """Whether an entry holds; one that hangs on an unknown value may, and is shown unpriced."""
    if entry.get("used") and subject.used(entry["usage"]) is None:
        return False
    if any(_is_listed(values[name], listed) for name, listed in entry.get("unless", {}).items()):
        return False
    wanted = entry.get("when", {}).items()
    return all(values[n] is UNKNOWN or _is_listed(values[n], listed) for n, listed in wanted)


def _is_listed(value: Any, listed: Any) -> bool:
    wanted = listed if isinstance(listed, tuple) else (listed,)
    if value is None:
        return None in wanted
    return _spelt(value) in {_spelt(one) for one in wanted if one is not None}


def _lines(subject: Subject, entry: Mapping[str, Any], values: _Values) -> Iterator[Component]:
    quantity = _quantity(subject, entry, values)
    if "free" in entry and quantity == 0:
        return
    line = Line(_filled(entry["name"], values), entry["unit"], quantity, entry.get("usage", ""))
    if "each" in entry:
        line = _of_several(line, _number(entry["each"], values))
    attributes = {k: _filled(str(v), values) for k, v in entry.get("attributes", {}).items()}
    unknown = _unknown_of(entry, values)
    if unknown:
        yield subject.unpriced(line, f"{unknown} is known only after apply.")
        return
    region = _filled(entry.get("region", ""), values)
    key = subject.key(_filled(entry["price"], values), region=region, **attributes)
    if "tiers" in entry:
        names = [_filled(name, values) for name in entry["tiers"]]
        yield from subject.bill_tiers(line, key, names)
    else:
        yield subject.bill(line, key)


def _of_several(line: Line, parts: Decimal | None) -> Line:
    """Return a line whose unit is several of the book's; without a quantity if it is not known."""
    return replace(line, quantity=None) if parts is None else replace(line, hours=parts)


def _filled(text: str, values: _Values) -> str:
    return _PLACE.sub(lambda found: _spelt(values[found.group(1)]), text)


def _unknown_of(entry: Mapping[str, Any], values: _Values) -> str:
    """Return the first unknown value that an entry's name, key or conditions need."""
    texts = (entry["name"], *entry.get("attributes", {}).values())
    names = (name for text in texts for name in _PLACE.findall(str(text)))
    conditions = (*entry.get("when", {}), *entry.get("unless", {}))
    return next((name for name in (*names, *conditions) if values[name] is UNKNOWN), "")


def _quantity(subject: Subject, entry: Mapping[str, Any], values: _Values) -> Decimal | None:
    quantity = _base_quantity(subject, entry, values)
    times = _number(entry.get("times", 1), values)
    if quantity is None or times is None:
        return None
    quantity = max(quantity - Decimal(entry.get("free", 0)), Decimal(0))
    quantity /= Decimal(entry.get("per", 1))
    if entry.get("whole"):
        rounding = ROUND_FLOOR if entry["whole"] == "down" else ROUND_CEILING
        quantity = quantity.to_integral_value(rounding)
    return quantity * times


def _base_quantity(subject: Subject, entry: Mapping[str, Any], values: _Values) -> Decimal | None:
    if "hours" in entry:
        number = _number(entry["hours"], values)
        return None if number is None else HOURS_PER_MONTH * number
    if "count" in entry:
        return _number(entry["count"], values)
    used = subject.used(entry["usage"])
    return _number(entry.get("else"), values) if used is None else used


def _number(given: Any, values: _Values) -> Decimal | None:
    return amount(values[given] if isinstance(given, str) and given in values else given)
