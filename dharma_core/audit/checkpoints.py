"""The signed log beside the chain: checkpoints of its head, and the keys that sign them.

One numbered log holds both. A ``checkpoint`` signs the chain's head; a ``key`` also brings a new
public key, signed by the key before it (the first one by itself). Each record names the hash of
the one before, so that none can be dropped or put in between.

The exact text that is signed is in ``docs/audit-format.md``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from dharma_core.audit.canonical import canonical_json
from dharma_core.audit.chain import ChainHead

__all__ = [
    "CHECKPOINT",
    "KEY",
    "NO_RECORD",
    "LogReport",
    "Record",
    "key_id_of",
    "signed_record",
    "verify_log",
]

CHECKPOINT = "checkpoint"
KEY = "key"
NO_RECORD = "0" * 64
_FORMAT = 1
_SIGNED = ("number", "kind", "seq", "event_hash", "time", "key_id", "public_key", "prev_hash")
_TEXTS = ("kind", "event_hash", "time", "key_id", "public_key", "prev_hash", "signature", "hash")


@dataclass(frozen=True, slots=True)
class Record:
    """One record of the signed log.

    Parameters
    ----------
    number : int
        1, 2, 3 ... without a gap.
    kind : str
        ``checkpoint`` or ``key``.
    seq, event_hash : int, str
        The chain's head when it was signed.
    time : str
        As the chain writes times.
    key_id : str
        The key that signed.
    public_key : str
        64 hexadecimal digits of the new key, empty for a checkpoint.
    prev_hash, hash : str
        Of the record before (64 zeros at first) and of this one.
    signature : str
        Ed25519, 128 hexadecimal digits.
    """

    number: int
    kind: str
    seq: int
    event_hash: str
    time: str
    key_id: str
    public_key: str
    prev_hash: str
    signature: str = ""
    hash: str = ""

    @property
    def head(self) -> ChainHead:
        """The chain's head that was signed."""
        return ChainHead(self.seq, self.event_hash)

    def signed_text(self) -> bytes:
        """Return what the signature is taken over."""
        said = {name: getattr(self, name) for name in _SIGNED}
        return canonical_json({**said, "format": _FORMAT}).encode("ascii")

    def as_dict(self) -> dict[str, Any]:
        """Return the record as it is written outside the database."""
        said = {name: getattr(self, name) for name in _SIGNED}
        return {**said, "signature": self.signature, "hash": self.hash}

    @staticmethod
    def from_dict(said: Mapping[str, Any]) -> Record:
        """Read a record back.

        Raises
        ------
        ValueError
            If a key is missing, unknown or not of its type.
        """
        if set(said) != {*_SIGNED, "signature", "hash"}:
            raise ValueError("it does not have the keys of a checkpoint")
        if not all(type(said[name]) is int for name in ("number", "seq")):
            raise ValueError("a number in it is none")
        if not all(isinstance(said[name], str) for name in _TEXTS):
            raise ValueError("a text in it is none")
        return Record(**said)


@dataclass(frozen=True, slots=True)
class LogReport:
    """What a walk along the signed log found.

    Parameters
    ----------
    last : Record or None
        The last sound record.
    keys : mapping
        Public keys by id, in the order they came; the last one signs now.
    bad : int or None
        The number of the first record that is not sound.
    reason : str
        Empty when all are.
    backwards : tuple of int
        Records whose time is before the one of their predecessor: a clock was set back.
    """

    last: Record | None = None
    records: int = 0
    keys: Mapping[str, str] = field(default_factory=dict)
    bad: int | None = None
    reason: str = ""
    backwards: tuple[int, ...] = ()


def key_id_of(public_key: str) -> str:
    """Return the short name of a public key: 16 hexadecimal digits of its SHA-256.

    Examples
    --------
    >>> key_id_of("00" * 32)
    '66687aadf862bd77'
    """
    return hashlib.sha256(bytes.fromhex(public_key)).hexdigest()[:16]


def signed_record(draft: Record, sign: Callable[[bytes], bytes]) -> Record:
    """Return a record with its signature and its hash."""
    signature = sign(draft.signed_text()).hex()
    signed = replace(draft, signature=signature)
    return replace(signed, hash=_hash_of(signed))


def verify_log(records: Iterable[Record]) -> LogReport:
    """Walk the signed log in order until the first record that is not sound.

    Examples
    --------
    >>> verify_log([]).records
    0
    """
    last: Record | None = None
    keys: dict[str, str] = {}
    backwards: list[int] = []
    for record in records:
        reason = _fault(record, last, keys)
        if reason:
            number = last.number + 1 if last else 1
            return LogReport(last, number - 1, keys, number, reason, tuple(backwards))
        if last is not None and record.time < last.time:
            backwards.append(record.number)
        if record.kind == KEY:
            keys[key_id_of(record.public_key)] = record.public_key
        last = record
    return LogReport(last, last.number if last else 0, keys, None, "", tuple(backwards))


def _fault(record: Record, last: Record | None, keys: Mapping[str, str]) -> str:
    return _place_fault(record, last) or _signature_fault(record, keys)


def _place_fault(record: Record, last: Record | None) -> str:
    wanted = last.number + 1 if last else 1
    if record.number != wanted:
        return f"Checkpoint {wanted} is missing: number {record.number} stands in its place."
    if record.prev_hash != (last.hash if last else NO_RECORD):
        return f"Checkpoint {wanted} does not follow the one before it."
    if last is not None and record.seq < last.seq:
        return f"Checkpoint {wanted} goes back to event {record.seq} from event {last.seq}."
    return ""


def _signature_fault(record: Record, keys: Mapping[str, str]) -> str:
    number = record.number
    signer = _signer(record, keys)
    if not signer:
        return f"Checkpoint {number} is signed with the key {record.key_id}, not the one in force."
    if not _is_signed(record, signer):
        return f"Checkpoint {number} is forged: its signature does not fit."
    if record.hash != _hash_of(record):
        return f"Checkpoint {number} was changed: its content does not give its hash."
    return ""


def _signer(record: Record, keys: Mapping[str, str]) -> str:
    """Return the public key that must have signed the record, empty when it may not have."""
    if record.kind not in (KEY, CHECKPOINT) or bool(record.public_key) != (record.kind == KEY):
        return ""
    if not keys:
        own = record.kind == KEY and _is_hex(record.public_key, 64)
        return record.public_key if own and key_id_of(record.public_key) == record.key_id else ""
    if record.kind == KEY and not _is_hex(record.public_key, 64):
        return ""
    in_force = list(keys)[-1]
    return keys[in_force] if record.key_id == in_force else ""


def _is_signed(record: Record, public_key: str) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
        key.verify(bytes.fromhex(record.signature), record.signed_text())
    except (InvalidSignature, ValueError):
        return False
    return True


def _hash_of(record: Record) -> str:
    text = record.signed_text() + b"\n" + record.signature.encode("ascii", "replace")
    return hashlib.sha256(text).hexdigest()


def _is_hex(text: str, length: int) -> bool:
    return len(text) == length and not set(text) - set("0123456789abcdef")
