"""The loader of bundled facts names the file that is wrong."""

import pytest

from dharma_core.errors import FactError
from dharma_core.storage import facts


@pytest.fixture
def one_file(tmp_path, monkeypatch):
    path = tmp_path / "catalog" / "aws" / "aws_x.yaml"
    path.parent.mkdir(parents=True)
    (tmp_path / "catalog" / "aliases.json").write_text("{}", encoding="utf-8")
    monkeypatch.setattr(facts, "data_root", lambda: tmp_path)
    return path


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: [", r"catalog/aws/aws_x\.yaml is not YAML"),
        ("- a", "does not hold a mapping"),
        ("type: aws_y", "the key 'type' must say 'aws_x'"),
        ("type: aws_x", "the key 'provider' is missing"),
    ],
    ids=["not yaml", "list", "other name", "missing key"],
)
def test_a_wrong_catalogue_file_is_named(one_file, text, message):
    one_file.write_text(text, encoding="utf-8")
    with pytest.raises(FactError, match=message):
        facts.load_catalog.__wrapped__().get("aws_x")


def test_data_root_says_when_the_facts_are_not_installed(tmp_path, monkeypatch):
    monkeypatch.setattr(facts, "__file__", str(tmp_path / "a" / "storage" / "facts.py"))
    with pytest.raises(FactError, match="missing from this installation"):
        facts.data_root.__wrapped__()


def test_the_catalogue_is_read_once():
    assert facts.load_catalog() is facts.load_catalog()
