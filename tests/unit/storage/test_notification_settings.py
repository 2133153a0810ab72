"""What dharma.toml may say of alerts: where to, and never a secret."""

from __future__ import annotations

import pytest

from dharma_core.errors import InputError
from dharma_core.storage.settings import load_settings


def _load(folder, said):
    (folder / "dharma.toml").write_text(f"[notifications]\n{said}\n", encoding="utf-8")
    return load_settings(folder, {"DHARMA_HOME": str(folder)}).notifications


def test_targets_are_variables_or_bare_webhooks(tmp_path) -> None:
    said = _load(tmp_path, 'targets = ["env:SLACK", "jsons://hooks.example.org/x"]')
    assert said.urls({"SLACK": "slack://a/b/c"}) == ("slack://a/b/c", "jsons://hooks.example.org/x")
    assert said.at_least == "high"
    with pytest.raises(InputError, match=r"Target 1 .*env:SLACK is not set"):
        said.urls({})


@pytest.mark.parametrize(
    "target",
    [
        "slack://hunter2/b/c",
        "json://ann:hunter2@example.org/",
        "json://example.org/?token=hunter2",
        "env:hunter2!",
        "hunter2",
        "",
    ],
)
def test_what_may_be_a_secret_is_refused_and_not_repeated(tmp_path, target) -> None:
    with pytest.raises(InputError, match="notifications") as caught:
        _load(tmp_path, f'targets = ["{target}"]')
    assert "hunter2" not in str(caught.value)


def test_a_severity_that_is_none_is_refused(tmp_path) -> None:
    with pytest.raises(InputError, match="at_least"):
        _load(tmp_path, 'at_least = "loud"')
