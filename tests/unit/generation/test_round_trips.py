"""A design written and read again is the same design; what a format cannot keep is known."""

from __future__ import annotations

from functools import cache

import pytest

from dharma_core.generation import render
from dharma_core.importers import read_text
from dharma_core.importers.folders import MemoryFolder
from dharma_core.importers.terraform import read_folder
from dharma_core.plan import NormalForm, Plan, lost_attributes, normal_form
from dharma_core.storage.facts import load_catalog, load_templates
from dharma_core.storage.sizes import open_sizes


@cache
def _plan(name: str) -> Plan:
    text = load_templates()[name]
    return read_text(text, file=f"{name}.yaml", catalog=load_catalog(), sizes=open_sizes())


@cache
def _form(name: str) -> NormalForm:
    return normal_form(_plan(name), load_catalog())


def _aws(name: str) -> None:
    if _plan(name).provider != "aws":
        pytest.skip("CloudFormation makes AWS resources")


@pytest.mark.parametrize("syntax", ["hcl", "json"])
@pytest.mark.parametrize("name", sorted(load_templates()))
def test_terraform_keeps_everything(name: str, syntax: str) -> None:
    made = render(_plan(name), "terraform", load_catalog(), syntax=syntax)
    folder = MemoryFolder({file.path: file.text for file in made.files})
    again = normal_form(read_folder(folder, catalog=load_catalog()), load_catalog())
    assert [str(entry) for entry in lost_attributes(_form(name), again)] == []
    assert [str(entry) for entry in lost_attributes(again, _form(name))] == []


@pytest.mark.parametrize("syntax", ["yaml", "json"])
@pytest.mark.parametrize("name", sorted(load_templates()))
def test_cloudformation_keeps_everything(name: str, syntax: str) -> None:
    _aws(name)
    made = render(_plan(name), "cloudformation", load_catalog(), syntax=syntax)
    (file, *_) = made.files
    back = read_text(file.text, file=file.path, catalog=load_catalog())
    again = normal_form(back, load_catalog())
    assert [str(entry) for entry in lost_attributes(_form(name), again)] == []
    assert [str(entry) for entry in lost_attributes(again, _form(name))] == []
