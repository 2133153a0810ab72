"""Shared fixtures: a home of its own for every test, and what each marker needs."""

from __future__ import annotations

import importlib.util
import itertools
import os
import shutil
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Generator
from pathlib import Path

import pytest

from tests.ahead import ahead, ahead_home
from tests.migrated import migrated_stores

__all__ = ["ahead", "ahead_home", "migrated_stores"]  # fixtures: a stored bill, new stores

_ROOT = Path(__file__).resolve().parents[1]
_HOMES = itertools.count(1)
_LONG_MARKS = ("slow", "browser", "terraform", "cdk", "sandbox")
# Coverage counts the tests that mirror the source and the docstrings. The others walk the same
# lines again with more data, and would take twice as long if each of those were counted too.
_UNCOUNTED_MARKS = ("uncounted", "hypothesis")
_UNCOUNTED_FOLDERS = frozenset({"facts", "golden", "pages", "properties"})
# So do the parameters of one test after the first few.
_COUNTED_PARAMETERS = 6
_runs: Counter[tuple[Path, str]] = Counter()


def _terraform_ready() -> bool:
    if not (os.environ.get("DHARMA_TERRAFORM") or shutil.which("terraform")):
        return False
    folder = os.environ.get("DHARMA_TF_PLUGIN_DIR") or os.environ.get("TF_PLUGIN_CACHE_DIR")
    return bool(folder) and (Path(folder) / "registry.terraform.io/hashicorp/aws").is_dir()


def _chromium_ready() -> bool:
    return any(shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))


def _pulumi_ready() -> bool:
    names = ("pulumi", "pulumi_aws", "pulumi_azure", "pulumi_gcp")
    return all(importlib.util.find_spec(name) for name in names)


def pytest_configure(config: pytest.Config) -> None:
    """Give the whole session a home of its own: notebooks and docstrings run outside fixtures."""
    home = tempfile.mkdtemp(prefix="dharma-tests-")
    os.environ["DHARMA_HOME"] = home
    os.environ.setdefault("JSII_RUNTIME_PACKAGE_CACHE_ROOT", f"{home}/jsii")
    # Terraform and its provider are Go: a fifth less processor time or more, a tenth more memory.
    os.environ.setdefault("GOGC", "400")
    os.environ.pop("DHARMA_DATABASE_URL", None)
    config.add_cleanup(lambda: shutil.rmtree(home, ignore_errors=True))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip what this machine cannot run, saying which tool is missing; begin with what is long.

    What two processes still share out at the end is short then, and neither waits for the other.
    """
    long = {item.path for item in items if any(map(item.get_closest_marker, _LONG_MARKS))}
    items.sort(key=lambda item: item.path not in long)
    needs = {
        "terraform": (_terraform_ready, "terraform or the AWS provider is not on this machine"),
        "pulumi": (_pulumi_ready, "Pulumi's packages are not installed (extra 'pulumi')"),
        "browser": (_chromium_ready, "Chromium is not on this machine"),
    }
    ready = {name: check() for name, (check, _) in needs.items()}
    for item in items:
        for name, (_, reason) in needs.items():
            if item.get_closest_marker(name) is None:
                continue
            item.user_properties.append((name, "1"))
            if not ready[name]:
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Count no lines of a test that walks, over much data, what others walked already."""
    plugin = item.config.pluginmanager.getplugin("_cov")
    counting = plugin and plugin.cov_controller
    if not counting or not _is_uncounted(item):
        return (yield)
    counting.pause()
    # Pausing goes on with what pytest-cov began in a worker before it knew that it is one: without
    # this, an uncounted test takes three times as long as it has to.
    sys.settrace(None)
    threading.settrace(None)  # type: ignore[arg-type]
    try:
        return (yield)
    finally:
        counting.resume()


def _is_uncounted(item: pytest.Item) -> bool:
    folder = item.path.relative_to(_ROOT).parts[1]
    if folder in _UNCOUNTED_FOLDERS or any(map(item.get_closest_marker, _UNCOUNTED_MARKS)):
        return True
    test = item.path, getattr(item, "originalname", None) or item.name
    _runs[test] += 1
    return _runs[test] > _COUNTED_PARAMETERS


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep every test away from the user's own state and configuration."""
    # Numbered here: mktemp would read the names of all homes before this one.
    home = tmp_path_factory.mktemp(f"home-{next(_HOMES)}", numbered=False)
    monkeypatch.setenv("DHARMA_HOME", str(home))
    monkeypatch.delenv("DHARMA_DATABASE_URL", raising=False)


@pytest.fixture
def repository() -> Path:
    """Return the root of the checkout."""
    return _ROOT


@pytest.fixture
def shared() -> Path:
    """Return the folder of shared facts beside the checkout; skip without it."""
    folder = _ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the shared facts are not beside this checkout")
    return folder
