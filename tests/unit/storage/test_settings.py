"""Settings: which file wins, what the environment overrides, and how a fault is named."""

from __future__ import annotations

import stat
from decimal import Decimal
from pathlib import Path

import pytest
from platformdirs import user_data_path

from dharma_core.errors import InputError
from dharma_core.storage.settings import (
    Settings,
    default_home,
    load_settings,
    settings_schema,
    validate_settings_file,
)
from dharma_core.storage.settings_file import line_of


def _load(tmp_path: Path, here: str = "", home: str = "", **env: str) -> Settings:
    for folder, text in (("here", here), ("home", home)):
        (tmp_path / folder).mkdir(exist_ok=True)
        if text:
            (tmp_path / folder / "dharma.toml").write_text(text)
    return load_settings(tmp_path / "here", {"DHARMA_HOME": str(tmp_path / "home"), **env})


def test_defaults_hold_without_a_file(tmp_path: Path) -> None:
    found = _load(tmp_path)
    assert found.store_url == f"sqlite:///{tmp_path}/home/dharma.db"
    assert found.policies.required_tags == ("Environment", "Owner", "CostCenter")
    assert found.budget_for("web") is None
    assert found.files == ()


def test_the_working_folder_wins_key_by_key(tmp_path: Path) -> None:
    found = _load(
        tmp_path,
        here='[store]\nwait_seconds = 3\n[budgets]\nweb = "500"\n',
        home='[store]\nwait_seconds = 7\nurl = "postgresql://db/d"\n[budgets]\ndefault = 90.5\n',
    )
    assert found.store.wait_seconds == 3
    assert found.store_url == "postgresql://db/d"
    assert found.budget_for("web") == Decimal(500)
    assert found.budget_for("shop") == Decimal("90.5")
    assert [path.parent.name for path in found.files] == ["here", "home"]


def test_the_environment_wins(tmp_path: Path) -> None:
    url = "postgresql://db/other"
    found = _load(
        tmp_path,
        here='[store]\nurl = "sqlite:///x.db"\nwait_seconds = 3',
        DHARMA_DATABASE_URL=f" {url} ",
    )
    assert (found.store_url, found.store.wait_seconds) == (url, 3)


def test_relative_paths_start_at_the_file(tmp_path: Path) -> None:
    found = _load(
        tmp_path, home='[store]\nurl = "sqlite:///x.db"\n[policies]\nfolders = ["rules", "/abs"]\n'
    )
    assert found.store_url == f"sqlite:///{tmp_path}/home/x.db"
    assert found.policies.folders == (tmp_path / "home" / "rules", Path("/abs"))


def test_an_absolute_database_stays(tmp_path: Path) -> None:
    assert _load(tmp_path, here='[store]\nurl = "sqlite:////x.db"').store_url == "sqlite:////x.db"


def test_home_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    home = tmp_path / "a" / "home"
    assert load_settings(tmp_path, {"DHARMA_HOME": str(home)}).home == home
    assert stat.S_IMODE(home.stat().st_mode) == 0o700


def test_a_home_that_cannot_be_made_stops_no_reader(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    home = tmp_path / "file" / "home"
    assert load_settings(tmp_path, {"DHARMA_HOME": str(home)}).home == home


def test_home_defaults_to_the_platforms_folder() -> None:
    assert default_home({"DHARMA_HOME": " "}) == user_data_path("dharma", appauthor=False)


def test_a_target_is_an_account_in_a_region(tmp_path: Path) -> None:
    found = _load(tmp_path, here='[targets.main]\nregion = "eu-west-1"\n')
    assert (found.targets["main"].kind, found.targets["main"].region) == ("aws", "eu-west-1")


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ('[store]\n\nurll = "x"', 3, "[store] has no key 'urll'. Did you mean 'url'?"),
        ("[stor]\nurl = 1", 1, "there is no section 'stor'. Did you mean 'store'?"),
        ('[budgets]\nweb = "abc"', 2, "budgets.web: The budget 'abc' is not a number."),
        ("[budgets]\nweb = -5", 2, "budgets.web: The budget '-5' is negative."),
        ("[budgets]\nweb = nan", 2, "is not a number"),
        ("[budgets]\nweb = true", 2, "is not a number"),
        ('[store]\nwait_seconds = "soon"', 2, "store.wait_seconds: Input should be a valid number"),
        ("[store]\nwait_seconds = 0", 2, "greater than 0"),
        ("store = 3", 1, "store: Input should be"),
        ("[targets.main]\nkind = 'gcp'\nregion = 'x'", 2, "targets.main.kind: Input should be"),
        ("[targets.main]\nregoin = 'x'\nregion = 'y'", 2, "Did you mean 'region'?"),
        ("[targets.main]", 1, "targets.main.region: Field required"),
        ("[prices]\nbook = 1", 2, "[prices] has no key 'book'."),
        ("[policies]\nfolders = 'x'", 2, "policies.folders: Input should be"),
        ("[store\nurl = 1", 1, "not valid TOML"),
        ("a = 1\na = 2", 2, "not valid TOML"),
    ],
)
def test_a_fault_is_named_with_its_line(tmp_path: Path, text: str, line: int, message: str) -> None:
    with pytest.raises(InputError) as refused:
        _load(tmp_path, here=text)
    assert str(refused.value).startswith(f"{tmp_path}/here/dharma.toml:{line}: ")
    assert message in str(refused.value)
    assert refused.value.next_step
    assert refused.value.details["line"] == line


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"\xff\xfe", "cannot be read"), (b"#" * 1_000_001, "larger than")],
    ids=["not text", "too big"],
)
def test_a_file_that_is_no_configuration_is_refused(
    tmp_path: Path, content: bytes, message: str
) -> None:
    file = tmp_path / "other.toml"
    file.write_bytes(content)
    with pytest.raises(InputError, match=message):
        validate_settings_file(file)


def test_validate_refuses_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        validate_settings_file(tmp_path / "none.toml")


def test_validate_names_the_file_in_force(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert validate_settings_file() is None
    file = tmp_path / "dharma.toml"
    file.write_text("[budgets]\nweb = 5\n")
    assert validate_settings_file() == validate_settings_file(file) == file


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("a", "b"), 2),
        (("a", "b", "0"), 2),
        (("a", "c", "d"), 3),
        (("x y", "z"), 5),
        (("q", "r"), None),
    ],
    ids=["key", "within a value", "dotted", "quoted", "absent"],
)
def test_line_of_finds_the_line_that_sets_a_key(path: tuple[str, ...], line: int | None) -> None:
    text = "[a]\nb = [1]\nc.d = 2\n['x y'] # comment\nz = 3\n"
    assert line_of(text, path) == line


def test_the_schema_refuses_unknown_keys() -> None:
    assert settings_schema()["additionalProperties"] is False
