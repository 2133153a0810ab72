"""What every meter works with: one resource, its usage, the book, and how a line is priced."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from dharma_core.costs.estimates import Component
from dharma_core.costs.links import Links
from dharma_core.costs.ports import Price, PriceBook, PriceKey, Tier, price_key
from dharma_core.costs.regions import cloud_of
from dharma_core.costs.usage import Usage, UsageValue, any_index
from dharma_core.plan import UNKNOWN, Catalog, FrozenMap, Resource
from dharma_core.units import to_decimal

__all__ = ["Billed", "Line", "Meter", "Subject", "amount", "blocks_of"]

_MOST = Decimal(10) ** 15  # no billed quantity of a month is larger
_BOOK_NAMES = {"azurerm": "azure", "google": "gcp"}


@dataclass(frozen=True, slots=True)
class Line:
    """A billed part before it has a price.

    Parameters
    ----------
    name, unit : str
    quantity : Decimal or None
        A month's; None when it depends on usage that nobody supplied.
    usage_key : str
        The key of the usage file that would say it.
    hours : Decimal
        Multiplies the book's price into one of this line's units: the hours of a month, the cores
        of a machine priced by the core.
    note : str
    """

    name: str
    unit: str
    quantity: Decimal | None
    usage_key: str = ""
    hours: Decimal = Decimal(1)
    note: str = ""


Billed = dict[tuple[Line, PriceKey], Component | None]


@dataclass(frozen=True)
class Subject:
    """One resource to be metered, with everything a meter may ask.

    Parameters
    ----------
    facts : mapping
        How the type is metered: its own file of data/costs.
    values : mapping
        This resource's usage, by dotted key.
    billed : dict of (Line, PriceKey) to Component or None
        What the estimate billed so far: equal lines at one price are one component.
    """

    resource: Resource
    links: Links
    book: PriceBook
    catalog: Catalog
    usage: Usage
    region: str
    facts: Mapping[str, Any] = field(default_factory=FrozenMap)
    values: Mapping[str, UsageValue] = field(default_factory=FrozenMap)
    billed: Billed = field(default_factory=dict, repr=False, compare=False)

    def get(self, name: str, default: Any = None) -> Any:
        """Return an attribute; the default when it is absent or made by the provider.

        A value that the source computes from another resource stays UNKNOWN.
        """
        return self.within(self.resource.attributes, name, default)

    def within(self, block: Mapping[str, Any], name: str, default: Any = None) -> Any:
        """Return an attribute of a nested block by the same rule."""
        value = block.get(name)
        if value is None:
            return default
        if value is UNKNOWN:
            return UNKNOWN if self._is_written(name) else default
        return value

    def _is_written(self, name: str) -> bool:
        return any(name in expression.path for expression in self.resource.expressions)

    def number(self, name: str, default: int | None = None) -> Decimal | None:
        """Return an attribute as a number; None when it is known only after apply."""
        return amount(self.get(name, default))

    def text(self, name: str, default: str = "") -> str | None:
        """Return an attribute as text; None when it is known only after apply."""
        value = self.get(name, default)
        return None if value is UNKNOWN else str(value)

    def blocks(self, name: str) -> tuple[Mapping[str, Any], ...]:
        """Return the blocks of a name; none when absent or not known."""
        return blocks_of(self.resource.attributes.get(name))

    def used(self, key: str) -> Decimal | None:
        """Return a usage number, None when nobody supplied it."""
        value = self._given(key)
        return value if isinstance(value, Decimal) else None

    def word(self, key: str, default: str = "") -> str:
        """Return a usage word such as ``windows``."""
        value = self._given(key)
        return value if isinstance(value, str) else default

    def _given(self, key: str) -> UsageValue | None:
        """Return a usage value; one for every position of a list where none is for this one."""
        value = self.values.get(key)
        return self.values.get(any_index(key)) if value is None and "[" in key else value

    def targets(self, *attributes: str) -> tuple[Resource, ...]:
        """Return the resources that these attributes mention."""
        return tuple(self.links.targets(self.resource, *attributes))

    def users(self, *types: str) -> tuple[Resource, ...]:
        """Return the resources of these types that mention this one."""
        return self.links.users_of(self.resource, *types)

    def facts_of(self, resource_type: str) -> Mapping[str, Any]:
        """Return how another type is metered."""
        return self.catalog.costs[resource_type]

    def at(self, path: str, default: Any = None) -> Any:
        """Return the attribute at a dotted path, the first block where there are several.

        The default when it is absent or made by the provider; UNKNOWN when it is computed.

        Examples
        --------
        ``subject.at("default_node_pool.vm_size")``
        """
        block: Any = self.resource.attributes
        *outer, last = path.split(".")
        for name in outer:
            inner = self.within(block, name)
            if inner is UNKNOWN:
                return UNKNOWN
            block = next(iter(blocks_of(inner)), None)
            if block is None:
                return default
        return self.within(block, last, default)

    def key(
        self, what: str, *, option: str = "on_demand", region: str = "", **attributes: str
    ) -> PriceKey:
        """Build a price key at this resource's provider, and its region unless one is given."""
        cloud = cloud_of(self.resource)
        provider = _BOOK_NAMES.get(cloud, cloud)
        return price_key((provider, region or self.region), what, option=option, **attributes)

    def bill(self, line: Line, key: PriceKey) -> Component:
        """Return the line with its price, or without one and a note that names the key."""
        return self._billed(line, key) or self.unpriced(line, self._missing(key))

    def _billed(self, line: Line, key: PriceKey) -> Component | None:
        """Return the line with its price, None when the book has none."""
        try:
            return self.billed[line, key]
        except KeyError:
            price = self.book.find(key)
            found = self.billed[line, key] = None if price is None else _priced(line, price)
            return found

    def bill_any(self, line: Line, keys: Iterable[PriceKey]) -> Component | None:
        """Return the line with the first of several prices, None when the book has none."""
        for key in keys:
            if found := self._billed(line, key):
                return found
        return None

    def bill_tiers(self, line: Line, key: PriceKey, names: Sequence[str]) -> Iterator[Component]:
        """Yield a line for each tier of a price that the quantity reaches, named in order.

        Without a known quantity only the first tier is shown. The quantity is in the price's unit.

        Parameters
        ----------
        names : sequence of str
            One for each tier of the price, the cheapest quantity first.
        """
        price = self.book.find(key)
        if price is None:
            yield self.unpriced(replace(line, name=names[0]), self._missing(key))
            return
        for name, tier in zip(names, price.tiers, strict=False):
            share = None if line.quantity is None else tier.share(line.quantity)
            if share or tier is price.tiers[0]:
                yield self.at_tier(replace(line, name=name, quantity=share), price, tier)
            if share is None:
                return

    def at_tier(self, line: Line, price: Price, tier: Tier) -> Component:
        """Return a line that shows one tier of a price."""
        return _priced(line, replace(price, tiers=(Tier(Decimal(0), None, tier.unit_price),)))

    def unpriced(self, line: Line, note: str) -> Component:
        """Return the line without a price and the reason."""
        return Component(
            line.name, line.unit, line.quantity, None, note=note, usage_key=line.usage_key
        )

    def _missing(self, key: PriceKey) -> str:
        near = self.book.nearest(key)
        hint = f" Nearest: {'; '.join(near)}." if near else ""
        return f"No price for {key}.{hint}"


Meter = Callable[[Subject], Iterable[Component]]


def _priced(line: Line, price: Price) -> Component:
    quantity = line.quantity
    if quantity is not None and quantity * line.hours > _MOST:
        quantity = None
    return Component(
        line.name,
        line.unit,
        quantity,
        price.average(quantity) * line.hours,
        currency=price.currency,
        source=price.source,
        as_of=price.as_of,
        note=" ".join(part for part in (line.note, price.note) if part),
        usage_key=line.usage_key,
        quality=price.quality,
        price_key=str(price.key or ""),
        scale=line.hours,
    )


def amount(value: Any) -> Decimal | None:
    """Return a value as a quantity; None when it is no number, negative or absurdly large.

    Examples
    --------
    >>> amount("20"), amount(-1), amount(None)
    (Decimal('20'), None, None)
    """
    number = to_decimal(value)
    return number if number is not None and 0 <= number <= _MOST else None


def blocks_of(value: Any) -> tuple[Mapping[str, Any], ...]:
    """Return the blocks in a value: one mapping or several; none when absent or not known."""
    if isinstance(value, Mapping):
        return (value,)
    return tuple(b for b in value if isinstance(b, Mapping)) if isinstance(value, tuple) else ()
