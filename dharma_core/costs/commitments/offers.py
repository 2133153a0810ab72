"""What each strategy would cost for one piece of capacity, from the price book or as assumed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_CEILING, Decimal

from dharma_core.costs.commitments.strategies import Payment, Strategy, StrategyKind
from dharma_core.costs.ports import Price, PriceBook, PriceKey
from dharma_core.units import HOURS_PER_MONTH, to_decimal

__all__ = ["Capacity", "Offer", "offers_for"]

_MONTHLY_UNITS = ("months", "month")


@dataclass(frozen=True, slots=True)
class Capacity:
    """Something that is billed by the hour whether it works or not: a machine, a database.

    Parameters
    ----------
    address : str
        The resource it belongs to.
    name : str
        The component it is billed by.
    key : PriceKey
        Of its on-demand price.
    hours : Decimal
        A month's, of all its instances together.
    hourly : Decimal
        The on-demand price.
    scale : Decimal
        How many of the book's units one is: the cores of a machine priced by the core.
    """

    address: str
    name: str
    key: PriceKey
    hours: Decimal
    hourly: Decimal
    currency: str = "USD"
    scale: Decimal = Decimal(1)

    @property
    def monthly(self) -> Decimal:
        """A month on demand."""
        return self.hours * self.hourly

    @property
    def units(self) -> Decimal:
        """How many of the book's units run the whole month, on average."""
        return self.scale * self.hours / HOURS_PER_MONTH


@dataclass(frozen=True, slots=True)
class Offer:
    """A strategy with its price for one piece of capacity.

    Parameters
    ----------
    upfront : Decimal
        Paid at the start of each term.
    monthly : Decimal
        Paid every month.
    assumed : bool
        Whether a typical discount stands for a price that the book does not have.
    source, as_of : str, date
        Of the price, or of the typical discount.
    """

    strategy: Strategy
    upfront: Decimal
    monthly: Decimal
    assumed: bool = False
    source: str = ""
    as_of: date | None = None
    note: str = ""

    @property
    def effective_monthly(self) -> Decimal:
        """A month with the upfront payment spread over the term."""
        term = self.strategy.term_months
        return self.monthly + (self.upfront / term if term else Decimal(0))

    @property
    def commitment(self) -> Decimal:
        """What is owed for one term, used or not; 0 when nothing is committed."""
        return self.upfront + self.monthly * self.strategy.term_months

    def saving(self, on_demand_monthly: Decimal) -> Decimal:
        """Return what a fully used month saves; negative when it costs more."""
        return on_demand_monthly - self.effective_monthly

    def break_even_month(
        self, on_demand_monthly: Decimal, *, used: Decimal = Decimal(1)
    ) -> int | None:
        """Return the month in which on demand would have cost as much as the whole term does.

        If the need ends before it, on demand was cheaper. None when that is not within the term.

        Parameters
        ----------
        used : Decimal
            The share of the hours in which the capacity is needed, 0 to 1.

        Examples
        --------
        >>> one_year = Strategy("r", "R", "aws", StrategyKind.RESERVED, 12, Payment.NO_UPFRONT)
        >>> Offer(one_year, Decimal(0), Decimal(60)).break_even_month(Decimal(100))
        8
        """
        spent = on_demand_monthly * used
        if not self.strategy.is_commitment or spent <= 0:
            return None
        month = int((self.commitment / spent).to_integral_value(ROUND_CEILING))
        return month if month <= self.strategy.term_months else None

    def scaled(self, share: Decimal) -> Offer:
        """Return the offer for a share of the capacity."""
        return replace(self, upfront=self.upfront * share, monthly=self.monthly * share)


def offers_for(
    capacity: Capacity, book: PriceBook, strategies: Iterable[Strategy]
) -> tuple[Offer, ...]:
    """Return what the strategies of its cloud would cost, the cheapest month first.

    Only offers below the on-demand price are kept.
    """
    found = (
        offer
        for strategy in strategies
        if strategy.cloud == capacity.key.provider
        for offer in _offers(capacity, book, strategy)
        if offer.saving(capacity.monthly) > 0
    )
    return tuple(sorted(found, key=lambda offer: (offer.effective_monthly, offer.strategy.id)))


def _offers(capacity: Capacity, book: PriceBook, strategy: Strategy) -> Iterator[Offer]:
    if strategy.kind is StrategyKind.HYBRID_BENEFIT:
        yield from _without_licence(capacity, book, strategy)
        return
    for option in strategy.options:
        price = book.find(replace(capacity.key, option=option))
        offer = _from_price(capacity, strategy, price) if price else None
        if offer is not None:
            yield offer
            return
    typical = strategy.typical.get(f"{capacity.key.service}/{capacity.key.product}")
    if typical is not None and "os=windows" not in capacity.key.attributes:
        yield _assumed(capacity, strategy, typical)


def _from_price(capacity: Capacity, strategy: Strategy, price: Price) -> Offer | None:
    """Return the offer; None when the book has the hourly part only and an upfront part is due."""
    if price.currency != capacity.currency:
        return None
    monthly = price.unit_price * (
        capacity.units if price.unit in _MONTHLY_UNITS else capacity.hours * capacity.scale
    )
    if strategy.kind is StrategyKind.SAVINGS_PLAN:
        upfront, monthly = _split(monthly, strategy)
    else:
        fee = to_decimal(price.details.get("upfront"))
        if strategy.payment is not Payment.NO_UPFRONT and fee is None:
            return None
        upfront = (fee or Decimal(0)) * capacity.units
    return Offer(
        strategy,
        upfront,
        monthly,
        source=price.source,
        as_of=price.as_of,
        note=_note(strategy, price),
    )


def _note(strategy: Strategy, price: Price) -> str:
    if strategy.kind is StrategyKind.SPOT and "highest" in price.details:
        lowest, highest = price.details["lowest"], price.details["highest"]
        return f"The median; it went from {lowest} to {highest} an hour."
    return ""


def _split(effective: Decimal, strategy: Strategy) -> tuple[Decimal, Decimal]:
    """Return what is paid at the start and every month of a price that holds both."""
    share = strategy.payment.share
    return effective * strategy.term_months * share, effective * (1 - share)


def _assumed(capacity: Capacity, strategy: Strategy, typical: Decimal) -> Offer:
    effective = capacity.monthly * (100 - typical) / 100
    upfront, monthly = _split(effective, strategy)
    return Offer(
        strategy,
        upfront,
        monthly,
        assumed=True,
        source=strategy.source,
        as_of=strategy.as_of,
        note=f"Assumed: a typical discount of {typical} %; import the price list for the price.",
    )


def _without_licence(capacity: Capacity, book: PriceBook, strategy: Strategy) -> Iterator[Offer]:
    """Yield the price of the same machine without Windows: the licence is brought along."""
    if "os=windows" not in capacity.key.attributes:
        return
    bare = capacity.key.attributes.replace("os=windows", "os=linux")
    price = book.find(replace(capacity.key, attributes=bare))
    if price is not None:
        monthly = price.unit_price * capacity.hours * capacity.scale
        yield Offer(
            strategy, Decimal(0), monthly, source=price.source, as_of=price.as_of,
            note="For Windows Server licences with Software Assurance that are owned already.",
        )  # fmt: skip
