"""The tamper-evident record: a hash chain of events whose personal fields can be dropped later."""

from dharma_core.audit.canonical import canonical_json, ordered_json
from dharma_core.audit.chain import (
    GENESIS,
    REDACTED,
    ChainEntry,
    ChainHead,
    Unreadable,
    seal,
    seal_rows,
    time_text,
)
from dharma_core.audit.redaction import redact
from dharma_core.audit.texts import COLUMNS, FORMAT, Row
from dharma_core.audit.verification import ChainReport, events_are, verify_chain
from dharma_core.audit.walking import Walk, report_of, walk_rows

__all__ = [
    "COLUMNS",
    "FORMAT",
    "GENESIS",
    "REDACTED",
    "ChainEntry",
    "ChainHead",
    "ChainReport",
    "Row",
    "Unreadable",
    "Walk",
    "canonical_json",
    "events_are",
    "ordered_json",
    "redact",
    "report_of",
    "seal",
    "seal_rows",
    "time_text",
    "verify_chain",
    "walk_rows",
]
