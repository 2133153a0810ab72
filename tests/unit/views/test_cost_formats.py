"""Every form of an estimate and of a comparison, on a small design with all states."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from dharma_core.costs.comparison import compare_estimates
from dharma_core.costs.estimates import Component, Estimate, ResourceCost
from dharma_core.storage.facts import load_catalog
from dharma_core.views import focus
from dharma_core.views.cost_formats import DIFF_FORMATS, ESTIMATE_FORMATS, Sides
from dharma_core.views.cost_markdown import DIFF_MARKER
from dharma_core.views.infracost import Priced

ABOUT = Priced("web", "web.yaml", "terraform-plan", datetime(2026, 12, 5, 9, 30, tzinfo=UTC))
HOURS = Component(
    "Instance usage (Linux/UNIX, on-demand, t3.micro)", "hours", Decimal(730), Decimal("0.0104"),
    source="list", as_of=date(2026, 10, 1),
)  # fmt: skip
DISK = Component("root_block_device > Storage", "GB", Decimal(8), Decimal("0.1"))
REQUESTS = Component("Requests", "1M requests", None, Decimal("0.4"), usage_key="monthly_requests")
LOST = Component("Thing", "hours", Decimal(1), None, note="No price.")
SERVER = ResourceCost(
    "module.a.aws_instance.web", "aws_instance", (HOURS, DISK), service="EC2", provider="aws",
    region="us-east-1", module="module.a", tags={"Owner": "ann", "Later": None},
)  # fmt: skip
QUEUE = ResourceCost('aws_sqs_queue.q["a|b`<i>"]', "aws_sqs_queue", (REQUESTS,), service="SQS")
OTHER = ResourceCost("aws_x.y", "aws_x", (LOST,))
FREE = ResourceCost("aws_vpc.v", "aws_vpc", free=True, service="VPC")
ALIEN = ResourceCost("aws_quantum.q", "aws_quantum")
ESTIMATE = Estimate.of([SERVER, QUEUE, OTHER, FREE, ALIEN], region="us-east-1")
TOTAL = Decimal("8.392")  # 730 x 0.0104 = 7.592; 8 x 0.1 = 0.8


def written(name, estimate=ESTIMATE, by=""):
    return ESTIMATE_FORMATS[name].write(estimate, ABOUT, by)


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_json_carries_groups_range_and_reasons():
    found = json.loads(written("json", by="tag:Owner"))

    assert found["total_monthly_cost"] == "8.39"
    assert {g["key"]: g["monthly_cost"] for g in found["groups"]["tag:Owner"]} == {
        "ann": "8.392",
        None: "0",
    }
    assert set(found["groups"]) == {
        "service", "module", "type", "region", "provider", "tag:Owner"
    }  # fmt: skip
    assert found["range"] == {"low": "8.39", "high": None, "known_high": "8.39", "open": True}
    assert {r["code"] for r in found["confidence_reasons"]} == {"price_not_found", "usage_unknown"}
    assert found["resources"][0]["tags"] == {"Owner": "ann", "Later": None}


def test_csv_has_a_row_a_component_and_unknown_is_empty():
    found = rows(written("csv"))

    assert len(found) == 6  # four components, the free resource and the unknown type
    assert sum(Decimal(r["monthly_cost"]) for r in found if r["monthly_cost"]) == TOTAL
    assert [r["monthly_cost"] for r in found if r["state"] == "usage"] == [""]


def test_csv_by_a_dimension_has_a_row_a_group():
    assert {r["group"]: r["monthly_cost"] for r in rows(written("csv", by="service"))} == {
        "EC2": "8.392", "VPC": "0", "SQS": "", "aws_x": "", "aws_quantum": "",
    }  # fmt: skip


def test_html_is_whole_escaped_and_asks_nobody():
    text = written("html", by="tag:Owner")

    assert "$8.39" in text
    assert "<i>" not in text.replace('<span class="bar"><i style', "")
    assert "<script" not in text
    assert "http://" not in text.replace("http://www.w3.org", "")
    assert "light-dark(" in text
    assert "@media print" in text


def test_markdown_cannot_be_broken_by_an_address():
    text = written("markdown")

    assert "**$8.39 a month** ($8.39 or more), confidence low." in text
    assert '<code>aws_sqs_queue.q["a&#124;b`&lt;i&gt;"]</code>' in text
    assert "depends on usage" in text


def test_infracost_json_has_the_published_form():
    found = json.loads(written("infracost-json"))

    assert (found["version"], found["currency"]) == ("0.2", "USD")
    assert found["totalMonthlyCost"] == "8.392"
    assert found["timeGenerated"] == "2026-12-05T09:30:00Z"
    project = found["projects"][0]
    assert project["metadata"] == {"path": "web.yaml", "type": "terraform_plan_json"}
    server, queue, other = project["breakdown"]["resources"]
    assert server["costComponents"] == [
        {
            "name": "Instance usage (Linux/UNIX, on-demand, t3.micro)",
            "unit": "hours",
            "hourlyQuantity": "1",
            "monthlyQuantity": "730",
            "price": "0.0104",
            "hourlyCost": "0.0104",
            "monthlyCost": "7.592",
            "priceNotFound": False,
        }
    ]
    assert server["subresources"][0]["name"] == "root_block_device"
    assert server["subresources"][0]["costComponents"][0]["name"] == "Storage"
    assert server["tags"] == {"Owner": "ann"}
    assert queue["costComponents"][0]["usageBased"]
    assert queue["monthlyCost"] is None
    assert other["costComponents"][0]["priceNotFound"]
    assert project["breakdown"]["freeResources"][0]["name"] == "aws_vpc.v"
    assert found["summary"] == {
        "totalDetectedResources": 5,
        "totalSupportedResources": 3,
        "totalUnsupportedResources": 1,
        "totalUsageBasedResources": 1,
        "totalNoPriceResources": 1,
        "supportedResourceCounts": {"aws_instance": 1, "aws_sqs_queue": 1, "aws_x": 1},
        "unsupportedResourceCounts": {"aws_quantum": 1},
        "noPriceResourceCounts": {"aws_vpc": 1},
    }


def test_focus_rows_are_those_with_a_cost_and_sum_to_the_total():
    found = rows(written("focus"))

    assert sum(Decimal(r["BilledCost"]) for r in found) == TOTAL
    first = found[0]
    assert (first["BillingPeriodStart"], first["BillingPeriodEnd"]) == (
        "2026-12-01T00:00:00Z", "2027-01-01T00:00:00Z",
    )  # fmt: skip
    assert (first["ServiceCategory"], first["ProviderName"]) == ("Compute", "AWS")
    assert first["BillingAccountId"] == ""
    assert json.loads(first["Tags"]) == {"Owner": "ann", "Later": None}
    price, quantity = Decimal(first["ListUnitPrice"]), Decimal(first["PricingQuantity"])
    assert price * quantity == Decimal(first["ListCost"])
    assert len(focus.FOCUS_COLUMNS) == len(set(focus.FOCUS_COLUMNS)) == 57


def test_what_has_no_focus_row_is_listed_beside_with_the_reason():
    told = ("ResourceId", "ChargeDescription", "x_State", "x_UsageKey", "x_Note")

    beside = [tuple(r[key] for key in told) for r in rows(focus.left_out_csv(ESTIMATE))]

    assert beside == [
        (QUEUE.address, "Requests", "usage", "monthly_requests", ""),
        ("aws_x.y", "Thing", "not_found", "", "No price."),
        ("aws_quantum.q", "", "not_found", "", ""),
    ]
    assert [r["ChargeDescription"] for r in rows(written("focus"))] == [HOURS.name, DISK.name]


@pytest.mark.parametrize(
    ("name", "category"),
    [
        ("Instance usage (Linux/UNIX, reserved, m5.large)", "Committed"),
        ("Instance usage (Linux/UNIX, spot, m5.large)", "Dynamic"),
        ("Storage", "Standard"),
    ],
)
def test_a_focus_row_says_how_it_is_priced(name, category):
    line = Component(name, "hours", Decimal(1), Decimal(1))
    found = Estimate.of([ResourceCost("a.b", "a", (line,))], region="x")

    assert rows(focus.focus_csv(found, date(2026, 1, 31)))[0]["PricingCategory"] == category


def test_every_service_of_the_catalogue_has_a_focus_category():
    known = focus._categories()  # the table itself is the subject here

    assert {t.service for t in load_catalog().types.values()} <= set(known)


def changed():
    grown = ResourceCost(
        SERVER.address, SERVER.type, (HOURS, Component("Extra", "GB", Decimal(10), Decimal(1))),
        service="EC2", module="module.a",
    )  # fmt: skip
    more = [
        ResourceCost(f"aws_eip.ip[{n}]", "aws_eip", (Component("IP", "h", Decimal(1), Decimal(3)),))
        for n in range(2)
    ]
    after = Estimate.of([grown, QUEUE, FREE, ALIEN, *more], region="us-east-1")
    return compare_estimates(ESTIMATE, after)


def test_a_pull_request_comment_names_what_changed_only():
    text = DIFF_FORMATS["markdown"].write(changed(), ABOUT, Sides("main", "HEAD", "Over budget."))

    # 8.39 becomes 7.592 + 10 + 2 x 3 = 23.592
    assert text.startswith(f"{DIFF_MARKER}\n")
    assert "**The monthly cost rises by $15.20 to $23.59 (+181.2%).**" in text
    assert "> Over budget." in text
    assert "<code>aws_eip.ip</code> × 2 | added |  | $6.00 | +$6.00 |" in text
    assert "<code>aws_x.y</code> | removed | not known |  | not known |" in text
    assert "aws_vpc.v" not in text
    assert "3 resources billed as before." in text


def test_a_comment_without_a_change_says_so():
    same = compare_estimates(ESTIMATE, ESTIMATE)

    text = DIFF_FORMATS["markdown"].write(same, ABOUT, Sides("a", "b"))

    assert "does not change: $8.39" in text
    assert "<details" not in text


def test_a_comment_never_outgrows_what_a_thread_holds():
    many = [ResourceCost(f"aws_eip.{'n' * 500}{n}", "aws_eip", (HOURS,)) for n in range(1_000)]
    found = compare_estimates(Estimate((), region="x"), Estimate.of(many, region="x"))

    text = DIFF_FORMATS["markdown"].write(found, ABOUT, Sides("a", "b"))

    assert len(text) < 65_536
    assert text.count("<details") == text.count("</details>")


def test_a_mention_in_an_address_calls_nobody():
    server = ResourceCost('aws_eip.a["@team"]', "aws_eip", (HOURS,))
    found = compare_estimates(Estimate((), region="x"), Estimate.of([server], region="x"))

    assert "@team" not in DIFF_FORMATS["markdown"].write(found, ABOUT, Sides("@me", "b"))


def test_infracost_json_of_a_change_has_the_difference_of_every_number():
    found = json.loads(DIFF_FORMATS["infracost-json"].write(changed(), ABOUT, Sides("a", "b")))

    assert found["pastTotalMonthlyCost"] == "8.392"
    assert found["diffTotalMonthlyCost"] == "15.2"
    difference = {r["name"]: r for r in found["projects"][0]["diff"]["resources"]}
    parts = difference[SERVER.address]["costComponents"]
    assert {p["name"]: p["monthlyCost"] for p in parts} == {
        "Extra": "10", "root_block_device > Storage": "-0.8",
    }  # fmt: skip
    assert difference["aws_x.y"]["monthlyCost"] is None


def test_csv_of_a_change_has_a_row_a_changed_resource():
    found = rows(DIFF_FORMATS["csv"].write(changed(), ABOUT, Sides("a", "b")))

    assert [(r["action"], r["delta"]) for r in found] == [
        ("update", "9.2"), ("create", "3"), ("create", "3"), ("delete", ""),
    ]  # fmt: skip
