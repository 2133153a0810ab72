"""Resources: instances, blocks, conversions, references."""

import pytest

from dharma_core.plan import UNKNOWN, Ref


def box(read, body, before="", **options):
    return read(f'{before}\nresource "x_box" "a" {{\n{body}\n}}\n', **options).by_address["x_box.a"]


def test_values_take_the_types_of_the_schema(read):
    found = box(read, 'size = "3"\non = "true"\nzones = [1, true]\nname = 5\ntags = { a = 1 }')
    assert {k: found.attributes[k] for k in ("size", "on", "zones", "name", "tags")} == {
        "size": 3,
        "on": True,
        "zones": ("1", "true"),
        "name": "5",
        "tags": {"a": "1"},
    }


def test_what_nobody_wrote_is_the_default_or_unknown_or_left_out(read):
    assert box(read, "name = null").attributes == {
        "id": UNKNOWN,
        "size": 8,
        "tags_all": UNKNOWN,
        "owner": UNKNOWN,
    }


def test_sets_are_sorted_and_their_references_move_along(read):
    found = box(
        read, 'groups = ["z", x_box.b.name, "a", "z"]', 'resource "x_box" "b" {\n  name = "m"\n}'
    )
    assert found.attributes["groups"] == ("a", "m", "z")
    assert [(e.path, e.parts) for e in found.expressions] == [
        (("groups", 1), (Ref("x_box.b", "name"),))
    ]


def test_a_set_with_an_unknown_member_keeps_every_member(read):
    found = box(read, 'groups = ["z", x_box.b.id]', 'resource "x_box" "b" {\n}')
    assert found.attributes["groups"] == ("z", UNKNOWN)
    assert found.expressions[0].path == ("groups", 1)


def test_blocks_are_lists_and_attributes_may_stand_for_them(read):
    found = box(
        read, "rule {\n port = 1\n}\nrule {\n port = 2\n}\nentry = [{ port = 3, cidrs = null }]"
    )
    assert [r["port"] for r in found.attributes["rule"]] == [1, 2]
    assert found.attributes["entry"] == ({"port": 3},)


def test_a_single_block_is_a_mapping(read):
    assert box(read, 'timeouts {\n create = "1m"\n}').attributes["timeouts"] == {"create": "1m"}


DYNAMIC = """
  dynamic "rule" {
    for_each = { http = 80, https = 443 }
    iterator = it
    content {
      port  = it.value
      cidrs = [it.key, x_box.b.id]
    }
  }
"""


def test_dynamic_blocks_are_written_out(read):
    found = box(read, DYNAMIC, 'resource "x_box" "b" {\n}')
    assert [r["port"] for r in found.attributes["rule"]] == [80, 443]
    assert found.expressions[0].path == ("rule", 0, "cidrs", 1)
    assert found.expressions[0].parts == (Ref("x_box.b", "id"),)


def test_a_dynamic_block_over_something_unknown_is_unknown(read):
    body = 'dynamic "rule" {\n for_each = x_box.b.owner\n content {\n port = 1\n }\n}'
    assert box(read, body, 'resource "x_box" "b" {\n}').attributes["rule"] is UNKNOWN


def test_a_dynamic_block_over_nothing_was_never_written(read):
    found = box(read, 'dynamic "rule" {\n for_each = []\n content {\n port = 1\n }\n}')
    assert "rule" not in found.attributes


def test_count_and_for_each_make_instances(read):
    text = """
resource "x_box" "n" {
  count = 2
  name  = "n-${count.index}"
}
resource "x_box" "e" {
  for_each = { b = "x", a = "y" }
  name     = "${each.key}-${each.value}"
}
resource "x_box" "s" {
  for_each = toset(["q", "p"])
  name     = x_box.n[0].name
}
resource "x_box" "none" {
  count = 0
}
output "it" {
  value = [x_box.n[*].name, { for k, b in x_box.e : k => b.name }, x_box.none, length(x_box.s)]
}
"""
    plan = read(text)
    assert list(plan.by_address) == [
        "x_box.n[0]", "x_box.n[1]", 'x_box.e["a"]', 'x_box.e["b"]', 'x_box.s["p"]', 'x_box.s["q"]',
    ]  # fmt: skip
    assert plan.outputs[0].value == (("n-0", "n-1"), {"a": "a-y", "b": "b-x"}, (), 2)
    assert plan.by_address['x_box.s["p"]'].expressions[0].parts == (Ref("x_box.n[0]", "name"),)


@pytest.mark.parametrize("how", ["count = x_box.b.owner", "for_each = toset([x_box.b.id])"])
def test_an_unknown_number_of_instances_is_one_and_a_warning(read, how):
    name = "${count.index}" if how.startswith("count") else "${each.key}"
    plan = read(
        f'resource "x_box" "b" {{\n}}\nresource "x_box" "a" {{\n  {how}\n  name = "{name}"\n}}\n'
    )
    assert list(plan.by_address) == ["x_box.b", "x_box.a"]
    assert plan.by_address["x_box.a"].attributes["name"] is UNKNOWN
    assert plan.problems[0].severity == "warning"


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ("count = -1", "a whole number from 0 up"),
        ('count = "x"', "to number"),
        ('for_each = ["a"]', "use toset()"),
        ("for_each = toset([1])", "every key must be a text"),
    ],
)
def test_a_wrong_number_of_instances_is_a_problem(read, how, message):
    plan = read(f'resource "x_box" "a" {{\n  {how}\n}}\n')
    assert message in plan.problems[0].message


def test_more_instances_than_anybody_has_are_a_problem_and_one_stands_for_them(read):
    plan = read('resource "x_box" "a" {\n  count = 1000000000\n}\nresource "x_box" "b" {\n}\n')
    assert list(plan.by_address) == ["x_box.a", "x_box.b"]
    assert "1,000,000,000 instances are more than 10,000" in plan.problems[0].message
    assert plan.problems[0].position.line == 2


def test_a_misspelt_attribute_names_the_nearest_and_is_left_out(read):
    plan = read('resource "x_box" "a" {\n  nmae = 1\n  id = 2\n}\n')
    assert [(str(p), p.next_step) for p in plan.problems] == [
        ("main.tf:2: x_box has no attribute 'nmae'.", "Did you mean 'name'?"),
        ("main.tf:3: 'id' of x_box is set by the provider.", "Leave it out."),
    ]
    assert "nmae" not in plan.resources[0].attributes


def test_a_type_that_nobody_knows_is_kept_whole(read):
    plan = read(
        'resource "acme_thing" "t" {\n  a = [1]\n  b {\n    c = 1\n  }\n}\n'
        'output "o" {\n  value = acme_thing.t.d\n}\n'
    )
    assert plan.problems == ()
    assert plan.resources[0].attributes == {"id": UNKNOWN, "a": (1,), "b": ({"c": 1},)}
    assert (plan.resources[0].provider, plan.outputs[0].value) == ("acme", UNKNOWN)


REFERENCES = {
    "x_box.b.id": (Ref("x_box.b", "id"),),
    '"a-${x_box.b.id}-${1 + 1}"': ("a-", Ref("x_box.b", "id"), "-2"),
    "local.through": (Ref("x_box.b", "id"),),
    "local.map.deep[0]": (Ref("x_box.b", "owner"),),
    "true ? x_box.b.id : x_box.b.name": (Ref("x_box.b", "id"),),
    'try(x_box.b.id, "x")': (Ref("x_box.b", "id"),),
    'lookup({ k = x_box.b.id }, "k", "")': (Ref("x_box.b", "id"),),
    'element(["x", x_box.b.id], 3)': (Ref("x_box.b", "id"),),
    "one(x_box.c[*].id)": (Ref("x_box.c[0]", "id"),),
    "[for b in [x_box.b] : b.id][0]": (Ref("x_box.b", "id"),),
    "{ for k, b in { z = x_box.b } : k => b.id }.z": (Ref("x_box.b", "id"),),
    "values({ k = x_box.b.id })[0]": (Ref("x_box.b", "id"),),
    'concat(["x"], [x_box.b.id])[1]': (Ref("x_box.b", "id"),),
    "merge({ a = 1 }, { a = x_box.b.id }).a": (Ref("x_box.b", "id"),),
    "data.y_find.d.arn": (Ref("data.y_find.d", "arn"),),
    'jsonencode({ r = ["${x_box.b.id}/*"], v = 1 })': (
        '{"r":["',
        Ref("x_box.b", "id"),
        '/*"],"v":1}',
    ),
    "var.v": (Ref("var.v"),),
}
AROUND = """
variable "v" { default = "x" }
data "y_find" "d" {}
resource "x_box" "b" {}
resource "x_box" "c" { count = 1 }
locals {
  through = x_box.b.id
  map     = { deep = [x_box.b.owner] }
}
"""


@pytest.mark.parametrize("text", REFERENCES, ids=list(REFERENCES))
def test_a_reference_is_followed_to_the_resource(read, text):
    found = box(read, f"name = {text}", AROUND)
    assert [e.parts for e in found.expressions] == [REFERENCES[text]]


@pytest.mark.parametrize(
    "text", ["upper(x_box.b.id)", 'join("-", ["a", x_box.b.id])', "sha1(local.through)"]
)
def test_what_a_function_reads_is_mentioned(read, text):
    (found,) = box(read, f"name = {text}", AROUND).expressions
    assert (found.parts, found.mentions) == ((), (Ref("x_box.b", "id"),))


def test_members_of_lists_and_maps_have_references_of_their_own(read):
    found = box(read, 'zones = ["x", x_box.b.id]\ntags = { k = "${x_box.b.id}" }', AROUND)
    assert [(e.path, e.parts) for e in found.expressions] == [
        (("zones", 1), (Ref("x_box.b", "id"),)),
        (("tags", "k"), (Ref("x_box.b", "id"),)),
    ]


def test_each_value_leads_to_what_for_each_holds(read):
    text = "for_each = { one = x_box.b.id }\nname = each.value"
    plan = read(f'{AROUND}resource "x_box" "a" {{\n{text}\n}}\n')
    (found,) = plan.by_address['x_box.a["one"]'].expressions
    assert found.parts == (Ref("x_box.b", "id"),)


def test_dependencies_on_a_module_are_all_it_makes(read):
    files = {
        "main.tf": 'module "m" {\n  source = "./m"\n}\nresource "x_box" "b" {\n}\n'
        'resource "x_box" "a" {\n  depends_on = [module.m, x_box.b]\n}\n',
        "m/main.tf": 'resource "x_box" "in" {\n}\n',
    }
    assert read(files).by_address["x_box.a"].depends_on == ("module.m.x_box.in", "x_box.b")


def test_a_position_spans_the_block(read):
    place = box(read, "size = 1").position
    assert (str(place), place.end_line) == ("main.tf:2", 4)


def test_lifecycle_is_kept(read):
    lines = "prevent_destroy = true\ncreate_before_destroy = false\nignore_changes = [name, tags.a]"
    found = box(read, f"lifecycle {{\n{lines}\n}}")
    assert found.lifecycle == {"prevent_destroy": True, "ignore_changes": ("name", "tags.a")}
    assert box(read, "lifecycle {\n ignore_changes = all\n}").lifecycle["ignore_changes"] == (
        "all",
    )
