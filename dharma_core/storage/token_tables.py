"""The tables of tokens, service accounts, answers given once, counts of calls and data keys."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Boolean, Column, Index, Integer, String, Table, Text

from dharma_core.storage.tables import UtcText, metadata, owned

__all__ = ["data_keys", "idempotent_answers", "rate_limits", "service_accounts", "tokens"]


service_accounts = Table(
    "service_accounts",
    metadata,
    Column("id", String(40), primary_key=True),
    *owned(),
    Column("name", String(100), nullable=False),
    Column("scopes", JSON, nullable=False),
    Column("created", UtcText, nullable=False),
    Column("disabled", Boolean, nullable=False),
)
Index("uq_service_accounts_name", service_accounts.c.tenant, service_accounts.c.name, unique=True)

tokens = Table(
    "tokens",
    metadata,
    Column("id", String(40), primary_key=True),
    *owned(),
    Column("name", String(100), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("handle", String(20), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("scopes", JSON, nullable=False),
    Column("account", String(40), nullable=False),
    Column("family", String(40), nullable=False),
    Column("parent", String(40), nullable=False),
    Column("created", UtcText, nullable=False),
    Column("expires", UtcText, nullable=False),
    Column("last_used", UtcText),
    Column("spent", UtcText),
    Column("revoked", UtcText),
)
Index("uq_tokens_handle", tokens.c.handle, unique=True)
Index("ix_tokens_list", tokens.c.tenant, tokens.c.user, tokens.c.created)
Index("ix_tokens_family", tokens.c.family)
Index("ix_tokens_parent", tokens.c.parent)

idempotent_answers = Table(
    "idempotent_answers",
    metadata,
    Column("tenant", String(100), primary_key=True),
    Column("user", String(200), primary_key=True),
    Column("key", String(200), primary_key=True),
    Column("request", String(64), nullable=False),
    Column("status", Integer, nullable=False),
    Column("body", Text, nullable=False),
    Column("created", UtcText, nullable=False),
)
Index("ix_idempotent_answers_created", idempotent_answers.c.created)

# Whose calls are counted: a user of a tenant, or an address of no tenant (empty) as the user.
rate_limits = Table(
    "rate_limits",
    metadata,
    Column("tenant", String(100), primary_key=True),
    Column("user", String(200), primary_key=True),
    Column("bucket", String(40), primary_key=True),
    Column("full_at", BigInteger, nullable=False),
)

data_keys = Table(
    "data_keys",
    metadata,
    Column("id", String(40), primary_key=True),
    *owned(),
    Column("master", String(40), nullable=False),
    Column("wrapped", Text, nullable=False),
    Column("created", UtcText, nullable=False),
)
Index("ix_data_keys_tenant", data_keys.c.tenant, data_keys.c.created)
