"""The tamper-evident record: a hash chain of events whose personal fields can be dropped later."""

from dharma_core.audit.canonical import canonical_json, ordered_json
from dharma_core.audit.chain import (
    FORMAT,
    GENESIS,
    REDACTED,
    ChainEntry,
    ChainHead,
    Unreadable,
    redact,
    seal,
    time_text,
)
from dharma_core.audit.verification import ChainReport, verify_chain

__all__ = [
    "FORMAT",
    "GENESIS",
    "REDACTED",
    "ChainEntry",
    "ChainHead",
    "ChainReport",
    "Unreadable",
    "canonical_json",
    "ordered_json",
    "redact",
    "seal",
    "time_text",
    "verify_chain",
]
