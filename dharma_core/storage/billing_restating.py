"""What an import would replace, and whether it would lose something."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dharma_core.errors import InputError
from dharma_core.money import exact_sum, plain

if TYPE_CHECKING:
    from dharma_core.storage.billing_loading import StagedFile
    from dharma_core.storage.billing_store import Manifest, Part

__all__ = ["Restated", "refuse_both_views", "refuse_shrinking", "refuse_twins", "restatements"]


@dataclass(frozen=True, slots=True)
class Restated:
    """A month of an account that is in force, and what would replace it."""

    month: str
    provider: str
    account: str
    before: tuple[Part, ...]
    after: tuple[Part, ...]

    @property
    def shrinks(self) -> bool:
        """Whether there are fewer rows, or days at either end have none any more."""
        return (
            _rows(self.after) < _rows(self.before)
            or _first(self.after)[:10] > _first(self.before)[:10]
            or _last(self.after)[:10] < _last(self.before)[:10]
        )

    def text(self) -> str:
        """Return it as people read it."""
        of = f"{self.month} of {self.provider} {self.account}"
        return f"{of}: {_said(self.after)} instead of {_said(self.before)}"

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "period": self.month,
            "provider": self.provider,
            "account": self.account,
            "rows_before": _rows(self.before),
            "rows": _rows(self.after),
            "billed_before": _billed(self.before),
            "billed": _billed(self.after),
            "shrinks": self.shrinks,
        }


def restatements(manifest: Manifest, parts: Sequence[Part]) -> tuple[Restated, ...]:
    """Return the months in force that these parts would replace, the oldest first."""
    found = []
    for key in sorted({part.key for part in parts}):
        before = manifest.of(key)
        if before:
            after = tuple(part for part in parts if part.key == key)
            found.append(Restated(key[0], after[0].provider, after[0].account, before, after))
    return tuple(found)


def refuse_shrinking(found: Sequence[Restated]) -> None:
    """Raise InputError when a month would shrink; each is named."""
    smaller = [restated for restated in found if restated.shrinks]
    if not smaller:
        return
    more = f" and {len(smaller) - 3} more" if len(smaller) > 3 else ""
    raise InputError(
        f"A month would shrink: {'; '.join(r.text() for r in smaller[:3])}{more}.",
        next_step="Give all files of the month at once, or add --allow-shrink if it is right.",
        details={"shrinking": [restated.as_dict() for restated in smaller]},
    )


def refuse_twins(files: Sequence[StagedFile]) -> None:
    """Raise InputError when two files of one import say the same of the same month and source."""
    seen: dict[tuple[Any, ...], str] = {}
    for file in files:
        for part in file.parts:
            costs = frozenset(part.costs.items())
            said = (part.key, part.rows, costs, part.first, part.last)
            other = seen.setdefault(said, file.opened.name)
            if other != file.opened.name:
                raise InputError(
                    f"{other} and {file.opened.name} hold the same {part.rows} rows of "
                    f"{part.month}: together they would count twice.",
                    next_step="Give one of them.",
                    details={"files": [other, file.opened.name], "period": part.month},
                )


def refuse_both_views(files: Sequence[StagedFile]) -> None:
    """Raise InputError when Azure's actual and amortised costs of one month come together.

    They are two views of the same charges: added up, what a commitment covers counts twice.
    """
    seen: dict[tuple[Any, ...], tuple[str, str]] = {}
    azure = [file for file in files if file.bill.format == "azure-cost"]
    if len(azure) < 2:
        return
    for file in azure:
        view = _view(file)
        for part in file.parts if view else ():
            other, name = seen.setdefault(part.key, (view, file.opened.name))
            if other != view:
                raise InputError(
                    f"{name} holds {other} and {file.opened.name} {view} costs of {part.month}: "
                    "together they would count twice.",
                    next_step="Give one of them; Azure's export of FOCUS holds both at once.",
                    details={"files": [name, file.opened.name], "period": part.month},
                )


def _view(file: StagedFile) -> str:
    """Return actual or amortised; empty where no commitment tells."""
    import polars as pl

    cost, category = pl.col("EffectiveCost"), pl.col("ChargeCategory")
    usage = (pl.col("PricingCategory") == "Committed") & (category == "Usage")
    bought = (pl.col("CommitmentDiscountId").is_not_null()) & (category == "Purchase")
    spread, whole = (
        pl.scan_parquet(list(file.staged.values()), glob=False)
        .select(spread=(usage & (cost != 0)).any(), whole=((usage & (cost == 0)) | bought).any())
        .collect(engine="streaming")
        .row(0)
    )
    return "amortised" if spread else "actual" if whole else ""


def _rows(parts: Sequence[Part]) -> int:
    return sum(part.rows for part in parts)


def _first(parts: Sequence[Part]) -> str:
    return min(part.first for part in parts)


def _last(parts: Sequence[Part]) -> str:
    return max(part.last for part in parts)


def _said(parts: Sequence[Part]) -> str:
    billed = " and ".join(f"{amount} {currency}" for currency, amount in _billed(parts).items())
    return f"{_rows(parts)} rows from {_first(parts)[:10]} to {_last(parts)[:10]}, {billed}"


def _billed(parts: Sequence[Part]) -> dict[str, str]:
    sums: dict[str, list[Decimal]] = {}
    for part in parts:
        for currency, cost in part.costs.items():
            sums.setdefault(currency, []).append(cost.billed)
    return {currency: plain(exact_sum(amounts)) for currency, amounts in sorted(sums.items())}
