"""Sources are told apart by what they hold."""

import json
import subprocess
import sys

import pytest

from dharma_core.errors import InputError
from dharma_core.importers import READERS, SourceText, kind_of, read_source, read_text
from dharma_core.plan import UNKNOWN
from dharma_core.storage.facts import data_root, load_catalog, load_templates
from dharma_core.storage.sizes import open_sizes

BLUEPRINT = (
    "name: net\nversion: 1.0.0\nprovider: aws\nregion: us-east-1\n"
    "variables: {cidr: {default: 10.0.0.0/8}}\n"
    'resources: [{name: v, type: vpc, properties: {cidr_block: "${var.cidr}"}}]\n'
)
PLAN = {"format_version": "1.2", "resource_changes": []}
SAMPLES = {
    "blueprint": [
        BLUEPRINT,
        '{"name": "x", "resources": []}',
        "# note\nresources: []\n",
        '"name": quoted\n"resources": []\n',
        "{name: braced, resources: []}",
        "  name: indented\n  resources: []\n",
        "name: x\ndescription: |\n  variable {\n  }\nresources: []\n",
        "name: cut off\nresources:\n- {name: a",
    ],
    "terraform-plan": [json.dumps(PLAN), '{"format_version": "2.0"}', '{"planned_values": {}}'],
    "terraform-state": [
        '{"version": 4, "serial": 1, "lineage": "a", "resources": []}',
        '{"format_version": "1.0", "values": {}}',
    ],
    "arm": [
        '{"$schema": "https://schema.management.azure.com/schemas/x/deploymentTemplate.json#"}',
    ],
    "cloudformation": [
        "AWSTemplateFormatVersion: '2010-09-09'\nResources: {}\n",
        "'Resources':\n  A: {Type: AWS::S3::Bucket}\n",
        '{"Resources": {"A": {"Type": "AWS::S3::Bucket"}}}',
    ],
    "terraform": [
        'resource "aws_vpc" "main" {\n}\n',
        "# note\nlocals {\n  provider = 1\n}\n",
        'module "a" {\n',
        'resource "x" "y" {\n  user_data = <<-EOT\nname: web\nresources: []\nEOT\n}\n',
    ],
    "terraform-json": ['{"resource": {"aws_vpc": {}}}'],
}
CASES = [(kind, text) for kind, texts in SAMPLES.items() for text in texts]


@pytest.mark.parametrize(("kind", "text"), CASES)
def test_each_kind_is_told_by_its_content(kind, text):
    assert kind_of(SourceText(text, "file.txt")) == kind


def test_every_reader_has_a_sample_here():
    assert set(SAMPLES) == set(READERS)


def test_a_blueprint_is_lowered_with_its_variables():
    plan = read_text(
        BLUEPRINT, file="a/net.yaml", catalog=load_catalog(), variables={"cidr": "10.9.0.0/16"}
    )
    assert plan.by_address["aws_vpc.v"].attributes["cidr_block"] == "10.9.0.0/16"
    assert str(plan.resources[0].position) == "a/net.yaml:6"


def test_a_plan_is_called_like_its_file():
    plan = read_text(json.dumps(PLAN), file="x/y/prod.plan.json", catalog=load_catalog())
    assert (plan.name, plan.kind) == ("prod", "terraform-plan")


@pytest.mark.parametrize("name", sorted(load_templates()))
def test_each_template_is_read_without_an_error(name):
    text, catalog = load_templates()[name], load_catalog()
    plan = read_text(text, file=f"{name}.yaml", catalog=catalog, sizes=open_sizes())
    assert plan.name == name


def test_the_sample_plan_is_read():
    text = (data_root() / "samples" / "insecure-plan.json").read_text(encoding="utf-8")
    plan = read_text(text, file="insecure-plan.json", catalog=load_catalog())
    assert len(plan.managed) == 21


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is empty"),
        ("hello", "no source that Dharma knows"),
        ("[]", "no source that Dharma knows"),
        ('{"a": 1}', "no source that Dharma knows"),
    ],
)
def test_what_is_no_source_is_refused_and_the_answer_says_what_is_read(text, message):
    with pytest.raises(InputError, match=message) as caught:
        read_text(text, file="file", catalog=load_catalog())
    assert "blueprints" in caught.value.next_step
    assert "Terraform plans" in caught.value.next_step


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"format_version": "1.2",\n "resource_changes": [', "file:2: not valid JSON"),
        ('{"a":' * 100_000, "file: not valid JSON: it is nested too deeply"),
        ('{"format_version": "2.0", "resource_changes": []}', "format version 2.0"),
        ('{"resource_changes": []}', "no format_version"),
    ],
    ids=["cut off", "deep", "newer", "no version"],
)
def test_broken_plans_are_refused_with_a_reason(text, message):
    with pytest.raises(InputError, match=message) as caught:
        read_text(text, file="file", catalog=load_catalog())
    assert caught.value.next_step


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("NaN", "NaN is no number"),
        ("-Infinity", "-Infinity is no number"),
        ("1e999", "1e999 is no number"),
        ("7" * 5000, "with more digits is no number"),
        (r'"\udc80"', r"\\udc80 is half of a character"),
    ],
    ids=["nan", "infinite", "too large", "too long", "half a character"],
)
def test_json_that_could_not_be_written_again_is_refused(value, reason):
    text = f'{{"format_version": "1.2", "resource_changes": [], "x": {value}}}'
    with pytest.raises(InputError, match=reason):
        read_text(text, file="file", catalog=load_catalog())


def test_a_deeply_nested_text_is_told_apart_without_reading_it_to_its_end():
    with pytest.raises(InputError, match="nested deeper"):
        read_text("name: " + "[" * 100_000, file="file", catalog=load_catalog())


def test_a_plan_without_changes_says_what_it_plans():
    values = {"address": "aws_vpc.v", "mode": "managed", "type": "aws_vpc", "name": "v"}
    values["values"] = {"cidr_block": "10.0.0.0/16"}
    inner = {"address": "module.a", "resources": [values | {"address": "module.a.aws_vpc.v"}]}
    root = {"resources": [values], "child_modules": [inner]}
    text = json.dumps({"format_version": "1.2", "planned_values": {"root_module": root}})
    plan = read_text(text, file="plan.json", catalog=load_catalog())
    assert [str(r.address) for r in plan] == ["aws_vpc.v", "module.a.aws_vpc.v"]
    assert plan.resources[0].actions == ("create",)


def test_a_source_may_leave_a_variable_open_and_a_text_may_not():
    text = BLUEPRINT.replace("{default: 10.0.0.0/8}", "{type: string}")
    catalog = load_catalog()
    plan = read_source(SourceText(text, "net.yaml", partial=True), catalog)
    assert [v.value for v in plan.variables] == [UNKNOWN]
    with pytest.raises(InputError, match="cidr"):
        read_text(text, file="net.yaml", catalog=catalog)


def test_a_plan_is_read_without_the_readers_of_other_sources():
    packages = ["arm", "cloudformation", "terraform", "terraform_state"]
    code = (
        "import sys\n"
        "from dharma_core.importers import read_text\n"
        "from dharma_core.plan import Catalog\n"
        f"read_text({json.dumps(PLAN)!r}, file='plan.json', catalog=Catalog({{}}))\n"
        "print(*sorted(m for m in sys.modules if m.startswith('dharma_core.')))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    loaded = set(done.stdout.split())
    assert "dharma_core.plan.terraform_json" in loaded
    assert not loaded & {f"dharma_core.importers.{name}" for name in packages}
    assert not loaded & {"dharma_core.blueprints", "dharma_core.generation"}
