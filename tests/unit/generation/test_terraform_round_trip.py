"""Generated Terraform is formatted, valid, and plans to the Plan it was made from."""

import json
from pathlib import Path

import pytest

from dharma_core.blueprints import lower, parse_blueprint
from dharma_core.generation import block_addresses, render
from dharma_core.generation.drafting import draft_plan
from dharma_core.plan import UNKNOWN
from dharma_core.plan.terraform_json import MASKED, plan_from_json
from dharma_core.runners.terraform import find_terraform
from dharma_core.storage.facts import load_catalog, load_templates
from dharma_core.storage.output_files import write_files
from dharma_core.storage.sizes import open_sizes

GOLDEN = Path(__file__).parents[2] / "golden" / "plans"
TEMPLATES = [f"template:{name}" for name in load_templates()]
PLANS = [f"plan:{path.parent.name}" for path in sorted(GOLDEN.glob("*/plan.json"))]
GROUPS = [TEMPLATES[:7], TEMPLATES[7:], PLANS]
OFFLINE = """provider "aws" {
  region                      = "us-east-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}
"""
POLICY = '{"Statement":[{"Action":"s3:*","Effect":"Allow","Resource":"*"}],"Version":"2012-10-17"}'
KEY = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
PLACEHOLDERS = {"number": 1, "bool": True, "list(string)": ["x"], "set(string)": ["x"]}


def read(source):
    kind, name = source.split(":")
    if kind == "plan":
        return plan_from_json(json.loads((GOLDEN / name / "plan.json").read_text()), name=name)
    blueprint = parse_blueprint(load_templates()[name], file=f"{name}.yaml")
    return lower(blueprint, load_catalog(), sizes=open_sizes())


def values_for(plan):
    """Return a value for each input that has none; a document stays a document."""
    found = {}
    for variable in draft_plan(plan, load_catalog()).inputs:
        if {variable.value, variable.default} <= {None, MASKED}:
            found[variable.name] = PLACEHOLDERS.get(variable.type, placeholder(variable.name))
            if variable.type.startswith("map("):
                found[variable.name] = {"x": "y"}
    return found


def placeholder(name):
    """Return a text that the provider takes for an input of that name."""
    if "policy" in name:
        return POLICY
    return KEY if name.endswith(("_key", "_key_id")) else "placeholder-value"


def comparable(value, fact):
    """Return a value in which the order of sets does not matter."""
    if isinstance(value, tuple):
        inner = [comparable(item, fact) for item in value]
        return sorted(inner, key=repr) if fact and fact.type.startswith("set(") else inner
    if isinstance(value, dict):
        members = fact.members if fact else {}
        return {k: comparable(v, members.get(k)) for k, v in value.items()}
    return value


def known(value):
    """Return what is known of a nested value; the empty and the absent are the same."""
    if isinstance(value, dict):
        return {k: v for k, inner in value.items() if (v := known(inner)) not in (None, {}, [])}
    if isinstance(value, list):
        return [known(item) for item in value if item is not UNKNOWN]
    return None if value is UNKNOWN else value


@pytest.mark.terraform
@pytest.mark.slow
@pytest.mark.parametrize("sources", GROUPS, ids=",".join)
def test_generated_terraform_plans_to_the_same_plan(sources, tmp_path):
    """Terraform starts once for a group: each configuration is a module of one root."""
    tool, calls = find_terraform(), {}
    made = {f"m{number}": written(source, tmp_path) for number, source in enumerate(sources)}
    for module, (folder, ours, _) in made.items():
        assert tool.fmt_check(folder).stdout == ""
        calls[module] = {"source": f"./{folder.name}", **values_for(ours)}
    (tmp_path / "main.tf.json").write_text(json.dumps({"module": calls}))
    tool.init(tmp_path)
    theirs = plan_from_json(tool.plan_json(tmp_path, {}), name="again")
    for module, (_, ours, generation) in made.items():
        assert_same(ours, generation, theirs, f"module.{module}")


def written(source, root):
    """Write the Terraform of a source into a folder of its own."""
    ours, folder = read(source), root / source.replace(":", "-")
    generation = render(ours, "terraform", load_catalog())
    write_files(generation.files, folder)
    (folder / "offline_override.tf").write_text(OFFLINE)
    return folder, ours, generation


def assert_same(ours, generation, theirs, module):
    catalog = load_catalog()
    names = {old: f"{module}.{new}" for old, new in block_addresses(ours).items()}
    found = {str(r.address) for r in theirs.managed if r.module_path == module}
    assert found == {names[str(r.address)] for r in ours.managed}
    for resource in ours.managed:
        again = theirs.by_address[names[str(resource.address)]]
        facts = catalog.types[resource.type].attributes if resource.type in catalog.types else {}
        for name, value in resource.attributes.items():
            fact = facts.get(name)
            exists = fact is not None and fact.computed and resource.actions != ("create",)
            told = (*generation.untranslated, *generation.notes)
            if exists or any(t.startswith(f"{resource.address}: {name}") for t in told):
                continue
            wanted = known(comparable(value, fact))
            found = comparable(again.attributes.get(name), fact)
            if found is UNKNOWN and ours.prior:
                continue  # known only because what it refers to exists already
            assert contains(found, wanted), f"{resource.address}: {name}: {wanted} != {found}"


def contains(found, wanted):
    """Whether everything known of ``wanted`` stands in ``found``."""
    if wanted in (None, {}, []):
        return True
    if isinstance(wanted, dict) and found is UNKNOWN:
        return True  # the provider takes a map as a whole: one unknown value hides the others
    if isinstance(wanted, dict):
        return isinstance(found, dict) and all(contains(found.get(k), v) for k, v in wanted.items())
    if isinstance(wanted, str) and wanted.startswith("{"):
        return isinstance(found, str) and json.loads(found) == json.loads(wanted)
    if isinstance(wanted, list):
        return isinstance(found, list) and all(any(contains(f, w) for f in found) for w in wanted)
    return found == wanted
