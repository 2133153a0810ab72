"""Every ready design, moved to Azure: ARM and Bicep hold, nothing is lost on the way back."""

import pytest

from dharma_core.blueprints import lower, parse_blueprint
from dharma_core.blueprints.retargeting import retarget
from dharma_core.generation import render
from dharma_core.importers import read_text
from dharma_core.plan.losses import lost_attributes
from dharma_core.plan.normal_form import normal_form
from dharma_core.runners.format_checks import run_checks
from dharma_core.storage.facts import load_catalog, load_templates
from dharma_core.storage.sizes import open_sizes

CATALOG = load_catalog()
UNSAID = {
    "actions": "Azure grants a delegation's actions by its name",
    "content_share_force_disabled": "steers Terraform only",
}


def azure_plan(name):
    sizes = open_sizes()
    text = load_templates()[name]
    blueprint = parse_blueprint(text, file=f"{name}.yaml", catalog=CATALOG, sizes=sizes)
    moved = retarget(blueprint, CATALOG, sizes, provider="azure", region="westeurope")
    return lower(moved.blueprint, CATALOG, sizes=sizes, partial=True)


@pytest.mark.parametrize("name", load_templates())
def test_each_template_comes_back_from_arm(name):
    plan = azure_plan(name)
    made = render(plan, "arm", CATALOG)
    assert made.untranslated == ()
    said = [result for f in ("arm", "bicep") for result in run_checks(render(plan, f, CATALOG))]
    assert [result.detail for result in said] == ["", ""]
    back = read_text(made.files[0].text, file="azuredeploy.json", catalog=CATALOG)
    assert back.problems == ()
    before, after = normal_form(plan, CATALOG), normal_form(back, CATALOG)
    assert [lost for lost in lost_attributes(before, after) if lost.path[-1] not in UNSAID] == []
    assert [lost for lost in lost_attributes(after, before) if lost.path[-1] not in UNSAID] == []
