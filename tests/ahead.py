"""A bill of 15 weeks for tests that look ahead: two accounts, three services, one surge, a tax."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.bills import row, write

if TYPE_CHECKING:
    from dharma_core.workbench import Workbench

FIRST = date(2026, 1, 5)
DAYS = 105
SURGE = (FIRST + timedelta(days=80), FIRST + timedelta(days=83))
_USAGE = (
    ("111", "web", "Amazon EC2", 100),
    ("111", "web", "Amazon S3", 30),
    ("222", "data", "Amazon EC2", 60),
)


def rows() -> list[dict[str, str]]:
    """Return a charge a day of each service, weekends at 70 %, and a tax on each first."""
    found = []
    for n in range(DAYS):
        day = FIRST + timedelta(days=n)
        for account, name, service, usual in _USAGE:
            surge = SURGE[0] <= day <= SURGE[1] and (account, service) == ("111", "Amazon S3")
            cost = usual * (7 if day.weekday() > 4 else 10) / 10 * (3 if surge else 1) + n % 3 / 10
            found.append(
                charge(
                    day,
                    cost,
                    SubAccountId=account,
                    SubAccountName=name,
                    ServiceName=service,
                    SkuId=service,
                )
            )
        if day.day == 1:
            found.append(
                charge(
                    day,
                    50,
                    ChargeCategory="Tax",
                    SubAccountId="",
                    SubAccountName="",
                    ServiceName="Tax",
                    ResourceId="",
                    SkuId="",
                )
            )
    return found


def charge(day: date, cost: float, **changes: str) -> dict[str, str]:
    """Return one charge of a day."""
    month = day.replace(day=1)
    after = (month + timedelta(days=31)).replace(day=1)
    same = dict.fromkeys(("BilledCost", "EffectiveCost", "ListCost", "ContractedCost"), f"{cost}")
    return row(
        **same,
        **dict.fromkeys(("PricingQuantity", "ConsumedQuantity"), f"{cost}"),
        **dict.fromkeys(("ListUnitPrice", "ContractedUnitPrice"), "1"),
        BillingPeriodStart=f"{month}T00:00:00Z",
        BillingPeriodEnd=f"{after}T00:00:00Z",
        ChargePeriodStart=f"{day}T00:00:00Z",
        ChargePeriodEnd=f"{day + timedelta(days=1)}T00:00:00Z",
        **changes,
    )


def ahead_file(folder: Path) -> Path:
    """Write the bill as a CSV file."""
    return write(folder / "ahead.csv", *rows())


@pytest.fixture(scope="session")
def ahead_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home into which the bill was imported, once for all tests."""
    from dharma_core.workbench import Workbench

    home = tmp_path_factory.mktemp("ahead")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DHARMA_HOME", str(home))
        patch.delenv("DHARMA_DATABASE_URL", raising=False)
        Workbench.open(cwd=home).import_bills([ahead_file(home)])
    return home


@pytest.fixture
def ahead(ahead_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workbench:
    """Return a workbench on a copy of that home."""
    from dharma_core.workbench import Workbench

    home = tmp_path / "home"
    shutil.copytree(ahead_home, home)
    monkeypatch.setenv("DHARMA_HOME", str(home))
    return Workbench.open(cwd=tmp_path)
