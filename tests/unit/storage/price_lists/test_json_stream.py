"""A JSON file read in pieces says what the whole would say, or where it breaks."""

from __future__ import annotations

import io
import json
import tracemalloc
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dharma_core.errors import InputError
from dharma_core.storage.price_lists import json_stream
from dharma_core.storage.price_lists.json_stream import walk_json

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(alphabet=st.characters(codec="utf-8")),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=20,
)


class Trickle(io.BytesIO):
    """Gives few bytes at a time, as a slow disk or a pipe may."""

    def read(self, _size=-1):
        return super().read(3)


def walked(text: str | bytes, *entered: tuple[str, ...], stream=io.BytesIO):
    raw = text if isinstance(text, bytes) else text.encode("utf-8")
    return list(walk_json(stream(raw), lambda path: path in entered, name="a.json"))


@given(st.dictionaries(st.text(max_size=5), VALUES, max_size=6), st.integers(0, 3))
def test_members_come_out_as_the_whole_would_say(document, indent):
    text = json.dumps(document, ensure_ascii=False, indent=indent or None)

    assert walked(text, (), stream=Trickle) == [((key,), value) for key, value in document.items()]


@given(st.lists(VALUES, max_size=6))
def test_members_of_a_list_come_out_one_by_one(items):
    found = walked(json.dumps({"Items": items}), (), ("Items",), stream=Trickle)

    assert [value for path, value in found if path == ("Items", "*")] == items


def test_numbers_are_exact_and_may_lie_across_two_pieces():
    found = walked('{"a": 0.10000000000000000001, "b": 12345678901234567890}', (), stream=Trickle)

    assert found == [
        (("a",), Decimal("0.10000000000000000001")), (("b",), 12345678901234567890),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        b"", b"   ", b"{", b'{"a"', b'{"a" 1}', b'{"a": 1', b'{"a": 1,}', b'{"a": 1} x', b'{a: 1}',
        b'{"a": [1, 2}', b'{"a": NaN}', b'{"a": Infinity}', b'{"a": 01}', b'{"a": "\xff"}',
        b'{"a": "\n"}', b"{" * 10, b"[" * 100_000, b'{"a": ' + b"[" * 200_000, b'{"a": tru',
    ],
)  # fmt: skip
def test_what_is_broken_is_refused_with_its_place(text):
    with pytest.raises(InputError, match=r"a\.json is not JSON") as refused:
        walked(text, ())
    assert refused.value.next_step


def test_a_member_that_never_ends_does_not_fill_the_memory(monkeypatch):
    monkeypatch.setattr(json_stream, "_LARGEST_MEMBER", 1000)

    with pytest.raises(InputError, match="not JSON"):
        walked('{"a": "' + "x" * 5_000_000, ())


def test_memory_holds_a_chunk_and_not_the_file():
    member = json.dumps({"text": "x" * 1000})
    text = ('{"products": {' + ",".join(f'"{n}": {member}' for n in range(20_000)) + "}}").encode()
    stream = io.BytesIO(text)
    tracemalloc.start()

    count = sum(1 for _ in walk_json(stream, lambda p: len(p) < 2, name="a.json"))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert count == 20_000
    assert peak < 8_000_000 < len(text)  # the file has 20 MB
