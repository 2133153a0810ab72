"""Text with values in it: one form for what means the same."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from dharma_core.plan.text_parts import merged_texts


@given(st.lists(st.text("ab", max_size=2) | st.integers()))
def test_merged_texts_say_the_same_with_no_empty_and_no_neighbouring_texts(parts):
    merged = merged_texts(parts)

    assert "".join(map(str, merged)) == "".join(map(str, parts))
    assert "" not in merged
    assert not any(isinstance(a, str) and isinstance(b, str) for a, b in pairwise(merged))
