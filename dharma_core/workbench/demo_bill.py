"""The demo's bill: loaded so that the pages about spend have something to show."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from dharma_core.workbench.billing import Billing
from dharma_core.workbench.sample_bills import SampleBills

if TYPE_CHECKING:
    from dharma_core.workbench.billing_reports import ImportedBills

__all__ = ["UNITS_FILE", "DemoBill"]

UNITS_FILE = "business-units.csv"
_ROWS = 30_000
_MONTHS = 12
_SEED = 7
_FIRST_MONTH = date(2025, 1, 1)


class DemoBill(SampleBills, Billing):
    """The part of the workbench that loads an invented company's bill."""

    def import_sample_bill(self, *, rows: int = _ROWS) -> ImportedBills | None:
        """Load the demo's bill: 12 months of three clouds; a second time changes nothing.

        The company's orders become ``business-units.csv`` in DHARMA_HOME, and its rules of shared
        costs ``cost-sharing.yaml``, unless there is one.

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
            load_sample_parameters,
            write_cost_sharing,
            write_orders,
        )

        self.allow("billing:import")
        clouds = load_sample_parameters().clouds.values()
        own = {(cloud.provider, cloud.billing_account.id) for cloud in clouds}
        if {(part.provider, part.account) for part in self._bills.manifest().parts} - own:
            return None
        with tempfile.TemporaryDirectory(prefix="dharma-sample-") as aside:
            folder = Path(aside) / "sample"
            self.write_sample_bill(
                folder, rows=rows, months=_MONTHS, seed=_SEED, first_month=_FIRST_MONTH
            )
            report = self.import_bills([folder])
        units = self.settings.home / UNITS_FILE
        if not units.exists():
            write_orders(units, _FIRST_MONTH, months=_MONTHS, seed=_SEED)
        sharing = self.settings.home / FILE_NAME
        if not sharing.exists():
            write_cost_sharing(sharing)
        return report
