"""From a publisher's words to our keys: which product of a price list is which entry of the book.

The rules are facts, in ``data/price_imports/<provider>.yaml``. Their language, whole:

``offer``, ``family``
    The publisher's service and product family, a word or a list; ``family`` may be left out.
``when``
    ``{fact: word}``, ``{fact: [a, b]}`` (``""``: absent) or ``{fact: "~regex"}``, matched whole;
    its named groups become values. Facts are the publisher's attributes, their names in small
    letters without spaces or signs (``Volume API Name``: ``volumeapiname``).
``values``
    ``{name: {from: "{fact}", map: {A: a}, case: lower}}``. A word that ``map`` does not list means
    that the rule does not fit, unless ``otherwise`` says what it becomes; ``"~regex"`` stands for
    every word that it matches whole.
``price``, ``attributes``, ``option``, ``details``
    The key, with ``{fact}`` and ``{value}`` filled in; an attribute that comes out empty is left
    out. Without ``option`` the list's own holds.
``units``
    ``{publisher's unit: ours}`` or ``{...: [ours, times]}``: the price is multiplied by ``times``
    and tiers are divided by it.
``tier_from``
    Where the tier begins that the publisher sells as a product of its own.
``skip``
    Instead of a price: why it is left out on purpose.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any

from dharma_core.errors import FactError

__all__ = ["Mapped", "PriceMapper", "Product", "Skipped", "fact_name"]

_PLACE = re.compile(r"\{(\w+)\}")
_ODD = re.compile(r"[,=\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_LONGEST = 200
_NOT_WORDS = re.compile(r"[^a-z0-9]")
_KEYS = {
    "offer", "family", "when", "values", "price", "attributes", "option", "details", "units",
    "tier_from", "skip",
}  # fmt: skip


@lru_cache(maxsize=4096)
def fact_name(text: str) -> str:
    """Return an attribute's name as the rules write it.

    Examples
    --------
    >>> fact_name("Pre Installed S/W"), fact_name("preInstalledSw")
    ('preinstalledsw', 'preinstalledsw')
    """
    return _NOT_WORDS.sub("", text.lower())


@dataclass(frozen=True, slots=True)
class Product:
    """What a publisher lists, in its own words.

    Parameters
    ----------
    offer, family : str
        ``AmazonEC2``, ``Compute Instance``.
    facts : mapping
        Its attributes by :func:`fact_name`.
    """

    offer: str
    family: str
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Mapped:
    """What a product is in our books.

    Parameters
    ----------
    units : mapping
        The publisher's unit to ours and how many of its units one of ours holds.
    option : str
        Empty: as the list says.
    """

    service: str
    product: str
    attributes: str
    units: Mapping[str, tuple[str, Decimal]]
    option: str = ""
    details: str = ""
    tier_from: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Skipped:
    """A product left out on purpose."""

    reason: str


@dataclass(frozen=True)
class _Rule:
    raw: Mapping[str, Any]
    where: str

    @cached_property
    def offers(self) -> tuple[str, ...]:
        return _words(self.raw["offer"])

    @cached_property
    def families(self) -> tuple[str, ...] | None:
        return _words(self.raw["family"]) if "family" in self.raw else None

    @cached_property
    def tests(self) -> tuple[tuple[str, re.Pattern[str] | frozenset[str]], ...]:
        return tuple((name, _test(word)) for name, word in self.raw.get("when", {}).items())

    @cached_property
    def units(self) -> Mapping[str, tuple[str, Decimal]]:
        found = {}
        for theirs, ours in self.raw.get("units", {}).items():
            unit, times = ours if isinstance(ours, (list, tuple)) else (ours, 1)
            found[str(theirs).lower()] = (str(unit), Decimal(str(times)))
        return found

    @cached_property
    def tier_from(self) -> Decimal | None:
        return Decimal(str(self.raw["tier_from"])) if "tier_from" in self.raw else None

    def fits(self, facts: Mapping[str, str]) -> dict[str, str] | None:
        """Return the named groups of what fits; None when something does not."""
        groups: dict[str, str] = {}
        for name, test in self.tests:
            value = facts.get(name, "")
            if isinstance(test, frozenset):
                if value not in test:
                    return None
                continue
            found = test.fullmatch(value)
            if found is None:
                return None
            groups.update({k: v or "" for k, v in found.groupdict().items()})
        return groups


@dataclass
class PriceMapper:
    """Finds the first rule that fits a product.

    Parameters
    ----------
    rules : sequence of mapping
        As the file of a provider holds them.
    file : str
        Its name, for messages.

    Examples
    --------
    >>> rules = [
    ...     {
    ...         "offer": "AmazonEC2",
    ...         "family": "Storage",
    ...         "price": "ec2/ebs_storage",
    ...         "attributes": {"volume_type": "{volumeapiname}"},
    ...         "units": {"GB-Mo": "GB"},
    ...     }
    ... ]
    >>> found = PriceMapper(rules, "aws.yaml").map(
    ...     Product("AmazonEC2", "Storage", {"volumeapiname": "gp3"})
    ... )
    >>> found.product, found.attributes
    ('ebs_storage', 'volume_type=gp3')
    """

    rules: Sequence[Mapping[str, Any]]
    file: str
    _index: dict[tuple[str, str], list[_Rule]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._all = [_rule(raw, f"{self.file}, rule {n}") for n, raw in enumerate(self.rules, 1)]

    @cached_property
    def offers(self) -> frozenset[str]:
        """The publisher's services that some rule knows."""
        return frozenset(offer for rule in self._all for offer in rule.offers)

    def map(self, product: Product) -> Mapped | Skipped | None:
        """Return what a product is, why it is left out, or None when no rule knows it."""
        for rule in self._rules_for(product.offer, product.family):
            groups = rule.fits(product.facts)
            if groups is None:
                continue
            if "skip" in rule.raw:
                return Skipped(str(rule.raw["skip"]))
            values = _values(rule, {**product.facts, **groups})
            if values is not None:
                return _mapped(rule, values)
        return None

    def _rules_for(self, offer: str, family: str) -> list[_Rule]:
        found = self._index.get((offer, family))
        if found is None:
            found = self._index[offer, family] = [
                rule
                for rule in self._all
                if offer in rule.offers and (rule.families is None or family in rule.families)
            ]
        return found


def _rule(raw: Mapping[str, Any], where: str) -> _Rule:
    unknown = set(raw) - _KEYS
    if unknown or "offer" not in raw or ("price" in raw) == ("skip" in raw):
        raise FactError(
            f"{where}: a rule needs 'offer' and either 'price' or 'skip'"
            + (f"; it has the unknown key {sorted(unknown)[0]!r}." if unknown else ".")
        )
    return _Rule(raw, where)


def _words(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(str(one) for one in value)


def _test(word: Any) -> re.Pattern[str] | frozenset[str]:
    if isinstance(word, str) and word.startswith("~"):
        return re.compile(word[1:])
    return frozenset(_words(word))


def _values(rule: _Rule, facts: dict[str, str]) -> dict[str, str] | None:
    """Return facts and values; None when a value is not listed."""
    for name, fact in rule.raw.get("values", {}).items():
        word = _filled(str(fact["from"]), facts)
        if fact.get("case") == "lower":
            word = word.lower()
        if "map" in fact:
            listed = _listed(fact["map"], word)
            if listed is None and "otherwise" not in fact:
                return None
            word = str((fact["map"][listed] if listed is not None else fact["otherwise"]) or "")
        facts[name] = word
    return facts


def _listed(words: Mapping[str, Any], word: str) -> str | None:
    """Return the entry of a map that a word is, or the first pattern that it matches."""
    if word in words:
        return word
    patterns = (entry for entry in words if entry.startswith("~"))
    return next((entry for entry in patterns if re.fullmatch(entry[1:], word)), None)


def _mapped(rule: _Rule, values: Mapping[str, str]) -> Mapped | Skipped:
    attributes = _joined(rule.raw.get("attributes", {}), values)
    details = _joined(rule.raw.get("details", {}), values)
    if attributes is None:
        return Skipped("a word with a comma, an equals sign or a control character")
    service, _, product = _filled(rule.raw["price"], values).partition("/")
    option = _filled(str(rule.raw.get("option", "")), values)
    return Mapped(service, product, attributes, rule.units, option, details or "", rule.tier_from)


def _joined(given: Mapping[str, Any], values: Mapping[str, str]) -> str | None:
    """Return attributes as a key carries them; None when a word would break its form."""
    filled = {name: _filled(str(text), values) for name, text in given.items()}
    if any(_ODD.search(word) or len(word) > _LONGEST for word in filled.values()):
        return None
    return ",".join(f"{name}={filled[name]}" for name in sorted(filled) if filled[name])


def _filled(text: str, values: Mapping[str, str]) -> str:
    return _PLACE.sub(lambda found: values.get(found[1], ""), text)
