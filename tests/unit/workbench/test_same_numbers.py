"""One design costs the same from whatever it is read: blueprint, folder, plan, state, template."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from dharma_core.blueprints import dump_blueprint, parse_blueprint
from dharma_core.blueprints.kinds.library import KINDS
from dharma_core.plan.terraform_json import plan_to_json
from dharma_core.storage.facts import load_templates
from dharma_core.workbench import Workbench
from tests.strategies.applied_state import applied_state

HOMES = {"aws": "eu-west-1", "azure": "westeurope", "gcp": "europe-west1"}
TEMPLATES = {"aws": ("cloudformation", "template.yaml"), "azure": ("arm", "azuredeploy.json")}
BLUEPRINT = """
name: same-numbers
version: 1.0.0
provider: aws
region: eu-west-1
resources:
  - {name: server, type: aws_instance, properties: {ami: ami-0123456789abcdef0, instance_type: m5.large}}
  - {name: disk, type: aws_ebs_volume, properties: {availability_zone: eu-west-1a, size: 50, type: gp3}}
  - {name: queue, type: aws_sqs_queue, properties: {name: orders}}
  - {name: logs, type: aws_cloudwatch_log_group, properties: {name: orders}}
"""  # noqa: E501 - one resource a line
TWO_REGIONS = """
provider "aws" {
  region = "eu-west-1"
}

provider "aws" {
  alias  = "near"
  region = "us-east-1"
}

resource "aws_instance" "here" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "m5.large"
}

resource "aws_instance" "there" {
  provider      = aws.near
  ami           = "ami-0123456789abcdef1"
  instance_type = "m5.large"
}

resource "aws_sns_topic" "news" {
  provider = aws.near
}
"""
USAGE = """
version: 0.1
resource_type_default_usage:
  aws_sqs_queue: {monthly_requests: 12345678}
  aws_cloudwatch_log_group: {monthly_data_ingested_gb: 7}
"""


def designs():
    """Return every bundled design and the clouds that it can be on."""
    for name, text in sorted(load_templates().items()):
        kinds = {r.type for r in parse_blueprint(text, file=name).resources}
        yield from ((name, cloud) for cloud in HOMES if cloud == "aws" or kinds <= set(KINDS))


@pytest.fixture
def bench(tmp_path: Path) -> Workbench:
    return Workbench.open(cwd=tmp_path)


@pytest.fixture
def read_everywhere(bench):
    def read(design: str, cloud: str):
        """Return the Plans of a design, each read from another form of it."""
        home = bench.cwd
        (home / "blueprint.yaml").write_text(design, "utf-8")
        plan = bench.read("blueprint.yaml")
        document = plan_to_json(plan, catalog=bench.catalog)
        (home / "plan.json").write_text(json.dumps(document), "utf-8")
        state = applied_state(plan, bench.catalog)
        (home / "state.json").write_text(json.dumps(state), "utf-8")
        bench.write_files(bench.generate(plan, "terraform", checks=False), Path("terraform"))
        found = {
            "blueprint": plan,
            "folder": bench.read("terraform"),
            "plan": bench.read("plan.json"),
            "state": bench.read("state.json"),
        }
        if cloud in TEMPLATES:
            form, file = TEMPLATES[cloud]
            bench.write_files(bench.generate(plan, form, checks=False), Path(form))
            # A template of CloudFormation says nothing of where it will be deployed.
            region = {"AWS::Region": HOMES[cloud]} if cloud == "aws" else None
            found["template"] = bench.read(f"{form}/{file}", variables=region)
        return found

    return read


@pytest.mark.parametrize("usage", [None, USAGE], ids=["no usage", "with usage"])
def test_every_source_of_one_design_gives_the_same_numbers(bench, read_everywhere, usage):
    plans = read_everywhere(BLUEPRINT, "aws")
    found = {kind: bench.estimate(plan, usage_text=usage) for kind, plan in plans.items()}

    wanted = numbers(found["blueprint"])
    assert wanted.total() == 4
    assert found["blueprint"].total.amount > 0
    for kind, estimate in found.items():
        assert numbers(estimate) == wanted, kind


@pytest.mark.parametrize(("name", "cloud"), list(designs()))
def test_every_source_of_a_bundled_design_gives_the_same_numbers(
    bench, read_everywhere, name, cloud
):
    design = bench.retarget(name, provider=cloud, region=HOMES[cloud]).blueprint
    plans = read_everywhere(dump_blueprint(design), cloud)

    for preset in ("", "medium"):
        found = {kind: bench.estimate(plan, preset=preset) for kind, plan in plans.items()}
        wanted = numbers(found["blueprint"])
        assert wanted.total() == len(plans["blueprint"].managed)
        assert found["blueprint"].total.amount > 0 or not preset
        for kind, estimate in found.items():
            assert numbers(estimate) == wanted, (kind, preset)


def test_a_second_region_is_kept_when_a_folder_is_saved_and_priced_again(bench, read_everywhere):
    (bench.cwd / "written").mkdir()
    (bench.cwd / "written" / "main.tf").write_text(TWO_REGIONS, "utf-8")
    written = bench.read("written")
    saved = bench.draft_blueprint(written, name="two-regions")
    plans = read_everywhere(dump_blueprint(saved.blueprint), "")

    assert saved.left_out == ()
    wanted = numbers(bench.estimate(written))
    assert {region for _, region, _ in wanted} == {"eu-west-1", "us-east-1"}
    for kind, plan in plans.items():
        assert numbers(bench.estimate(plan)) == wanted, kind


def numbers(estimate):
    """Return every resource's figures: a template of CloudFormation calls resources otherwise."""
    return Counter(
        (
            resource.type,
            resource.region,
            tuple(
                (c.name, c.monthly_quantity, c.unit, c.unit_price, c.monthly_cost, c.state, c.note)
                for c in resource.components
            ),
        )
        for resource in estimate.resources
    )
