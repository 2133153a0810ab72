"""The tables beside the chain: its signed log, and the files that old events were moved to."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, String, Table, Text

from dharma_core.storage.tables import metadata, owned

__all__ = ["audit_archives", "audit_checkpoints"]

_Sequence = BigInteger().with_variant(Integer(), "sqlite")

audit_checkpoints = Table(
    "audit_checkpoints",
    metadata,
    Column("number", _Sequence, primary_key=True, autoincrement=False),
    *owned(),
    Column("kind", String(20), nullable=False),
    Column("seq", _Sequence, nullable=False),
    Column("event_hash", String(64), nullable=False),
    Column("time", String(27), nullable=False),
    Column("key_id", String(16), nullable=False),
    Column("public_key", String(64), nullable=False),
    Column("prev_hash", String(64), nullable=False),
    Column("signature", String(128), nullable=False),
    Column("hash", String(64), nullable=False),
)

audit_archives = Table(
    "audit_archives",
    metadata,
    Column("first_seq", _Sequence, primary_key=True, autoincrement=False),
    Column("last_seq", _Sequence, nullable=False),
    *owned(),
    Column("file", String(100), nullable=False),
    Column("digest", Text, nullable=False),
    Column("prev_hash", String(64), nullable=False),
    Column("last_hash", String(64), nullable=False),
    Column("newest", String(27), nullable=False),
    Column("created", String(27), nullable=False),
    Column("deleted", String(27)),
)
