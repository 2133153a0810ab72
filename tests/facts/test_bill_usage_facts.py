"""The bundled rules of what a bill says: keys, types and units exist; no text fits two rules."""

from __future__ import annotations

import pytest
import yaml

from dharma_core.costs.usage import any_index
from dharma_core.finops.bill_usage.rules import Conversion
from dharma_core.storage.bill_usage_facts import (
    load_billed_units,
    load_resource_kinds,
    load_usage_rules,
)
from dharma_core.storage.facts import data_root, load_catalog

CATALOG = load_catalog()
RULES = load_usage_rules().rules
MEASURES = {unit.measure for unit in load_billed_units().units.values()}

# Descriptions of the published FOCUS 1.0 sample and usage types, by type and service: the key each
# of them says, or None where the design decides.
SAID = {
    ("aws_s3_bucket", "Amazon Simple Storage Service"): {
        "$0.023 per GB - first 50 TB / month of storage used": "standard.storage_gb",
        "$0.005 per 1,000 PUT, COPY, POST, or LIST requests": "standard.monthly_tier_1_requests",
        "$0.004 per 10,000 GET and all other requests": "standard.monthly_tier_2_requests",
        "$0.004 per 10,000 GET and all other requests to Intelligent-Tiering":
            "intelligent_tiering.monthly_tier_2_requests",
        "USW2-Requests-SIA-Tier1": "standard_infrequent_access.monthly_tier_1_requests",
        "$0.090 per GB - first 10 TB / month data transfer out beyond the global free tier":
            "monthly_outbound_internet_gb",
        "$0.00 per GB data transfer out of US East (Northern Virginia) to CloudFront": None,
    },
    ("aws_instance", "Amazon Elastic Compute Cloud"): {
        "$0.0112 per On Demand Linux t3.micro Instance Hour": "monthly_hrs",
        "EUC1-BoxUsage:t3.medium": "monthly_hrs",
        "$0.00 for 175 Mbps per t3a.small instance-hour (or partial hour)": None,
        "$0.000 per GB - data transfer in per month": None,
        "$0.010 per GB - regional data transfer - in/out/between EC2 AZs or using elastic IPs or "
        "ELB": "monthly_intra_region_gb",
    },
    ("aws_nat_gateway", "Amazon Elastic Compute Cloud"): {
        "$0.045 per GB Data Processed by NAT Gateways": "monthly_data_processed_gb",
        "$0.062 per NAT Gateway Hour": None,
    },
    ("aws_ebs_volume", "Amazon Elastic Compute Cloud"): {
        "$0.05 per 1 million I/O requests - US West (Oregon)": "monthly_standard_io_requests",
        "$0.08 per GB-month of General Purpose (gp3) provisioned storage - US West (Oregon)": None,
    },
    ("aws_lb", "Elastic Load Balancing"): {
        "$0.006 per used Network load balancer capacity unit-hour (or partial hour)":
            "monthly_lcu_hours",
        "$0.0225 per Application LoadBalancer-hour (or partial hour)": None,
    },
    ("aws_lambda_function", "AWS Lambda"): {
        "AWS Lambda - Total Requests - US East (Ohio)": "monthly_requests",
        "AWS Lambda - Total Compute - US West (Oregon)-Tier-1": "request_duration_ms",
    },
    ("aws_dynamodb_table", "Amazon DynamoDB"): {
        "$0.25 per million read request units (Oregon)": "monthly_read_request_units",
        "$1.25 per million write request units (Oregon)": "monthly_write_request_units",
        "$0.00 per GB-Month of storage for first 25 free GB-Months": "storage_gb",
        "$0.00065 per hour for units of write capacity beyond the free tier": None,
    },
    ("aws_sqs_queue", "Amazon Simple Queue Service"): {
        "$0.40 per million Amazon SQS standard requests in Tier1 in US West (Oregon)":
            "monthly_requests",
    },
    ("aws_cloudwatch_log_group", "AmazonCloudWatch"): {
        "$0.03 per GB-mo of log storage - US West (Oregon)": "storage_gb",
        "$0.50 per GB custom log data ingested in Standard log class - US East (Ohio)":
            "monthly_data_ingested_gb",
    },
    ("azurerm_storage_account", "Storage Accounts"): {
        "Tiered Block Blob - Hot LRS - Data Stored - US West": "storage_gb",
        "Hot LRS data stored": "storage_gb",
        "Tiered Block Blob - Hot LRS - Write Operations - US West": "monthly_write_operations",
        "Tiered Block Blob - All Other Operations - US West 2": "monthly_other_operations",
    },
    ("azurerm_log_analytics_workspace", "Azure Monitor"): {
        "Analytics logs data ingestion": "monthly_log_data_ingestion_gb",
    },
    ("google_storage_bucket", "Cloud Storage"): {"Standard storage": "storage_gb"},
    ("google_bigquery_dataset", "BigQuery"): {"Analysis": "monthly_queries_tb"},
    ("google_compute_instance", "Compute Engine"): {"N2 instance core": "monthly_hrs"},
}  # fmt: skip
CASES = [(*about, text, key) for about, said in SAID.items() for text, key in said.items()]


@pytest.mark.parametrize(("type_", "service", "text", "key"), CASES)
def test_a_charge_fits_one_rule_and_says_its_key(type_, service, text, key):
    (rule,) = load_usage_rules().find(service, type_, [text])
    assert (rule.key or None) == key


@pytest.mark.parametrize(
    "text",
    [
        "Tables - Read Operations", "Files - List Operations",
        "Queues v2 - LRS - Class 1 Operations",
        "Premium Block Blob v2 Hierarchical Namespace - LRS - All Other Operations - US West 2",
    ],
)  # fmt: skip
def test_what_is_no_blob_of_the_standard_tier_says_nothing(text):
    rules = load_usage_rules().find("Storage Accounts", "azurerm_storage_account", [text])
    assert rules == ()


def test_every_rule_names_types_keys_and_units_that_exist():
    wrong = []
    for rule in RULES:
        for type_ in (rule.stands_for,) if rule.stands_for else rule.types:
            known = CATALOG.costs.get(type_, {}).get("usage", {})
            keys = [key for key in (rule.key, rule.calls) if key and any_index(key) not in known]
            wrong += [(type_, key) for key in keys]
        if rule.key and rule.measure not in MEASURES:
            wrong.append((rule.types, rule.measure))
        if (rule.convert is Conversion.MILLISECONDS_A_CALL) != bool(rule.calls and rule.memory):
            wrong.append((rule.types, rule.convert))
    assert wrong == []


def test_every_kind_names_types_that_are_priced_and_every_rule_a_kind():
    kinds = load_resource_kinds()
    types = {type_ for kind in kinds.kinds.values() for type_ in kind.types}
    assert types - set(CATALOG.costs) == set()
    assert {type_ for rule in RULES for type_ in rule.types} - types == set()


def test_attributes_of_kinds_and_conditions_are_attributes_of_their_types():
    wrong = []
    for kind in load_resource_kinds().kinds.values():
        wrong += [(t, name) for t in kind.types for name in kind.named_by if not _has(t, name)]
    for rule in RULES:
        names = (*rule.where, *filter(None, [rule.memory]))
        wrong += [(t, name) for t in rule.types for name in names if not _has(t, name)]
    assert wrong == []


def _has(type_: str, attribute: str) -> bool:
    entry = CATALOG.types.get(type_)
    return entry is None or attribute in entry.attributes


@pytest.mark.parametrize("name", ["aws", "azurerm", "google", "units", "resource_kinds"])
def test_every_file_says_its_source_and_date(name):
    raw = yaml.safe_load((data_root() / "bill_usage" / f"{name}.yaml").read_text("utf-8"))
    assert raw["source"]
    assert raw["as_of"]
