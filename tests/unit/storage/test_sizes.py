"""Sizes by need, from the bundled price books."""

from __future__ import annotations

from decimal import Decimal

import pytest

from dharma_core.blueprints.ports import SizeNeed
from dharma_core.storage.sizes import open_sizes

SIZES = open_sizes()


@pytest.mark.parametrize(
    ("need", "name"),
    [
        (SizeNeed("aws", "us-east-1", "vm", 2, 4, "x86_64"), "t3a.medium"),
        (SizeNeed("aws", "us-east-1", "vm", 2, 4, "arm64"), "t4g.medium"),
        (SizeNeed("aws", "eu-west-1", "postgres", 4, 16), "db.t4g.xlarge"),
        (SizeNeed("aws", "us-east-1", "cache", 0, 3), "cache.t4g.medium"),
        (SizeNeed("azure", "westeurope", "vm", 4, 16, "x86_64"), "Standard_B4as_v2"),
        (SizeNeed("azure", "westeurope", "postgres", 2, 4), "B_Standard_B2s"),
        (SizeNeed("azure", "westeurope", "cache", 0, 3), "C-3"),
        (SizeNeed("gcp", "europe-west1", "vm", 2, 4, "x86_64"), "e2-medium"),
        (SizeNeed("gcp", "europe-west1", "mysql", 2, 4), "db-custom-2-4096"),
    ],
    ids=str,
)
def test_a_need_finds_the_cheapest_size(need, name):
    assert SIZES.cheapest(need).name == name


def test_a_size_holds_what_is_needed_and_none_that_does_is_cheaper():
    need = SizeNeed("aws", "us-east-1", "vm", 3, 10, "x86_64")
    found = SIZES.cheapest(need)
    assert found.vcpu >= 3
    assert found.memory_gb >= 10
    more = SIZES.cheapest(SizeNeed("aws", "us-east-1", "vm", 5, 20, "x86_64"))
    assert found.hourly_price < more.hourly_price


def test_a_standby_on_azure_takes_no_size_that_lives_on_credit():
    need = SizeNeed("azure", "westeurope", "postgres", 2, 4, burstable=False)
    assert SIZES.cheapest(need).name == "GP_Standard_D2ds_v5"


def test_earlier_generations_are_not_offered_but_known_by_name():
    need = SizeNeed("aws", "us-east-1", "vm", 1, 1, "x86_64")
    assert not SIZES.cheapest(need).name.startswith(("t1.", "t2.", "m3."))
    assert SIZES.held(need, "t2.micro").memory_gb == 1


def test_nothing_fits_and_the_largest_is_told():
    need = SizeNeed("gcp", "europe-west1", "postgres", 500, 1)
    assert SIZES.cheapest(need) is None
    assert SIZES.largest(need).name == "db-custom-96-638976"


def test_a_region_nobody_knows_has_no_sizes():
    need = SizeNeed("aws", "mars-north-1", "vm", 1, 1)
    assert SIZES.cheapest(need) is None
    assert SIZES.largest(need) is None
    assert "mars-north-1" not in SIZES.regions("aws")


def test_regions_and_prices_come_from_the_price_books():
    assert {"us-east-1", "eu-west-1"} <= set(SIZES.regions("aws"))
    assert "westeurope" in SIZES.regions("azure")
    assert SIZES.regions("nobody") == ()
    need = SizeNeed("aws", "us-east-1", "vm", 2, 4, "x86_64")
    assert SIZES.cheapest(need).hourly_price == Decimal("0.0376")
