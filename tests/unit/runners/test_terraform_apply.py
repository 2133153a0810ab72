"""The Terraform executor on the simulator, with types that are quick to apply."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import pytest

from dharma_core.deployments.ports import Rendered
from dharma_core.deployments.values import DeploymentRequest, DeploymentState
from dharma_core.errors import MissingToolError
from dharma_core.generation import render
from dharma_core.identity import local_actor
from dharma_core.plan import Address, Expression, Plan, Ref, make_resource
from dharma_core.runners.executors import SandboxExecutors
from dharma_core.runners.simulator import Simulator
from dharma_core.runners.terraform_apply import OVERRIDE_FILE, provider_override
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


@pytest.mark.terraform
@pytest.mark.sandbox
@pytest.mark.slow
def test_it_applies_confirms_goes_back_and_destroys(lab: ModuleType, tmp_path: Path) -> None:
    catalog = load_catalog()
    ports = lab.ports(
        tmp_path,
        executors=SandboxExecutors(tmp_path, catalog),
        render=lambda plan, format_: Rendered(render(plan, format_, catalog)),
        clock=lambda: datetime.now(UTC),
    )
    desk = Workflows(WorkflowHome(tmp_path), ports)
    request = DeploymentRequest(executor="terraform")
    asked = desk.submit(quick(), request, actor=local_actor())
    with desk.worker_here() as worker:
        found = desk.wait(asked.id, worker=worker, timeout_seconds=180)
        assert found.state is S.COMPLETED, found.reason
        assert {r.status for r in found.resources} == {"confirmed"}
        folder = tmp_path / "terraform" / "dharma-tf-quick-development"
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
    Simulator(tmp_path).stop()
