"""Fixtures of the runners: one simulator per test process, a deployment laboratory."""

from __future__ import annotations

import importlib.util
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from dharma_core.runners.simulator import Simulator
from dharma_core.runners.workflows import WorkflowHome, Workflows

LAB_FILE = Path(__file__).with_name("deployment_lab.py")


@pytest.fixture(scope="session")
def lab() -> ModuleType:
    """Return the laboratory: a small design, its templates, ports on real parts."""
    spec = importlib.util.spec_from_file_location("deployment_lab", LAB_FILE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["deployment_lab"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def lab_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return a DHARMA_HOME whose simulator is stopped at the end."""
    home = tmp_path_factory.mktemp("lab-home")
    yield home
    Simulator(home).stop()


@pytest.fixture(scope="session")
def cluster() -> Iterator[Any]:
    """Start the same private PostgreSQL that the store's tests use; skip where there is none."""
    file = LAB_FILE.parents[1] / "storage" / "conftest.py"
    spec = importlib.util.spec_from_file_location("storage_conftest", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    if not all(module._postgres_tool(name) for name in ("initdb", "pg_ctl", "createdb")):
        pytest.skip("PostgreSQL's initdb and pg_ctl are not on this machine")
    started = module.Cluster(Path(tempfile.mkdtemp(prefix="dharma-pg-")))
    yield started
    started.stop()


@pytest.fixture
def own_home(tmp_path: Path) -> Iterator[Path]:
    """Return a DHARMA_HOME of this test alone, whose simulator is stopped at the end."""
    yield tmp_path
    Simulator(tmp_path).stop()


@pytest.fixture
def desk(lab: ModuleType, lab_home: Path) -> Iterator[Workflows]:
    """Return a desk on the shared home."""
    ports = lab.ports(lab_home)
    yield Workflows(WorkflowHome(lab_home), ports)
    ports.records.close()
