"""Policy folders: what is taken, what is refused, and what is an error at once."""

import os

import pytest

from dharma_core.errors import InputError
from dharma_core.policies.ports import BUILTIN
from dharma_core.storage.policy_files import load_builtin_policies, load_policy_folder

RULE = 'package a\ndeny[m] { m := "x" }'


def test_folder_gives_its_rego_files_sorted_and_leaves_tests_out(tmp_path):
    (tmp_path / "sub").mkdir()
    for name in ("z.rego", "sub/a.rego", "z_test.rego", "notes.txt"):
        (tmp_path / name).write_text(RULE)
    sources = load_policy_folder(tmp_path)
    assert [s.file for s in sources] == ["sub/a.rego", "z.rego"]
    assert {(s.text, s.pack, s.problem) for s in sources} == {(RULE, tmp_path.name, "")}


def test_one_file_may_be_named(tmp_path):
    (tmp_path / "a.rego").write_text(RULE)
    (tmp_path / "b.rego").write_text(RULE)
    assert [s.file for s in load_policy_folder(tmp_path / "a.rego")] == ["a.rego"]


def test_missing_or_empty_folder_is_an_error_with_the_next_step(tmp_path):
    for folder in (tmp_path, tmp_path / "none"):
        with pytest.raises(InputError) as caught:
            load_policy_folder(folder)
        assert str(folder) in caught.value.message
        assert caught.value.next_step


def test_bad_files_carry_their_problem_and_the_good_one_its_text(tmp_path):
    outside = tmp_path / "outside.rego"
    outside.write_text(RULE)
    folder = tmp_path / "policies"
    folder.mkdir()
    (folder / "a_good.rego").write_text(RULE)
    (folder / "b_large.rego").write_text(RULE + "\n#" + "x" * 5_000_000)
    (folder / "c_latin.rego").write_bytes(RULE.encode() + b"\n# caf\xe9")
    (folder / "d_link.rego").symlink_to(outside)
    (folder / "e_gone.rego").symlink_to(folder / "nowhere")
    os.mkfifo(folder / "f_pipe.rego")
    good, *bad = load_policy_folder(folder)
    assert (good.text, good.problem) == (RULE, "")
    assert [(s.file, s.text) for s in bad] == [
        (name, "")
        for name in ("b_large.rego", "c_latin.rego", "d_link.rego", "e_gone.rego", "f_pipe.rego")
    ]
    for source, words in zip(
        bad, ("4883 KB", "not UTF-8", "leads out", "not a regular", "not a regular"), strict=True
    ):
        assert words in source.problem


def test_too_many_files_are_an_error(tmp_path):
    for i in range(501):
        (tmp_path / f"{i}.rego").touch()
    with pytest.raises(InputError, match="501"):
        load_policy_folder(tmp_path)


def test_builtin_policies_are_all_readable():
    sources = load_builtin_policies()
    assert len(sources) > 22
    assert all(s.text and s.pack == BUILTIN for s in sources)
