"""Usage as rows: each stream's day shared among its resources, covered parts apart."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from dharma_core.finops.sample_billing.books import Books
from dharma_core.finops.sample_billing.frame import COST_SCALE, SCHEMA, exact, instant, month_after
from dharma_core.finops.sample_billing.parameters import SampleParameters
from dharma_core.finops.sample_billing.resources import TAG_VARIANTS, Slots, resource_name, tags
from dharma_core.finops.sample_billing.stream_texts import stream_texts
from dharma_core.finops.sample_billing.term_texts import term_texts, terms_in_force

__all__ = ["QUANTITY_SCALE", "Ledger", "UsageRows"]

QUANTITY_SCALE, PRICE_SCALE = 5, 8
_GENERATIONS = 100_000  # more than any slot sees

Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Ledger:
    """The rows of some days as whole numbers, before texts are put beside them."""

    slot: Integers
    stream: Integers
    day: Integers
    quantity: Integers
    covered: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.slot)


class UsageRows:
    """Writes the usage of any days of the books; the same days give the same rows."""

    def __init__(
        self, parameters: SampleParameters, books: Books, slots: Slots, *, seed: int
    ) -> None:
        self._parameters = parameters
        self._books = books
        self._slots = slots
        self._seed = seed
        self._noise = parameters.noise.resource_percent / 100
        self._streams = stream_texts(parameters, books.streams)
        self._tags = pl.Series(
            [tags(s, variant) for s in books.streams for variant in range(TAG_VARIANTS)],
            dtype=pl.String,
        )
        self._terms = term_texts(parameters, books)
        self._terms_in_force = terms_in_force(books)
        self._prices = {
            name: np.round(np.array(values) * 10**PRICE_SCALE).astype(np.int64)
            for name, values in (
                ("list", [s.meter.price for s in books.streams]),
                ("contracted", list(books.contracted)),
                ("committed", [books.committed_price(i) for i in range(len(books.streams))]),
            )
        }

    def ledger(self, first: int, end: int) -> Ledger:
        """Return the rows of the days ``first`` to ``end`` (excluded), by day, stream and slot."""
        noise = np.stack([self._day_noise(day) for day in range(first, end)], axis=1)
        share = self._slots.shares(noise * self._noise)
        stream = self._slots.stream
        before = np.cumsum(share, axis=0) - share
        before -= before[self._slots.first][stream]
        covered = np.clip(self._books.covered[stream, first:end] - before, 0, share)
        quantity = self._books.quantity[stream, first:end]
        parts = np.stack([(share - covered) * quantity, covered * quantity])
        whole = np.round(parts.transpose(2, 1, 0) * 10**QUANTITY_SCALE).astype(np.int64)
        day, slot, part = np.nonzero(whole)
        return Ledger(slot, stream[slot], day + first, whole[day, slot, part], part == 1)

    def _day_noise(self, day: int) -> NDArray[np.float64]:
        rng = np.random.default_rng([self._seed, 7, day])
        return rng.standard_normal(len(self._slots.stream))

    def used(self, ledger: Ledger) -> Integers:
        """Return what each row uses of a commitment, in whole numbers of `COST_SCALE`."""
        price = self._prices["committed"][ledger.stream]
        return np.where(ledger.covered, ledger.quantity * price, 0)

    def resource_id(self, slot: int) -> str:
        """Return the id of the first resource in a slot."""
        stream = int(self._slots.stream[slot])
        name = resource_name(self._books.streams[stream], slot, 0, self._seed)
        return f"{self._streams['prefix'][stream]}{name}"

    def frame(self, ledger: Ledger) -> pl.DataFrame:
        """Return the ledger as a billing frame."""
        texts = self._streams[pl.Series(ledger.stream)]
        columns = {
            **{name: texts[name] for name in texts.columns if name in SCHEMA},
            **self._times(ledger),
            **self._amounts(ledger),
            **self._resources(ledger),
        }
        frame = pl.DataFrame(columns).with_columns(self._commitments(ledger))
        return frame.select(
            pl.col(name) if name in frame.columns else pl.lit(None, dtype=kind).alias(name)
            for name, kind in SCHEMA.items()
        )

    def _times(self, ledger: Ledger) -> dict[str, pl.Series]:
        days = self._books.days
        table = pl.DataFrame(
            {
                "ChargePeriodStart": [instant(day) for day in days],
                "BillingPeriodStart": [instant(day.replace(day=1)) for day in days],
                "BillingPeriodEnd": [instant(month_after(day)) for day in days],
                "month": [f"{day:%Y%m}" for day in days],
            },
            schema_overrides={
                name: SCHEMA[name]
                for name in ("ChargePeriodStart", "BillingPeriodStart", "BillingPeriodEnd")
            },
        ).with_columns(ChargePeriodEnd=pl.col("ChargePeriodStart") + pl.duration(days=1))
        picked = table[pl.Series(ledger.day)]
        invoice = self._streams["invoice"][pl.Series(ledger.stream)] + picked["month"]
        return {
            **{name: picked[name] for name in picked.columns if name != "month"},
            "InvoiceId": invoice,
        }

    def _amounts(self, ledger: Ledger) -> dict[str, pl.Series]:
        unit = {name: prices[ledger.stream] for name, prices in self._prices.items()}
        contracted = exact(ledger.quantity * unit["contracted"], COST_SCALE)
        listed = exact(ledger.quantity * unit["list"], COST_SCALE)
        paid = np.where(ledger.covered, unit["committed"], unit["contracted"])
        billed = np.where(ledger.covered, 0, ledger.quantity * unit["contracted"])
        effective = exact(ledger.quantity * paid, COST_SCALE)
        list_price, contract_price = (exact(unit[n], PRICE_SCALE) for n in ("list", "contracted"))
        consumed = ledger.quantity * self._streams["per_unit"].to_numpy()[ledger.stream]
        return {
            "BilledCost": exact(billed, COST_SCALE),
            "EffectiveCost": effective,
            "ContractedCost": contracted,
            "ListCost": listed,
            "ListUnitPrice": list_price,
            "ContractedUnitPrice": contract_price,
            "PricingCurrencyListUnitPrice": list_price,
            "PricingCurrencyContractedUnitPrice": contract_price,
            "PricingCurrencyEffectiveCost": effective,
            "PricingQuantity": exact(ledger.quantity, QUANTITY_SCALE),
            "ConsumedQuantity": exact(consumed, QUANTITY_SCALE),
        }

    def _resources(self, ledger: Ledger) -> dict[str, pl.Series]:
        key = ledger.slot * _GENERATIONS
        key += (ledger.day + self._slots.age[ledger.slot]) // self._slots.life[ledger.slot]
        unique, place = np.unique(key, return_inverse=True)
        slots = unique // _GENERATIONS
        streams = self._slots.stream[slots]
        names = [
            resource_name(self._books.streams[s], int(slot), int(k % _GENERATIONS), self._seed)
            for s, slot, k in zip(streams, slots, unique, strict=True)
        ]
        table = pl.DataFrame({"ResourceName": names, "prefix": self._streams["prefix"][streams]})
        table = table.with_columns(ResourceId=pl.col("prefix") + pl.col("ResourceName"))
        variants = self._slots.variant[slots]
        tag_texts = self._tags[pl.Series(streams * TAG_VARIANTS + variants)]
        picked = pl.Series(place)
        return {
            "ResourceName": table["ResourceName"][picked],
            "ResourceId": table["ResourceId"][picked],
            "Tags": tag_texts[picked],
        }

    def _commitments(self, ledger: Ledger) -> list[pl.Expr]:
        """Return what only covered rows say, and what they say otherwise than the rest."""
        kinds = ("Category", "Id", "Name", "Status", "Type", "Unit")
        names = [f"CommitmentDiscount{kind}" for kind in kinds]
        number = self._terms_in_force[ledger.stream, ledger.day]
        picked = self._terms[pl.Series(np.where(ledger.covered, number, 0))]
        spend = self._streams["spend"][pl.Series(ledger.stream)]
        covered = pl.lit(pl.Series(ledger.covered))
        quantity = pl.when(pl.lit(spend)).then("EffectiveCost").otherwise("PricingQuantity")
        return [
            *(pl.lit(picked[name]).alias(name) for name in names),
            pl.when(covered).then(quantity).alias("CommitmentDiscountQuantity"),
            pl.when(covered)
            .then(pl.lit("Committed"))
            .otherwise(pl.lit("Standard"))
            .alias("PricingCategory"),
            pl.when(covered)
            .then(pl.col("ChargeDescription") + ", covered by a commitment")
            .otherwise("ChargeDescription")
            .alias("ChargeDescription"),
        ]
