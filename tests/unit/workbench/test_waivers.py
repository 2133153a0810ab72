"""Waivers as the workbench gathers them: comments, file, store; and who wrote them."""

import subprocess
from datetime import date

import pytest

from dharma_core.errors import InputError
from dharma_core.plan.terraform_json import plan_from_json, plan_to_json
from dharma_core.policies.waivers import Form, Standing, Waiver
from dharma_core.workbench import Workbench

TODAY = date(2026, 11, 30)
OPEN_QUEUE = """\
resource "aws_sqs_queue" "jobs" {
  sqs_managed_sse_enabled = false # dharma:ignore DH_AWS_SQS_001 until 2027-01-31 because a test
}
"""
PLAIN_QUEUE = OPEN_QUEUE.partition(" #")[0] + "\n}\n"
FILE = """\
waivers:
- rule: DH_AWS_SQS_001
  address: aws_sqs_queue.*
  reason: a test
  until: 2027-01-31
"""


@pytest.fixture
def infra(tmp_path):
    folder = tmp_path / "infra"
    folder.mkdir()

    def write(text):
        (folder / "main.tf").write_text(text)
        return Workbench.open(cwd=tmp_path)

    return write


def encryption(report):
    return next(f for f in report.findings if f.rule_id == "DH_AWS_SQS_001")


def test_a_comment_waives_with_its_place_from_where_the_command_runs(infra):
    bench = infra(OPEN_QUEUE)
    found = encryption(bench.check(bench.read("infra"), today=TODAY))
    assert (found.waived, found.waiver.where) == (True, "infra/main.tf:2")
    assert not encryption(bench.check(bench.read("infra"), today=date(2027, 2, 1))).waived


def test_a_deployment_s_stored_plan_keeps_what_the_source_says(infra):
    bench = infra(OPEN_QUEUE)
    plan = plan_from_json(plan_to_json(bench.read("infra")), name="infra")
    assert encryption(bench.check(plan, today=TODAY)).waiver.where == "infra/main.tf:2"


def test_a_file_beside_is_found_named_in_the_settings_or_given(infra, tmp_path):
    bench = infra(PLAIN_QUEUE)
    plan = bench.read("infra")
    assert not encryption(bench.check(plan, today=TODAY)).waived
    (tmp_path / "other.yaml").write_text(FILE)
    assert encryption(bench.check(plan, waivers=tmp_path / "other.yaml", today=TODAY)).waived
    (tmp_path / "dharma.toml").write_text('[policies]\nwaivers = "other.yaml"\n')
    assert encryption(Workbench.open(cwd=tmp_path).check(plan, today=TODAY)).waived
    (tmp_path / "dharma.toml").unlink()
    (tmp_path / "dharma-waivers.yaml").write_text(FILE)
    found = encryption(bench.check(plan, today=TODAY))
    assert found.waiver.where == "dharma-waivers.yaml:2"


def test_a_file_that_is_not_there_is_named(infra, tmp_path):
    bench = infra(PLAIN_QUEUE)
    with pytest.raises(InputError, match=r"gone\.yaml"):
        bench.check(bench.read("infra"), waivers=tmp_path / "gone.yaml")


def test_a_waiver_of_the_store_holds_for_its_design_until_it_is_taken_back(infra):
    bench = infra(PLAIN_QUEUE)
    plan = bench.read("infra")
    draft = Waiver(
        "CKV_AWS_27", "", Form.STORE, "why", date(2027, 1, 31),
        address="aws_sqs_queue.jobs", design="infra",
    )  # fmt: skip
    before = bench.waiver_stamp()
    kept = bench.add_waiver(draft, today=TODAY)
    assert bench.waiver_stamp() != before
    report = bench.check(plan, today=TODAY)
    assert encryption(report).waiver.owner == bench.actor.user
    assert encryption(bench.check(plan, today=date(2027, 2, 1))).waived is False
    bench.remove_waiver(kept.id)
    assert encryption(bench.check(plan, today=TODAY)).waiver is None


def test_the_author_of_a_comment_s_line_is_its_owner(infra, tmp_path):
    bench = infra(OPEN_QUEUE)
    assert encryption(bench.check(bench.read("infra"), today=TODAY)).waiver.owner == ""
    for words in (
        ["init", "-q"],
        ["add", "."],
        ["-c", "user.name=Ann Lee", "-c", "user.email=a@b.c", "commit", "-qm", "one"],
    ):
        subprocess.run(["git", *words], cwd=tmp_path, check=True)
    assert encryption(bench.check(bench.read("infra"), today=TODAY)).waiver.owner == "Ann Lee"


def test_an_upload_takes_no_owner_from_a_file_of_the_same_name(infra, tmp_path):
    bench = infra(OPEN_QUEUE)
    (tmp_path / "main.tf").write_text("# another\n# file\n")
    plan = bench.read_text(OPEN_QUEUE, name="main.tf")
    assert encryption(bench.check(plan, today=TODAY)).waiver.owner == ""


def test_a_plan_that_says_it_came_from_a_device_is_not_followed_there(infra):
    bench = infra(OPEN_QUEUE)
    document = plan_to_json(bench.read("infra"))
    told = document["dharma"]["resources"]["aws_sqs_queue.jobs"]
    told["remarks"] = [[text, ["/dev/zero", 2, None]] for text, _ in told["remarks"]]
    found = encryption(bench.check(plan_from_json(document, name="infra"), today=TODAY))
    assert (found.waiver.where, found.waiver.owner) == ("/dev/zero:2", "")


def test_a_check_of_a_stored_design_records_which_waivers_it_took(infra):
    bench = infra(PLAIN_QUEUE)
    stored = bench.save_blueprint(bench.template("serverless-api"))
    bench.check(bench.read(stored.id), today=TODAY)
    event = bench.events(limit=1)[0].event
    assert event.data["waived"] == []


def test_a_waiver_nothing_answers_to_is_told(infra, tmp_path):
    bench = infra(PLAIN_QUEUE)
    (tmp_path / "dharma-waivers.yaml").write_text(FILE.replace("sqs_queue", "sns_topic"))
    (use,) = bench.check(bench.read("infra"), today=TODAY).waivers
    assert use.standing is Standing.UNUSED
