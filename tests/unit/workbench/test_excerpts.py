"""The lines of a source behind its findings, wherever the source lies, without its secrets."""

from __future__ import annotations

import io
import zipfile

import pytest

from dharma_core.errors import DharmaError
from dharma_core.policies.findings import CheckReport, Effect, Finding, Severity
from dharma_core.workbench import Workbench

BUCKET = 'resource "aws_s3_bucket" "logs" {\n  bucket = "logs"\n}\n'
DATABASE = """
variable "login" {
  default = "hunter2-from-variable"
}
resource "aws_db_instance" "db" {
  password           = var.login
  storage_encrypted  = false
  skip_final_snapshot = true
}
resource "aws_ssm_parameter" "key" {
  type  = "SecureString"
  value = "plain-hunter3"
}
resource "aws_lambda_function" "api" {
  function_name = "api"
  environment {
    variables = {
      STRIPE_TOKEN = "sk-hunter5"
      PAYMENTS     = "sk_live_hunter6hunter6hunter6hunter6"
      PACKED       = "ZXhwb3J0IERCX1BBU1NXT1JEPWh1bnRlcjdhYmM="
    }
  }
}
resource "aws_instance" "web" {
  user_data = <<-EOT
    -----BEGIN RSA PRIVATE KEY-----
    c2VjcmV0IGJvZHkgb2YgYSBrZXk=
    -----END RSA PRIVATE KEY-----
    export DB_PASSWORD=hunter4
    EOT
  monitoring = false
}
"""


@pytest.fixture
def bench(tmp_path):
    return Workbench.open(cwd=tmp_path)


def folder(tmp_path, **files):
    for name, text in files.items():
        path = tmp_path / f"{name.replace('__', '/')}.tf"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def finding(plan, address, attribute=""):
    return Finding(
        "X", Severity.HIGH, Effect.DENY, "security", address, "m",
        position=plan.by_address[address].position, evidence={"attribute": attribute},
    )  # fmt: skip


def lines_of(bench, plan, texts, *about):
    report = CheckReport.of([finding(plan, *one) for one in about], (), 1)
    return list(bench.excerpts(plan, report, texts).values())


@pytest.mark.parametrize("source", ["infra", "./infra/", "."])
def test_lines_are_found_in_a_folder_however_it_is_named(bench, tmp_path, source):
    folder(tmp_path, **{"main" if source == "." else "infra__main": BUCKET})
    plan = bench.read(source)
    (found,) = lines_of(bench, plan, bench.source_texts(source), ("aws_s3_bucket.logs", "bucket"))
    assert found.marked_line == '  bucket = "logs"'


def test_lines_are_found_in_a_module_beside_the_folder(bench, tmp_path):
    folder(tmp_path, app__main='module "b" {\n  source = "../shared"\n}\n', shared__main=BUCKET)
    plan = bench.read("app")
    (found,) = lines_of(
        bench, plan, bench.source_texts("app"), ("module.b.aws_s3_bucket.logs", "bucket")
    )
    assert found.marked_line == '  bucket = "logs"'


def test_lines_are_found_in_a_template_and_in_an_upload(bench):
    plan = bench.read("static-site")
    address = next(str(r.address) for r in plan.managed if r.position and r.position.line)
    assert lines_of(bench, plan, bench.source_texts("static-site"), (address,))
    text = bench.template("static-site")
    plan = bench.read_text(text, name="mine.yaml")
    texts = bench.upload_texts(text.encode(), name="mine.yaml")
    assert lines_of(bench, plan, texts, (address,))


def test_lines_are_found_in_an_uploaded_archive(bench):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("infra/main.tf", BUCKET)
    data = packed.getvalue()
    plan = bench.read_upload(data, name="infra.zip")
    texts = bench.upload_texts(data, name="infra.zip")
    (found,) = lines_of(bench, plan, texts, ("aws_s3_bucket.logs",))
    assert found.marked_line == 'resource "aws_s3_bucket" "logs" {'


def test_a_plan_is_not_read_again_for_positions_in_other_files(bench, tmp_path):
    (tmp_path / "plan.json").write_text("{}")
    texts = bench.source_texts("plan.json")
    (tmp_path / "plan.json").write_bytes(b"\xff")  # a second reading would stumble
    assert texts("infra/main.tf") == ""
    with pytest.raises(DharmaError):
        texts("plan.json")


def test_a_file_that_is_not_at_hand_gives_no_lines_and_no_error(bench, tmp_path):
    folder(tmp_path, infra__main=BUCKET)
    plan = bench.read("infra")
    (tmp_path / "infra" / "main.tf").rename(tmp_path / "infra" / "other.tf")
    assert lines_of(bench, plan, bench.source_texts("infra"), ("aws_s3_bucket.logs",)) == []


def test_no_secret_is_shown_whether_by_name_by_look_or_by_what_the_provider_marks(bench, tmp_path):
    folder(tmp_path, infra__main=DATABASE)
    plan = bench.read("infra")
    found = lines_of(
        bench, plan, bench.source_texts("infra"),
        ("aws_db_instance.db", "storage_encrypted"), ("aws_ssm_parameter.key", "type"),
        ("aws_instance.web", "monitoring"), ("aws_lambda_function.api", "function_name"),
    )  # fmt: skip
    shown = "\n".join(excerpt.text for excerpt in found)
    assert "hunter" not in shown
    assert "c2VjcmV0" not in shown
    assert "ZXhwb3J0" not in shown  # export DB_PASSWORD=hunter7abc in base64
    assert 'function_name = "api"' in shown
    assert "  storage_encrypted  = false" in shown
    marked = [excerpt.marked_line.strip() for excerpt in found]
    assert "monitoring = false" in marked  # the key's lines are blank and not gone
