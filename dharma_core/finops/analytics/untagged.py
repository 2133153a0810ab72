"""The share of cost that carries no tag, for each tag that is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import narwhals as nw

from dharma_core.finops.analytics.bill import Bill, Measure
from dharma_core.finops.analytics.spend import summed
from dharma_core.finops.analytics.tags import Tag, with_tags

__all__ = ["TagCover", "untagged_share"]


@dataclass(frozen=True, slots=True)
class TagCover:
    """How much of the cost of resources has one tag; ``key`` None: has none of those asked for."""

    key: str | None
    cost: Decimal
    untagged: Decimal

    @property
    def share(self) -> float | None:
        """The untagged share of the cost; None where there was no cost."""
        return float(self.untagged / self.cost) if self.cost > 0 else None


def untagged_share(
    bill: Bill, keys: Sequence[str], *, measure: Measure = Measure.AMORTISED
) -> tuple[TagCover, ...]:
    """Return, for each tag and for all together, the cost of resources that lack it.

    Only charges of a resource count: nobody can tag a tax.

    Examples
    --------
    >>> from dharma_core.finops.analytics.examples import small_bill
    >>> bill = small_bill()
    >>> with_ids = bill.frame.with_columns(ResourceId=nw.lit("r"), ResourceName=nw.lit("r"))
    >>> team, none = untagged_share(Bill(with_ids, "USD"), ["Team"])
    >>> team.untagged, team.cost, none.key
    (Decimal('8.50'), Decimal('42.50'), None)
    """
    bill.has("ResourceId")
    usage = bill.where(ChargeCategory="Usage").frame.filter(~nw.col("ResourceId").is_null())
    texts = summed(Bill(usage, bill.currency), ["Tags"], [measure.value])
    read = with_tags(texts, [Tag(key) for key in keys])
    whole = sum(read[measure.value], Decimal(0))
    lacking = {key: read[Tag(key).name].is_null() for key in keys}
    covers = [
        TagCover(key, whole, sum(read.filter(flags)[measure.value], Decimal(0)))
        for key, flags in lacking.items()
    ]
    bare = read
    for flags in (Tag(key).name for key in keys):
        bare = bare.filter(bare[flags].is_null())
    return (*covers, TagCover(None, whole, sum(bare[measure.value], Decimal(0))))
