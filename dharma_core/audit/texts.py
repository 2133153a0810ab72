"""The text that is hashed for an entry, put together from parts that are canonical already.

A stored row keeps ``before``, ``after``, ``data`` and ``commitments`` as canonical JSON, so the
canonical text of the whole entry is its parts between fixed pieces: nothing is parsed or sorted
again. The one hash of sealing, verifying and exporting is made here.
"""

from __future__ import annotations

import hashlib
import json
from json.encoder import encode_basestring_ascii
from typing import NamedTuple

from dharma_core.audit.within import HELD, blanked

__all__ = [
    "COLUMNS",
    "FORMAT",
    "PERSONAL_FIELDS",
    "Row",
    "commitment",
    "commitments_of",
    "content_of",
    "has_places",
    "hash_of",
    "linked",
    "places_of",
]

FORMAT = 3
# Sorted: canonical JSON wants them so.
PERSONAL_FIELDS = {
    1: ("address", "user"),
    2: ("address", "agent", "user"),
    3: ("address", "agent", "user"),
}
"""The fields of every entry; one of format 3 may have more within before, after and data."""
# A place starts with a slash, and sorts before every name.
_HAS_PLACES = '{"/'

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


def has_places(row: Row) -> bool:
    """Return whether an entry keeps personal values within before, after or data."""
    return row[1] > 2 and row[17].startswith(_HAS_PLACES)


def places_of(row: Row) -> tuple[str, ...]:
    """Return where an entry's personal values within before, after and data stand."""
    if not has_places(row):
        return ()
    return tuple(name for name in json.loads(row[17]) if name.startswith("/"))


def content_of(row: Row) -> str:
    """Return the digest of what an entry of format 2 or 3 says, apart from its place."""
    if has_places(row):
        row = _without_values(row)
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
    """Return the hash of an entry of format 2 or 3, from its content's digest and its place."""
    return _sha256(
        f'{{"content":"{content}","format":{format_:d},"prev_hash":{_quoted(prev_hash)},'
        f'"seq":{seq:d}}}'
    )


def commitment(salt: str, name: str, value: str) -> str:
    """Return the commitment to one personal value."""
    return _sha256(f"[{_quoted(salt)},{_quoted(name)},{_quoted(value)}]")


def commitments_of(address: str, agent: str, user: str, salts: tuple[str, str, str]) -> str:
    """Return the canonical commitments to user, address and program of an entry."""
    return (
        f'{{"address":"{commitment(salts[0], "address", address)}",'
        f'"agent":"{commitment(salts[1], "agent", agent)}",'
        f'"user":"{commitment(salts[2], "user", user)}"}}'
    )


def _without_values(row: Row) -> Row:
    """Return a row as it is hashed: with `REDACTED` in the place of each value within it."""
    places = places_of(row)
    after, before, data = (
        text and blanked(name, text, places)
        for name, text in zip(HELD, (row.after, row.before, row.data), strict=True)
    )
    return row._replace(after=after, before=before, data=data or "")


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
