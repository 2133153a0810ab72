"""The CloudFormation executor on the simulator: nothing is believed that its service denies."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from dharma_core.deployments.ports import Applied, Order
from dharma_core.errors import AdapterError
from dharma_core.generation.output import GeneratedFile, Generation
from dharma_core.plan import Address, Plan, make_resource
from dharma_core.runners.aws_account import AwsAccount
from dharma_core.runners.cloudformation import DEPLOYMENT_TAG, CloudFormationExecutor
from dharma_core.runners.simulator import Simulator
from dharma_core.storage.facts import load_catalog

pytestmark = pytest.mark.sandbox


@pytest.fixture(scope="module")
def account(lab_home: Path) -> AwsAccount:
    endpoint = Simulator(lab_home).start().endpoint
    return AwsAccount(endpoint=endpoint, region="us-east-1", catalog=load_catalog())


@pytest.fixture
def executor(account: AwsAccount) -> CloudFormationExecutor:
    return CloudFormationExecutor(account)


@pytest.fixture
def said() -> Iterator[list[str]]:
    return iter([[]]).__next__()


@pytest.fixture
def log(said: list[str]) -> Callable[..., None]:
    return lambda message, level="info": said.append(f"{level}: {message}")


def order(lab: ModuleType, plan: Plan, *, id_: str = "dep_1") -> Order:
    rendered = lab.template(plan)
    stack = f"dharma-{plan.name}"
    return Order(id_, stack, plan, rendered.generation, rendered.logical_ids)


def stack_of(account: AwsAccount, name: str) -> dict[str, Any]:
    found = account.call("cloudformation", "describe_stacks", StackName=name)["Stacks"]
    return dict(found[0])


def test_apply_makes_and_confirm_reads_back_every_resource(
    lab: ModuleType, executor: CloudFormationExecutor, log: Any, account: AwsAccount
) -> None:
    asked = order(lab, lab.network(name="cfn-good", logs="cfn-good"))
    executor.apply(asked, log=log)
    applied = executor.confirm(asked, log=log)
    assert applied.unconfirmed == ()
    assert [r.address for r in applied.resources] == list(asked.plan.by_address)
    vpc = applied.resources[0].physical_id
    assert vpc.startswith("vpc-")
    assert applied.outputs == {"NetworkId": vpc}
    tags = {t["Key"]: t["Value"] for t in stack_of(account, asked.stack)["Tags"]}
    assert tags[DEPLOYMENT_TAG] == "dep_1"


def test_apply_again_by_the_same_deployment_changes_nothing(
    lab: ModuleType, executor: CloudFormationExecutor, log: Any
) -> None:
    asked = order(lab, lab.network(name="cfn-twice", logs="cfn-twice"))
    executor.apply(asked, log=log)
    first = executor.confirm(asked, log=log)
    assert "already applied" in executor.apply(asked, log=log)
    assert executor.confirm(asked, log=log) == first


def test_an_unsupported_type_is_unconfirmed_although_the_stack_says_complete(
    lab: ModuleType, executor: CloudFormationExecutor, log: Any, account: AwsAccount
) -> None:
    plan = lab.network(lab.cache_group(), name="cfn-cache", logs="cfn-cache")
    asked = order(lab, plan)
    executor.apply(asked, log=log)
    assert stack_of(account, asked.stack)["StackStatus"] == "CREATE_COMPLETE"
    wrong = executor.confirm(asked, log=log).unconfirmed
    assert [r.address for r in wrong] == ["aws_elasticache_subnet_group.cache"]
    assert wrong[0].detail == "the target made no such resource"


def test_a_type_without_a_table_is_unchecked_when_the_target_made_it(account: AwsAccount) -> None:
    odd = make_resource(Address("aws_unheard_of", "x"), {})
    made = account.confirm(Plan((odd,)), {"aws_unheard_of.x": "x-1"})
    assert made[0].status == "unchecked"
    assert "does not know how to check" in made[0].detail
    assert Applied(made).unconfirmed == ()
    assert account.unchecked(Plan((odd,))) == ("aws_unheard_of.x",)


def test_a_type_without_a_table_that_nobody_made_is_unconfirmed(account: AwsAccount) -> None:
    odd = make_resource(Address("aws_unheard_of", "x"), {})
    assert account.confirm(Plan((odd,)), {})[0].status == "unconfirmed"


def test_an_attribute_that_is_not_as_designed_is_unconfirmed(
    lab: ModuleType, executor: CloudFormationExecutor, account: AwsAccount, log: Any
) -> None:
    plan = lab.network(name="cfn-drift", logs="cfn-drift", days=30)
    executor.apply(order(lab, plan), log=log)
    wished = lab.network(name="cfn-drift", logs="cfn-drift", days=60)
    wrong = executor.confirm(order(lab, wished), log=log).unconfirmed
    assert [r.detail for r in wrong] == ["retention_in_days is 30, the design says 60"]


def test_undo_deletes_everything_and_asks_again_that_it_is_gone(
    lab: ModuleType, executor: CloudFormationExecutor, account: AwsAccount, log: Any
) -> None:
    asked = order(lab, lab.network(name="cfn-undo", logs="cfn-undo"))
    executor.apply(asked, log=log)
    known = executor.confirm(asked, log=log).resources
    undone = executor.undo(asked, None, known=known, log=log)
    assert undone.complete
    assert undone.resources == ()
    ids = {r.address: r.physical_id for r in known}
    assert {r.status for r in account.confirm(asked.plan, ids)} == {"unconfirmed"}
    assert executor.undo(asked, None, known=known, log=log).complete


def test_undo_deletes_what_the_stack_forgot(
    lab: ModuleType, executor: CloudFormationExecutor, account: AwsAccount, log: Any, said: Any
) -> None:
    """Moto's CloudFormation cannot delete internet gateways: each is deleted at its service."""
    gateway = make_resource(Address("aws_internet_gateway", "g"), {})
    asked = Order(
        "dep_1", "dharma-cfn-gate", Plan((gateway,), name="cfn-gate"),
        Generation("cloudformation", (GeneratedFile("t.json", json.dumps(
            {"Resources": {"G": {"Type": "AWS::EC2::InternetGateway", "Properties": {}}}}
        )),)),
        {"aws_internet_gateway.g": "G"},
    )  # fmt: skip
    executor.apply(asked, log=log)
    known = executor.confirm(asked, log=log).resources
    assert executor.undo(asked, None, known=known, log=log).complete
    assert "info: Deleting aws_internet_gateway.g." in said
    ids = {known[0].address: known[0].physical_id}
    assert account.confirm(asked.plan, ids)[0].detail == "its service does not know it"


def test_a_stack_that_fails_halfway_says_why_and_is_undone(
    lab: ModuleType, executor: CloudFormationExecutor, log: Any
) -> None:
    first = order(lab, lab.network(name="cfn-one", logs="cfn-same"))
    executor.apply(first, log=log)
    second = order(lab, lab.network(name="cfn-two", logs="cfn-same"), id_="dep_2")
    with pytest.raises(AdapterError, match="log group already exists"):
        executor.apply(second, log=log)
    made = executor.confirm(second, log=log)
    assert [r.status for r in made.resources] == ["confirmed"] * 3 + ["unconfirmed"]
    # A log group of that name is there, but it is not ours: undoing must not touch it.
    undone = executor.undo(second, None, known=made.resources, log=log)
    assert executor.confirm(first, log=log).unconfirmed == ()
    assert undone.complete


def test_undo_of_an_update_goes_back_in_place(
    lab: ModuleType, executor: CloudFormationExecutor, account: AwsAccount, log: Any
) -> None:
    good = order(lab, lab.network(name="cfn-back", logs="cfn-back", days=30))
    executor.apply(good, log=log)
    before = executor.confirm(good, log=log).resources
    wish = lab.network(lab.cache_group(), name="cfn-back", logs="cfn-back", days=60)
    bad = order(lab, wish, id_="dep_2")
    executor.apply(bad, log=log)
    known = executor.confirm(bad, log=log).resources
    undone = executor.undo(bad, good, known=known, log=log)
    assert undone.complete
    assert undone.resources == before


def test_retire_deletes_what_the_new_version_left_behind_and_nothing_else(
    lab: ModuleType, executor: CloudFormationExecutor, account: AwsAccount, log: Any
) -> None:
    gateway = make_resource(Address("aws_internet_gateway", "g"), {})
    first = order(lab, lab.network(gateway, name="cfn-old", logs="cfn-old"))
    executor.apply(first, log=log)
    old = executor.confirm(first, log=log)
    second = order(lab, lab.network(name="cfn-old", logs="cfn-new"), id_="dep_2")
    executor.apply(second, log=log)
    new = executor.confirm(second, log=log)
    executor.retire(second, new, first, known=old.resources, log=log)
    ids = {r.address: r.physical_id for r in old.resources}
    there = {r.address: r.status for r in account.confirm(first.plan, ids)}
    assert there["aws_internet_gateway.g"] == "unconfirmed"
    assert there["aws_vpc.main"] == "confirmed"


def test_a_dead_simulator_is_an_adapter_error_with_the_next_step(lab: ModuleType) -> None:
    dead = AwsAccount(endpoint="http://127.0.0.1:9", region="us-east-1", catalog=load_catalog())
    with pytest.raises(AdapterError, match="Cannot call") as caught:
        CloudFormationExecutor(dead).apply(
            order(lab, lab.network()), log=lambda *_args, **_named: None
        )
    assert "sandbox status" in caught.value.next_step


def test_a_template_too_long_for_the_call_is_refused_before_it_is_sent(lab: ModuleType) -> None:
    real = AwsAccount(endpoint="", region="us-east-1", catalog=load_catalog())
    executor = CloudFormationExecutor(real)
    long = Generation("cloudformation", (GeneratedFile("t.yaml", "x" * 51_201),))
    asked = Order("dep_1", "s", lab.network(), long)
    with pytest.raises(AdapterError, match="51,201 bytes"):
        executor._submit("create_stack", asked)


def test_a_version_that_cannot_come_back_in_place_is_rebuilt_on_the_simulator(
    lab: ModuleType, executor: CloudFormationExecutor, account: AwsAccount, log: Any, said: Any
) -> None:
    good = order(lab, lab.network(name="cfn-lost", logs="cfn-lost"))
    executor.apply(good, log=log)
    queue = executor.confirm(good, log=log).resources[2].physical_id
    account.call("sqs", "delete_queue", QueueUrl=queue)  # behind the stack's back
    bad = order(lab, lab.network(lab.cache_group(), name="cfn-lost", logs="cfn-lost"), id_="dep_2")
    executor.apply(bad, log=log)
    known = executor.confirm(bad, log=log).resources
    undone = executor.undo(bad, good, known=known, log=log)
    assert undone.complete
    assert [r.status for r in undone.resources] == ["confirmed"] * 4
    assert any("rebuilding the previous version" in line for line in said)


def test_a_secret_nobody_knows_any_more_stays_as_the_stack_has_it(
    lab: ModuleType, executor: CloudFormationExecutor, log: Any
) -> None:
    from dataclasses import replace

    asked = order(lab, lab.network(name="cfn-secret", logs="cfn-secret"))
    with pytest.raises(AdapterError, match="No value for Key"):
        executor.apply(replace(asked, unknown=("Key",)), log=log)
    template = json.loads(asked.generation.files[0].text)
    template["Parameters"] = {"Key": {"Type": "String", "NoEcho": True}}
    files = (GeneratedFile("t.json", json.dumps(template)),)
    secret = replace(asked, generation=Generation("cloudformation", files))
    executor.apply(replace(secret, parameters={"Key": "s3cret"}), log=log)
    again = replace(secret, deployment_id="dep_2", unknown=("Key",))
    assert "updated" in executor.apply(again, log=log)
