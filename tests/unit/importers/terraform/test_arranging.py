"""Sets of blocks in the order Terraform walks them."""

from dharma_core.plan import UNKNOWN


def entries(read, *written):
    text = 'resource "x_box" "o" {\n}\nresource "x_box" "b" {\n  entry = [\n%s\n  ]\n}\n'
    return read(text % ",\n".join(written)).by_address["x_box.b"]


def ports(box):
    return [entry.get("port") for entry in box.attributes["entry"]]


def test_an_attribute_that_is_not_set_comes_after_one_that_is(read):
    # cidrs is looked at first: null stands behind every list
    assert ports(entries(read, "{ port = 1 }", '{ port = 2, cidrs = ["10.0.0.0/8"] }')) == [2, 1]


def test_blocks_that_hold_something_unknown_are_ordered_too(read):
    unknown = "{ port = 5, cidrs = [x_box.o.id] }"
    box = entries(read, "{ port = 9 }", unknown, '{ port = 7, cidrs = ["10.0.0.0/8"] }')
    assert ports(box) == [5, 7, 9]
    assert [e.path for e in box.expressions] == [("entry", 0, "cidrs", 0)]


def test_two_blocks_that_may_differ_after_apply_both_stay(read):
    unknown = "{ cidrs = [x_box.o.id] }"
    found = entries(read, unknown, unknown).attributes["entry"]
    assert found == ({"cidrs": (UNKNOWN,)}, {"cidrs": (UNKNOWN,)})


def test_equal_blocks_are_one(read):
    assert ports(entries(read, "{ port = 1 }", "{ port = 1 }")) == [1]
