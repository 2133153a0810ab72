from __future__ import annotations

import pytest

from dharma_core.policies.excerpts import excerpt_of
from dharma_core.policies.findings import Effect, Finding, Severity
from dharma_core.provenance import Position

TERRAFORM = """
resource "aws_security_group" "web" {
  ingress {
    from_port   = 443
    cidr_blocks = ["10.0.0.0/8"]
  }
  ingress {
    from_port   = 22
    cidr_blocks = ["0.0.0.0/0"]
  }
}
""".splitlines()
CLOUDFORMATION = """
Resources:
  Db:
    Type: AWS::RDS::DBInstance
    Properties:
      StorageEncrypted: false
""".splitlines()


def about(line, end, **evidence):
    return Finding(
        "X", Severity.HIGH, Effect.DENY, "security", "a.b", "m",
        position=Position("f", line, end), evidence=evidence,
    )  # fmt: skip


def test_the_marked_line_is_the_attribute_of_the_block_that_the_finding_names():
    found = excerpt_of(about(2, 11, attribute="ingress[1].cidr_blocks"), TERRAFORM, str)
    assert found.marked == 9
    assert found.marked_line == '    cidr_blocks = ["0.0.0.0/0"]'


def test_an_attribute_that_nobody_wrote_marks_the_deepest_block_that_is_there():
    found = excerpt_of(about(2, 11, attribute="ingress[1].description"), TERRAFORM, str)
    assert found.marked == 7
    assert excerpt_of(about(2, 11, attribute="egress"), TERRAFORM, str).marked == 2


def test_an_attribute_is_found_as_another_format_writes_it():
    found = excerpt_of(about(3, 6, attribute="storage_encrypted"), CLOUDFORMATION, str)
    assert found.marked_line.strip() == "StorageEncrypted: false"


def test_what_only_apply_will_tell_is_marked_too():
    assert excerpt_of(about(2, 11, unknown=("ingress[0].from_port",)), TERRAFORM, str).marked == 4


def test_a_long_block_is_cut_around_the_marked_line():
    lines = ["resource {", *(f"  key{n} = {n}" for n in range(200)), "}"]
    found = excerpt_of(about(1, 202, attribute="key150"), lines, str)
    assert found.marked_line == "  key150 = 150"
    assert len(found.lines) == 24
    assert found.first <= found.marked <= found.last


@pytest.mark.parametrize(
    "position",
    [None, Position("f"), Position("f", 0), Position("f", 99)],
    ids=["no place", "no line", "before the file", "after the file"],
)
def test_there_is_no_excerpt_without_a_line_of_the_file(position):
    finding = Finding("X", Severity.LOW, Effect.WARN, "cost", "a.b", "m", position=position)
    assert excerpt_of(finding, TERRAFORM, str) is None


def test_every_line_passes_the_mask_and_a_long_one_is_cut():
    lines = ["x {", f"  y = {'z' * 900}", "}"]
    found = excerpt_of(about(1, 3), lines, lambda line: line.replace("y", "hidden"))
    assert found.lines[1].startswith("  hidden = zz")
    assert len(found.lines[1]) == 200
