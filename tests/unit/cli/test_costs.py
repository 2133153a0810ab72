"""``dharma estimate``, ``dharma diff`` and ``dharma usage`` as a shell sees them."""

from __future__ import annotations

import csv
import io
import json
import subprocess

import pytest

from dharma_core.storage.facts import data_root

USAGE = str(data_root() / "samples" / "three-tier-usage.yaml")
FORMATS = ("json", "csv", "html", "markdown", "infracost-json", "focus")
DISK = """
name: disk
version: 1.0.0
provider: aws
region: us-east-1
resources:
  - {name: blocks, type: aws_ebs_volume, properties: {availability_zone: us-east-1a, type: gp3, size: 100}}
"""  # noqa: E501 - one resource a line


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.setenv("DHARMA_CWD", str(tmp_path))
    (tmp_path / "old.yaml").write_text(DISK, "utf-8")
    (tmp_path / "new.yaml").write_text(DISK.replace("100", "250"), "utf-8")
    return tmp_path


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_whole_on_stdout_and_the_same_in_a_file(dharma, here, name):
    printed = dharma("estimate", "old.yaml", "--format", name)
    written = dharma("estimate", "old.yaml", "--format", name, "-o", "cost.out")

    assert (printed.code, written.code, written.out) == (0, 0, "")
    assert "Wrote cost.out." in written.err
    text = (here / "cost.out").read_text("utf-8")
    if name in ("html", "infracost-json"):  # these say when they were made
        assert len(text) > 500
    else:
        assert text.replace("\n", "") == printed.out.replace("\r", "").replace("\n", "")


def test_a_table_in_a_file_has_no_colours(dharma, here):
    dharma("estimate", "old.yaml", "-o", "cost.txt")

    text = (here / "cost.txt").read_text("utf-8")
    assert "$8.00 a month is known" in text
    assert "\x1b" not in text


def test_a_preset_is_marked_and_its_range_is_told(dharma):
    ran = dharma("estimate", "serverless-api", "--usage", "preset:small")

    assert "quantities marked * are assumed" in ran.out
    assert "By usage it may be $" in ran.out
    assert "a preset assumes" in ran.out


def test_a_usage_file_and_a_preset_work_together(dharma):
    both = dharma(
        "estimate", "three-tier-web", "--usage", USAGE, "--usage", "preset:large",
        "--format", "json",
    )  # fmt: skip

    document = json.loads(both.out)
    kept = {r["address"]: r["assumed_usage"] for r in document["resources"] if r["assumed_usage"]}
    # The file names the bytes of the balancer; nothing that it gives is assumed over.
    assert kept == {}
    assert document["total_monthly_cost"] == "278.96"


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (["preset:medum"], "Did you mean 'medium'?"),
        (["preset:"], "Write preset:medium."),
        (["a.yml", "b.yml"], "Two usage files"),
        (["preset:small", "preset:large"], "Two usage presets"),
    ],
)
def test_a_wrong_usage_option_says_what_would_be_right(dharma, given, says):
    options = [word for one in given for word in ("--usage", one)]

    ran = dharma("estimate", "three-tier-web", *options)

    assert ran.code == 2
    assert says in ran.err


def test_groups_are_printed_and_a_wrong_one_is_refused(dharma):
    ran = dharma("estimate", "three-tier-web", "--group-by", "tag:Environment")
    wrong = dharma("estimate", "three-tier-web", "--group-by", "servce")

    assert "no tag Environment" in ran.out
    assert (wrong.code, "Did you mean 'service'?" in wrong.err) == (2, True)


def test_focus_rows_are_of_the_month_asked_for_and_say_what_they_leave_out(dharma):
    ran = dharma("estimate", "three-tier-web", "--format", "focus", "--month", "2027-02")
    wrong = dharma("estimate", "three-tier-web", "--format", "focus", "--month", "2027-13")

    rows = list(csv.DictReader(io.StringIO(ran.out)))
    assert {r["BillingPeriodEnd"] for r in rows} == {"2027-03-01T00:00:00Z"}
    assert "charges have no row" in ran.err
    assert "aws_lb.web_lb: Load balancer capacity units (" in ran.err
    assert (wrong.code, "Write it as 2026-12." in wrong.err) == (2, True)


def test_what_focus_takes_no_row_for_is_written_beside_the_file(dharma, here):
    ran = dharma("estimate", "three-tier-web", "--format", "focus", "-o", "bill.csv")
    disk = "{name: d, type: aws_ebs_volume, properties: {availability_zone: us-east-1a, size: 1}}"
    head = "name: one\nversion: 1.0.0\nprovider: aws\nregion: us-east-1\n"
    (here / "one.yaml").write_text(f"{head}resources: [{disk}]\n", "utf-8")
    full = dharma("estimate", "one.yaml", "--format", "focus", "-o", "full.csv")

    beside = list(csv.DictReader((here / "bill.left-out.csv").read_text("utf-8").splitlines()))
    assert f"{len(beside)} charges have no row" in ran.err
    assert "Wrote bill.left-out.csv." in ran.err
    assert {r["x_State"] for r in beside} == {"usage"}
    assert (full.code, (here / "full.left-out.csv").exists()) == (0, False)


def test_usage_init_writes_a_file_that_is_right_and_is_not_written_over(dharma, here):
    first = dharma("usage", "init", "three-tier-web", "-o", "usage.yml", "--preset", "medium")
    again = dharma("usage", "init", "three-tier-web", "-o", "usage.yml")
    over = dharma("usage", "init", "three-tier-web", "-o", "usage.yml", "--overwrite")

    assert (first.code, again.code, over.code) == (0, 2, 0)
    assert "Add --overwrite" in again.err
    assert dharma("usage", "check", "usage.yml", "three-tier-web").code == 0
    assert "version: 0.1" in dharma("usage", "init", "three-tier-web").out


def test_usage_check_names_the_nearest_right_key_with_its_line(dharma, here):
    (here / "u.yml").write_text(
        "version: 0.1\nresource_usage:\n  aws_lb.a:\n    procesed_bytes_gb: 5\n", "utf-8"
    )

    ran = dharma("usage", "check", "u.yml")

    assert ran.code == 2
    assert "u.yml:4" in ran.err
    assert "Did you mean 'processed_bytes_gb'?" in ran.err


def test_usage_check_tells_entries_that_lead_nowhere_and_what_is_still_open(dharma, here):
    (here / "u.yml").write_text(
        "version: 0.1\nresource_type_default_usage:\n  aws_sqs_queue: {monthly_requests: 1}\n"
        "resource_usage:\n  aws_lb.gone: {processed_bytes_gb: 5}\n  made_up.x: {y: 1}\n"
        "  aws_lb: {}\n", "utf-8"
    )  # fmt: skip

    ran = dharma("usage", "check", "u.yml", "three-tier-web", "--format", "json")

    found = json.loads(ran.out)
    assert ran.code == 1
    assert found["unmatched"] == ["aws_sqs_queue", "aws_lb.gone", "made_up.x", "aws_lb"]
    assert found["unmetered"] == ["made_up.x"]
    assert found["open_keys"]["aws_nat_gateway.nat"] == ["monthly_data_processed_gb"]
    said = dharma("usage", "check", "u.yml", "three-tier-web").out
    assert "No resource is called: aws_lb.gone" in said


def test_a_diff_gates_on_the_new_total_and_on_the_change(dharma, here):
    # 100 GB x 0.08 = 8; 250 GB = 20; the change is 12
    inside = dharma("diff", "old.yaml", "new.yaml", "--budget", "20", "--budget-change", "12")
    over = dharma("diff", "old.yaml", "new.yaml", "--budget", "15")
    grown = dharma("diff", "old.yaml", "new.yaml", "--budget-change", "2.50")

    assert inside.code == 0
    assert (over.code, grown.code) == (1, 1)
    assert "Over budget: $20.00 a month is $5.00 more than $15.00." in over.err
    assert "the change of +$12.00 a month is $9.50 more than the $2.50 it may be." in grown.err


def test_a_diff_as_markdown_is_the_comment_of_a_pull_request(dharma, here):
    ran = dharma("diff", "old.yaml", "new.yaml", "--format", "markdown", "--budget", "15")

    assert ran.code == 1
    assert ran.out.startswith("<!-- dharma-cost-diff -->\n")
    assert "| <code>aws_ebs_volume.blocks</code> | changed | $8.00 | $20.00 | +$12.00 |" in ran.out
    assert "> Over budget" in ran.out


def test_a_diff_reads_a_revision_of_git(dharma, here):
    def git(*args):
        subprocess.run(
            ["git", "-c", "user.name=a", "-c", "user.email=a@b", *args], cwd=here, check=True,
            capture_output=True,
        )  # fmt: skip

    git("init", "-q")
    git("add", "old.yaml")
    git("commit", "-qm", "one")
    (here / "old.yaml").write_text(DISK.replace("100", "250"), "utf-8")

    ran = dharma("diff", "HEAD:old.yaml", "old.yaml", "--format", "json")

    assert json.loads(ran.out)["total_delta"] == "12"
    assert json.loads(dharma("diff", "HEAD:old.yaml", "HEAD:old.yaml", "--format", "infracost-json")
        .out)["diffTotalMonthlyCost"] == "0"  # fmt: skip


def test_a_moved_resource_is_told_as_moved(dharma, here):
    (here / "new.yaml").write_text(DISK.replace("name: blocks", "name: store"), "utf-8")

    ran = dharma("diff", "old.yaml", "new.yaml")

    assert "move" in ran.out
    assert "aws_ebs_volume.blocks -> aws_ebs_volume.store" in ran.out


TEMPLATE = """
AWSTemplateFormatVersion: "2010-09-09"
Resources:
  Web: {Type: "AWS::EC2::Instance", Properties: {InstanceType: m5.large, ImageId: ami-1}}
  Disk:
    Type: AWS::EC2::Volume
    Properties: {Size: 100, VolumeType: gp3, AvailabilityZone: !Select [0, !GetAZs ""]}
"""
FOLDER = 'resource "aws_ebs_volume" "disk" {\n  availability_zone = var.zone\n  size = 100\n}\n'


@pytest.mark.parametrize(
    ("file", "text", "addresses"),
    [
        ("stack.yaml", TEMPLATE, ["aws_instance.web", "aws_ebs_volume.disk"]),
        ("design/main.tf", FOLDER + 'variable "zone" {}\n', ["aws_ebs_volume.disk"]),
    ],
)
def test_a_source_without_a_region_says_where_it_is_priced(dharma, tmp_path, file, text, addresses):
    path = tmp_path / file
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    source = str(path.parent if file.endswith(".tf") else path)

    found = json.loads(dharma("estimate", source, "--format", "json").out)
    table = " ".join(dharma("estimate", source).out.split())

    (said,) = found["assumptions"]
    assert (said["code"], said["value"], said["addresses"]) == ("region", "us-east-1", addresses)
    assert "region_assumed" in {reason["code"] for reason in found["confidence_reasons"]}
    assert table.count("Assumed: No region is given") == 1


def test_a_template_with_its_region_assumes_none(dharma, tmp_path):
    (tmp_path / "stack.yaml").write_text(TEMPLATE, "utf-8")
    given = ("--set", "AWS::Region=eu-west-1")

    ran = dharma("estimate", str(tmp_path / "stack.yaml"), *given, "--format", "json")

    found = json.loads(ran.out)
    assert (found["assumptions"], found["region"]) == ([], "eu-west-1")


def test_a_plan_keeps_that_its_region_was_assumed(dharma, tmp_path):
    (tmp_path / "stack.yaml").write_text(TEMPLATE, "utf-8")
    plan = dharma("plan", str(tmp_path / "stack.yaml"), "--format", "json").out
    (tmp_path / "plan.json").write_text(plan, "utf-8")

    both = [
        json.loads(dharma("estimate", str(tmp_path / name), "--format", "json").out)
        for name in ("stack.yaml", "plan.json")
    ]

    assert both[0]["assumptions"] == both[1]["assumptions"] != []
    assert both[0]["total_monthly_cost"] == both[1]["total_monthly_cost"]
