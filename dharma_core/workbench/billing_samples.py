"""The bill of an invented company: written into a folder, or loaded so that pages have data."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dharma_core.workbench.billing import Billing

if TYPE_CHECKING:
    from datetime import date

    from dharma_core.workbench.billing_reports import ImportedBills

__all__ = ["UNITS_FILE", "BillingSamples", "WrittenSample"]

UNITS_FILE = "business-units.csv"
DEMO_ROWS = 30_000
_DEMO_SEED = 7


@dataclass(frozen=True, slots=True)
class WrittenSample:
    """What was written, and where the truth about it and the company's orders lie."""

    folder: Path
    truth: Path
    orders: Path
    rows: int
    months: tuple[date, ...]
    incidents: int

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "folder": self.folder.as_posix(),
            "truth": self.truth.as_posix(),
            "orders": self.orders.as_posix(),
            "rows": self.rows,
            "months": [f"{month:%Y-%m}" for month in self.months],
            "incidents": self.incidents,
        }


class BillingSamples(Billing):
    """The part of the workbench that makes billing to try things on."""

    def write_sample_bill(
        self, folder: Path, *, rows: int = 100_000, months: int = 12, seed: int = 0
    ) -> WrittenSample:
        """Write a FOCUS 1.2 bill, a Parquet file a month; the same arguments give the same files.

        Raises
        ------
        PermissionDenied
            If the actor may not read billing.
        InputError
            If there are fewer rows than days, no month, or more than ten years.
        """
        from dharma_core.finops.sample_billing import sample_bill
        from dharma_core.storage.sample_billing import (
            load_sample_parameters,
            orders_file,
            truth_file,
            write_orders,
            write_sample,
        )

        self.allow("billing:read")
        bill = sample_bill(load_sample_parameters(), rows=rows, months=months, seed=seed)
        written = write_sample(bill, self.cwd / folder)
        write_orders(bill, self.cwd / orders_file(folder), seed=seed)
        return WrittenSample(
            folder,
            truth_file(folder),
            orders_file(folder),
            rows=written,
            months=bill.months,
            incidents=len(bill.incidents),
        )

    def import_sample_bill(self) -> ImportedBills | None:
        """Load the demo's bill: 12 months of three clouds; a second time changes nothing.

        The company's orders become ``business-units.csv`` in DHARMA_HOME, unless there is one.

        Returns
        -------
        ImportedBills or None
            None where other bills are in force: an invented one never joins them.

        Raises
        ------
        PermissionDenied
            If the actor may not import billing.
        """
        from dharma_core.storage.sample_billing import load_sample_parameters

        self.allow("billing:import")
        clouds = load_sample_parameters().clouds.values()
        own = {(cloud.provider, cloud.billing_account.id) for cloud in clouds}
        if {(part.provider, part.account) for part in self._bills.manifest().parts} - own:
            return None
        with tempfile.TemporaryDirectory(prefix="dharma-sample-") as aside:
            folder = Path(aside) / "sample"
            written = self.write_sample_bill(folder, rows=DEMO_ROWS, seed=_DEMO_SEED)
            report = self.import_bills([folder])
            units = self.settings.home / UNITS_FILE
            if not units.exists():
                units.write_bytes(written.orders.read_bytes())
            return report
