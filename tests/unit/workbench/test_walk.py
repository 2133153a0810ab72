"""The main job from end to end, as `make demo` runs it."""

from __future__ import annotations

import pytest

from dharma_core.workbench import Workbench
from dharma_core.workbench.walk import walk_example


@pytest.mark.sandbox
@pytest.mark.slow
def test_the_walk_goes_through_everything_and_may_be_walked_again():
    told = []
    bench = Workbench.open()
    try:
        first = walk_example(bench, on_step=lambda *step: told.append(step))
        second = walk_example(Workbench.open())
    finally:
        bench.sandbox_stop()
    assert first.succeeded
    assert first.deployed == len(first.plan.managed) == 37
    assert first.estimate.unknown_count == 0
    assert [s[0] for s in told if s[3] is None] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert first.bills.rows > 20_000
    assert second.bills.rows == 0
    assert {s.budget.name for s in bench.budgets()} == {"company", "databases", "storefront"}
    assert second.succeeded
    assert second.chain.events > first.chain.events
    assert bench.blueprints().items[0].versions == 1
