"""The worked price cases beside our checkouts: the shares that the product promises hold."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
CASES = ROOT.parent / "shared" / "prices" / "dev_cases.jsonl.gz"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CASES.is_file(), reason="the worked cases are not on this machine"),
]


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "costs_accuracy", ROOT / "benchmarks" / "costs_accuracy.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["costs_accuracy"] = module
    spec.loader.exec_module(module)
    return module


def test_quantities_and_costs_are_those_of_the_cases(bench: ModuleType) -> None:
    judged = [bench.judge(case) for case in bench.cases(CASES)]
    quantities = bench.tally(judged, bench.same_quantity)["all"]
    costs = bench.tally(judged, bench.same_cost)["all"]
    assert len(judged) == 201
    assert quantities.right / quantities.components >= 0.97
    assert costs.right / costs.components >= 0.97
    assert costs.cases_right / costs.cases >= 0.95
