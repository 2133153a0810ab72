"""Charges that no resource made: commitments and what they left unused, tax, support, credits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dharma_core.finops.sample_billing.books import Books
from dharma_core.finops.sample_billing.commitments import TERM_DAYS, Commitment, Term
from dharma_core.finops.sample_billing.company import Scope, Stream
from dharma_core.finops.sample_billing.frame import instant, money, month_after
from dharma_core.finops.sample_billing.parameters import SampleParameters
from dharma_core.finops.sample_billing.stream_texts import identity, invoice_id
from dharma_core.finops.sample_billing.term_texts import term_of

__all__ = ["Charges"]

_LEAST_UNUSED = Decimal("0.005")  # dollars a day; less is rounding

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Charges:
    """Writes the charges of a month that are not usage of a resource."""

    parameters: SampleParameters
    books: Books
    seed: int

    def unused(self, used: Mapping[tuple[Scope, int], Decimal]) -> Iterator[Row]:
        """Return what commitments left unused on the days of ``used``, by scope and day."""
        for (scope, day), amount in sorted(used.items()):
            commitment = self.books.commitments[scope]
            number = int(commitment.term_of_day(len(self.books.days))[day])
            left = Decimal(str(commitment.fee)) - amount
            if number >= 0 and left >= _LEAST_UNUSED:
                yield self._unused_row(commitment, commitment.terms[number], day, left)

    def _unused_row(self, commitment: Commitment, term: Term, day: int, left: Decimal) -> Row:
        stream = self._stream(commitment)
        index = self.books.streams.index(stream)
        start = self.books.days[day]
        return {
            **self._of_commitment(commitment, term, start),
            **_period(start, start + timedelta(days=1)),
            **_costs(billed=Decimal(0), effective=left, listed=Decimal(0)),
            "ChargeCategory": "Usage",
            "ChargeDescription": f"Unused commitment, {stream.service.name}",
            "ChargeFrequency": "Usage-Based",
            "CommitmentDiscountQuantity": self._committed(stream, left),
            "CommitmentDiscountStatus": "Unused",
            "ContractedUnitPrice": Decimal(str(self.books.contracted[index])),
            "ListUnitPrice": Decimal(str(stream.meter.price)),
            "PricingCategory": "Committed",
            "PricingQuantity": Decimal(0),
            "PricingUnit": stream.meter.unit,
            **_sku(stream),
        }

    def of_month(self, month: date) -> Iterator[Row]:
        """Return purchases, support, marketplace, credits, corrections and tax of one month."""
        rows = [*self._purchases(month), *self._plans(month), *self._credits(month)]
        rows += self._corrections(month)
        yield from rows
        yield from self._taxes(month, rows)

    def _purchases(self, month: date) -> Iterator[Row]:
        days = self._numbers(month)
        for commitment in self.books.commitments.values():
            fee = Decimal(str(commitment.fee))
            for term in commitment.terms:
                inside = [d for d in days if term.first_day <= d < term.end_day]
                if commitment.upfront and term.first_day in days:
                    yield self._purchase(commitment, term, (term.first_day, TERM_DAYS), fee)
                elif not commitment.upfront and inside:
                    yield self._purchase(commitment, term, (inside[0], len(inside)), fee)

    def _purchase(
        self, commitment: Commitment, term: Term, span: tuple[int, int], fee: Decimal
    ) -> Row:
        first, count = span
        start = self.books.days[first]
        whole = fee * count
        way = "upfront" if commitment.upfront else "monthly"
        stream = self._stream(commitment)
        return {
            **self._of_commitment(commitment, term, start),
            **_period(start, start + timedelta(days=count)),
            **_costs(billed=whole, effective=Decimal(0), listed=whole),
            "ChargeCategory": "Purchase",
            "ChargeDescription": f"{term.id.rsplit('/', 1)[-1]}, paid {way}",
            "ChargeFrequency": "One-Time" if commitment.upfront else "Recurring",
            "CommitmentDiscountQuantity": self._committed(stream, whole),
            "PricingCategory": "Committed",
            "PricingQuantity": Decimal(1),
            "PricingUnit": "Payment",
            "ListUnitPrice": whole,
            "ContractedUnitPrice": whole,
        }

    def _of_commitment(self, commitment: Commitment, term: Term, day: date) -> Row:
        stream = self._stream(commitment)
        cloud = self.parameters.clouds[stream.cloud]
        return {
            **self._head(stream.cloud, day),
            **term_of(cloud, commitment, term),
            "ResourceId": term.id,
            "ServiceCategory": stream.service.category,
            "ServiceName": stream.service.name,
            "ServiceSubcategory": stream.service.subcategory,
            "SkuId": f"{stream.meter.sku}-COMMITMENT",
            "SkuPriceId": f"{stream.meter.sku}-COMMITMENT",
            "SubAccountId": stream.account.id,
            "SubAccountName": stream.account.name,
            "SubAccountType": cloud.account_type,
        }

    def _committed(self, stream: Stream, amount: Decimal) -> Decimal:
        """Return an amount in the unit that the cloud's commitments are counted in."""
        if self.parameters.clouds[stream.cloud].commitment.category == "Spend":
            return amount
        price = self.books.committed_price(self.books.streams.index(stream))
        return round(amount / Decimal(str(price)), 6)

    def _stream(self, commitment: Commitment) -> Stream:
        """Return the first stream that a commitment may cover."""
        fitting = (s for s in self.books.streams if s.scope == commitment.scope)
        return next(s for s in fitting if s.meter.committable)

    def _plans(self, month: date) -> Iterator[Row]:
        for name in self._clouds():
            support = self.parameters.clouds[name].support
            amount = money(self._usage(name, month) * support.percent / 100)
            yield {
                **self._fee(name, month, amount),
                "ChargeDescription": support.name,
                "ServiceCategory": "Management and Governance",
                "ServiceName": support.name,
                "ServiceSubcategory": "Support",
            }
        market = self.parameters.marketplace
        if market.cloud in self._clouds():
            amount = money(self._usage(market.cloud, month) * market.percent / 100)
            yield {
                **self._fee(market.cloud, month, amount),
                "ChargeDescription": f"{market.service}, subscription",
                "PublisherName": market.publisher,
                "ServiceCategory": market.category,
                "ServiceName": market.service,
                "ServiceSubcategory": market.subcategory,
            }

    def _fee(self, cloud: str, month: date, amount: Decimal) -> Row:
        return {
            **self._head(cloud, month),
            **_period(month, month_after(month)),
            **_costs(billed=amount, effective=amount, listed=amount),
            "ChargeCategory": "Purchase",
            "ChargeFrequency": "Recurring",
            "ContractedUnitPrice": amount,
            "ListUnitPrice": amount,
            "PricingCategory": "Standard",
            "PricingQuantity": Decimal(1),
            "PricingUnit": "Months",
            "SkuId": "SUBSCRIPTION",
            "SkuPriceId": "SUBSCRIPTION-MONTH",
        }

    def _credits(self, month: date) -> Iterator[Row]:
        first = self.books.days[0]
        number = (month.year - first.year) * 12 + month.month - first.month
        for name in self._clouds():
            credit = self.parameters.clouds[name].credit
            if number >= credit.months:
                continue
            amount = -money(self._usage(name, month) * credit.percent / 100)
            yield {
                **self._head(name, month),
                **_period(month, month_after(month)),
                **_costs(billed=amount, effective=amount, listed=amount),
                "ChargeCategory": "Credit",
                "ChargeDescription": credit.name,
                "ChargeFrequency": "One-Time",
                "ServiceCategory": "Other",
                "ServiceName": credit.name,
                "ServiceSubcategory": "Other (Other)",
            }

    def _corrections(self, month: date) -> Iterator[Row]:
        """Return what is given back for the month before: some per cent of a meter, day by day."""
        before = self._numbers((month - timedelta(days=1)).replace(day=1))
        rng = np.random.default_rng([self.seed, 8, month.toordinal()])
        rules = self.parameters.refunds
        if rng.uniform() >= rules.monthly_probability or not before:
            return
        fitting = [i for i, s in enumerate(self.books.streams) if not s.incident]
        index = int(rng.choice(fitting))
        share = float(rng.uniform(*rules.percent_of_month)) / 100
        for day in before:
            amount = -money(self._on_demand()[index, day] * share)
            if amount:
                yield self._correction(self.books.streams[index], month, day, amount)

    def _correction(self, stream: Stream, month: date, day: int, amount: Decimal) -> Row:
        start = self.books.days[day]
        cloud = self.parameters.clouds[stream.cloud]
        return {
            **self._head(stream.cloud, month),
            **_period(start, start + timedelta(days=1)),
            **_costs(billed=amount, effective=amount, listed=amount),
            "ChargeCategory": "Usage",
            "ChargeClass": "Correction",
            "ChargeDescription": f"Correction of {stream.meter.meter}, {start:%B %Y}",
            "ChargeFrequency": "Usage-Based",
            "RegionId": stream.region,
            "RegionName": cloud.regions[stream.region],
            "ServiceCategory": stream.service.category,
            "ServiceName": stream.service.name,
            "ServiceSubcategory": stream.service.subcategory,
            **_sku(stream),
            "SubAccountId": stream.account.id,
            "SubAccountName": stream.account.name,
            "SubAccountType": cloud.account_type,
        }

    def _taxes(self, month: date, charges: list[Row]) -> Iterator[Row]:
        for name in self._clouds():
            provider = self.parameters.clouds[name].provider
            fees = sum(r["BilledCost"] for r in charges if r["ProviderName"] == provider)
            base = self._usage(name, month) + float(fees)
            amount = money(base * self.parameters.clouds[name].tax_percent / 100)
            yield {
                **self._head(name, month),
                **_period(month, month_after(month)),
                **_costs(billed=amount, effective=amount, listed=amount),
                "ChargeCategory": "Tax",
                "ChargeDescription": "Sales tax",
                "ChargeFrequency": "Recurring",
                "ServiceCategory": "Other",
                "ServiceName": "Tax",
                "ServiceSubcategory": "Other (Other)",
            }

    def _head(self, cloud: str, day: date) -> Row:
        month = day.replace(day=1)
        return {
            **identity(self.parameters, cloud),
            "BillingPeriodStart": instant(month),
            "BillingPeriodEnd": instant(month_after(month)),
            "InvoiceId": invoice_id(self.parameters, cloud, month),
        }

    def _clouds(self) -> list[str]:
        return sorted({s.cloud for s in self.books.streams})

    def _numbers(self, month: date) -> list[int]:
        same = month.replace(day=1)
        return [n for n, day in enumerate(self.books.days) if day.replace(day=1) == same]

    def _on_demand(self) -> NDArray[np.float64]:
        """Return the billed usage: streams by days."""
        open_share = 1 - self.books.covered
        billed: NDArray[np.float64] = (
            self.books.quantity * self.books.contracted[:, None] * open_share
        )
        return billed

    def _usage(self, cloud: str, month: date) -> float:
        own = [i for i, s in enumerate(self.books.streams) if s.cloud == cloud]
        return float(self._on_demand()[np.ix_(own, self._numbers(month))].sum())


def _period(start: date, end: date) -> Row:
    return {"ChargePeriodStart": instant(start), "ChargePeriodEnd": instant(end)}


def _sku(stream: Stream) -> Row:
    return {
        "SkuId": stream.meter.sku,
        "SkuMeter": stream.meter.meter,
        "SkuPriceId": f"{stream.meter.sku}.{stream.region}",
    }


def _costs(*, billed: Decimal, effective: Decimal, listed: Decimal) -> Row:
    return {
        "BilledCost": billed,
        "ContractedCost": listed,
        "EffectiveCost": effective,
        "ListCost": listed,
    }
