"""The book that prices: bundled, own files over it, overrides on top; changes are seen at once."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dharma_core.blueprints.ports import SizeNeed
from dharma_core.costs.ports import price_key
from dharma_core.costs.price_keys import parse_price_pattern
from dharma_core.errors import FactError, InputError, NotFoundError, PermissionDenied
from dharma_core.identity import Actor
from dharma_core.workbench import Workbench

LISTS = Path(__file__).parents[2] / "fixtures" / "price_lists"
GP3 = price_key(("aws", "us-east-1"), "ec2/ebs_storage", volume_type="gp3")


@pytest.fixture
def bench(tmp_path):
    return Workbench.open(cwd=tmp_path)


@pytest.fixture
def home():
    return Path(os.environ["DHARMA_HOME"])


def write(folder: Path, text: str) -> None:
    (folder / "price_overrides.yaml").write_text(f"version: 1\n{text}\n", "utf-8")


def test_an_import_is_in_force_at_once_and_on_record(bench):
    assert bench.price_book.find(GP3).source == "infracost-worked-cases"

    bench.import_prices([LISTS / "aws_ec2.json"])

    assert bench.price_book.find(GP3).source == "AWS Price List AmazonEC2 20260925174521"
    (entry,) = bench.events(limit=1)
    assert entry.event.type.value == "PricesImported"
    assert entry.event.data["rows"] == 15
    assert bench.verify_audit().valid


def test_sizes_are_chosen_by_imported_prices_at_once(bench, tmp_path):
    need = SizeNeed("aws", "us-east-1", "vm", 2, 8, "x86_64")
    assert bench.sizes.cheapest(need).name == "t3a.large"
    text = (LISTS / "aws_ec2.json").read_text("utf-8")
    (tmp_path / "index.json").write_text(text.replace('"0.0960000000"', '"0.001"'), "utf-8")

    bench.import_prices([Path("index.json")])

    assert bench.sizes.cheapest(need).name == "m5.large"


def test_only_who_may_change_settings_imports(tmp_path):
    bench = Workbench.open(actor=Actor("ann", "default", ("viewer",)), cwd=tmp_path)

    with pytest.raises(PermissionDenied):
        bench.import_prices([LISTS / "aws_ec2.json"])


def test_an_override_that_changes_is_seen_at_once(bench, tmp_path):
    write(tmp_path, "discounts:\n- {service: ec2, percent: 50, reason: a}")
    half = bench.price_book.find(GP3).unit_price
    write(tmp_path, "discounts:\n- {service: ec2, percent: 10, reason: longer}")

    assert str(half) == "0.04"
    assert str(bench.price_book.find(GP3).unit_price) == "0.072"


def test_the_projects_overrides_win_over_those_of_the_home(bench, tmp_path, home):
    write(home, "discounts:\n- {service: ec2, percent: 50, reason: home}")
    write(tmp_path, "discounts:\n- {service: ec2, percent: 25, reason: project}")

    price = bench.price_book.find(GP3)

    assert str(price.unit_price) == "0.06"
    assert price.note.endswith("25 % off (project): price_overrides.yaml:3.")


def test_a_fixed_price_of_a_key_that_no_book_holds_names_the_nearest(bench, tmp_path):
    write(
        tmp_path,
        "prices:\n- {key: aws/ec2/ebs_storage volume_type=gp33 in us-east-1, price: 1, reason: a}",
    )

    with pytest.raises(InputError, match=r"price_overrides\.yaml:3: the price book holds no") as no:
        _ = bench.price_book
    assert "volume_type=gp3" in no.value.next_step


def test_a_file_of_overrides_that_cannot_be_read_is_said(bench, tmp_path):
    (tmp_path / "price_overrides.yaml").write_bytes(b"\xff\xfe\x00")

    with pytest.raises(InputError, match="cannot be read"):
        _ = bench.price_book


def test_an_own_file_without_a_date_in_its_name_is_refused(bench, home):
    (home / "price_books").mkdir()
    (home / "price_books" / "mine.parquet").write_bytes(b"x")

    with pytest.raises(InputError, match="not called <provider>-<family>-<date>"):
        bench.price_book.find(GP3)


def test_an_own_file_that_is_no_parquet_is_said(bench, home):
    (home / "price_books").mkdir()
    (home / "price_books" / "aws-ec2-2026-01-01.parquet").write_bytes(b"x")

    with pytest.raises(FactError, match=r"aws-ec2-2026-01-01\.parquet cannot be read"):
        bench.price_book.find(GP3)
    with pytest.raises(FactError, match="cannot be read"):
        bench.price_books()


def test_a_search_shows_the_replaced_price_and_the_override(bench, tmp_path):
    bench.import_prices([LISTS / "aws_ec2.json"])
    write(tmp_path, "discounts:\n- {service: ec2, percent: 25, reason: EDP}")

    found = bench.find_prices(parse_price_pattern(str(GP3)))

    mine, bundled = found.prices
    assert mine.entry.file.own
    assert mine.entry.in_force
    assert str(mine.override.price.unit_price) == "0.06"
    assert not bundled.entry.in_force
    assert bundled.override is None
    assert found.as_dict()["prices"][0]["override"]["rules"][0]["percent"] == "25"


def test_a_key_of_the_teams_own_is_found(bench, tmp_path):
    write(tmp_path, "prices:\n- {key: aws/acme/x in us-east-1, unit: hours, price: 3, reason: a}")

    (shown,) = bench.find_prices(parse_price_pattern("aws/acme/*")).prices

    assert shown.entry.price.unit == "hours"
    assert shown.entry.file.name == "price_overrides.yaml:3"


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("aws/ec2/instance instance_type=m5.lagre,os=linux in us-east-1", "m5.large"),
        ("aws/ec2/nat_gateway in us-esat-1", "aws/ec2/nat_gateway in us-east-1"),
        ("aws/ec2/nat_gatway in us-east-1", "aws/ec2/nat_gateway"),
    ],
)
def test_what_is_not_found_names_the_nearest_keys(bench, text, nearest):
    with pytest.raises(NotFoundError) as missing:
        bench.find_prices(parse_price_pattern(text))

    assert nearest in missing.value.next_step
