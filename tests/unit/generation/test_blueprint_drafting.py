"""Imported Plans become blueprints that lower to the same resources."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dharma_core.blueprints import dump_blueprint, lower, parse_blueprint
from dharma_core.errors import InputError
from dharma_core.generation.blueprint_drafting import draft_blueprint
from dharma_core.plan import (
    UNKNOWN,
    Address,
    Expression,
    Output,
    Plan,
    Ref,
    make_resource,
    parse_address,
)
from dharma_core.plan.masking import MASKED
from dharma_core.plan.terraform_json import plan_from_json
from dharma_core.storage.facts import load_catalog, load_templates

PLANS = sorted((Path(__file__).parents[2] / "golden" / "plans").glob("*/plan.json"))
CATALOG = load_catalog()


def drafted(plan, **options):
    return draft_blueprint(plan, CATALOG, name="imported", **options)


def again(draft):
    text = dump_blueprint(draft.blueprint)
    return lower(parse_blueprint(text, file="imported.yaml"), CATALOG, partial=True)


def settled(resource):
    """Return the attributes that somebody wrote: known, not empty, not the provider's default."""
    facts = CATALOG.get(resource.type).attributes
    return {
        key: value
        for key, value in resource.attributes.items()
        if key in facts and not facts[key].read_only and facts[key].type in ("string", "number")
        and value not in (UNKNOWN, None, "") and not facts[key].sensitive
    }  # fmt: skip


@pytest.mark.parametrize("path", PLANS, ids=lambda p: p.parent.name)
def test_a_plan_of_terraform_survives_as_a_blueprint(path):
    plan = plan_from_json(json.loads(path.read_text("utf-8")), name=path.parent.name)
    draft = drafted(plan, region="us-east-1")
    lowered = again(draft)
    managed = plan.managed
    assert [r.type for r in lowered.resources] == [r.type for r in managed]
    for old, new in zip(managed, lowered.resources, strict=True):
        facts = CATALOG.get(old.type).attributes
        # What names another resource is a reference by now, and so unknown until apply.
        read = {e.path[0] for e in new.expressions}
        wanted = {k: v for k, v in settled(old).items() if not facts[k].computed and k not in read}
        assert {k: new.attributes.get(k) for k in wanted} == wanted, str(old.address)


@pytest.mark.parametrize("name", ["three-tier-web", "serverless-api", "event-pipeline"])
def test_a_template_lowered_and_drafted_is_the_same_plan(name):
    design = parse_blueprint(load_templates()[name], file=name)
    plan = lower(design, CATALOG)
    draft = drafted(plan)
    assert draft.left_out == ()
    lowered = again(draft)
    assert [r.address for r in lowered.resources] == [r.address for r in plan.resources]
    for old, new in zip(plan.resources, lowered.resources, strict=True):
        known = settled(old)
        assert {k: new.attributes.get(k) for k in known} == known, str(old.address)
        assert set(new.references) <= set(old.references) | {
            ref for ref in new.references if ref.target.startswith("var.")
        }


def queue(address, **attributes):
    return make_resource(parse_address(address), {"name": "q", **attributes})


def test_names_stay_short_and_are_never_shared():
    plan = Plan((
        queue("aws_sqs_queue.main"),
        make_resource(parse_address("aws_sns_topic.main"), {"name": "t"}),
        queue("module.jobs.aws_sqs_queue.dead[0]"),
        queue('module.jobs.aws_sqs_queue.dead["b-c"]'),
        queue("aws_sqs_queue.var"),
    ))  # fmt: skip
    names = [r.name for r in drafted(plan).blueprint.resources]
    assert names == [
        "sqs_queue_main", "sns_topic_main", "jobs_dead_0", "jobs_dead_b_c", "sqs_queue_var",
    ]  # fmt: skip


def test_a_reference_follows_the_new_name_and_text_keeps_its_dollars():
    topic = make_resource(Address("aws_sns_topic", "news"), {"name": "n", "arn": UNKNOWN})
    policy = '{"Resource": "${aws:username}"}'
    reader = queue("aws_sqs_queue.q", policy=policy, kms_master_key_id=UNKNOWN)
    reader = make_resource(
        reader.address,
        reader.attributes,
        expressions=(Expression.of(("kms_master_key_id",), Ref("aws_sns_topic.news", "arn")),),
    )
    spec = drafted(Plan((topic, reader))).blueprint.resource("q")
    assert spec.properties["kms_master_key_id"] == "${news.arn}"
    assert spec.properties["policy"] == policy.replace("${", "$${")


def test_what_reads_a_data_source_is_asked_for_and_its_output_left_out():
    data = make_resource(Address("aws_ami", "x", mode="data"), {"id": UNKNOWN})
    reader = make_resource(
        Address("aws_sqs_queue", "q"),
        {"name": UNKNOWN},
        expressions=(Expression.of(("name",), Ref("data.aws_ami.x", "id")),),
    )
    output = Output("ami", (Ref("data.aws_ami.x", "id"),))
    draft = drafted(Plan((data, reader), outputs=(output,)))
    assert draft.blueprint.resource("q").properties["name"] == "${var.aws_sqs_queue_q_name}"
    assert draft.left_out == (
        "data.aws_ami.x: a blueprint holds no data sources",
        "output.ami: reads what a blueprint cannot hold",
    )
    assert any("var.aws_sqs_queue_q_name" in note for note in draft.notes)


def test_another_clouds_resources_are_left_out_and_said():
    plan = Plan((
        queue("aws_sqs_queue.q"),
        queue("aws_sqs_queue.r"),
        make_resource(Address("google_storage_bucket", "b"), {"name": "b"}),
    ))  # fmt: skip
    draft = drafted(plan)
    assert [r.name for r in draft.blueprint.resources] == ["q", "r"]
    assert draft.left_out == ("google_storage_bucket.b: belongs to google, this design to aws",)
    assert draft.notes == ("The source names no region; us-east-1 was taken.",)


def test_a_plan_without_resources_makes_no_blueprint():
    with pytest.raises(InputError, match="can stand in a blueprint"):
        drafted(Plan(()))


@pytest.mark.parametrize("text", ["$", "a$$", "$${", "\\$", "${x}$", "%{if}$"])
def test_text_right_before_a_reference_stays_what_it_was(text):
    queue = make_resource(Address("aws_sqs_queue", "a"), {"name": "a"})
    source = Expression.of(("name",), text, Ref("aws_sqs_queue.a", "name"), text)
    other = make_resource(
        Address("aws_sqs_queue", "b"), {"name": f"{text}a{text}"}, expressions=(source,)
    )
    found = again(drafted(Plan((queue, other), provider="aws", region="us-east-1")))
    assert found.by_address["aws_sqs_queue.b"].attributes["name"] == f"{text}a{text}"


def test_a_secret_output_is_left_out_with_its_reason():
    queue = make_resource(Address("aws_sqs_queue", "a"), {"name": "a"})
    output = Output("key", value=MASKED, sensitive=True)
    plan = Plan((queue,), provider="aws", region="us-east-1", outputs=(output,))
    assert drafted(plan).left_out == (
        "output.key: its value is a secret that the source does not tell",
    )
