"""Every attack on the audit is found, and where only the log outside shows it, that is said."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from dharma_core.audit.proof import NO_OUTSIDE

ROOT = Path(__file__).parents[3]


def _load() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "audit_attacks", ROOT / "benchmarks" / "audit_attacks.py"
    )
    module = importlib.util.module_from_spec(spec)
    sys.modules["audit_attacks"] = module
    spec.loader.exec_module(module)
    return module


attacks = _load()


@pytest.fixture
def lab(tmp_path: Path):
    return attacks.Lab(tmp_path)


def test_without_an_attack_everything_holds(lab) -> None:
    report = lab.verify()
    assert (report.valid, report.events, report.covered, report.notices) == (True, 40, 40, ())
    assert (report.outside.state, report.outside.records) == ("agrees", 8)


def test_without_a_log_outside_it_is_said_what_cannot_be_excluded(lab) -> None:
    report = lab.verify(outside=False)
    assert report.valid
    assert report.notices == (NO_OUTSIDE,)


@pytest.mark.parametrize("attack", attacks.ATTACKS, ids=lambda attack: attack.name)
def test_the_attack_is_found(lab, attack) -> None:
    attack.run(lab)
    report = lab.verify()
    assert (report.valid, report.first_bad) == (False, attack.first_bad), report.reason


@pytest.mark.parametrize("attack", attacks.ATTACKS, ids=lambda attack: attack.name)
def test_the_database_alone_shows_it_or_says_that_it_cannot(lab, attack) -> None:
    attack.run(lab)
    report = lab.verify(outside=False)
    assert report.valid is not attack.alone
    assert NO_OUTSIDE in report.notices
