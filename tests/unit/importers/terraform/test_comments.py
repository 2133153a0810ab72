"""Comments that speak to checking tools, at the resources they mean and at no others."""

import pytest

from dharma_core.importers.folders import MemoryFolder
from dharma_core.importers.terraform import read_folder
from dharma_core.plan import Catalog


def remarks(**files):
    folder = MemoryFolder({name.replace("__", "/") + ".tf": text for name, text in files.items()})
    plan = read_folder(folder, catalog=Catalog({}))
    return {str(r.address): [(m.text, str(m.position)) for m in r.remarks] for r in plan}


def test_a_comment_above_a_resource_and_those_in_it_are_its_own():
    text = """\
# checkov:skip=CKV_1:above
# and why
resource "x_y" "a" {
  n = 1 # tfsec:ignore:x-a
  inner {
    // trivy:ignore:AVD-1
  }
}
resource "x_y" "b" {
}
"""
    assert remarks(main=text) == {
        "x_y.a": [
            ("checkov:skip=CKV_1:above", "main.tf:1"),
            ("tfsec:ignore:x-a", "main.tf:4"),
            ("trivy:ignore:AVD-1", "main.tf:6"),
        ],
        "x_y.b": [],
    }


@pytest.mark.parametrize(
    "between",
    ["\n", 'locals {\n  a = "b"\n}\n', "# a note\n\n"],
    ids=["an empty line", "another block", "a note and an empty line"],
)
def test_a_comment_that_something_parts_from_a_resource_is_not_its_own(between):
    text = f'# checkov:skip=CKV_1:above\n{between}resource "x_y" "a" {{\n}}\n'
    assert remarks(main=text) == {"x_y.a": []}


def test_the_closing_line_of_one_resource_says_nothing_about_the_next():
    text = 'resource "x_y" "a" {\n} # tfsec:ignore:x\nresource "x_y" "b" {\n}\n'
    assert remarks(main=text) == {"x_y.a": [("tfsec:ignore:x", "main.tf:2")], "x_y.b": []}


def test_a_text_that_looks_like_a_comment_is_none():
    text = """\
resource "x_y" "a" {
  quoted = "# tfsec:ignore:x"
  script = <<-EOT
    # checkov:skip=CKV_1:no
  EOT
}
"""
    assert remarks(main=text) == {"x_y.a": []}


def test_letters_of_several_bytes_do_not_shift_what_is_a_comment():
    text = 'resource "x_y" "a" {\n  n = "ää€ # tfsec:ignore:no" # für später tfsec:ignore:x\n}\n'
    assert remarks(main=text) == {"x_y.a": [("für später tfsec:ignore:x", "main.tf:2")]}


def test_a_comment_at_a_call_speaks_of_every_resource_of_the_module():
    child = 'resource "x_y" "a" { # tfsec:ignore:inner\n}\n'
    call = '# tfsec:ignore:call\nmodule "m" {\n  source = "./m"\n  count = 2\n}\n'
    said = [("tfsec:ignore:inner", "m/main.tf:1"), ("tfsec:ignore:call", "main.tf:1")]
    assert remarks(main=call, m__main=child) == {
        "module.m[0].x_y.a": said,
        "module.m[1].x_y.a": said,
    }


def test_the_whole_parts_of_a_broken_file_keep_their_comments():
    text = """\
resource "x_y" "broken" {
  a = [
}
resource "x_y" "b" {
  # tfsec:ignore:x
}
"""
    assert remarks(main=text) == {"x_y.b": [("tfsec:ignore:x", "main.tf:5")]}


def test_a_comment_of_several_lines_is_read_line_by_line():
    text = 'resource "x_y" "a" {\n  /* Public.\n   * tfsec:ignore:x */\n}\n'
    assert remarks(main=text) == {"x_y.a": [("tfsec:ignore:x", "main.tf:3")]}


def test_an_override_adds_what_it_says():
    base = 'resource "x_y" "a" { # tfsec:ignore:base\n}\n'
    over = 'resource "x_y" "a" { # tfsec:ignore:over\n}\n'
    said = [("tfsec:ignore:base", "main.tf:1"), ("tfsec:ignore:over", "override.tf:1")]
    assert remarks(main=base, override=over) == {"x_y.a": said}
