"""``dharma savings``: the list, the JSON contract, following advice into a new version."""

import json

from dharma_core.cli.main import invoke
from dharma_core.storage.facts import data_root

FOLDER = """
provider "aws" { region = "us-east-1" }
resource "aws_instance" "web" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "m4.large"
}
resource "aws_ebs_volume" "old" {
  availability_zone = "us-east-1a"
  size              = 100
}
"""


def ask(capsys, *words):
    code = invoke(["savings", *words])
    return code, capsys.readouterr()


def test_it_lists_each_saving_with_risk_and_id(tmp_path, capsys):
    (tmp_path / "main.tf").write_text(FOLDER)
    code, said = ask(capsys, str(tmp_path))
    assert code == 0
    assert "newer-generation:aws_instance.web" in said.out
    assert "could be saved" in said.out


def test_json_says_the_same_with_strings_for_money(tmp_path, capsys):
    (tmp_path / "main.tf").write_text(FOLDER)
    code, said = ask(capsys, str(tmp_path), "--format", "json")
    found = json.loads(said.out)
    assert code == 0
    assert isinstance(found["potential_savings"], str)
    idle = next(o for o in found["optimizations"] if o["rule"] == "idle-part")
    assert idle["monthly_saving"] == "10"
    assert idle["changes"] == ["aws_ebs_volume.old is removed"]


def test_followed_advice_is_stored_as_a_blueprint(tmp_path, capsys):
    (tmp_path / "main.tf").write_text(FOLDER)
    words = ("--apply", "idle-part:aws_ebs_volume.old", "--save-as", "lean-shop")
    code, said = ask(capsys, str(tmp_path), *words)
    assert code == 0
    assert "Stored lean-shop 1.0.0" in said.err
    code, said = ask(capsys, "lean-shop", "--format", "json")
    assert "aws_ebs_volume.old" not in said.out
    code, said = ask(capsys, "lean-shop", "--apply", "newer-generation:aws_instance.web")
    assert code == 0
    assert "Stored lean-shop 1" in said.err


def test_advice_that_is_not_there_or_changes_nothing_is_refused(tmp_path, capsys):
    (tmp_path / "main.tf").write_text(FOLDER.replace("m4.large", "m5.8xlarge"))
    code, said = ask(capsys, str(tmp_path), "--apply", "idle-part:aws_ebs_volume.odl")
    assert code == 2
    assert "Did you mean 'idle-part:aws_ebs_volume.old'" in said.err
    code, said = ask(capsys, str(tmp_path), "--apply", "commitment:aws_instance.web")
    assert code == 2
    assert "changes nothing in the design" in said.err


def test_utilisation_right_sizes(tmp_path, capsys):
    (tmp_path / "main.tf").write_text(FOLDER)
    use = tmp_path / "use.yml"
    use.write_text("aws_instance.web: {cpu_percent: 20, memory_percent: 20}")
    code, said = ask(capsys, str(tmp_path), "--utilisation", str(use))
    assert code == 0
    assert "right-size:aws_instance.web" in said.out


def test_a_move_is_stored_with_the_new_region_and_says_what_is_left(tmp_path, capsys):
    far = FOLDER.replace("us-east-1", "us-west-1").replace("m4.large", "m5.8xlarge")
    (tmp_path / "main.tf").write_text(far)
    code, said = ask(capsys, str(tmp_path), "--format", "json")
    name = next(
        o["id"] for o in json.loads(said.out)["optimizations"] if o["rule"] == "region-move"
    )
    code, said = ask(capsys, str(tmp_path), "--apply", name, "--save-as", "near-shop")
    assert code == 0
    told = "aws_instance.web: ami = ami-0123456789abcdef0 belongs to us-west-1 alone"
    assert f"Not taken over: {told}." in said.err
    assert invoke(["blueprint", "show", "near-shop"]) == 0
    shown = capsys.readouterr().out
    assert "region: us-east-1" in shown
    assert "availability_zone: us-east-1a" in shown


BUCKET = """
name: keeping
version: 1.0.0
provider: aws
region: us-east-1
resources: [{name: files, type: aws_s3_bucket}]
"""


def test_an_added_resource_is_in_the_new_version_of_a_stored_design(tmp_path, capsys):
    (tmp_path / "keeping.yaml").write_text(BUCKET)
    assert invoke(["blueprint", "save", str(tmp_path / "keeping.yaml")]) == 0
    capsys.readouterr()
    code, said = ask(capsys, "keeping", "--apply", "storage-lifecycle:aws_s3_bucket.files")
    assert code == 0
    assert "Stored keeping 1.1.0" in said.err
    assert "Not taken over" not in said.err
    assert invoke(["blueprint", "show", "keeping"]) == 0
    assert "bucket: ${files.bucket}" in capsys.readouterr().out


def test_a_schedule_is_followed_once_and_breaks_no_guardrail(tmp_path, capsys):
    text = (data_root() / "templates" / "three-tier-web.yaml").read_text()
    design = tmp_path / "dev.yaml"
    design.write_text(text.replace("default: production", "default: dev"))
    assert invoke(["blueprint", "save", str(design)]) == 0
    capsys.readouterr()
    stored = json.loads(run(capsys, "blueprint", "list"))["blueprints"][0]["id"]
    ids = ("schedule:aws_instance.web_a", "schedule:aws_db_instance.database")
    code, said = ask(capsys, stored, *(word for id_ in ids for word in ("--apply", id_)))
    assert code == 0
    assert "Stored three-tier-web 1.1.0" in said.err
    assert "Not taken over" not in said.err
    left = [o["id"] for o in json.loads(run(capsys, "savings", stored))["optimizations"]]
    assert [id_ for id_ in left if id_.startswith("schedule")] == ["schedule:aws_instance.web_b"]
    before, after = (json.loads(run(capsys, "check", f"{stored}@{v}")) for v in ("1.0.0", "1.1.0"))
    assert (after["violations"], after["warnings"]) == (before["violations"], before["warnings"])


def run(capsys, *words):
    """Return what a command says as JSON."""
    invoke([*words, "--format", "json"])
    return capsys.readouterr().out
