"""Sample bills for demonstrations and tests, written where somebody asks for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dharma_core.errors import ConflictError
from dharma_core.workbench.context import Context

if TYPE_CHECKING:
    from dharma_core.finops.sample_billing import Incident

__all__ = ["SampleBills", "WrittenSample"]


@dataclass(frozen=True, slots=True)
class WrittenSample:
    """What was written: a folder of monthly files, and the file that says what is true of them."""

    folder: Path
    truth: Path
    rows: int
    months: int
    known: tuple[Incident, ...]

    @property
    def incidents(self) -> int:
        """How many incidents are in it."""
        return len(self.known)

    def as_dict(self) -> Mapping[str, Any]:
        """Return it as JSON carries it."""
        return {
            "folder": str(self.folder),
            "truth": str(self.truth),
            "rows": self.rows,
            "months": self.months,
            "incidents": self.incidents,
        }


class SampleBills(Context):
    """The part of the workbench that invents a company's bill."""

    def write_sample_bill(
        self, folder: Path, *, rows: int, months: int, seed: int, first_month: date
    ) -> WrittenSample:
        """Write an invented bill of three clouds into a new folder, and the truth beside it.

        Raises
        ------
        PermissionDenied
            If the actor may not read billing.
        ConflictError
            If the folder holds something, or the truth of another bill is beside it.
        InputError
            If the size cannot be made.
        """
        from dharma_core.finops.sample_billing import sample_bill
        from dharma_core.storage.sample_billing import (
            load_sample_parameters,
            truth_file,
            write_sample,
        )

        self.allow("billing:read")
        place = self.cwd / folder
        truth = truth_file(place)
        if truth.exists() or (place.exists() and (place.is_file() or any(place.iterdir()))):
            raise ConflictError(
                f"{folder} is not empty, or has a bill's truth beside it.",
                next_step="Choose a new folder.",
            )
        bill = sample_bill(
            load_sample_parameters(), rows=rows, months=months, seed=seed, first_month=first_month
        )
        written = write_sample(bill, place)
        return WrittenSample(place, truth, written, months, tuple(bill.incidents))
