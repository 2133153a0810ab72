"""One design costs the same from whatever it is read: blueprint, folder, plan, state, template."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from dharma_core.plan.terraform_json import plan_to_json
from dharma_core.workbench import Workbench

REGION = "eu-west-1"
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
USAGE = """
version: 0.1
resource_type_default_usage:
  aws_sqs_queue: {monthly_requests: 12345678}
  aws_cloudwatch_log_group: {monthly_data_ingested_gb: 7}
"""


def as_state(document):
    """Return what ``terraform show -json`` prints once a plan is applied."""
    return {
        "format_version": "1.0",
        "terraform_version": "1.9.0",
        "values": {"root_module": document["planned_values"]["root_module"]},
    }


@pytest.fixture
def sources(tmp_path: Path) -> dict[str, str]:
    bench = Workbench.open(cwd=tmp_path)
    (tmp_path / "blueprint.yaml").write_text(BLUEPRINT, "utf-8")
    plan = bench.read("blueprint.yaml")
    for name in ("terraform", "cloudformation"):
        made = bench.generate(plan, name, checks=False)
        bench.write_files(made, Path(name))
    document = plan_to_json(plan, catalog=bench.catalog)
    (tmp_path / "plan.json").write_text(json.dumps(document), "utf-8")
    (tmp_path / "state.json").write_text(json.dumps(as_state(document)), "utf-8")
    template = next((tmp_path / "cloudformation").glob("*.y*ml"))
    return {
        "blueprint": "blueprint.yaml",
        "folder": "terraform",
        "plan": "plan.json",
        "state": "state.json",
        "template": str(template.relative_to(tmp_path)),
    }


@pytest.mark.parametrize("usage", [None, USAGE], ids=["no usage", "with usage"])
def test_every_source_of_one_design_gives_the_same_numbers(tmp_path, sources, usage):
    bench = Workbench.open(cwd=tmp_path)
    region = {"AWS::Region": REGION}  # a template says nothing of where it will be deployed
    plans = {
        kind: bench.read(source, variables=region if kind == "template" else None)
        for kind, source in sources.items()
    }
    found = {
        kind: bench.estimate(in_region(plan), usage_text=usage) for kind, plan in plans.items()
    }

    wanted = numbers(found["blueprint"])
    assert len(wanted) == 4
    for kind, estimate in found.items():
        assert numbers(estimate) == wanted, kind
    assert found["blueprint"].total.amount > 0


def in_region(plan):
    """Return a plan in its region: a state that was never applied holds no ARN that says it."""
    return plan if plan.region else replace(plan, region=REGION)


def numbers(estimate):
    """Return every component's figures by type: addresses differ in a CloudFormation template."""
    return {
        r.type: [
            (c.name, c.monthly_quantity, c.unit_price, c.monthly_cost, c.state)
            for c in r.components
        ]
        for r in estimate.resources
    }
