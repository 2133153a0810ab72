"""A template's text: merges, aliases, several documents, and where each thing stands."""

from __future__ import annotations

from dharma_core.importers.cloudformation.documents import read_text


def test_merge_keys_lie_below_the_own_ones_and_the_first_of_several_counts() -> None:
    text = """\
base: &base {a: 1, b: 1}
more: &more {b: 2, c: 2}
one: {b: 3, <<: *base}
two: {<<: [*base, *more]}
bad: {<<: text, d: 4}
"""
    read = read_text(text, file="t.yaml")
    assert read.value["one"] == {"a": 1, "b": 3}
    assert read.value["two"] == {"a": 1, "b": 1, "c": 2}
    assert read.value["bad"] == {"d": 4}
    assert [str(p) for p in read.problems] == [
        "t.yaml:5: What << names here is no mapping; it is left out."
    ]


def test_second_document_is_said_and_the_first_is_read() -> None:
    read = read_text("Resources: {A: 1}\n---\nResources: {B: 2}\n", file="t.yaml")
    assert read.value == {"Resources": {"A": 1}}
    assert str(read.problems[0]).startswith("t.yaml:3: Another document begins here")


def test_block_ends_with_its_last_line_and_not_where_the_next_begins() -> None:
    text = """\
tags: &tags
  - 1
A:
  B:
    - x
    - |
      long
      text
  Tags: *tags

# a comment
C: 1
"""
    source = read_text(text, file="t.yaml").source
    spans = {path: (p.line, p.end_line) for path, p in source.places.items()}
    assert spans[("A",)] == (3, 9)
    assert spans[("A", "B")] == (4, 8)
    assert spans[("A", "B", 1)] == (6, 8)
    assert spans[("tags",)] == (1, 2)
