"""The text generated from every template is the one kept in ``tests/golden/generation``.

``DHARMA_UPDATE_GOLDEN=1 pytest tests/unit/generation`` (or ``make golden``) renews it.
"""

import os
import shutil
from pathlib import Path

import pytest

from dharma_core.generation import FORMATS, render
from dharma_core.importers import read_text
from dharma_core.storage.facts import load_catalog, load_templates
from dharma_core.storage.sizes import open_sizes

GOLDEN = Path(__file__).parents[2] / "golden" / "generation"


def template_plan(name):
    text, catalog = load_templates()[name], load_catalog()
    return read_text(text, file=f"{name}.yaml", catalog=catalog, sizes=open_sizes())


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("template", load_templates())
def test_generated_text_is_the_golden_one(template, format_):
    generation = render(template_plan(template), format_, load_catalog())
    folder = GOLDEN / template / format_
    if os.environ.get("DHARMA_UPDATE_GOLDEN") == "1":
        renew(folder, generation)
    assert {p.name: p.read_text() for p in folder.iterdir()} == {
        f.path: f.text for f in generation.files
    }


def renew(folder, generation):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for file in generation.files:
        (folder / file.path).write_text(file.text)


def test_every_golden_folder_belongs_to_a_template_and_a_format():
    found = {(p.parent.name, p.name) for p in GOLDEN.glob("*/*")}
    assert found == {(template, format_) for template in load_templates() for format_ in FORMATS}


@pytest.mark.parametrize("format_", FORMATS)
def test_generated_text_does_not_depend_on_the_run(format_):
    plan = template_plan("three-tier-web")
    assert render(plan, format_, load_catalog()) == render(plan, format_, load_catalog())
