"""Any design of portable kinds: lowered, generated, imported and compared."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from dharma_core.blueprints import lower, parse_blueprint
from dharma_core.generation import render
from dharma_core.importers import read_text
from dharma_core.importers.folders import MemoryFolder
from dharma_core.importers.terraform import read_folder
from dharma_core.plan import lost_attributes, normal_form
from dharma_core.storage.facts import load_catalog
from dharma_core.storage.sizes import open_sizes
from tests.strategies.blueprints import portable_documents

CATALOG = load_catalog()
# Shrinking a whole design takes minutes and tells little more than its first failing attribute.
EXAMPLES = settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def lowered(document):
    blueprint = parse_blueprint(json.dumps(document), file="random.json")
    return lower(blueprint, CATALOG, sizes=open_sizes())


def differences(before, after):
    one, other = normal_form(before, CATALOG), normal_form(after, CATALOG)
    lost = [f"lost {entry}" for entry in lost_attributes(one, other)]
    return [*lost, *(f"gained {entry}" for entry in lost_attributes(other, one))]


@pytest.mark.parametrize("syntax", ["hcl", "json"])
@pytest.mark.parametrize("cloud", ["aws", "azure", "gcp"])
def test_a_random_design_survives_terraform(cloud, syntax):
    @EXAMPLES
    @given(portable_documents(cloud))
    def survives(document):
        plan = lowered(document)
        made = render(plan, "terraform", CATALOG, syntax=syntax)
        folder = MemoryFolder({file.path: file.text for file in made.files})
        again = read_folder(folder, catalog=CATALOG)
        assert made.untranslated == again.problems == ()
        assert differences(plan, again) == []

    survives()


LOST_IN_CLOUDFORMATION = (
    "final_snapshot_identifier",  # how Terraform deletes; the stack's deletion policy says Snapshot
    "aws_autoscaling_policy",  # CloudFormation names scaling policies itself
    "creation_token",  # how Terraform finds a file system again
    "update_default_version",  # what Terraform does with a template's versions
)


@EXAMPLES
@given(portable_documents("aws"))
def test_a_random_design_survives_cloudformation_but_for_terraforms_own_ways(document):
    plan = lowered(document)
    made = render(plan, "cloudformation", CATALOG)
    again = read_text(made.files[0].text, file="template.yaml", catalog=CATALOG)
    said = "\n".join((*made.untranslated, *made.notes))
    found = [
        entry
        for entry in differences(plan, again)
        if not any(word in entry for word in LOST_IN_CLOUDFORMATION)
        and entry.split()[1].split(":")[0].rsplit(".", 1)[0] not in said
    ]
    assert found == []
