"""The bundled weights and rules, and a Monday morning."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from dharma_core.storage.trust_facts import load_trust_book
from dharma_core.trust.book import TrustBook


@pytest.fixture(scope="session")
def book() -> TrustBook:
    """Return what is in force without a team's file."""
    return load_trust_book()


@pytest.fixture
def monday() -> datetime:
    """Return a Monday at 9:30 UTC."""
    return datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
