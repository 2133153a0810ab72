"""The bundled designs as a collection: enough of them, safe, and two of one kind side by side."""

from __future__ import annotations

import json

import pytest

from dharma_core.blueprints import lower, parse_blueprint
from dharma_core.blueprints.kinds.library import KINDS
from dharma_core.blueprints.retargeting import retarget
from dharma_core.plan import walk
from dharma_core.policies.check import check
from dharma_core.runners.rego import ChildRego
from dharma_core.storage.facts import load_catalog, load_templates
from dharma_core.storage.policy_files import load_builtin_policies
from dharma_core.storage.sizes import open_sizes

TEMPLATES = sorted(load_templates())
NAMES = {
    "name", "bucket", "identifier", "function_name", "family", "alarm_name", "cluster_identifier",
    "replication_group_id", "final_snapshot_identifier", "creation_token", "node_group_name",
}  # fmt: skip
# Unique within what they belong to, not within the account.
INNER = {"aws_iam_role_policy", "aws_route53_record", "aws_route53_zone", "aws_apigatewayv2_stage"}


def design(name: str):
    return parse_blueprint(load_templates()[name], file=f"{name}.yaml")


def plan_of(name: str, /, **variables: str):
    return lower(design(name), load_catalog(), variables=variables, sizes=open_sizes())


def test_there_are_twelve_templates_or_more():
    assert len(TEMPLATES) >= 12


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_says_what_it_is_and_who_pays(name):
    blueprint = design(name)
    assert blueprint.name == name
    assert blueprint.description
    assert all(v.description and v.default is not None for v in blueprint.variables.values())
    assert {"name", "environment"} <= set(blueprint.variables)
    assert {"Environment", "Owner", "CostCenter"} <= set(blueprint.tags)
    assert blueprint.outputs


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_breaks_no_aws_rule(name):
    required = {"required_tags": ["Environment", "Owner", "CostCenter"]}
    report = check(plan_of(name), load_builtin_policies(), ChildRego(), parameters=required)
    assert [(v.rule_id, v.address) for v in report.violations] == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_two_copies_of_a_template_share_no_name(name):
    variables = design(name).variables
    others = {
        word: "other"
        for word in variables
        if word in ("name", "short_name") or word.startswith("bucket")
    }
    second = names_in(plan_of(name, **others))
    assert names_in(plan_of(name)) & second == set()
    assert second


def names_in(plan) -> set[tuple[str, str]]:
    return {
        (resource.type, json.dumps(value))
        for resource in plan.resources
        if resource.type not in INNER
        for path, value in walk(resource.attributes)
        if len(path) == 1 and path[0] in NAMES and isinstance(value, str)
    }


@pytest.mark.parametrize("name", TEMPLATES)
@pytest.mark.parametrize(("provider", "region"), [("azure", "westeurope"), ("gcp", "europe-west1")])
def test_a_template_of_portable_kinds_moves_whole(name, provider, region):
    blueprint = design(name)
    if any(resource.type not in KINDS for resource in blueprint.resources):
        pytest.skip("written in AWS's own types")
    moved = retarget(blueprint, load_catalog(), open_sizes(), provider=provider, region=region)
    assert [r.name for r in moved.blueprint.resources] == [r.name for r in blueprint.resources]
    plan = lower(moved.blueprint, load_catalog(), sizes=open_sizes())
    assert {r.provider for r in plan.resources} == {plan.provider}
