"""The Terraform executor on the simulator, with types that are quick to apply."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from dharma_core.deployments.ports import Order, Rendered
from dharma_core.deployments.values import DeployedResource, DeploymentRequest, DeploymentState
from dharma_core.errors import AdapterError, MissingToolError
from dharma_core.generation import GeneratedFile, Generation, render
from dharma_core.identity import local_actor
from dharma_core.plan import Address, Expression, Plan, Ref, make_resource
from dharma_core.runners.aws_account import AwsAccount
from dharma_core.runners.executors import SandboxExecutors
from dharma_core.runners.terraform import ApplyResult, Diagnostic
from dharma_core.runners.terraform_apply import (
    OVERRIDE_FILE,
    TerraformExecutor,
    provider_override,
)
from dharma_core.runners.workflows import WorkflowHome, Workflows
from dharma_core.storage.facts import load_catalog
from dharma_core.storage.store import Store

S = DeploymentState
TRUST = (
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",'
    '"Principal":{"Service":"ec2.amazonaws.com"}}]}'
)


def quick(bucket: str = "tf-quick") -> Plan:
    block = Expression.of(("bucket",), Ref("aws_s3_bucket.files", "id"))
    closed = dict.fromkeys(
        ("block_public_acls", "block_public_policy", "ignore_public_acls"), True
    ) | {"restrict_public_buckets": True}
    return Plan(
        (
            make_resource(Address("aws_s3_bucket", "files"), {"bucket": bucket}),
            make_resource(
                Address("aws_s3_bucket_public_access_block", "files"),
                closed,
                expressions=(block,),
            ),
            make_resource(
                Address("aws_cloudwatch_log_group", "logs"),
                {"name": "tf-quick", "retention_in_days": 30},
            ),
            make_resource(
                Address("aws_iam_role", "app"), {"name": "tf-quick", "assume_role_policy": TRUST}
            ),
            make_resource(
                Address("aws_dynamodb_table", "items"),
                {
                    "name": "tf-quick",
                    "billing_mode": "PAY_PER_REQUEST",
                    "hash_key": "id",
                    "attribute": [{"name": "id", "type": "S"}],
                },
            ),
        ),
        name="tf-quick",
        region="us-east-1",
    )


def test_the_override_sends_every_service_to_the_simulator() -> None:
    aws = provider_override("http://127.0.0.1:5000", "eu-west-1")["provider"]["aws"]
    assert set(aws["endpoints"][0].values()) == {"http://127.0.0.1:5000"}
    assert {"ec2", "s3", "sts", "iam"} <= set(aws["endpoints"][0])
    assert aws["skip_requesting_account_id"] is False
    assert aws["s3_use_path_style"] is True


def test_its_absence_is_said_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("DHARMA_TERRAFORM", raising=False)
    executors = SandboxExecutors(tmp_path, load_catalog())
    with pytest.raises(MissingToolError, match="neither was found"):
        executors.check(DeploymentRequest(executor="terraform"))


class FakeTool:
    """A terraform that answers as told."""

    def __init__(self, *results: ApplyResult, there: bool = True) -> None:
        self.results = list(results)
        self.there = there
        self.asked: list[tuple[str, Mapping[str, Any]]] = []

    def init(self, folder: Path) -> None:
        (folder / "terraform.tfstate").write_text("{}")

    def apply(self, _folder: Path, *, variables: Any, on_line: Any) -> ApplyResult:
        self.asked.append(("apply", variables))
        on_line({"type": "apply_errored", "@message": "aws_s3_bucket.files: no"})
        return self.results.pop(0)

    def destroy(self, _folder: Path, *, variables: Any, on_line: Any) -> ApplyResult:
        self.asked.append(("destroy", variables))
        on_line({"type": "version"})
        return self.results.pop(0)

    def show_json(self, _folder: Path) -> dict[str, Any]:
        made = {"address": "aws_s3_bucket.files_0", "values": {"id": "tf-quick"}}
        module = {"child_modules": [{"resources": [made]}]}
        return {"values": {"root_module": module if self.there else {}}}


class FakeAccount(AwsAccount):
    """An account that knows every id it is asked for."""

    def confirm(self, plan: Plan, physical: Mapping[str, str]) -> tuple[DeployedResource, ...]:
        return tuple(
            DeployedResource(a, "x", physical.get(a, ""), *CONFIRMED[a in physical])
            for a in plan.by_address
        )


CONFIRMED = {True: ("confirmed", ""), False: ("unconfirmed", "not there")}
FAILED = ApplyResult(False, (Diagnostic("error", "Bucket refused", "", "aws_s3_bucket.files"),))


def bucket_order(id_: str = "dep_1", **parts: Any) -> Order:
    plan = Plan((make_resource(Address("aws_s3_bucket", "files", index=0), {}),), name="b")
    files = (GeneratedFile("main.tf", "# bucket\n"),)
    names = {"aws_s3_bucket.files[0]": "aws_s3_bucket.files_0"}
    return Order(id_, "stack", plan, Generation("terraform", files), names, **parts)


def fake(tmp_path: Path, tool: FakeTool) -> TerraformExecutor:
    account = FakeAccount(endpoint="http://127.0.0.1:9", region="r", catalog=load_catalog())
    return TerraformExecutor(account, tool, folder=tmp_path)  # type: ignore[arg-type]


def test_a_generated_name_leads_back_to_the_resource(tmp_path: Path) -> None:
    executor = fake(tmp_path, FakeTool(ApplyResult(True)))
    assert executor.confirm(bucket_order(), log=quiet).unconfirmed != ()
    executor.apply(bucket_order(), log=quiet)
    assert executor.confirm(bucket_order(), log=quiet).resources == (
        DeployedResource("aws_s3_bucket.files[0]", "x", "tf-quick", "confirmed"),
    )
    assert json.loads((tmp_path / "stack" / OVERRIDE_FILE).read_text())["provider"]


def test_a_refused_apply_says_what_terraform_said(tmp_path: Path) -> None:
    with pytest.raises(AdapterError, match=r"aws_s3_bucket\.files: Bucket refused"):
        fake(tmp_path, FakeTool(FAILED)).apply(bucket_order(), log=quiet)


def test_an_apply_needs_every_secret_and_a_destroy_none(tmp_path: Path) -> None:
    tool = FakeTool(ApplyResult(True), there=False)
    executor = fake(tmp_path, tool)
    order = bucket_order(unknown=("key",), parameters={"size": "1"})
    with pytest.raises(AdapterError, match="No value for key"):
        executor.apply(order, log=quiet)
    undone = executor.undo(order, None, known=(), log=quiet)
    assert undone.complete
    assert tool.asked == [("destroy", {"key": "", "size": "1"})]
    assert not (tmp_path / "stack").exists()


def test_a_destroy_that_leaves_something_is_incomplete_and_lists_it(tmp_path: Path) -> None:
    undone = fake(tmp_path, FakeTool(FAILED)).undo(bucket_order(), None, known=(), log=quiet)
    assert not undone.complete
    assert [r.physical_id for r in undone.resources] == ["tf-quick"]


def test_an_undo_applies_the_previous_version_and_reads_it_back(tmp_path: Path) -> None:
    tool = FakeTool(ApplyResult(True))
    undone = fake(tmp_path, tool).undo(
        bucket_order("dep_2"), bucket_order("dep_1"), known=(), log=quiet
    )
    assert undone.complete
    assert [r.status for r in undone.resources] == ["confirmed"]
    assert (tmp_path / "stack" / "deployment.id").read_text() == "dep_1"


def quiet(_message: str, *, level: str = "info") -> None:
    return


@pytest.mark.terraform
@pytest.mark.sandbox
@pytest.mark.slow
def test_it_applies_confirms_goes_back_and_destroys(lab: ModuleType, own_home: Path) -> None:
    catalog = load_catalog()
    ports = lab.ports(
        own_home,
        executors=SandboxExecutors(own_home, catalog),
        render=lambda plan, format_: Rendered(render(plan, format_, catalog)),
        clock=lambda: datetime.now(UTC),
    )
    desk = Workflows(WorkflowHome(own_home), ports)
    request = DeploymentRequest(executor="terraform")
    asked = desk.submit(quick(), request, actor=local_actor())
    with desk.worker_here() as worker:
        found = desk.wait(asked.id, worker=worker, timeout_seconds=180)
        assert found.state is S.COMPLETED, found.reason
        assert {r.status for r in found.resources} == {"confirmed"}
        folder = own_home / "terraform" / "dharma-tf-quick-development"
        assert (folder / OVERRIDE_FILE).exists()

        taken = Plan(
            (*quick().resources, make_resource(Address("aws_s3_bucket", "x"), {"bucket": "No!"})),
            name="tf-quick",
            region="us-east-1",
        )
        bad = desk.submit(taken, request, actor=local_actor())
        back = desk.wait(bad.id, worker=worker, timeout_seconds=180)
        assert back.state is S.ROLLED_BACK, back.reason
        assert "aws_s3_bucket.x" in back.reason
        assert {r.status for r in back.resources} == {"confirmed"}
    records = ports.records
    assert isinstance(records, Store)
    records.close()
