"""Plans that the real terraform wrote, read by us; and our own lowering beside Terraform's."""

import importlib.util
import json
import os
import shutil
from pathlib import Path

import pytest

from dharma_core.blueprints import lower, parse_blueprint
from dharma_core.plan import UNKNOWN, Action, Plan, Ref, build_graph, diff_plans
from dharma_core.plan.terraform_json import MASKED, plan_from_json, plan_to_json
from dharma_core.storage.facts import data_root, load_catalog, load_templates

PLANS = Path(__file__).parent / "plans"
NAMES = sorted(path.parent.name for path in PLANS.glob("*/plan.json"))


def document(name):
    return json.loads((PLANS / name / "plan.json").read_text(encoding="utf-8"))


def read(name):
    return plan_from_json(document(name), name=name)


@pytest.mark.parametrize("name", NAMES)
def test_a_real_plan_survives_being_written_and_read(name):
    plan = read(name)
    written = json.loads(json.dumps(plan_to_json(plan)))
    assert plan_from_json(written, name=name) == plan
    del written["dharma"]
    again = plan_from_json(written, name=name)
    assert [r.attributes for r in again.resources] == [r.attributes for r in plan.resources]
    assert (again.region, again.provider) == ("us-east-1", "aws")


@pytest.mark.parametrize("name", NAMES)
def test_a_real_plan_has_every_address_terraform_lists_and_no_circle(name):
    plan = read(name)
    changes = [c for c in document(name)["resource_changes"] if c["change"]["after"] is not None]
    assert [str(r.address) for r in plan.resources][: len(changes)] == [
        c["address"] for c in changes
    ]
    assert len(build_graph(plan).order()) == len(plan)


@pytest.mark.parametrize("name", NAMES)
def test_no_golden_file_holds_the_secret_of_its_configuration(name):
    text = (PLANS / name / "plan.json").read_text(encoding="utf-8")
    assert "not-a-real-password" not in text


def test_modules_counts_and_references_of_the_insecure_plan():
    plan = read("insecure")
    assert [str(r.address) for r in plan.of_type("aws_s3_bucket")] == [
        'module.storage["exports"].aws_s3_bucket.this',
        'module.storage["uploads"].aws_s3_bucket.this',
    ]
    needs = build_graph(plan).needs
    database = "module.database.aws_db_instance.this"
    assert set(needs[database]) == {
        "module.database.aws_db_subnet_group.this",
        "aws_security_group.open",
    }
    assert set(needs["module.database.aws_db_subnet_group.this"]) == {
        "aws_subnet.public[0]",
        "aws_subnet.public[1]",
    }
    assert 'module.storage["uploads"].aws_s3_bucket.this' in needs["aws_glue_job.nightly"]
    assert plan.by_address[database].attributes["password"] == MASKED
    assert plan.by_address[database].sensitive["password"] is True
    assert plan.outputs[0].mentions == (Ref(database, "endpoint"),)


def test_verdicts_of_the_changes_plan():
    plan = read("changes")
    verdicts = {str(r.address): r.actions for r in (*plan.resources, *plan.prior)}
    assert verdicts["aws_vpc.main"] == ("no-op",)
    assert verdicts["aws_cloudwatch_log_group.app"] == ("update",)
    assert verdicts["aws_subnet.app"] == ("delete", "create")
    assert verdicts["aws_ebs_volume.old"] == ("delete",)
    assert verdicts["aws_sqs_queue.jobs"] == ("create",)
    assert verdicts["data.aws_iam_policy_document.jobs"] == ("read",)
    before = {str(r.address): r for r in plan.prior}
    assert before["aws_db_instance.main"].attributes["password"] == MASKED
    assert before["aws_cloudwatch_log_group.app"].attributes["retention_in_days"] == 7
    assert "aws_ebs_volume.old" not in plan.by_address


def test_our_diff_reaches_the_verdicts_of_terraform():
    plan = read("changes")
    old, new = Plan(plan.prior), plan.with_resources(plan.managed)
    forces = load_catalog().forces_replace
    ours = {c.address: c.action for c in diff_plans(old, new, forces_replace=forces)}
    words = {
        ("create",): Action.CREATE,
        ("update",): Action.UPDATE,
        ("delete", "create"): Action.REPLACE,
        ("delete",): Action.DELETE,
    }
    theirs = {
        str(r.address): words[r.actions]
        for r in (*plan.prior, *plan.managed)
        if r.actions != ("no-op",)
    }
    assert ours == theirs


def test_the_platform_plan_has_the_variety_the_benchmark_needs():
    plan = read("platform")
    assert len(plan.managed) == 66
    assert len({r.type for r in plan.managed}) >= 15


def test_the_sample_is_the_insecure_plan():
    sample = (data_root() / "samples" / "insecure-plan.json").read_text(encoding="utf-8")
    assert json.loads(sample) == document("insecure")


def plain(value):
    """Leave nulls and empties out and order sets; a set with an unknown member is unknown."""
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items() if v not in (None, (), {})}
    if isinstance(value, tuple):
        if any(v is UNKNOWN for v in value):
            return UNKNOWN
        return sorted((plain(v) for v in value), key=repr)
    is_document = isinstance(value, str) and value.startswith("{")
    return json.loads(value) if is_document else value


def test_lowering_the_three_tier_template_gives_what_terraform_plans():
    catalog = load_catalog()
    text = load_templates()["three-tier-web"]
    ours = lower(parse_blueprint(text, file="three-tier-web.yaml"), catalog)
    theirs = read("three-tier")
    assert set(ours.by_address) == set(theirs.by_address)
    for address, resource in theirs.by_address.items():
        assert plain(ours.by_address[address].attributes) == plain(resource.attributes), address
    graphs = build_graph(ours).needs, build_graph(theirs).needs
    for address in ours.by_address:
        assert set(graphs[0][address]) == set(graphs[1][address]), address


def _writer():
    spec = importlib.util.spec_from_file_location("write_plans", PLANS / "write_plans.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def essence(resources):
    return {
        str(r.address): (r.attributes, r.sensitive, r.actions, set(r.expressions), r.depends_on)
        for r in resources
    }


@pytest.mark.terraform
@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_terraform_still_writes_the_same_plan(name):
    terraform = os.environ.get("DHARMA_TERRAFORM") or shutil.which("terraform")
    plugins = os.environ.get("DHARMA_TF_PLUGIN_DIR") or os.environ["TF_PLUGIN_CACHE_DIR"]
    fresh = _writer().plan_folder(PLANS / name, Path(plugins), terraform)
    ours, theirs = read(name), plan_from_json(fresh, name=name)
    assert essence(theirs.resources) == essence(ours.resources)
    assert essence(theirs.prior) == essence(ours.prior)
