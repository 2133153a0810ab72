"""cfn-lint finds no error in any template, and the embedded simulator can make it."""

import json
from pathlib import Path

import pytest

from dharma_core.blueprints import lower, parse_blueprint
from dharma_core.generation import logical_ids, parameter_values, render
from dharma_core.plan.terraform_json import plan_from_json
from dharma_core.runners.format_checks import run_checks
from dharma_core.runners.simulator import Simulator
from dharma_core.storage.facts import load_catalog, load_templates
from dharma_core.storage.sizes import open_sizes

GOLDEN = Path(__file__).parents[2] / "golden" / "plans"
PLANS = sorted(path.parent.name for path in GOLDEN.glob("*/plan.json"))

pytestmark = pytest.mark.uncounted


def designed(template):
    blueprint = parse_blueprint(load_templates()[template], file="x.yaml")
    return lower(blueprint, load_catalog(), sizes=open_sizes())


@pytest.mark.slow
@pytest.mark.parametrize("name", PLANS)
def test_cfn_lint_accepts_what_is_written_from_a_real_plan(name):
    plan = plan_from_json(json.loads((GOLDEN / name / "plan.json").read_text()), name=name)
    generation = render(plan, "cloudformation", load_catalog())
    if name == "changes":  # a policy that only a data source tells, at apply
        assert "aws_sqs_queue_policy.jobs: policy" in generation.untranslated
        return
    (result,) = run_checks(generation)
    assert result.status == "passed", result.detail


# Both texts say the same (see test_round_trips.py): the checker reads JSON of one.
AS_YAML = [(template, "yaml") for template in load_templates()]


@pytest.mark.slow
@pytest.mark.parametrize(("template", "syntax"), [*AS_YAML, ("three-tier-web", "json")])
def test_cfn_lint_accepts_what_is_written_from_a_template(template, syntax):
    generation = render(designed(template), "cloudformation", load_catalog(), syntax=syntax)
    (result,) = run_checks(generation)
    assert result.status == "passed", result.detail


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory):
    simulator = Simulator(tmp_path_factory.mktemp("simulator"))
    yield simulator.start().endpoint
    simulator.stop()


# What moto's CloudFormation does not make by itself; tests of deployments make them with our help.
BEYOND_MOTO = {
    "container-service", "data-lake", "kubernetes-platform", "observability-base", "static-site",
}  # fmt: skip


@pytest.mark.sandbox
@pytest.mark.slow
@pytest.mark.parametrize("template", sorted(set(load_templates()) - BEYOND_MOTO))
def test_the_simulator_makes_every_resource_of_a_template(template, endpoint):
    import boto3

    plan = designed(template)
    values = parameter_values(plan, load_catalog())
    client = boto3.client(
        "cloudformation",
        region_name=plan.region,
        endpoint_url=endpoint,
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    client.create_stack(
        StackName=template,
        TemplateBody=render(plan, "cloudformation", load_catalog()).files[0].text,
        Parameters=[{"ParameterKey": k, "ParameterValue": v} for k, v in values.items()],
        Capabilities=["CAPABILITY_NAMED_IAM"],
    )
    (stack,) = client.describe_stacks(StackName=template)["Stacks"]
    assert stack["StackStatus"] == "CREATE_COMPLETE", stack.get("StackStatusReason")
    listed = client.describe_stack_resources(StackName=template)["StackResources"]
    made = {
        entry["LogicalResourceId"]
        for entry in listed
        if entry["ResourceStatus"] == "CREATE_COMPLETE"
    }
    assert set(logical_ids(plan).values()) <= made
