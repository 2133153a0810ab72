"""``dharma compare``: the same design on three clouds, in the regions asked for."""

import json

from dharma_core.cli.main import invoke


def ask(capsys, *words):
    code = invoke(["compare", *words])
    return code, capsys.readouterr()


def test_a_design_stands_beside_one_region_of_each_other_cloud(capsys):
    code, said = ask(capsys, "web-server", "--format", "json")
    assert code == 0
    found = json.loads(said.out)
    assert [p["place"] for p in found["places"]] == [
        "aws:us-east-1", "azure:eastus", "gcp:us-central1",
    ]  # fmt: skip
    kinds = [p["parts"]["server"]["types"] for p in found["places"]]
    assert kinds[0] == ["aws_instance"]
    assert kinds[2] == ["google_compute_instance"]


def test_other_regions_of_its_own_cloud_are_priced_too(capsys):
    code, said = ask(capsys, "web-server", "--to", "aws:eu-central-1", "--format", "json")
    assert code == 0
    here, there = json.loads(said.out)["places"]
    assert (here["region"], there["region"]) == ("us-east-1", "eu-central-1")
    assert there["total_monthly_cost"] != here["total_monthly_cost"]


def test_the_table_names_each_place_and_says_that_their_sums_differ_in_what_is_known(capsys):
    code, said = ask(capsys, "web-server")
    assert code == 0
    assert "azure:eastus" in said.out
    assert "compare that first" in " ".join(said.out.split())


def test_a_terraform_folder_is_compared_as_the_design_it_becomes(tmp_path, capsys):
    (tmp_path / "main.tf").write_text(
        'provider "aws" { region = "us-east-1" }\n'
        'resource "aws_ebs_volume" "d" {\n  availability_zone = "us-east-1a"\n  size = 10\n}\n'
    )
    code, said = ask(capsys, str(tmp_path), "--to", "gcp:us-central1", "--format", "json")
    assert code == 0
    assert len(json.loads(said.out)["places"]) == 2


def test_wrong_and_too_many_places_are_refused(capsys):
    code, said = ask(capsys, "web-server", "--to", "mars:north")
    assert (code, "cloud:region" in said.err) == (2, True)
    many = [word for n in range(13) for word in ("--to", f"aws:r{n}")]
    code, said = ask(capsys, "web-server", *many)
    assert (code, "12 at most" in said.err) == (2, True)
