"""Tokens as a table."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from dharma_core.identity.tokens import Token, TokenKind
from dharma_core.views.tokens import tokens_table

DAY = datetime(2026, 3, 1, tzinfo=UTC)


def test_a_row_says_what_a_token_may_and_when_it_ends_and_nothing_that_opens() -> None:
    token = Token(
        "tok_1", "default", "ann", "ci", TokenKind.PERSONAL, "handle", "digest",
        ("audit:read", "blueprint:*"), DAY, DAY + timedelta(days=1),
    )  # fmt: skip
    now, later = tokens_table([token], DAY).rows[0], tokens_table([token], token.expires).rows[0]
    assert now == {
        "name": "ci",
        "scopes": "audit:read, blueprint:*",
        "expires": token.expires,
        "last_used": None,
        "state": "active",
    }
    assert later["state"] == "expired"
