"""Resources of a second provider configuration: read with their region, written where they were."""

import json

import pytest

from dharma_core.generation import render
from dharma_core.importers.folders import MemoryFolder
from dharma_core.importers.terraform import read_folder
from dharma_core.plan.terraform_json import plan_from_json, plan_to_json
from dharma_core.runners.format_checks import run_checks
from dharma_core.storage.facts import load_catalog

CATALOG = load_catalog()
FILES = {
    "main.tf": """
        provider "aws" { region = "us-east-1" }
        provider "aws" {
          alias  = "west"
          region = var.other
        }
        variable "other" { default = "eu-west-1" }
        resource "aws_sns_topic" "here" { name = "here" }
        resource "aws_sns_topic" "there" {
          provider = aws.west
          name     = "there"
        }
        module "inner" {
          source    = "./inner"
          providers = { aws = aws.west }
        }
    """,
    "inner/main.tf": 'resource "aws_sqs_queue" "jobs" { name = "jobs" }',
}
REGIONS = {
    "aws_sns_topic.here": "",
    "aws_sns_topic.there": "eu-west-1",
    "module.inner.aws_sqs_queue.jobs": "eu-west-1",
}


def regions(plan):
    return {str(r.address): r.region for r in plan.resources}


@pytest.fixture(scope="module")
def plan():
    return read_folder(MemoryFolder(FILES), catalog=CATALOG, name="two-regions")


def test_a_folder_tells_which_provider_makes_what(plan):
    assert plan.region == "us-east-1"
    assert regions(plan) == REGIONS


def test_the_stored_plan_keeps_it(plan):
    document = json.loads(json.dumps(plan_to_json(plan)))
    assert regions(plan_from_json(document, name="plan")) == REGIONS


def test_terraforms_own_plan_tells_it_by_the_providers_key():
    change = {"actions": ["create"], "after": {"name": "x"}, "after_unknown": {}}
    entries = [("here", "aws"), ("there", "aws.west")]
    document = {
        "format_version": "1.2",
        "resource_changes": [
            {"address": f"aws_sns_topic.{name}", "mode": "managed", "type": "aws_sns_topic",
             "name": name, "provider_name": "registry.terraform.io/hashicorp/aws", "change": change}
            for name, _ in entries
        ],
        "configuration": {
            "provider_config": {
                "aws": {"expressions": {"region": {"constant_value": "us-east-1"}}},
                "aws.west": {"expressions": {"region": {"constant_value": "eu-west-1"}}},
            },
            "root_module": {"resources": [
                {"address": f"aws_sns_topic.{name}", "type": "aws_sns_topic", "name": name,
                 "mode": "managed", "provider_config_key": key}
                for name, key in entries
            ]},
        },
    }  # fmt: skip
    assert regions(plan_from_json(document, name="plan")) == {
        "aws_sns_topic.here": "",
        "aws_sns_topic.there": "eu-west-1",
    }


@pytest.mark.parametrize("syntax", ["hcl", "json"])
def test_terraform_is_written_with_a_provider_for_each_region(plan, syntax):
    made = render(plan, "terraform", CATALOG, syntax=syntax)
    again = read_folder(
        MemoryFolder({f.path: f.text for f in made.files}), catalog=CATALOG, name="again"
    )
    assert sorted(regions(again).values()) == sorted(REGIONS.values())
    assert again.region == "us-east-1"


@pytest.mark.terraform
def test_terraform_validates_it(plan):
    checks = run_checks(render(plan, "terraform", CATALOG))
    assert [c.detail for c in checks if c.status == "failed"] == []


@pytest.mark.parametrize("format_", ["cloudformation", "pulumi", "cdk"])
def test_what_has_one_region_says_what_it_loses(plan, format_):
    lost = "\n".join(render(plan, format_, CATALOG).untranslated)
    assert "aws_sns_topic.there: it is made in eu-west-1; a stack has one region." in lost
    assert "aws_sns_topic.here" not in lost
