"""CloudFront distributions, worked out by hand from the prices of each edge area."""

from decimal import Decimal

import pytest

from dharma_core.costs.estimates import CostState
from dharma_core.storage.price_books import open_price_book

US = "US, Mexico, Canada"


@pytest.fixture
def book():
    return open_price_book()


def test_without_usage_the_first_area_is_shown_and_nothing_is_summed(cost, make):
    found = cost(make("aws_cloudfront_distribution", {"enabled": True}))

    assert [c.name for c in found.components] == [
        "Invalidation requests (first 1k)",
        f"{US} > Data transfer out to internet (first 10TB)",
        f"{US} > Data transfer out to origin",
        f"{US} > HTTP requests",
        f"{US} > HTTPS requests",
    ]
    assert {c.state for c in found.components} == {CostState.USAGE}


def test_traffic_is_billed_by_area_and_tier(bill, make):
    usage = "{monthly_data_transfer_to_internet_gb: {japan: 20000}}"

    found = bill(make("aws_cloudfront_distribution", {}), usage=usage)

    first = found["Japan > Data transfer out to internet (first 10TB)"]
    assert first.monthly_cost == Decimal("1167.36")  # 10,240 x 0.114
    rest = found["Japan > Data transfer out to internet (next 40TB)"]
    assert rest.monthly_cost == Decimal("868.64")  # 9,760 x 0.089
    assert not any("South America" in name for name in found)


def test_the_first_thousand_invalidations_are_free(bill, make):
    usage = "{monthly_invalidation_requests: 1200}"

    found = bill(make("aws_cloudfront_distribution", {}), usage=usage)

    assert found["Invalidation requests (first 1k)"].monthly_cost == 0
    assert found["Invalidation requests (over 1k)"].monthly_cost == 1  # 200 x 0.005


def test_each_extra_follows_from_its_block(bill, make):
    shield = {"enabled": True, "origin_shield_region": "sa-east-1"}
    attributes = {
        "origin": [{"origin_shield": [shield]}, {"origin_shield": [{"enabled": False}]}],
        "logging_config": [{"bucket": "logs"}],
        "default_cache_behavior": [{"field_level_encryption_id": "e"}],
        "viewer_certificate": [{"ssl_support_method": "vip"}],
    }
    usage = "{monthly_shield_requests: {south_america: 20000}, custom_ssl_certificates: 2}"

    found = bill(make("aws_cloudfront_distribution", attributes), usage=usage)

    requests = found["Origin shield HTTP requests (South America sa-east-1)"]
    assert requests.monthly_cost == Decimal("0.032")  # 2 x 0.016
    assert found["Dedicated IP custom SSLs"].monthly_cost == 1200
    assert found["Real-time log requests"].unit_price == Decimal("0.01")
    assert found["Field level encryption requests"].unit_price == Decimal("0.02")
