"""What `dharma login` keeps: for its owner alone, whole, and never shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from dharma_core.errors import AdapterError, InputError
from dharma_core.storage.credentials import (
    Credentials,
    forget_credentials,
    keep_credentials,
    read_credentials,
)

KEPT = Credentials(token="dhp_secret", refresh="dhr_secret")


def test_what_was_kept_is_read_by_its_owner_alone(tmp_path: Path) -> None:
    file = keep_credentials(tmp_path, KEPT)
    assert file.stat().st_mode & 0o777 == 0o600
    assert read_credentials(tmp_path) == KEPT
    assert "secret" not in repr(KEPT)
    assert list(tmp_path.iterdir()) == [file]


def test_a_later_login_takes_the_place_of_an_earlier_one(tmp_path: Path) -> None:
    keep_credentials(tmp_path, KEPT)
    keep_credentials(tmp_path, Credentials(session="dhs_secret"))
    assert read_credentials(tmp_path) == Credentials(session="dhs_secret")


def test_nobody_logged_in_is_none_and_is_forgotten_without_a_word(tmp_path: Path) -> None:
    assert read_credentials(tmp_path) is None
    assert not forget_credentials(tmp_path)
    keep_credentials(tmp_path, KEPT)
    assert forget_credentials(tmp_path)
    assert read_credentials(tmp_path) is None


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666, 0o610])
def test_a_file_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    keep_credentials(tmp_path, KEPT).chmod(mode)
    with pytest.raises(InputError, match="Others can read"):
        read_credentials(tmp_path)


@pytest.mark.parametrize("text", ["", "{", "[]", "5", "null"])
def test_a_file_that_is_not_ours_is_refused_without_showing_it(tmp_path: Path, text: str) -> None:
    keep_credentials(tmp_path, KEPT).write_text(text)
    with pytest.raises(InputError, match="not as `dharma login` writes it"):
        read_credentials(tmp_path)


def test_a_home_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    home = tmp_path / "file"
    home.write_text("")
    with pytest.raises(AdapterError, match="cannot be written"):
        keep_credentials(home, KEPT)
