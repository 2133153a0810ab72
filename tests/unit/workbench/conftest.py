"""A house for tests about people: a store, its gate, a clock to turn, and cheap passwords."""

from __future__ import annotations

import pytest

from dharma_core.identity import passwords
from tests.house import CHEAP, House, open_house


@pytest.fixture
def house(monkeypatch: pytest.MonkeyPatch) -> House:
    """Return a house without an owner."""
    monkeypatch.setattr(passwords, "COST", CHEAP)
    return open_house()
