"""Data files beside policies are read as OPA's bundles are, and are hostile until checked."""

import pytest

from dharma_core.errors import InputError
from dharma_core.storage.policy_data import load_policy_data


def test_files_lie_under_the_names_of_their_folders(tmp_path):
    (tmp_path / "teams").mkdir()
    (tmp_path / "data.json").write_text('{"owners": ["us"], "teams": {"size": 3}}')
    (tmp_path / "teams" / "data.yaml").write_text("names: [a, b]\n")
    (tmp_path / "other.json").write_text("[]")
    assert load_policy_data(tmp_path) == {
        "owners": ["us"],
        "teams": {"size": 3, "names": ["a", "b"]},
    }


def test_one_policy_file_has_no_data(tmp_path):
    (tmp_path / "a.rego").write_text("package a")
    assert load_policy_data(tmp_path / "a.rego") == {}


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("data.json", "{", "not valid JSON"),
        ("data.json", "[1]", "not a mapping"),
        ("data.yaml", "a: [", "not valid YAML"),
        ("data.yaml", "1: a", "not a mapping"),
        ("data.yaml", "a: &x [1]\nb: *x", "aliases"),
        ("data.yaml", "a: " + "[" * 60 + "]" * 60, "depth"),
        ("data.json", '{"a": "' + "x" * 1_000_001 + '"}', "larger"),
    ],
    ids=["json", "list", "yaml", "number", "aliases", "deep", "large"],
)
def test_what_is_no_data_is_refused_with_its_name(tmp_path, name, text, says):
    (tmp_path / name).write_text(text)
    with pytest.raises(InputError, match=says) as refusal:
        load_policy_data(tmp_path)
    assert name in refusal.value.message


def test_a_key_that_two_files_say_is_refused(tmp_path):
    (tmp_path / "data.json").write_text('{"a": 1}')
    (tmp_path / "data.yml").write_text("a: 2")
    with pytest.raises(InputError, match="another data file says too"):
        load_policy_data(tmp_path)


def test_a_link_that_leads_out_is_refused(tmp_path):
    (tmp_path / "inside").mkdir()
    (tmp_path / "secret.json").write_text("{}")
    (tmp_path / "inside" / "data.json").symlink_to(tmp_path / "secret.json")
    with pytest.raises(InputError, match="leads out"):
        load_policy_data(tmp_path / "inside")
