"""Log Analytics, Application Insights and Monitor: plans, thresholds, receivers and rules."""

from decimal import Decimal

import pytest

from dharma_core.costs.estimates import CostState
from dharma_core.plan import UNKNOWN

PRICES = {
    "log_analytics/ingestion": "3",
    "log_analytics/ingestion_commitment gb_per_day=100": "250",
    "log_analytics/sentinel_ingestion": "2",
    "log_analytics/sentinel_commitment gb_per_day=100": "240",
    "log_analytics/retention": "0.1",
    "application_insights/ingestion": "2",
    "application_insights/retention": "0.1",
    "application_insights/standard_web_test": "0.0005",
    "application_insights/multi_step_web_test": "10",
    "monitor/notification kind=email @global": "0.00002",
    "monitor/notification kind=web_hook @global": "0.000006",
    "monitor/notification kind=secure_web_hook @global": "0.00006",
    "monitor/sms country=34 @global": "0.1",
    "monitor/metric_time_series threshold=static @global": "0.1",
    "monitor/metric_time_series threshold=dynamic @global": "0.2",
    "monitor/log_alert_rule minutes=10": "1",
    "monitor/log_alert_rule minutes=15": "0.5",
    "monitor/log_alert_time_series minutes=15": "0.05",
}
WORKSPACE = "azurerm_log_analytics_workspace"


def test_ingestion_is_paid_by_the_gigabyte_or_by_the_day_committed(azure_bill, make):
    usage = "monthly_log_data_ingestion_gb: 20"
    plain = azure_bill(PRICES, make(WORKSPACE, {}), usage=usage)
    committed = {"sku": "CapacityReservation", "reservation_capacity_in_gb_per_day": 100}

    assert plain["Log data ingestion"].monthly_cost == 60
    line = azure_bill(PRICES, make(WORKSPACE, committed))["Log data ingestion"]
    assert (line.monthly_quantity, line.unit, line.monthly_cost) == (30, "100 GB (per day)", 7500)


@pytest.mark.parametrize(("days", "paid"), [(30, False), (31, False), (33, True), (UNKNOWN, False)])
def test_retention_costs_beyond_31_days(azure_bill, make, days, paid):
    lines = azure_bill(PRICES, make(WORKSPACE, {"retention_in_days": days}))

    assert ("Log data retention" in lines) is paid


def test_older_plans_have_no_price_and_only_the_free_one_costs_nothing(azure_bill, make):
    (line,) = azure_bill(PRICES, make(WORKSPACE, {"sku": "PerNode"})).values()

    assert line.state is CostState.NOT_FOUND
    assert "PerNode" in line.note
    assert azure_bill(PRICES, make(WORKSPACE, {"sku": "Free"})) == {}


@pytest.mark.parametrize(
    ("kind", "attributes", "read"),
    [
        ("azurerm_sentinel_data_connector_office_365", {}, True),
        ("azurerm_log_analytics_solution", {"solution_name": "SecurityInsights"}, True),
        (
            "azurerm_log_analytics_solution",
            {"solution_name": "x", "plan": ({"product": "OMSGallery/SecurityInsights"},)},
            True,
        ),
        ("azurerm_log_analytics_solution", {"solution_name": "ContainerInsights"}, False),
    ],
)
def test_sentinel_is_billed_where_something_reads_the_workspace(
    azure_bill, make, kind, attributes, read
):
    workspace = make(WORKSPACE, {"retention_in_days": 90}, "w")
    reader = make(kind, attributes, workspace_resource_id=f"{WORKSPACE}.w")

    lines = azure_bill(PRICES, workspace, reader)

    assert ("Sentinel data ingestion" in lines) is read
    assert ("Log data retention" in lines) is not read  # 90 days are free with Sentinel


def test_insights_keep_90_days_and_bill_the_months_after(azure_bill, make):
    usage = "monthly_data_ingested_gb: 100"
    kept = make("azurerm_application_insights", {"retention_in_days": 180})
    plain = make("azurerm_application_insights", {"retention_in_days": 90})

    lines = azure_bill(PRICES, kept, usage=usage)

    assert lines["Data ingested"].monthly_cost == 200
    assert lines["Data retention (180 days)"].monthly_cost == 30  # 100 GB x 3 months x 0.1
    assert set(azure_bill(PRICES, plain, usage=usage)) == {"Data ingested"}


def test_a_web_test_runs_from_each_place(azure_bill, make):
    kind = "azurerm_application_insights_standard_web_test"
    lines = azure_bill(PRICES, make(kind, {"frequency": 600, "geo_locations": ("a", "b")}))

    line = lines["Standard web test (600 second frequency)"]
    assert (line.monthly_quantity, line.monthly_cost) == (8760, Decimal("4.38"))
    assert azure_bill(PRICES, make(kind, {"enabled": False})) == {}


@pytest.mark.parametrize(
    ("attributes", "names"),
    [
        ({"kind": "multistep", "enabled": True}, {"Multi-step web test"}),
        ({"kind": "multistep"}, set()),
        ({"kind": "ping", "enabled": True}, set()),
    ],
)
def test_only_multi_step_tests_that_are_on_cost(azure_bill, make, attributes, names):
    web_test = make("azurerm_application_insights_web_test", attributes)

    assert set(azure_bill(PRICES, web_test)) == names


def test_notifications_are_multiplied_by_receivers_and_told_apart_by_country(azure_bill, make):
    group = make(
        "azurerm_monitor_action_group",
        {
            "email_receiver": ({"name": "a"}, {"name": "b"}),
            "webhook_receiver": ({"name": "c"}, {"name": "d", "aad_auth": ({"object_id": "x"},)}),
            "sms_receiver": ({"country_code": "34"}, {"country_code": "34"}),
            "voice_receiver": ({"country_code": "999"},),
        },
    )

    lines = azure_bill(PRICES, group, usage="monthly_notifications: 1000")

    assert lines["Email notifications (2)"].monthly_cost == Decimal("0.04")
    assert lines["Web hooks (1)"].monthly_cost == Decimal("0.006")
    assert lines["Secure web hooks (1)"].monthly_cost == Decimal("0.06")
    assert lines["SMS messages > Country code 34 (2)"].monthly_cost == 200
    assert lines["Voice calls > Country code 999 (1)"].state is CostState.NOT_FOUND


def test_receivers_that_are_not_known_yet_are_not_free(azure_bill, make):
    group = make("azurerm_monitor_action_group", {}, email_receiver="azurerm_x.y")

    (line,) = azure_bill(PRICES, group).values()

    assert line.state is CostState.NOT_FOUND


def test_a_metric_alert_watches_a_series_for_each_scope_and_dimension(azure_bill, make):
    kind, dimension = "azurerm_monitor_metric_alert", ({"name": "a"}, {"name": "b"})
    static = {"scopes": ("x", "y"), "criteria": ({"dimension": dimension}, {"metric_name": "m"})}
    dynamic = {"scopes": ("x",), "dynamic_criteria": ({"dimension": dimension},)}

    lines = azure_bill(PRICES, make(kind, static))

    assert lines["Metrics monitoring"].monthly_quantity == 6  # 2 x (2 + 1)
    both = azure_bill(PRICES, make(kind, dynamic))
    assert both["Metrics monitoring"].monthly_quantity == 2
    assert both["Dynamic threshold monitoring"].monthly_cost == Decimal("0.4")
    assert azure_bill(PRICES, make(kind, {**static, "enabled": False})) == {}


@pytest.mark.parametrize(("minutes", "priced"), [(11, 10), (15, 15), (60, 15)])
def test_a_log_alert_is_priced_by_the_interval_its_own_falls_into(
    azure_bill, make, minutes, priced
):
    rule = make("azurerm_monitor_scheduled_query_rules_alert", {"frequency": minutes})

    assert set(azure_bill(PRICES, rule)) == {f"Log alerts monitoring ({priced} minute frequency)"}


def test_a_newer_log_alert_pays_series_beyond_the_first(azure_bill, make):
    kind, dimension = "azurerm_monitor_scheduled_query_rules_alert_v2", ({"name": "a"},) * 2
    rule = make(kind, {"evaluation_frequency": "P1D", "criteria": ({"dimension": dimension},) * 2})

    lines = azure_bill(PRICES, rule)

    name = "Additional time-series monitoring (15 minute frequency)"
    assert lines[name].monthly_cost == Decimal("0.15")  # 4 - 1 = 3
    odd = azure_bill(PRICES, make(kind, {"evaluation_frequency": "sometimes"}))
    assert odd["Log alerts monitoring"].state is CostState.NOT_FOUND
