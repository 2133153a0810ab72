"""Small text files: what cannot be taken is told with the file's name and what to do."""

import pytest

from dharma_core.errors import InputError
from dharma_core.storage.text_files import read_small_text


def test_a_small_file_is_read_as_utf_8(tmp_path):
    (tmp_path / "a.txt").write_text("größe", encoding="utf-8")

    assert read_small_text(tmp_path / "a.txt", what="list", too_large="Split it.") == "größe"


@pytest.mark.parametrize(
    ("data", "says", "next_step"),
    [
        (b"\xff\xfe", "cannot be read", "UTF-8"),
        (b"a" * 1_000_001, "is larger than 1000000 bytes", "Split it."),
        (None, "cannot be read", "Check the path"),
    ],
    ids=["not text", "large", "missing"],
)
def test_what_is_no_small_text_is_refused_with_the_next_step(tmp_path, data, says, next_step):
    path = tmp_path / "a.txt"
    if data is not None:
        path.write_bytes(data)

    with pytest.raises(InputError) as refused:
        read_small_text(path, what="list", too_large="Split it.")

    assert refused.value.message.startswith(f"The list {path} ")
    assert says in refused.value.message
    assert next_step in refused.value.next_step
