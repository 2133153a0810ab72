"""The tables of outside accounts: whose they are here, and which proofs have served."""

from __future__ import annotations

from sqlalchemy import Column, Index, String, Table

from dharma_core.storage.tables import UtcText, metadata, owned

__all__ = ["outside_links", "outside_proofs"]


outside_links = Table(
    "outside_links",
    metadata,
    Column("id", String(40), primary_key=True),
    *owned(),
    Column("account_id", String(40), nullable=False),
    Column("provider", String(50), nullable=False),
    Column("issuer", String(300), nullable=False),
    Column("subject", String(255), nullable=False),
    Column("created", UtcText, nullable=False),
    Column("last_used", UtcText),
)
Index(
    "uq_outside_links_subject",
    outside_links.c.tenant,
    outside_links.c.issuer,
    outside_links.c.subject,
    unique=True,
)
Index("ix_outside_links_account", outside_links.c.tenant, outside_links.c.account_id)

outside_proofs = Table(
    "outside_proofs",
    metadata,
    Column("proof_hash", String(64), primary_key=True),
    *owned(),
    Column("until", UtcText, nullable=False),
)
