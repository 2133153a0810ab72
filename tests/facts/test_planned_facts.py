"""What the AWS provider said of itself, for every type it has."""

import json

import pytest

from dharma_core.plan import UNKNOWN, FrozenMap
from dharma_core.plan.filling import fill
from dharma_core.plan.whole_unknowns import as_planned
from dharma_core.storage.facts import data_root, load_catalog

PLANNED = json.loads((data_root() / "catalog" / "aws.planned.json").read_bytes())


def test_the_facts_say_where_and_when_they_are_from():
    assert PLANNED["source"].startswith("hashicorp/aws 5.")
    assert PLANNED["as_of"]


def test_every_fact_is_of_a_type_that_the_schema_knows():
    catalog = load_catalog()
    wrong = [name for name in (*PLANNED["types"], *PLANNED["framework"]) if not catalog.find(name)]
    assert not wrong


def is_cut(facts):
    """Whether the schema we have ends somewhere inside."""
    return any(fact.open or is_cut(fact.members) for fact in facts.values())


def test_every_fact_reaches_the_catalogue_but_where_the_schema_was_cut():
    catalog = load_catalog()
    pairs = [(name, path) for name, facts in PLANNED["types"].items() for path in facts]
    found = [(name, catalog.find(name).attribute(tuple(path.split(".")))) for name, path in pairs]
    lost = {name for name, fact in found if not (fact and (fact.has_default or fact.computed))}
    assert len(pairs) > 2_500
    assert all(is_cut(catalog.find(name).attributes) for name in lost), sorted(lost)


@pytest.mark.parametrize(
    ("type_", "wanted"),
    [
        ("aws_codebuild_project", {"badge_enabled": False, "queued_timeout": 480}),
        ("aws_mq_broker", {"deployment_mode": "SINGLE_INSTANCE", "configuration": UNKNOWN}),
        ("aws_pipes_pipe", {"description": "Managed by Terraform", "desired_state": "RUNNING"}),
        ("aws_glue_job", {"execution_property": UNKNOWN}),
    ],
)
def test_a_type_without_a_file_of_its_own_has_its_defaults(type_, wanted):
    found = fill(load_catalog().find(type_), {})
    assert {name: found[name] for name in wanted} == wanted


@pytest.mark.parametrize(
    ("type_", "name", "kept"),
    [
        ("aws_instance", "vpc_security_group_ids", False),
        ("aws_iam_role_policy_attachments_exclusive", "policy_arns", True),
    ],
)
def test_only_types_of_the_framework_keep_members_beside_an_unknown_one(type_, name, kept):
    written = FrozenMap({name: ("a", UNKNOWN)})
    found = as_planned(load_catalog().find(type_), written)[name]
    assert found == (("a", UNKNOWN) if kept else UNKNOWN)
