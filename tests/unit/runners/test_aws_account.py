"""One account through boto3: what is the same thing, what holds on to what."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dharma_core.errors import AdapterError
from dharma_core.plan import Address, Plan, make_resource
from dharma_core.runners.aws_account import AwsAccount
from dharma_core.runners.simulator import Simulator
from dharma_core.storage.facts import load_catalog

pytestmark = pytest.mark.sandbox
READ = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}],
}


@pytest.fixture(scope="module")
def account(lab_home: Path) -> AwsAccount:
    endpoint = Simulator(lab_home).start().endpoint
    return AwsAccount(endpoint=endpoint, region="us-east-1", catalog=load_catalog())


def one(type_: str, **attributes: Any) -> Plan:
    return Plan((make_resource(Address(type_, "x"), attributes),))


def quiet(_message: str, *, level: str = "info") -> None:
    return


def test_a_role_that_others_hold_on_to_is_untied_and_deleted(account: AwsAccount) -> None:
    document = json.dumps(READ)
    iam = account.client("iam")
    iam.create_role(RoleName="tied", AssumeRolePolicyDocument=document)
    policy = iam.create_policy(PolicyName="tie", PolicyDocument=document)["Policy"]["Arn"]
    iam.attach_role_policy(RoleName="tied", PolicyArn=policy)
    iam.put_role_policy(RoleName="tied", PolicyName="inline", PolicyDocument=document)
    plan, ids = one("aws_iam_role", name="tied"), {"aws_iam_role.x": "tied"}
    assert account.confirm(plan, ids)[0].status == "confirmed"
    assert account.remove(plan, ["aws_iam_role.x"], ids, log=quiet) == ()
    assert account.confirm(plan, ids)[0].detail == "its service does not know it"


def test_what_will_not_go_is_listed_as_left_over(account: AwsAccount) -> None:
    s3 = account.client("s3")
    s3.create_bucket(Bucket="not-empty")
    s3.put_object(Bucket="not-empty", Key="precious", Body=b"1")
    plan, ids = one("aws_s3_bucket", bucket="not-empty"), {"aws_s3_bucket.x": "not-empty"}
    left = account.remove(plan, ["aws_s3_bucket.x"], ids, log=quiet)
    assert [(r.address, r.status) for r in left] == [("aws_s3_bucket.x", "left over")]


def test_what_was_never_ours_is_left_alone(account: AwsAccount) -> None:
    account.client("s3").create_bucket(Bucket="of-somebody")
    plan = one("aws_s3_bucket", bucket="of-somebody")
    assert account.confirm(plan, {})[0].status == "unconfirmed"
    assert account.remove(plan, ["aws_s3_bucket.x"], {}, log=quiet) == ()
    assert account.confirm(plan, {"aws_s3_bucket.x": "of-somebody"})[0].status == "confirmed"


def test_a_changed_physical_id_alone_is_not_another_thing(account: AwsAccount) -> None:
    policy = one("aws_iam_role_policy", role="r", name="read")
    renamed = one("aws_iam_role_policy", role="r", name="write")
    at = "aws_iam_role_policy.x"
    assert account.is_same(at, (policy, {at: "id-1"}), (policy, {at: "id-2"}))
    assert not account.is_same(at, (policy, {at: "id-1"}), (renamed, {at: "id-1"}))
    assert not account.is_same(at, (policy, {at: "id-1"}), (Plan(()), {}))
    queue = one("aws_sqs_queue")
    assert not account.is_same("aws_sqs_queue.x", (queue, {}), (queue, {}))


def test_a_service_that_cannot_be_asked_leaves_a_resource_unconfirmed() -> None:
    dead = AwsAccount(endpoint="http://127.0.0.1:9", region="us-east-1", catalog=load_catalog())
    found = dead.confirm(one("aws_vpc"), {"aws_vpc.x": "vpc-1"})[0]
    assert found.status == "unconfirmed"
    assert "could not be asked" in found.detail


def test_a_refusal_that_is_no_absence_is_said(account: AwsAccount) -> None:
    plan, ids = one("aws_kms_key"), {"aws_kms_key.x": "arn:aws:kms:nowhere"}
    with pytest.raises(AdapterError):
        account.call("kms", "describe_key", KeyId=3)
    assert account.confirm(plan, ids)[0].status == "unconfirmed"


def test_a_refused_call_is_tried_again_and_a_service_that_refuses_often_is_left_alone(monkeypatch):
    account = AwsAccount(endpoint="http://127.0.0.1:9", region="us-east-1", catalog=load_catalog())
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    for _ in range(5):
        with pytest.raises(AdapterError, match="Cannot call sqs"):
            account.call("sqs", "list_queues")
    with pytest.raises(AdapterError) as left_alone:
        account.call("sqs", "list_queues")
    assert "Cannot call" not in left_alone.value.message
