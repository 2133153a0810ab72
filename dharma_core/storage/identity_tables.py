"""The tables of accounts, roles, rules, sessions and sign-ins."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Index, Integer, String, Table

from dharma_core.storage.tables import UtcText, metadata, owned

__all__ = [
    "attribute_rules",
    "challenges",
    "recovery_codes",
    "roles",
    "sessions",
    "sign_in_failures",
    "tickets",
    "users",
]


users = Table(
    "users",
    metadata,
    Column("id", String(40), primary_key=True),
    *owned(),
    Column("name", String(100), nullable=False),
    Column("title", String(200), nullable=False),
    Column("roles", JSON, nullable=False),
    Column("disabled", Boolean, nullable=False),
    Column("deleted", Boolean, nullable=False),
    Column("password_hash", String(300), nullable=False),
    Column("password_until", UtcText),
    Column("totp_secret", String(200), nullable=False),
    Column("totp_confirmed", Boolean, nullable=False),
    Column("totp_counter", Integer, nullable=False),
    Column("created", UtcText, nullable=False),
    Column("updated", UtcText, nullable=False),
)
Index("uq_users_name", users.c.tenant, users.c.name, unique=True)

roles = Table(
    "roles",
    metadata,
    Column("id", String(40), primary_key=True),
    *owned(),
    Column("name", String(50), nullable=False),
    Column("title", String(200), nullable=False),
    Column("grants", JSON, nullable=False),
    Column("created", UtcText, nullable=False),
    Column("updated", UtcText, nullable=False),
)
Index("uq_roles_name", roles.c.tenant, roles.c.name, unique=True)

attribute_rules = Table(
    "attribute_rules",
    metadata,
    Column("id", String(40), primary_key=True),
    *owned(),
    Column("name", String(50), nullable=False),
    Column("effect", String(10), nullable=False),
    Column("permission", String(64), nullable=False),
    Column("users", JSON, nullable=False),
    Column("roles", JSON, nullable=False),
    Column("environments", JSON, nullable=False),
    Column("clouds", JSON, nullable=False),
    Column("cost_limit", String(64)),
    Column("hours", JSON(none_as_null=True)),
    Column("created", UtcText, nullable=False),
)
Index("uq_attribute_rules_name", attribute_rules.c.tenant, attribute_rules.c.name, unique=True)

sessions = Table(
    "sessions",
    metadata,
    Column("id", String(40), primary_key=True),
    *owned(),
    Column("account_id", String(40), nullable=False),
    Column("secret_hash", String(64), nullable=False),
    Column("started", UtcText, nullable=False),
    Column("last_used", UtcText, nullable=False),
    Column("ended", UtcText),
    Column("end_reason", String(40), nullable=False),
    Column("address", String(200), nullable=False),
    Column("agent", String(300), nullable=False),
    Column("second_factor_at", UtcText),
)
Index("uq_sessions_secret_hash", sessions.c.secret_hash, unique=True)
Index("ix_sessions_account", sessions.c.tenant, sessions.c.account_id, sessions.c.started)

tickets = Table(
    "tickets",
    metadata,
    Column("secret_hash", String(64), primary_key=True),
    *owned(),
    Column("session_id", String(40), nullable=False),
    Column("until", UtcText, nullable=False),
)

challenges = Table(
    "challenges",
    metadata,
    Column("secret_hash", String(64), primary_key=True),
    *owned(),
    Column("purpose", String(20), nullable=False),
    Column("account_id", String(40), nullable=False),
    Column("until", UtcText, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("address", String(200), nullable=False),
    Column("agent", String(300), nullable=False),
)

recovery_codes = Table(
    "recovery_codes",
    metadata,
    Column("account_id", String(40), primary_key=True),
    Column("code_hash", String(64), primary_key=True),
    *owned(),
    Column("created", UtcText, nullable=False),
)

# The key is a hash: a name that somebody mistyped may be a password.
sign_in_failures = Table(
    "sign_in_failures",
    metadata,
    Column("key", String(64), primary_key=True),
    *owned(),
    Column("count", Integer, nullable=False),
    Column("last", UtcText, nullable=False),
    Column("locked_until", UtcText),
)
