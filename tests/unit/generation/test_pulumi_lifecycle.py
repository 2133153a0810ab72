"""What Terraform's lifecycle says is said by Pulumi's options, and read back from the engine."""

from dataclasses import replace

import pytest

from dharma_core.generation import render
from dharma_core.generation.pulumi.reading import read_program
from dharma_core.plan import Address, FrozenMap, Plan, make_resource
from dharma_core.runners.pulumi_checks import run_program
from dharma_core.storage.facts import load_catalog

CATALOG = load_catalog()


def server(**said):
    disk = {"volume_size": 20, "encrypted": True}
    values = {"ami": "ami-1", "instance_type": "t3.micro", "root_block_device": (disk,)}
    made = make_resource(Address("aws_instance", "web"), {**values, "tags": {"Name": "web"}})
    return replace(made, lifecycle=FrozenMap(said))


def made(**said):
    return render(Plan((server(**said),)), "pulumi", CATALOG)


def text(generation):
    return next(f.text for f in generation.files if f.path == "__main__.py")


def test_a_resource_that_must_not_be_destroyed_is_protected():
    assert "opts=pulumi.ResourceOptions(protect=True)" in text(made(prevent_destroy=True))


def test_ignored_changes_are_named_as_the_engine_does():
    paths = ("instance_type", "root_block_device[0].volume_size", 'tags["Name"]')
    found = " ".join(text(made(ignore_changes=paths)).split())
    written = '"instanceType", "rootBlockDevice.volumeSize", \'tags["Name"]\''
    assert written in found
    assert 'ignore_changes=["*"]' in text(made(ignore_changes=("all",)))


def test_creating_before_destroying_is_what_pulumi_does_anyway():
    assert "ResourceOptions" not in text(made(create_before_destroy=True))


def test_an_ignored_path_that_the_class_lacks_is_told():
    (reason,) = made(ignore_changes=("nonsense",)).untranslated
    assert reason.startswith("aws_instance.web: lifecycle.ignore_changes: Pulumi's Instance has no")


@pytest.mark.pulumi
@pytest.mark.parametrize(
    "said",
    [
        {"prevent_destroy": True},
        {"ignore_changes": ("all",)},
        {
            "prevent_destroy": True,
            "ignore_changes": ("ami", "root_block_device[0].volume_size", 'tags["Name"]'),
        },
    ],
)
def test_the_engine_is_told_and_it_comes_back(said):
    (back,) = read_program(run_program(made(**said)), CATALOG).resources
    assert back.lifecycle == FrozenMap(said)
