from __future__ import annotations

import io
import zipfile

TF = """
variable "env" { default = "dev" }
resource "aws_vpc" "main" { cidr_block = "10.0.0.0/16" }
resource "aws_subnet" "a" {
  vpc_id     = aws_vpc.main.id
  cidr_block = cidrsubnet(aws_vpc.main.cidr_block, 8, 1)
  tags       = { Name = "${var.env}-a" }
}
"""
BROKEN = 'resource "aws_sqs_queue" "q" {\n  name = \n'


def packed(**files):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in files.items():
            archive.writestr(name.replace("__", "/") + ".tf", text)
    return buffer.getvalue()


def drop(page, name, data):
    page.widget("file_uploader", "import_file").set_value((name, data, "application/zip")).run()
    return page


def test_nothing_given_says_what_would_fill_the_page(dashboard) -> None:
    page = dashboard.open("import")
    assert page.heading == "What do I have already?"
    assert "nothing leaves this machine" in page.text


def test_a_zip_of_a_terraform_folder_is_read_and_kept_as_a_design(dashboard, bench) -> None:
    page = drop(dashboard.open("import"), "shop.zip", packed(shop__main=TF))
    assert "aws_subnet" in page.text
    assert "aws_vpc.main.id" in page.text
    page.click("save_import")
    assert "shop 1.0.0 is stored" in page.text
    stored = bench.blueprint("shop")
    assert [r["name"] for r in stored.document["resources"]] == ["main", "a"]
    assert stored.document["resources"][1]["properties"]["cidr_block"] == "10.0.1.0/24"


def test_a_broken_file_is_told_with_its_line_and_the_others_are_read(dashboard) -> None:
    page = drop(dashboard.open("import"), "shop.zip", packed(main=TF, queue=BROKEN))
    assert "What was not read" in page.text
    assert "queue.tf:" in page.text
    assert "aws_subnet" in page.text


def test_an_unsafe_archive_is_refused(dashboard) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("../main.tf", TF)
    page = drop(dashboard.open("import"), "up.zip", buffer.getvalue())
    assert 'role="alert"' in page.text
    assert "leads outside" in page.text


def test_an_uploaded_folder_is_checked_on_the_next_page(dashboard) -> None:
    page = drop(dashboard.open("import"), "shop.zip", packed(main=TF))
    page.open("guardrails")
    page.widget("selectbox", "source").select("Upload a file").run()
    assert "shop.zip is still here from before" in page.text
    assert "2 resources" in page.text or "rules" in page.text
