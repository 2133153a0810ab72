"""The text that is hashed for an entry, put together from parts that are canonical already.

A stored row keeps ``before``, ``after``, ``data`` and ``commitments`` as canonical JSON, so the
canonical text of the whole entry is its parts between fixed pieces: nothing is parsed or sorted
again. The one hash of sealing, verifying and exporting is made here.
"""

from __future__ import annotations

import hashlib
from json.encoder import encode_basestring_ascii
from typing import NamedTuple

__all__ = [
    "COLUMNS",
    "FORMAT",
    "PERSONAL_FIELDS",
    "Row",
    "commitment",
    "commitments_of",
    "content_of",
    "hash_of",
    "linked",
]

FORMAT = 2
# Sorted: canonical JSON wants them so.
PERSONAL_FIELDS = {1: ("address", "user"), 2: ("address", "agent", "user")}

_quoted = encode_basestring_ascii
_TRUTH = {0: "false", 1: "true"}


class Row(NamedTuple):
    """An entry of the chain as it is stored: text and whole numbers only."""

    seq: int
    format: int
    prev_hash: str
    hash: str
    id: str
    type: str
    aggregate_type: str
    aggregate_id: str
    time: str
    tenant: str
    success: int
    before: str | None
    after: str | None
    data: str
    correlation_id: str
    causation_id: str
    version: int
    commitments: str
    user: str
    address: str
    agent: str
    salts: str


COLUMNS = Row._fields


def content_of(row: Row) -> str:
    """Return the digest of what an entry of format 2 says, apart from its place in the chain."""
    return _sha256(
        f'{{"after":{"null" if row[12] is None else row[12]},"aggregate_id":{_quoted(row[7])},'
        f'"aggregate_type":{_quoted(row[6])},"before":{"null" if row[11] is None else row[11]},'
        f'"causation_id":{_quoted(row[15])},"correlation_id":{_quoted(row[14])},'
        f'"data":{row[13]},"id":{_quoted(row[4])},"personal":{row[17]},'
        f'"success":{_TRUTH[row[10]]},"tenant":{_quoted(row[9])},"time":{_quoted(row[8])},'
        f'"type":{_quoted(row[5])},"version":{row[16]:d}}}'
    )


def hash_of(row: Row) -> str:
    """Return the hash that a row's content and place call for.

    Raises
    ------
    TypeError, KeyError, ValueError
        If a column is not of its type: such a row was never written by Dharma.
    """
    if row[1] == 1:
        return _hash_of_format_1(row)
    return linked(content_of(row), row[2], row[0], row[1])


def linked(content: str, prev_hash: str, seq: int, format_: int = FORMAT) -> str:
    """Return the hash of an entry of format 2, from its content's digest and its place."""
    return _sha256(
        f'{{"content":"{content}","format":{format_:d},"prev_hash":{_quoted(prev_hash)},'
        f'"seq":{seq:d}}}'
    )


def commitment(salt: str, name: str, value: str) -> str:
    """Return the commitment to one personal value."""
    return _sha256(f'[{_quoted(salt)},"{name}",{_quoted(value)}]')


def commitments_of(address: str, agent: str, user: str, salts: tuple[str, str, str]) -> str:
    """Return the canonical commitments to the personal values of an entry of format 2."""
    return (
        f'{{"address":"{commitment(salts[0], "address", address)}",'
        f'"agent":"{commitment(salts[1], "agent", agent)}",'
        f'"user":"{commitment(salts[2], "user", user)}"}}'
    )


def _hash_of_format_1(row: Row) -> str:
    before = "null" if row.before is None else row.before
    after = "null" if row.after is None else row.after
    return _sha256(
        f'{{"after":{after},"aggregate_id":{_quoted(row.aggregate_id)},'
        f'"aggregate_type":{_quoted(row.aggregate_type)},"before":{before},'
        f'"causation_id":{_quoted(row.causation_id)},'
        f'"correlation_id":{_quoted(row.correlation_id)},"data":{row.data},"format":1,'
        f'"id":{_quoted(row.id)},"personal":{row.commitments},'
        f'"prev_hash":{_quoted(row.prev_hash)},"seq":{row.seq:d},'
        f'"success":{_TRUTH[row.success]},"tenant":{_quoted(row.tenant)},'
        f'"time":{_quoted(row.time)},"type":{_quoted(row.type)},"version":{row.version:d}}}'
    )


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("ascii")).hexdigest()
