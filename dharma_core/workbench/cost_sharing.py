"""Who pays for what of a month: the rules of sharing found, and the bill divided by them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from dharma_core.errors import InputError, nearest
from dharma_core.workbench.finops import Finops, chosen_month

if TYPE_CHECKING:
    from dharma_core.finops.analytics import Dimension
    from dharma_core.finops.cost_sharing import CostSharing
    from dharma_core.finops.divided_bill import DividedBill

__all__ = ["CostSharingDesk"]

_ACCOUNT = "SubAccountName"


class CostSharingDesk(Finops):
    """The part of the workbench that divides bills among their owners."""

    def divided_bill(
        self,
        month: str = "",
        *,
        kind: str = "showback",
        sharing: CostSharing | None = None,
        currency: str = "",
        rates: Path | None = None,
    ) -> DividedBill:
        """Return a month divided among its owners, to the cent.

        Parameters
        ----------
        month : str, optional
            Such as ``2026-03``; the latest one with a bill when left out.
        kind : str
            ``showback`` divides what was used (amortised), ``chargeback`` what is invoiced.
        sharing : CostSharing, optional
            As `cost_sharing` finds it when left out. Where it names no owner, it is the first of
            the tags that the settings require and the month has, else the account.

        Raises
        ------
        PermissionDenied
            If the actor may not read billing.
        InputError
            If nothing was imported, the month has no bill, there is no such kind or column, or a
            shared cost has nobody to share it.
        """
        from dharma_core.finops.analytics import StatementKind, Tag
        from dharma_core.finops.divided_bill import divide

        self.allow("billing:read")
        kinds = [each.value for each in StatementKind]
        if kind not in kinds:
            raise InputError(
                f"There is no statement called {kind[:80]!r}.", next_step=nearest(kind, kinds)
            )
        rules = self.cost_sharing() if sharing is None else sharing
        held = self.billing_summary(currency=currency, rates=rates)
        chosen = chosen_month(month, held)
        # A correction comes with a later bill.
        months = tuple(sorted({p.period for p in held.periods if p.period >= chosen}))
        bill = self._one_bill(held, months, currency, rates)
        by: Dimension = rules.owner or self._usual_owner(chosen)
        first = date.fromisoformat(f"{chosen}-01")
        found = divide(bill, first, by, rules.shared, kind=StatementKind(kind))
        if isinstance(by, Tag) and not any(s.allocated for s in found.statements):
            raise self._nobody(by.key, chosen)
        return found

    def cost_sharing(self, file: Path | None = None, *, owner: str = "") -> CostSharing:
        """Return how shared costs are divided; nothing is shared where no file says so.

        Parameters
        ----------
        file : Path, optional
            ``cost-sharing.yaml`` here or in DHARMA_HOME when left out.
        owner : str, optional
            A column or ``tag:KEY``, in place of what the file says.

        Raises
        ------
        InputError
            If the file cannot be read, or is not right; file and line are named.
        """
        from dharma_core.finops.cost_sharing import dimension_of, parse_cost_sharing

        path, text = self.cost_sharing_text(file)
        found = parse_cost_sharing(text, file=path.name if path else "")
        return replace(found, owner=dimension_of(owner)) if owner else found

    def cost_sharing_text(self, file: Path | None = None) -> tuple[Path | None, str]:
        """Return the file of `cost_sharing` and its text; None and nothing where there is none."""
        from dharma_core.finops.cost_sharing import FILE_NAME
        from dharma_core.storage.text_files import read_small_text

        self.allow("billing:read")
        places = [self.cwd / FILE_NAME, self.settings.home / FILE_NAME]
        path = self.cwd / file if file else next((p for p in places if p.is_file()), None)
        if path is None:
            return None, ""
        what = "file of cost sharing"
        return path, read_small_text(path, what=what, too_large="Keep a hundred shared costs.")

    def _nobody(self, key: str, month: str) -> InputError:
        keys = self._tag_keys(month)
        return InputError(
            f"No charge of {month} has the tag {key[:80]!r}.",
            next_step=nearest(key, keys, count=3) if keys else "Divide it by SubAccountName.",
            details={"tags": keys},
        )

    def _usual_owner(self, month: str) -> Dimension:
        from dharma_core.finops.analytics import Tag

        required, there = self.settings.policies.required_tags, self._tag_keys(month)
        return next((Tag(key) for key in required if key in there), _ACCOUNT)

    def _tag_keys(self, month: str) -> list[str]:
        from dharma_core.finops.analytics import Tag

        return [d.key for d in self.billing_dimensions(months=[month]) if isinstance(d, Tag)]
