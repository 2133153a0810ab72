"""``for_each`` over every combination of several lists: read in time that grows with its size."""

from __future__ import annotations

from dharma_core.importers.folders import MemoryFolder
from dharma_core.importers.terraform import read_folder
from dharma_core.storage.facts import load_catalog

TEXT = """
locals {
  sizes = [for n in range(40) : "size-${n}"]
  combinations = distinct(flatten([
    for size in local.sizes : [for zone in range(10) : [for kind in ["a", "b"] : {
      size = size, zone = zone, kind = kind
    }]]
  ]))
}

resource "aws_sns_topic" "each" {
  for_each     = { for c in local.combinations : "${c.size}.${c.zone}.${c.kind}" => c }
  name         = "${each.value.size}-${each.value.zone}"
  display_name = each.value.kind
  tags         = { Zone = each.value.zone, Size = each.value.size }
}
"""


def test_eight_hundred_combinations_are_read_without_using_up_the_evaluations() -> None:
    plan = read_folder(MemoryFolder({"main.tf": TEXT}), catalog=load_catalog(), name="products")
    found = {str(r.address): r for r in plan.resources}
    assert len(found) == 800
    one = found['aws_sns_topic.each["size-39.7.b"]']
    assert one.attributes["name"] == "size-39-7"
    assert one.attributes["display_name"] == "b"
    assert one.attributes["tags"] == {"Zone": "7", "Size": "size-39"}
