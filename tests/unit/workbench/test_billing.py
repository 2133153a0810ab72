"""Bills through the workbench: loaded whole, restated by month, never doubled, on record."""

from __future__ import annotations

import gzip
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from dharma_core.errors import AdapterError, ConflictError, InputError
from dharma_core.events import EventType
from dharma_core.identity import Actor
from dharma_core.storage.billing_store import BillingStore
from dharma_core.workbench import Workbench
from tests.bills import csv_text, days, write
from tests.exports import csv_of


@pytest.fixture
def bench(tmp_path):
    return Workbench.open(cwd=tmp_path)


@pytest.fixture
def home(monkeypatch, tmp_path_factory):
    place = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("DHARMA_HOME", str(place))
    return place


def bill(bench, name, *changes, **options):
    return write(bench.cwd / name, *changes, **options)


def load(bench, name, *changes, **flags):
    return bench.import_bills([bill(bench, name, *changes)], **flags)


def held(bench, *names):
    return bench.billing().select(*names).collect().rows()


def test_a_bill_is_loaded_and_its_sums_are_exact(home, bench):
    report = load(bench, "a.csv", *days(1, 2, 3, BilledCost="0.1", Id="7"))
    assert (report.rows, report.rejected) == (3, ())
    found = bench.billing_summary().as_dict()
    assert (found["billed_cost"], found["effective_cost"], found["currency"]) == (
        "0.3",
        "3.75",
        "USD",
    )
    assert [p["period"] for p in found["periods"]] == ["2026-03"]
    frame = bench.billing().collect()
    assert frame.width == 58
    assert frame["x_Id"].to_list() == ["7"] * 3
    (event,) = bench.events(type=EventType.BILLING_IMPORTED)
    assert event.event.data["rows"] == 3
    assert event.event.data["files"][0]["name"] == "a.csv"


def test_loading_the_same_file_again_changes_nothing(home, bench):
    load(bench, "a.csv", *days(1, 2))
    before = {p: p.stat().st_mtime_ns for p in home.rglob("*.parquet")}
    packed = bench.cwd / "b.csv.gz"
    packed.write_bytes(gzip.compress((bench.cwd / "a.csv").read_bytes()))
    report = bench.import_bills([Path("a.csv"), packed, Path("a.csv")])
    told = [(f["status"], f["same_as"]) for f in report.as_dict()["files"]]
    assert told == [("unchanged", None), ("duplicate", "a.csv"), ("duplicate", "a.csv")]
    assert {p: p.stat().st_mtime_ns for p in home.rglob("*.parquet")} == before
    assert len(bench.events(type=EventType.BILLING_IMPORTED)) == 1


def test_a_restated_month_replaces_what_was_there_and_leaves_others(home, bench):
    april = {
        "BillingPeriodStart": "2026-04-01T00:00:00Z",
        "BillingPeriodEnd": "2026-05-01T00:00:00Z",
        "ChargePeriodStart": "2026-04-02T00:00:00Z",
        "ChargePeriodEnd": "2026-04-03T00:00:00Z",
    }
    load(bench, "a.csv", *days(1, 2), april, {"BillingAccountId": "other"})
    report = load(bench, "b.csv", *days(1, 2, 3, BilledCost="9"))
    (restated,) = report.as_dict()["restated"]
    assert (restated["rows_before"], restated["rows"]) == (2, 3)
    assert (restated["billed_before"], restated["billed"]) == ({"USD": "3"}, {"USD": "27"})
    # 27 of the new month, 1.5 of April, 1.5 of the other account
    assert bench.billing_summary().as_dict()["billed_cost"] == "30"
    assert bench.billing(months=["2026-04"]).collect().height == 1


@pytest.mark.parametrize(
    "after",
    [days(1, 2), days(2, 3, 4), days(1, 2, 2)],
    ids=["fewer rows", "begins later", "ends earlier"],
)
def test_a_month_that_shrinks_is_told_and_needs_the_flag(home, bench, after):
    load(bench, "a.csv", *days(1, 2, 3))
    with pytest.raises(InputError, match=r"2026-03 of AWS payer: \d rows") as told:
        load(bench, "b.csv", *after)
    assert "--allow-shrink" in told.value.next_step
    assert bench.billing().collect().height == 3
    load(bench, "b.csv", *after, allow_shrink=True)
    assert bench.billing().collect().height == len(after)
    assert bench.events(type=EventType.BILLING_IMPORTED)[0].event.data["shrunk"] == ["2026-03"]


def test_months_in_several_files_of_one_import_are_added(home, bench):
    folder = bench.cwd / "bills"
    folder.mkdir()
    write(folder / "1.csv", *days(1, 2))
    write(folder / "2.csv", *days(3, BilledCost="2"))
    assert bench.import_bills([folder]).rows == 3
    assert bench.billing_summary().as_dict()["billed_cost"] == "5"


def test_two_files_that_say_the_same_are_refused(home, bench):
    bill(bench, "a.csv", *days(1, 2))
    (bench.cwd / "b.csv").write_text((bench.cwd / "a.csv").read_text() + "\n", "utf-8")
    with pytest.raises(InputError, match="would count twice"):
        bench.import_bills([Path("a.csv"), Path("b.csv")])
    assert not list(home.rglob("*.parquet"))


def test_a_file_with_a_wrong_row_stays_out_unless_asked(home, bench):
    rows = [{}, {"BilledCost": "1,50"}, {"BillingCurrency": "", "EffectiveCost": "x"}]
    report = load(bench, "a.csv", *rows)
    assert (report.rows, report.rejected_count) == (0, 2)
    first, second = report.rejected
    assert (first.row, first.column, first.rule, first.value) == (
        2, "BilledCost", "BilledCost_IsDecimal", "1,50",
    )  # fmt: skip
    assert second.row == 3
    assert not list(home.rglob("*.parquet"))
    assert load(bench, "a.csv", *rows, partial=True).rows == 1
    found = bench.billing_summary().as_dict()
    assert (found["billed_cost"], found["rejected_count"]) == ("1.5", 2)


@pytest.mark.parametrize(
    "column", ["BilledCost", "EffectiveCost", "BillingCurrency", "ChargePeriodStart"]
)
def test_a_file_without_an_essential_column_loads_nothing(home, bench, column):
    good = bill(bench, "a.csv")
    bad = bill(bench, "b.csv", {}, without=(column,))
    with pytest.raises(InputError, match=f"b.csv lacks {column}"):
        bench.import_bills([good, bad])
    assert not list(home.rglob("*.parquet"))
    assert not bench.events(type=EventType.BILLING_IMPORTED)


def test_a_file_without_rows_is_refused(home, bench):
    (bench.cwd / "a.csv").write_text(csv_text().splitlines()[0] + "\n")
    with pytest.raises(InputError, match="a header and no rows"):
        bench.import_bills([Path("a.csv")])


def test_currencies_stay_apart_until_a_rate_is_stated(home, bench):
    load(bench, "a.csv", {}, {"BillingCurrency": "EUR"})
    found = bench.billing_summary().as_dict()
    assert (found["billed_cost"], found["currency"]) == (None, None)
    assert {c["currency"]: c["billed_cost"] for c in found["currencies"]} == {
        "EUR": "1.5",
        "USD": "1.5",
    }
    with pytest.raises(InputError, match="no rate from EUR to USD for 2026-03"):
        bench.billing_summary(currency="USD")
    with pytest.raises(InputError, match="no rate from EUR to USD"):
        bench.billing(currency="USD")
    (bench.cwd / "exchange-rates.csv").write_text("month,from,to,rate\n2026-03,EUR,USD,1.2\n")
    # 1.50 USD + 1.50 EUR x 1.2 = 3.30 USD
    assert bench.billing_summary(currency="USD").as_dict()["billed_cost"] == "3.3"
    frame = bench.billing(currency="USD").collect()
    assert frame["BilledCost"].sum() == Decimal("3.3")
    assert set(frame["BillingCurrency"]) == {"USD"}


def test_negative_and_zero_costs_long_names_and_null_tags_are_loaded(home, bench):
    load(
        bench,
        "a.csv",
        {"BilledCost": "-2", "Tags": ""},
        {"BilledCost": "0", "ResourceName": "n" * 300},
    )
    assert sorted(held(bench, "BilledCost", "Tags")) == [(-2, None), (0, '{"team": "web"}')]
    assert bench.billing_summary().as_dict()["billed_cost"] == "-2"


def test_a_period_that_begins_in_another_zone_counts_to_its_month(home, bench):
    load(bench, "a.csv", {"BillingPeriodStart": "2026-03-01T00:00:00+02:00"})
    assert [p.period for p in bench.billing_summary().periods] == ["2026-03"]


def test_bad_tags_and_unknown_words_are_told_and_the_cost_is_kept(home, bench):
    report = load(bench, "a.csv", {"Tags": "team=web", "ChargeCategory": "Consumption"})
    (file,) = report.as_dict()["files"]
    assert {v["rule"] for v in file["violations"]} == {"Tags_IsJSONObject", "ChargeCategory_Enum"}
    assert held(bench, "BilledCost", "Tags") == [(Decimal("1.5"), None)]


def test_parquet_with_maps_and_floats_equals_csv(home, bench):
    frame = pl.read_csv(bill(bench, "a.csv", *days(1, 2)), infer_schema=False)
    tags = pl.Series([[{"key": "team", "value": "web"}]] * 2)
    typed = frame.with_columns(pl.col("BilledCost").cast(pl.Float64), Tags=tags)
    typed.write_parquet(bench.cwd / "a.parquet")
    bench.import_bills([Path("a.parquet")])
    assert held(bench, "BilledCost", "Tags") == [(Decimal("1.5"), '{"team": "web"}')] * 2


def test_a_file_that_breaks_while_it_is_read_leaves_nothing(home, bench):
    bill(bench, "a.csv", *days(1))
    broken = bench.cwd / "b.csv"
    broken.write_text(csv_text(*days(2)) + ",".join(["x"] * 99) + "\n")
    with pytest.raises(InputError, match=r"b\.csv cannot be read"):
        bench.import_bills([Path("a.csv"), broken])
    assert [p.name for p in (home / "billing").rglob("*") if p.is_file()] == []
    assert not bench.events(type=EventType.BILLING_IMPORTED)


def test_an_import_that_another_one_overtook_changes_nothing(home, bench, monkeypatch):
    load(bench, "a.csv", *days(1))
    stale = BillingStore(bench.settings.home, "default").manifest()
    load(bench, "b.csv", *days(1, 2))
    monkeypatch.setattr(BillingStore, "manifest", lambda _: stale)
    real = BillingStore.commit

    def commit(self, *given, **named):
        monkeypatch.undo()
        return real(self, *given, **named)

    monkeypatch.setattr(BillingStore, "commit", commit)
    monkeypatch.setenv("DHARMA_HOME", str(home))
    with pytest.raises(ConflictError, match="meanwhile"):
        load(bench, "c.csv", *days(1, 2, 3))
    assert len(bench.events(type=EventType.BILLING_IMPORTED)) == 2


def test_what_was_replaced_goes_with_the_next_change(home, bench):
    for number in (1, 2, 3):
        load(bench, f"{number}.csv", *days(*range(1, number + 1)))
    # The one in force, and the one before it for whoever still reads.
    assert len(list(home.rglob("*.parquet"))) == 2


def test_a_broken_manifest_is_named(home, bench):
    load(bench, "a.csv")
    (home / "billing" / "default" / "manifest.json").write_text("{")
    with pytest.raises(AdapterError, match="manifest of the bills"):
        bench.billing_summary()


def test_tenants_see_their_own_bills_only(home, bench):
    load(bench, "a.csv")
    other = Workbench.open(cwd=bench.cwd, actor=Actor("eve", "other", ("admin",)))
    assert other.billing_summary().periods == ()
    assert other.billing().collect().height == 0
    assert other.billing().collect_schema() == bench.billing().collect_schema()


def test_the_real_sample_loads_and_is_validated(home, bench, shared):
    file = shared / "billing" / "focus_1_0_sample.csv"
    report = bench.import_bills([file])
    assert (report.rows, report.rejected_count) == (1000, 0)
    found = bench.billing_summary().as_dict()
    assert (found["currency"], found["billed_cost"]) == ("USD", "20.52022672899")
    assert [p["period"] for p in found["periods"]] == ["2024-09", "2024-10"]
    (said,) = bench.validate_bills([file]).bills
    assert (said.validation.version, said.validation.loadable) == ("1.0", True)
    rules = {v.rule: v.count for v in said.validation.violations}
    assert rules["BillingPeriodStart_IsDateTime"] == 1000  # written without T and Z
    assert rules["ChargeFrequency_Enum"] == 7  # Usage-based


def test_the_sample_bill_of_the_house_breaks_no_rule(home, bench):
    from dharma_core.finops.sample_billing import sample_bill
    from dharma_core.storage.sample_billing import load_sample_parameters

    made = sample_bill(load_sample_parameters(), rows=1_200, months=1, seed=3)
    frame = pl.concat(made.frames(made.months[0]))
    frame.write_parquet(bench.cwd / "sample.parquet")
    found = bench.validate_bills([Path("sample.parquet")])
    assert found.as_dict()["violations"] == []
    assert bench.import_bills([Path("sample.parquet")]).rows == frame.height
    assert (
        bench.billing().select(pl.col("BilledCost").sum()).collect().item()
        == frame["BilledCost"].sum()
    )


def torn_parquet(good: Path) -> bytes:
    target = good.with_suffix(".parquet")
    pl.read_csv(good, infer_schema=False).write_parquet(target)
    whole = target.read_bytes()
    target.unlink()
    return whole[:-20]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("b.csv", lambda _: b"", "is empty"),
        ("b.csv.gz", lambda good: gzip.compress(good.read_bytes())[:-9], "packed data ends early"),
        ("b.parquet", torn_parquet, "cannot be read"),
        ("b.csv", lambda good: good.read_text().encode("utf-16"), "no text in UTF-8"),
        ("b.csv", lambda good: good.read_bytes().splitlines()[0] + b"\n", "a header and no rows"),
        ("b.csv", lambda _: b"a,b\n1,2\n", "no bill that Dharma knows"),
    ],
    ids=["empty", "torn gzip", "torn parquet", "utf-16", "no rows", "no bill"],
)
def test_a_folder_with_one_broken_file_loads_nothing(home, bench, name, content, said):
    folder = bench.cwd / "bills"
    folder.mkdir()
    good = write(folder / "a.csv", *days(1))
    broken = content(good)
    (folder / name).write_bytes(broken)
    with pytest.raises(InputError, match=said) as told:
        bench.import_bills([folder])
    assert f"bills/{name}" in told.value.message
    assert told.value.next_step
    assert not list(home.rglob("*.parquet"))


@pytest.mark.parametrize(
    "tags",
    ['{"a": null, "b": 1, "c": {"d": 2}}', '{"=cmd": "@SUM(A1)"}', "{}", "NULL"],
    ids=["null and nested", "formula", "none", "null"],
)
def test_any_tags_that_are_an_object_are_kept_and_reviewed(home, bench, tags):
    load(bench, "a.csv", *days(1, 2, Tags=tags, ServiceName="=1+1", SubAccountName="n" * 300))
    assert held(bench, "Tags") == [(None if tags == "NULL" else tags,)] * 2
    assert bench.finops_review().month == date(2026, 3, 1)


def test_a_cost_that_is_a_list_rejects_its_rows(home, bench):
    frame = pl.read_csv(bill(bench, "a.csv", *days(1, 2)), infer_schema=False)
    frame.with_columns(BilledCost=pl.Series([[1.0], [2.0]])).write_parquet(bench.cwd / "a.parquet")
    report = bench.import_bills([Path("a.parquet")])
    assert [(r.row, r.rule) for r in report.rejected] == [
        (1, "BilledCost_IsDecimal"),
        (2, "BilledCost_IsDecimal"),
    ]


def azure_row(**changes: str) -> dict[str, str]:
    return {
        "Date": "03/31/2026", "MeterCategory": "Virtual Machines", "CostInBillingCurrency": "0",
        "BillingCurrency": "USD", "BillingAccountId": "1", "BillingPeriodStartDate": "03/01/2026",
        "BillingPeriodEndDate": "03/31/2026", "ChargeType": "Usage", "PricingModel": "Reservation",
        "ReservationId": "r", "Quantity": "1",
    } | changes  # fmt: skip


def test_two_views_of_the_same_charges_are_refused(home, bench):
    bought = azure_row(ChargeType="Purchase", CostInBillingCurrency="100")
    (bench.cwd / "actual.csv").write_text(csv_of([azure_row(), bought]), "utf-8")
    (bench.cwd / "amortised.csv").write_text(
        csv_of([azure_row(CostInBillingCurrency="3")]), "utf-8"
    )
    with pytest.raises(InputError, match=r"actual\.csv holds actual .* amortised costs of 2026-03"):
        bench.import_bills([Path("actual.csv"), Path("amortised.csv")])
    assert bench.import_bills([Path("actual.csv")]).rows == 2
