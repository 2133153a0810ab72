"""Incidents: what the truth says is what the rows add up to."""

from datetime import timedelta
from decimal import Decimal

import polars as pl

from dharma_core.finops.sample_billing import sample_bill
from dharma_core.finops.sample_billing.books import keep_books
from dharma_core.finops.sample_billing.rhythm import days_of
from dharma_core.storage.sample_billing import load_sample_parameters

KINDS = {
    "runaway_autoscaling",
    "forgotten_resources",
    "data_transfer_surge",
    "commitment_expiry",
    "logging_storm",
    "storage_leak",
}


def struck(rows, incident):
    day = pl.col("ChargePeriodStart").dt.date()
    return rows.filter(
        pl.col("SubAccountId") == incident.account_id,
        pl.col("ServiceName") == incident.service,
        pl.col("ChargeClass").is_null(),
        day.is_between(incident.start, incident.end),
    )


def test_the_rows_of_an_incident_cost_its_normal_and_its_dollars(year, year_rows):
    assert len(year.incidents) >= 10
    for incident in year.incidents:
        cost = struck(year_rows, incident)["EffectiveCost"].sum()
        told = incident.normal_dollars + incident.dollars
        assert abs(cost - told) <= Decimal("0.001") * told, incident.id


def test_factors_are_those_asked_for(year):
    for incident in year.incidents:
        assert 1.1 <= incident.mean_factor <= incident.factor + 0.001
        assert 1.15 <= incident.factor <= 3.0


def test_a_price_incident_changes_no_quantity(year, year_rows):
    lapses = [i for i in year.incidents if i.cause == "price"]
    assert lapses
    for incident in lapses:
        length = (incident.end - incident.start).days + 1
        rows = year_rows.filter(
            pl.col("SubAccountId") == incident.account_id,
            pl.col("ServiceName") == incident.service,
            pl.col("ConsumedQuantity").is_not_null(),
        )
        day = pl.col("ChargePeriodStart").dt.date()
        during = rows.filter(day.is_between(incident.start, incident.end))
        weeks = timedelta(days=7 * -(-length // 7))
        before = rows.filter(day.is_between(incident.start - weeks, incident.end - weeks))
        change = float(during["ListCost"].sum()) / float(before["ListCost"].sum())
        assert 0.8 < change < 1.2
        assert set(during["CommitmentDiscountStatus"]) == {None}
        assert "Used" in set(before["CommitmentDiscountStatus"])


def test_new_resources_are_seen_on_the_days_of_their_incident_only(year, year_rows):
    brought = [i for i in year.incidents if i.resource_ids]
    assert brought
    for incident in brought:
        rows = year_rows.filter(pl.col("ResourceId").is_in(list(incident.resource_ids)))
        days = rows["ChargePeriodStart"].dt.date()
        assert (days.min(), days.max()) == (incident.start, incident.end)
        assert set(rows["ResourceId"]) == set(incident.resource_ids)


def test_the_truth_does_not_depend_on_the_number_of_rows(year):
    larger = sample_bill(load_sample_parameters(), rows=150_000, months=12, seed=11)
    told = [(i.kind, i.start, i.end, i.service, i.dollars) for i in year.incidents]
    assert told == [(i.kind, i.start, i.end, i.service, i.dollars) for i in larger.incidents]


def test_incidents_of_one_account_and_service_stay_apart(year):
    for incident in year.incidents:
        for other in year.incidents:
            same = (other.account_id, other.service) == (incident.account_id, incident.service)
            if other is incident or not same:
                continue
            gap = max(other.start - incident.end, incident.start - other.end)
            assert gap > timedelta(days=20)


def test_every_kind_strikes_within_a_few_seeds():
    parameters = load_sample_parameters()
    days = days_of(sample_bill(parameters, rows=400, months=6).months[0], 365)
    kinds = [
        incident.kind
        for seed in range(4)
        for incident in keep_books(parameters, days, seed=seed, most_streams=1_000).incidents
    ]
    assert set(kinds) == KINDS
    assert min(kinds.count(kind) for kind in KINDS) >= 4


def test_launches_are_told_and_begin_when_said(year, year_rows):
    assert len(year.launches) == 2
    for launch in year.launches:
        rows = year_rows.filter(
            pl.col("SubAccountId") == launch.account_id,
            pl.col("ResourceName").str.starts_with(launch.application),
        )
        assert rows["ChargePeriodStart"].dt.date().min() == launch.start
        assert set(rows["ServiceName"]) == set(launch.services)
