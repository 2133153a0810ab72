"""The demo's bill and budgets: so that the pages about spend have something to show."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from dharma_core.workbench.budgets import BudgetDesk
from dharma_core.workbench.sample_bills import SampleBills

if TYPE_CHECKING:
    from dharma_core.storage.budgets import StoredBudget
    from dharma_core.workbench.billing_reports import ImportedBills

__all__ = ["UNITS_FILE", "DemoBill"]

UNITS_FILE = "business-units.csv"
_ROWS = 30_000
_MONTHS = 12
_SEED = 7
_FIRST_MONTH = date(2025, 1, 1)
_EXAMPLE_MONTHS = (date(2025, 11, 1), date(2025, 12, 1))


class DemoBill(SampleBills, BudgetDesk):
    """The part of the workbench that loads an invented company's bill and budgets."""

    def import_sample_bill(self, *, rows: int = _ROWS) -> ImportedBills | None:
        """Load the demo's bill: 12 months of three clouds; a second time changes nothing.

        With it comes the account of the bundled example design, two months, so that its estimate
        can take usage from the bill. The company's orders become ``business-units.csv`` in
        DHARMA_HOME, and its rules of shared costs ``cost-sharing.yaml``, unless there is one.

        Parameters
        ----------
        rows : int
            About how many; fewer are loaded sooner and tell less.

        Returns
        -------
        ImportedBills or None
            None where other bills are in force: an invented one never joins them.

        Raises
        ------
        PermissionDenied
            If the actor may not import billing.
        """
        from dharma_core.finops.cost_sharing import FILE_NAME
        from dharma_core.storage.sample_billing import (
            load_example_bill,
            load_sample_parameters,
            write_cost_sharing,
            write_example_bill,
            write_orders,
        )

        self.allow("billing:import")
        clouds, example = load_sample_parameters().clouds.values(), load_example_bill()
        own = {(cloud.provider, cloud.billing_account.id) for cloud in clouds}
        own.add((example["provider"], example["billing_account"]["id"]))
        if {(part.provider, part.account) for part in self._bills.manifest().parts} - own:
            return None
        with tempfile.TemporaryDirectory(prefix="dharma-sample-") as aside:
            folder = Path(aside) / "sample"
            self.write_sample_bill(
                folder, rows=rows, months=_MONTHS, seed=_SEED, first_month=_FIRST_MONTH
            )
            write_example_bill(_EXAMPLE_MONTHS, folder)
            report = self.import_bills([folder])
        units = self.settings.home / UNITS_FILE
        if not units.exists():
            write_orders(units, _FIRST_MONTH, months=_MONTHS, seed=_SEED)
        sharing = self.settings.home / FILE_NAME
        if not sharing.exists():
            write_cost_sharing(sharing)
        return report

    def set_sample_budgets(self) -> tuple[StoredBudget, ...]:
        """Set what the invented company may spend; return those that were not there.

        A budget that has one of their names stays as it is.

        Raises
        ------
        PermissionDenied
            If the actor may not set budgets.
        """
        from dharma_core.storage.sample_billing import load_sample_budgets

        self.allow("budget:set")
        taken = {stored.budget.name for stored in self.budgets()}
        wanted = (budget for budget in load_sample_budgets() if budget.name not in taken)
        return tuple(map(self.set_budget, wanted))
