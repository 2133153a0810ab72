"""Modules that ``terraform init`` has put beside a folder."""

import json
import shutil
import subprocess

import pytest

from dharma_core.importers.terraform import read_folder
from dharma_core.plan import UNKNOWN
from dharma_core.storage.source_folders import DiskFolder

CALL = 'module "net" {\n  source  = "team/net/aws"\n  version = "~> 1.0"\n  name    = "shop"\n}\n'
NET = """
variable "name" {}
module "inner" {
  source = "git::https://example.com/inner.git"
}
resource "x_box" "a" {
  name = "${var.name} ${path.module}"
}
output "name" {
  value = x_box.a.name
}
"""
INNER = 'resource "x_box" "b" {\n  name = "inner"\n}\n'
RECORD = [
    {"Key": "", "Source": "", "Dir": "."},
    {
        "Key": "net", "Source": "registry.terraform.io/team/net/aws", "Version": "1.2.0",
        "Dir": ".terraform/modules/net",
    },
    {
        "Key": "net.inner", "Source": "git::https://example.com/inner.git",
        "Dir": ".terraform/modules/net.inner/sub",
    },
]  # fmt: skip


def files(record=RECORD):
    return {
        "main.tf": CALL + 'output "name" {\n  value = module.net.name\n}\n',
        ".terraform/modules/modules.json": json.dumps({"Modules": record}),
        ".terraform/modules/net/main.tf": NET,
        ".terraform/modules/net.inner/sub/main.tf": INNER,
    }


def test_an_installed_module_is_read_with_what_it_calls(read):
    plan = read(files())
    assert plan.problems == ()
    assert [str(r.address) for r in plan] == [
        "module.net.module.inner.x_box.b",
        "module.net.x_box.a",
    ]
    assert plan.outputs[0].value == "shop .terraform/modules/net"


def test_a_root_below_the_folder_has_a_record_of_its_own(read):
    plan = read({f"env/{path}": text for path, text in files().items()}, path="env")
    assert plan.problems == ()
    assert plan.outputs[0].value == "shop .terraform/modules/net"


@pytest.mark.parametrize(
    "record",
    [
        [],
        [{**RECORD[1], "Source": "registry.terraform.io/other/net/aws"}],
        [{**RECORD[1], "Dir": 7}],
        ["net"],
        "net",
    ],
    ids=["nothing installed", "another source now", "no folder", "no entry", "no list"],
)
def test_a_module_that_is_not_installed_is_told_with_the_way_to_get_it(read, record):
    plan = read(files(record))
    assert plan.outputs[0].value is UNKNOWN
    assert plan.problems[0].message.startswith(
        "module 'net' (team/net/aws): It is not in the folder"
    )
    assert "terraform init" in plan.problems[0].next_step


def test_a_record_that_leads_outside_is_no_way_out(tmp_path, box_catalog):
    (tmp_path / "a/b/c/.terraform/modules").mkdir(parents=True)
    (tmp_path / "secret.tf").write_text('resource "x_box" "stolen" {}')
    record = [{**RECORD[1], "Dir": "../../.."}]
    root = tmp_path / "a" / "b" / "c"
    (root / "main.tf").write_text(f'{CALL}resource "x_box" "mine" {{}}\n')
    (root / ".terraform/modules/modules.json").write_text(json.dumps({"Modules": record}))
    plan = read_folder(DiskFolder(root), catalog=box_catalog)
    assert [str(r.address) for r in plan] == ["x_box.mine"]
    assert "leads out of" in plan.problems[0].message


@pytest.mark.terraform
def test_terraform_init_leaves_what_is_read(tmp_path, box_catalog):
    terraform = shutil.which("terraform")
    module, root = tmp_path / "module", tmp_path / "root"
    (module / "sub").mkdir(parents=True)
    root.mkdir()
    (module / "sub" / "main.tf").write_text('resource "terraform_data" "a" {\n  input = "x"\n}\n')
    identity = ("-c", "user.name=t", "-c", "user.email=t@example.com")
    for words in (("init", "-q"), ("add", "."), (*identity, "commit", "-qm", "one")):
        subprocess.run(["git", *words], cwd=module, check=True)
    source = f"git::file://{module}//sub"
    (root / "main.tf").write_text(f'module "net" {{\n  source = "{source}"\n}}\n')
    subprocess.run([terraform, "get"], cwd=root, check=True, capture_output=True)
    plan = read_folder(DiskFolder(root), catalog=box_catalog)
    assert plan.problems == ()
    assert [str(r.address) for r in plan] == ["module.net.terraform_data.a"]
