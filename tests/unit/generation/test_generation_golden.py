"""The text generated from every template is the one kept in ``tests/golden/generation``.

``DHARMA_UPDATE_GOLDEN=1 pytest tests/unit/generation`` (or ``make golden``) renews it.
"""

import os
import shutil
from pathlib import Path

import pytest

from dharma_core.blueprints import lower, parse_blueprint
from dharma_core.blueprints.retargeting import retarget
from dharma_core.generation import FORMATS, render
from dharma_core.storage.facts import load_catalog, load_templates
from dharma_core.storage.sizes import open_sizes

GOLDEN = Path(__file__).parents[2] / "golden" / "generation"
AZURE_FORMATS = ("arm", "bicep")
ON_AZURE = ("batch-workers", "relational-database", "web-server")
"""Designs that are moved to Azure for its own formats."""

CASES = [
    (template, format_)
    for format_ in FORMATS
    for template in (ON_AZURE if format_ in AZURE_FORMATS else load_templates())
]


def template_plan(name, format_):
    catalog, sizes = load_catalog(), open_sizes()
    design = parse_blueprint(load_templates()[name], file=f"{name}.yaml", sizes=sizes)
    if format_ in AZURE_FORMATS:
        moved = retarget(design, catalog, sizes, provider="azure", region="westeurope")
        design = moved.blueprint
    return lower(design, catalog, sizes=sizes)


@pytest.mark.parametrize(("template", "format_"), CASES)
def test_generated_text_is_the_golden_one(template, format_):
    generation = render(template_plan(template, format_), format_, load_catalog())
    assert generation.untranslated == ()
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
    assert {(p.parent.name, p.name) for p in GOLDEN.glob("*/*")} == set(CASES)


@pytest.mark.parametrize("format_", FORMATS)
def test_generated_text_does_not_depend_on_the_run(format_):
    plan = template_plan("web-server", format_)
    assert render(plan, format_, load_catalog()) == render(plan, format_, load_catalog())
