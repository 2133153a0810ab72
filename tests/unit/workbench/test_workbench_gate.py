"""No path to a write without the one gate, and a refusal is on record."""

from __future__ import annotations

from pathlib import Path

import pytest

from dharma_core.deployments.values import DeploymentRequest
from dharma_core.errors import PermissionDenied
from dharma_core.events import EventType
from dharma_core.identity import Actor
from dharma_core.policies.findings import CheckReport
from dharma_core.policies.waivers import Form, Waiver
from dharma_core.workbench import Workbench

VIEWER = Actor("vera", "default", ("viewer",))
NOBODY = Actor("nils", "default", ())


def _deploy(bench):
    return bench.deploy(bench.read("serverless-api"), DeploymentRequest())


def _save_imported(bench):
    plan = bench.read("serverless-api")
    return bench.save_imported(bench.draft_blueprint(plan, name="imported"))


WRITES = {
    "save": lambda b: b.save_blueprint(b.template("serverless-api")),
    "save a draft": lambda b: b.save_draft(*b.open_draft("serverless-api")),
    "save an import": _save_imported,
    "delete": lambda b: b.delete_blueprint("bp_x"),
    "restore": lambda b: b.restore_blueprint("bp_x", "1.0.0"),
    "clone": lambda b: b.clone_blueprint("serverless-api", "copy"),
    "tag": lambda b: b.tag_blueprint("bp_x", "live"),
    "untag": lambda b: b.untag_blueprint("bp_x", "live"),
    "mark": lambda b: b.mark_blueprint("bp_x", status="published"),
    "recover": lambda b: b.recover_blueprint("bp_x"),
    "deploy": _deploy,
    "approve": lambda b: b.approve_deployment("dep_x"),
    "cancel": lambda b: b.cancel_deployment("dep_x"),
    "waive": lambda b: b.add_waiver(Waiver("DH_AWS_S3_001", "", Form.STORE, "why")),
    "take a waiver back": lambda b: b.remove_waiver("wv_x"),
    "keep a policy": lambda b: b.keep_policy("mine", "package a\ndeny[x] { x := 1 }"),
    "delete a user": lambda b: b.delete_user("ann"),
    "drop a policy": lambda b: b.drop_policy("mine"),
    "apply fixes": lambda b: b.apply_fixes(b.fixes("serverless-api")),
    "stop the sandbox": lambda b: b.sandbox_stop(),
    "write a baseline": lambda b: b.write_baseline(CheckReport((), (), 0), Path("known.json")),
}
READS = {
    "blueprints": lambda b: b.blueprints(),
    "deployments": lambda b: b.deployments(),
    "deployment": lambda b: b.deployment("dep_x"),
    "log": lambda b: b.deployment_log("dep_x"),
    "events": lambda b: b.events(),
    "verify": lambda b: b.verify_audit(),
    "waivers": lambda b: b.waivers(),
    "export": lambda b: list(b.export_events()),
}


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_a_viewer_may_write_nothing(write):
    with pytest.raises(PermissionDenied, match="vera"):
        write(Workbench.open(actor=VIEWER))
    refused = Workbench.open().events(type=EventType.PERMISSION_DENIED)
    assert [(e.event.user, e.event.success) for e in refused] == [("vera", False)]


@pytest.mark.parametrize("read", READS.values(), ids=READS)
def test_somebody_without_a_role_may_read_nothing(read):
    with pytest.raises(PermissionDenied):
        read(Workbench.open(actor=NOBODY))


@pytest.mark.parametrize("read", ["read", "blueprint", "blueprint_text"])
def test_a_stored_design_is_hidden_from_somebody_without_a_role(read):
    Workbench.open().save_blueprint(Workbench.open().template("serverless-api"))
    with pytest.raises(PermissionDenied):
        getattr(Workbench.open(actor=NOBODY), read)("serverless-api")


def test_another_tenant_sees_nothing_of_ours():
    ours = Workbench.open().save_blueprint(Workbench.open().template("serverless-api"))
    stranger = Workbench.open(actor=Actor("eve", "elsewhere", ("admin",)))
    assert stranger.blueprints().total == 0
    assert stranger.events() == ()
    assert Workbench.open().blueprint(ours.id).name == "serverless-api"


def test_a_judgement_of_a_stored_design_is_on_record_and_of_a_file_is_not():
    bench = Workbench.open()
    bench.check(bench.read("serverless-api"))
    assert not bench.store_exists
    stored = bench.save_blueprint(bench.template("serverless-api"))
    bench.check(bench.read(stored.id))
    newest = bench.events(limit=1)[0].event
    assert newest.type is EventType.GUARDRAILS_VALIDATED
    assert (newest.aggregate_id, newest.data["version"]) == (stored.id, "1.0.0")
