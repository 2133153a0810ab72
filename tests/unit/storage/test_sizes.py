"""Sizes by need, from the bundled price books and the team's own over them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from dharma_core.blueprints.ports import SizeNeed
from dharma_core.storage.facts import data_root
from dharma_core.storage.price_books import ParquetPriceBook
from dharma_core.storage.price_lists.importing import import_price_lists
from dharma_core.storage.sizes import open_sizes

LISTS = Path(__file__).parents[2] / "fixtures" / "price_lists"
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


@pytest.fixture
def own(tmp_path):
    """Return a function that imports a changed price list and opens the sizes over it."""

    def run(name, *changes):
        text = (LISTS / name).read_text("utf-8")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        (tmp_path / name).write_text(text, "utf-8")
        into = tmp_path / "own"
        import_price_lists([tmp_path / name], into, today=date(2026, 11, 30))
        return open_sizes(ParquetPriceBook(data_root() / "price_books", into))

    return run


def test_an_imported_price_decides_which_size_is_the_cheapest(own):
    need = SizeNeed("aws", "us-east-1", "vm", 2, 8, "x86_64")
    assert SIZES.cheapest(need).name == "t3a.large"

    found = own("aws_ec2.json", ('"0.0960000000"', '"0.0010000000"')).cheapest(need)

    assert (found.name, found.hourly_price) == ("m5.large", Decimal("0.001"))


def test_a_machine_that_only_an_import_knows_is_offered_for_its_processor(own):
    sizes = own(
        "aws_ec2.json",
        ("m5.large", "m99g.large"),
        ("Intel Xeon Platinum 8175 (Skylake)", "AWS Graviton9 Processor"),
        ('"0.0960000000"', '"0.0010000000"'),
    )
    place = ("aws", "us-east-1", "vm", 2, 8)

    assert sizes.cheapest(SizeNeed(*place, "arm64")).name == "m99g.large"
    assert sizes.cheapest(SizeNeed(*place, "x86_64")).name == "t3a.large"
    assert sizes.held(SizeNeed(*place), "m99g.large").memory_gb == 8


def test_a_region_that_only_an_import_knows_has_sizes(own):
    sizes = own("aws_ec2.json", ('"regionCode": "eu-west-1"', '"regionCode": "mars-north-1"'))
    found = sizes.cheapest(SizeNeed("aws", "mars-north-1", "vm", 1, 1, "x86_64"))

    assert (found.name, found.hourly_price) == ("m5.large", Decimal("0.107"))
    assert "mars-north-1" in sizes.regions("aws")


def test_prices_of_dedicated_machines_are_not_those_of_shared_ones(own):
    held = own("aws_ec2.json").held(SizeNeed("aws", "us-east-1", "vm", 1, 1), "m5.large")
    assert held.hourly_price == Decimal("0.096")  # dedicated: 0.102


def test_a_machine_of_google_costs_what_its_imported_rates_say(own):
    sizes = own("gcp_skus.json", ('"nanos": 31611000', '"nanos": 1000000'))
    held = sizes.held(SizeNeed("gcp", "us-central1", "vm", 1, 1), "n2-standard-4")

    assert held.hourly_price == Decimal("0.071792")  # 4 x 0.001 + 16 x 0.004237
