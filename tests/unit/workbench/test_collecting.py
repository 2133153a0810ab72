"""The garbage collector rests while large sources are read, and wakes whatever happens."""

from __future__ import annotations

import gc

import pytest

from dharma_core.workbench.collecting import uncollected


def test_the_collector_wakes_after_the_last_of_nested_blocks():
    with uncollected():
        with uncollected():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_the_collector_wakes_after_an_error():
    with pytest.raises(ValueError, match="broken"), uncollected():
        raise ValueError("broken")
    assert gc.isenabled()


def test_a_collector_that_rested_before_goes_on_resting():
    gc.disable()
    try:
        with uncollected():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
