"""The Python that is written for Pulumi: names, references, secrets, order and format."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from dharma_core.generation import render
from dharma_core.plan import (
    UNKNOWN,
    Address,
    Expression,
    Output,
    Plan,
    Ref,
    Variable,
    make_catalog,
    make_resource,
)
from dharma_core.storage.facts import load_catalog

GOLDEN = Path(__file__).parents[2] / "golden" / "generation"


def program(*resources, **parts):
    return files_of(Plan(tuple(resources), **parts))["__main__.py"]


def files_of(plan):
    return {f.path: f.text for f in render(plan, "pulumi", load_catalog()).files}


def queue(name="jobs", **attributes):
    return make_resource(Address("aws_sqs_queue", name), {"name": name, **attributes})


def test_a_resource_is_written_with_its_class_and_arguments():
    assert program(queue(delay_seconds=3), name="work") == (
        '"""work, written for Pulumi."""\n\n'
        "import pulumi\n"
        "import pulumi_aws as aws\n\n"
        'jobs = aws.sqs.Queue("jobs", name="jobs", delay_seconds=3)\n'
    )


def test_blocks_are_plural_lists_or_one_object_of_their_own_class():
    server = make_resource(
        Address("aws_instance", "web"),
        {
            "root_block_device": ({"volume_size": 20},),
            "ebs_block_device": ({"device_name": "/dev/sdb", "volume_size": 5},),
        },
    )
    text = program(server)
    assert "root_block_device=aws.ec2.InstanceRootBlockDeviceArgs(volume_size=20)" in text
    assert "ebs_block_devices=[" in text
    assert 'aws.ec2.InstanceEbsBlockDeviceArgs(device_name="/dev/sdb", volume_size=5),' in text


def test_references_stand_behind_what_they_read_whatever_the_order_of_the_source():
    policy = make_resource(
        Address("aws_sqs_queue_policy", "p"),
        {"queue_url": UNKNOWN, "policy": UNKNOWN},
        expressions=(
            Expression.of(("queue_url",), Ref("aws_sqs_queue.jobs", "url")),
            Expression.of(
                ("policy",), '{"Resource":"', Ref("aws_sqs_queue.jobs", "arn"), '","Version":"1"}'
            ),
        ),
    )
    text = program(policy, queue())
    assert text.index("jobs = aws.sqs.Queue") < text.index("p = aws.sqs.QueuePolicy")
    assert "queue_url=jobs.url," in text
    assert 'policy=pulumi.Output.json_dumps({"Resource": jobs.arn, "Version": "1"}),' in text


def test_a_single_item_of_terraforms_list_is_not_indexed():
    cluster = make_resource(
        Address("google_container_cluster", "c"), {"name": "c", "master_auth": UNKNOWN}
    )
    ref = Ref("google_container_cluster.c", "master_auth.0.cluster_ca_certificate")
    output = Output("certificate", (ref,), mentions=(ref,))
    text = program(cluster, provider="google", outputs=(output,))
    assert 'pulumi.export("certificate", c.master_auth.cluster_ca_certificate)' in text


def test_secrets_are_required_from_the_configuration_and_stand_nowhere():
    database = make_resource(
        Address("aws_db_instance", "db"), {"password": "hunter2"}, sensitive={"password": True}
    )
    text = "\n".join(files_of(Plan((database,))).values())
    assert 'config.require_secret("aws_db_instance_db_password")' in text
    assert "hunter2" not in text


def test_inputs_keep_their_type_and_default():
    sized = make_resource(
        Address("aws_sqs_queue", "jobs"),
        {"name": "jobs", "delay_seconds": 5},
        expressions=(Expression.of(("delay_seconds",), Ref("var.delay")),),
    )
    text = program(sized, variables=(Variable("delay", "number", default=5, value=5),))
    assert 'delay = config.get_int("delay", 5)' in text
    assert "delay_seconds=delay" in text


def test_text_with_plain_inputs_is_an_f_string_and_with_resources_an_output():
    named = make_resource(
        Address("aws_sqs_queue", "jobs"),
        {"name": "x-{jobs}"},
        expressions=(Expression.of(("name",), Ref("var.stage"), "-{jobs}"),),
    )
    alias = make_resource(
        Address("aws_sqs_queue", "other"),
        {"name": UNKNOWN},
        expressions=(Expression.of(("name",), Ref("aws_sqs_queue.jobs", "name"), "-2"),),
    )
    text = program(named, alias, variables=(Variable("stage", default="x", value="x"),))
    assert 'name=f"{stage}-{{jobs}}"' in text
    assert 'name=pulumi.Output.format("{}-2", jobs.name)' in text


def test_flags_inside_a_text_read_as_terraform_writes_them():
    flags = (Variable("on", "bool", value=True), Variable("hid", "bool", sensitive=True))
    parts = {"plain": (Ref("var.on"), "-x"), "late": (Ref("var.on"), Ref("aws_sqs_queue.a", "arn"))}
    parts["secret"] = (Ref("var.hid"),)
    tags = dict.fromkeys(parts, UNKNOWN) | {"plain": "true-x"}
    expressions = tuple(Expression.of(("tags", key), *said) for key, said in parts.items())
    tagged = make_resource(Address("aws_sqs_queue", "b"), {"tags": tags}, expressions=expressions)
    text = program(queue("a"), tagged, variables=flags)
    assert '"plain": f"{str(on).lower()}-x"' in text
    assert '"late": pulumi.Output.format("{}{}", str(on).lower(), a.arn)' in text
    assert '"secret": hid.apply(lambda value: str(value).lower())' in text


def test_private_characters_of_a_text_never_become_code():
    named = make_resource(
        Address("aws_sqs_queue", "jobs"),
        {"name": "x\ue000boom()\ue001"},
        expressions=(Expression.of(("name",), Ref("var.stage"), "\ue000boom()\ue001"),),
    )
    text = program(named, variables=(Variable("stage", default="x", value="x"),))
    assert 'name=f"{stage}\\ue000boom()\\ue001"' in text


def test_names_that_python_or_the_program_needs_are_left_to_them():
    text = program(queue("class"), queue("aws"), queue("2-b"), queue("id"))
    for line in (
        'class_ = aws.sqs.Queue("class"',
        'aws_ = aws.sqs.Queue("aws"',
        "_2_b = ",
        "id_ =",
    ):
        assert line in text


def test_resources_of_one_name_are_told_apart_by_their_class():
    network = make_resource(Address("aws_vpc", "main"), {"cidr_block": "10.0.0.0/16"})
    gateway = make_resource(Address("aws_internet_gateway", "main"), {})
    text = program(network, gateway)
    assert 'main_vpc = aws.ec2.Vpc("main", ' in text
    assert 'main_internet_gateway = aws.ec2.InternetGateway("main")' in text


def test_files_are_archives_and_timeouts_are_an_option():
    function = make_resource(
        Address("aws_lambda_function", "f"),
        {"function_name": "f", "filename": "f.zip", "timeouts": {"create": "5m"}},
        depends_on=("aws_sqs_queue.jobs",),
    )
    text = program(queue(), function)
    assert 'name="f"' in text
    assert 'code=pulumi.FileArchive("f.zip")' in text
    assert "depends_on=[jobs]" in text
    assert 'custom_timeouts=pulumi.CustomTimeouts(create="5m")' in text


def test_numbers_and_texts_take_the_type_of_their_argument():
    group = make_resource(
        Address("aws_lb_target_group", "t"), {"port": "80", "deregistration_delay": "30"}
    )
    text = program(group)
    assert "port=80" in text
    assert "deregistration_delay=30" in text


@pytest.mark.parametrize(
    ("resource", "reason"),
    [
        (make_resource(Address("random_id", "r"), {"byte_length": 4}), "no class"),
        (queue(nonsense=1), "nonsense: Pulumi's Queue has no such argument"),
        (
            make_resource(
                Address("aws_instance", "web"),
                {"root_block_device": ({"volume_size": 1}, {"volume_size": 2})},
            ),
            "root_block_device: Pulumi takes one of these",
        ),
        (
            make_resource(Address("aws_instance", "web"), {"timeouts": {"read": "5m"}}),
            "timeouts.read",
        ),
    ],
    ids=["unknown type", "unknown argument", "several of one", "no such timeout"],
)
def test_what_cannot_be_said_is_told_with_its_reason(resource, reason):
    generation = render(Plan((resource,)), "pulumi", load_catalog())
    assert any(reason in text for text in generation.untranslated)


def test_without_the_table_nothing_can_be_said():
    generation = render(Plan((queue(),)), "pulumi", make_catalog(()))
    assert generation.untranslated == (
        "aws_sqs_queue.jobs: Pulumi's packages have no class for it",
    )


@pytest.mark.parametrize(
    ("provider", "line"),
    [("aws", "aws:region"), ("azurerm", "azure:location"), ("google", "gcp:region")],
)
def test_the_region_stands_in_the_stacks_configuration(provider, line):
    files = files_of(Plan((), provider=provider, region="here"))
    assert files["Pulumi.dev.yaml"] == f'config:\n  {line}: "here"\n'


def test_googles_project_stands_there_too_when_an_input_names_it():
    inputs = (Variable("project", default="acme"), Variable("other", value=UNKNOWN))
    plan = Plan((), provider="google", variables=inputs)
    assert files_of(plan)["Pulumi.dev.yaml"] == 'config:\n  gcp:project: "acme"\n'


def test_only_packages_in_use_are_asked_for():
    assert files_of(Plan((queue(),)))["requirements.txt"].splitlines() == [
        "pulumi>=3.200,<4",
        "pulumi-aws>=6.83,<7",
    ]


def test_hostile_text_stays_text():
    evil = '"""\nimport os  # {x} \\ \x07 \u2028 it\'s'
    text = program(queue(policy=evil), name='"""; import os')
    namespace = {}
    tree = compile(text, "__main__.py", "exec")
    assert tree.co_names.count("os") == 0
    line = text[text.index("policy=") + 7 :].rsplit(")", 1)[0].strip().rstrip(",")
    assert eval(line, namespace) == evil  # noqa: S307 - a literal of our own writing


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*/pulumi")), ids=lambda p: p.parent.name)
def test_the_program_is_formatted_as_ruff_would(path):
    ruff = shutil.which("ruff", path=os.pathsep.join((sys.prefix + "/bin", os.environ["PATH"])))
    if ruff is None:
        pytest.skip("ruff is not on this machine")
    command = [ruff, "format", "--isolated", "--no-cache", "--check", str(path)]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
