"""Generated programs run under Pulumi's mocks: every curated type, and each kind of mistake."""

import pytest

from dharma_core.errors import AdapterError, MissingToolError
from dharma_core.generation import render
from dharma_core.generation.output import GeneratedFile, Generation
from dharma_core.generation.pulumi.reading import read_program
from dharma_core.plan import (
    UNKNOWN,
    Address,
    Expression,
    Output,
    Plan,
    Ref,
    lost_attributes,
    make_resource,
    normal_form,
)
from dharma_core.runners import pulumi_checks
from dharma_core.runners.pulumi_checks import check_pulumi, registered_resources, run_program
from dharma_core.storage.facts import load_catalog

# Texts in Terraform, true or false in Pulumi.
SPECIAL = {
    ("at_rest_encryption_enabled", "string"): "true",
    ("auto_minor_version_upgrade", "string"): "true",
}

VISIBILITY = {"cloudwatch_metrics_enabled": True, "metric_name": "m"}
VISIBILITY["sampled_requests_enabled"] = True

HEAD = "import pulumi\nimport pulumi_aws as aws\n"


def made(program):
    return Generation("pulumi", (GeneratedFile("__main__.py", HEAD + program),))


def detail(program):
    (result,) = check_pulumi(made(program))
    return result.status, result.detail


@pytest.mark.pulumi
def test_a_right_program_passes_and_tells_what_it_registers():
    program = (
        'a = aws.sqs.Queue("a", delay_seconds=3, opts=pulumi.ResourceOptions())\n'
        'b = aws.sqs.QueuePolicy("b", queue_url=a.url, policy="{}",'
        " opts=pulumi.ResourceOptions(depends_on=[a]))\n"
    )
    assert detail(program) == ("passed", "")
    queue, policy = registered_resources(made(program))
    assert (queue.token, queue.name, queue.inputs) == (
        "aws:sqs/queue:Queue",
        "a",
        {"delaySeconds": 3},
    )
    assert policy.inputs["queueUrl"] == "\ue000aws:sqs/queue:Queue|a|url\ue001"
    assert policy.depends_on == ("aws:sqs/queue:Queue|a",)


@pytest.mark.pulumi
@pytest.mark.parametrize(
    ("program", "line", "words"),
    [
        ('aws.sqs.Queue("a", delay=3)', 3, "unexpected keyword argument 'delay'"),
        ('aws.sqs.QueuePolicy("a")', 3, "Missing required property 'policy'"),
        ('aws.sqs.Queue("a", delay_seconds="x")', 3, "delay_seconds: int expected, got 'x'"),
        ('aws.sqs.Queue("a", fifo_queue=1)', 3, "fifo_queue: bool expected, got 1"),
        ('aws.sqs.Queue("a", tags={"k": 1})', 3, "tags.k: str expected, got 1"),
        ('aws.ec2.Instance("a", vpc_security_group_ids="x")', 3, "a list expected"),
        (
            'aws.ec2.Instance(\n"a",\nroot_block_device='
            'aws.ec2.InstanceRootBlockDeviceArgs(volume_size="x"))',
            3,
            "root_block_device.volume_size: int expected",
        ),
        ('aws.sqs.Queue("a")\naws.sqs.Queue("a")', 4, "two resources"),
        ('a = aws.sqs.Queue("a")\npulumi.export("x", a.nothing)', 4, "nothing"),
        ("x = (", 3, "SyntaxError"),
        ("raise ValueError('no')", 3, "ValueError: no"),
    ],
    ids=[
        "unknown",
        "missing",
        "mistyped text",
        "number for bool",
        "mistyped item",
        "text for list",
        "mistyped in a block",
        "twice",
        "no such property",
        "not Python",
        "raises",
    ],
)
def test_a_mistake_is_told_with_its_line(program, line, words):
    status, text = detail(program)
    assert status == "failed"
    assert f"__main__.py line {line}:" in text
    assert words in text


@pytest.mark.pulumi
def test_one_mistake_does_not_hide_the_next_nor_repeat_itself():
    status, text = detail(
        'a = aws.sqs.Queue("a", delay=3)\n'
        'b = aws.sqs.QueuePolicy("b", queue_url=a.url, policy="{}")\n'
        'c = aws.sqs.Queue("c", delay=3)\n'
    )
    assert status == "failed"
    assert [line.split(":")[0] for line in text.splitlines()] == [
        "__main__.py line 3",
        "__main__.py line 5",
    ]


@pytest.mark.pulumi
def test_a_program_without_end_is_stopped(monkeypatch):
    monkeypatch.setattr(pulumi_checks, "SECONDS", 3.0)
    status, text = detail("while True:\n    pass\n")
    assert (status, text) == ("failed", "The Pulumi program did not finish within 3 s.")


@pytest.mark.pulumi
def test_a_program_that_takes_all_memory_is_told():
    status, text = detail("x = bytearray(20 * 1024**3)\n")
    assert status == "failed"
    assert "MemoryError" in text


@pytest.mark.pulumi
def test_registered_resources_of_a_wrong_program_are_refused():
    with pytest.raises(AdapterError, match="line 3"):
        registered_resources(made('aws.sqs.Queue("a", delay=3)'))


def test_an_absent_package_is_said(monkeypatch):
    monkeypatch.setattr(pulumi_checks, "find_spec", lambda _name: None)
    (result,) = check_pulumi(made(""))
    assert (result.name, result.status) == ("pulumi mocks", "skipped")
    assert "dharma[pulumi]" in result.detail
    with pytest.raises(MissingToolError):
        registered_resources(made(""))


@pytest.mark.pulumi
@pytest.mark.slow
@pytest.mark.parametrize("provider", ["aws", "azurerm", "google"])
def test_every_attribute_of_every_curated_type_comes_back(provider):
    catalog = load_catalog()
    names = [n for n in catalog.types if n.startswith(f"{provider}_")]
    plan = Plan(tuple(whole(catalog.schemas[n]) for n in names), provider=provider)
    generation = render(plan, "pulumi", catalog)
    assert [(r.status, r.detail) for r in check_pulumi(generation)] == [("passed", "")]
    said = {flat(text.rsplit(": ", 1)[0].replace(": ", ".")) for text in generation.untranslated}
    assert {flat(f"{e.address}.{dotted(e.path)}") for e in lost(plan, generation)} - said == set()


def lost(plan, generation):
    back = read_program(run_program(generation), load_catalog())
    forms = (normal_form(p, load_catalog()) for p in (plan, back))
    return lost_attributes(*forms)


def dotted(path):
    return ".".join(str(step) for step in path)


@pytest.mark.pulumi
def test_statements_of_a_web_acl_come_back_deeper_than_the_schema_goes():
    header = {
        "search_string": "bot",
        "positional_constraint": "EXACTLY",
        "field_to_match": ({"single_header": ({"name": "user-agent"},)},),
        "text_transformation": ({"priority": 0, "type": "LOWERCASE"},),
    }
    both = (
        {"geo_match_statement": ({"country_codes": ("DE",)},)},
        {"not_statement": ({"statement": ({"byte_match_statement": (header,)},)},)},
    )
    rule = {
        "name": "r",
        "priority": 1,
        "action": ({"block": ({},)},),
        "visibility_config": (VISIBILITY,),
        "statement": ({"and_statement": ({"statement": both},)},),
    }
    values = {"name": "w", "scope": "REGIONAL", "rule": (rule,)}
    values |= {"default_action": ({"allow": ({},)},), "visibility_config": (VISIBILITY,)}
    plan = Plan((make_resource(Address("aws_wafv2_web_acl", "w"), values),))
    generation = render(plan, "pulumi", load_catalog())
    assert generation.untranslated == ()
    assert lost(plan, generation) == ()


@pytest.mark.pulumi
def test_a_program_read_back_is_the_plan_with_its_references_and_outputs():
    queue = make_resource(Address("aws_sqs_queue", "jobs"), {"name": "jobs"})
    policy = make_resource(
        Address("aws_sqs_queue_policy", "p"),
        {"queue_url": UNKNOWN, "policy": "{}"},
        expressions=(Expression.of(("queue_url",), Ref("aws_sqs_queue.jobs", "url")),),
    )
    zone = make_resource(Address("aws_route53_zone", "z"), {"name": "a.org", "comment": "ours"})
    outputs = (
        Output("where", ("at ", Ref("aws_sqs_queue.jobs", "arn"))),
        Output("servers", (Ref("aws_route53_zone.z", "name_servers"),)),
        Output("known", value="x"),
    )
    plan = Plan((queue, policy, zone), outputs=outputs)
    back = read_program(run_program(render(plan, "pulumi", load_catalog())), load_catalog())
    assert [r.attributes for r in back.resources] == [r.attributes for r in plan.resources]
    assert back.by_address["aws_sqs_queue_policy.p"].expressions == policy.expressions
    assert [(o.name, o.parts) for o in back.outputs] == [(o.name, o.parts) for o in outputs]
    assert back.outputs[2].value == "x"


def flat(path):
    """Leave out list positions."""
    return ".".join(step for step in path.split(".") if not step.isdigit())


def whole(type_):
    """Return a resource that sets everything its type lets be set."""
    values = {n: sample(f) for n, f in free(type_.attributes).items()}
    if type_.name == "aws_wafv2_web_acl":  # its schema ends at the third level
        values = {n: v for n, v in values.items() if not type_.attributes[n].block}
        values |= {"default_action": ({"allow": ({},)},), "visibility_config": (VISIBILITY,)}
    return make_resource(Address(type_.name, "main"), values)


def free(facts):
    """Leave out what nobody sets: a prefix stands in for a name, and the name is there."""
    names = {f"{name}_prefix" for name in facts}
    return {n: f for n, f in facts.items() if not f.read_only and n not in names}


def sample(fact):
    if fact.members or fact.block:
        block = {n: sample(f) for n, f in free(fact.members).items()}
        if fact.type.startswith("map("):
            return {"key": block}
        return (block,) if fact.type.startswith(("list(", "set(")) else block
    return SPECIAL.get((fact.name, fact.type)) or plain(fact.type)


def plain(type_):
    if type_.startswith(("list(", "set(")):
        return (plain(type_.partition("(")[2][:-1]),)
    if type_.startswith("map("):
        return {"key": plain(type_[4:-1])}
    return {"number": 7, "bool": True}.get(type_, "7")
