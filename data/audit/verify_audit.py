"""Verify an exported audit trail without Dharma: Python 3.11 and the package cryptography.

    python verify_audit.py [FOLDER or FILE.zip] [--outside FILE.jsonl] [--key KEY_ID] [--json]

Exit code 0: everything holds. 1: something is wrong. 2: there is nothing to verify.

``--outside`` compares with the checkpoints that were kept outside the database: only they show
that the newest events were cut off or an older copy of the database was put back. ``--key`` is
the id of the first key as you noted it: without either, whoever made the export could have signed
everything anew with a key of their own. How it works: audit-format.md in Dharma's documentation.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

ZEROS = "0" * 64
REDACTED = "(redacted)"
PERSONAL = {1: ("address", "user"), 2: ("address", "agent", "user")}
PERSONAL[3] = PERSONAL[2]
CONTENT = (
    "after", "aggregate_id", "aggregate_type", "before", "causation_id", "correlation_id", "data",
    "id", "success", "tenant", "time", "type", "version",
)  # fmt: skip
SIGNED = ("number", "kind", "seq", "event_hash", "time", "key_id", "public_key", "prev_hash")


class BadError(Exception):
    """What is wrong, and the first event that nothing vouches for."""

    def __init__(self, reason: str, first_bad: int) -> None:
        super().__init__(reason)
        self.first_bad = first_bad


def digest(value: Any) -> str:
    """Return the SHA-256 of a value's canonical JSON."""
    return hashlib.sha256(canonical(value)).hexdigest()


def canonical(value: Any) -> bytes:
    """Return the only JSON text of a value."""
    text = json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False
    )
    return text.encode("ascii")


def entry_fault(entry: dict[str, Any], seq: int, previous: str) -> str:
    """Return what is wrong with an entry in its place, empty when nothing is."""
    if "unreadable" in entry:
        return f"it was changed ({entry['unreadable']})"
    if entry["seq"] != seq:
        return f"event {entry['seq']} stands in its place"
    if entry.get("format") not in PERSONAL:
        return f"its format {entry.get('format')!r} is not known"
    if "prev_hash" in entry and entry["prev_hash"] != previous:
        return "it does not follow the event before it"
    if expected_hash(entry, seq, previous) != entry["hash"]:
        return "its content does not give its hash"
    return "" if entry.get("left_out") else personal_fault(entry)


def expected_hash(entry: dict[str, Any], seq: int, previous: str) -> str:
    """Return the hash that an entry must have."""
    if entry["format"] == 1:
        # Of an entry of format 1 that was left out only the hash is known: it is taken as it is.
        if entry.get("left_out"):
            return str(entry["hash"])
        place = {"format": 1, "seq": seq, "prev_hash": previous}
        return digest({**content(entry), **place})
    inner = entry["content"] if entry.get("left_out") else digest(content(entry))
    return digest({"content": inner, "format": entry["format"], "prev_hash": previous, "seq": seq})


def content(entry: dict[str, Any]) -> dict[str, Any]:
    """Return what an entry says, with commitments in place of personal values."""
    said = {name: entry[name] for name in CONTENT}
    for place in places(entry):
        said = with_redacted(said, keys_of(place))
    personal = {name: entry["personal"][name]["commitment"] for name in entry["personal"]}
    return {**said, "personal": personal}


def places(entry: dict[str, Any]) -> list[str]:
    """Return where personal values stand within an entry of format 3, as JSON pointers."""
    return [name for name in entry["personal"] if entry["format"] > 2 and name.startswith("/")]


def keys_of(place: str) -> list[str]:
    """Return the keys of a JSON pointer."""
    return [key.replace("~1", "/").replace("~0", "~") for key in place.split("/")[1:]]


def value_at(value: Any, keys: list[str]) -> Any:
    """Return what stands at a place; raise LookupError, TypeError or ValueError for none."""
    for key in keys:
        value = value[int(key) if isinstance(value, list) else key]
    return value


def with_redacted(value: Any, keys: list[str]) -> Any:
    """Return a copy of a value in which the place reads as if it were redacted."""
    if not keys:
        return REDACTED
    key: Any = int(keys[0]) if isinstance(value, list) else keys[0]
    copy = value.copy()
    copy[key] = with_redacted(value[key], keys[1:])
    return copy


def personal_fault(entry: dict[str, Any]) -> str:
    """Return which personal field is not the one that was sealed."""
    within = places(entry)
    if set(entry["personal"]) - set(within) != set(PERSONAL[entry["format"]]):
        return "its personal fields are not those of its format"
    if any(keys_of(place)[0] not in ("before", "after", "data") for place in within):
        return "its personal fields are not those of its format"
    for name, field in entry["personal"].items():
        salt = field["salt"]
        value = value_at(entry, keys_of(name)) if name in within else field["value"]
        if salt is None and value != REDACTED:
            return f"its {name} is not the one that was sealed"
        if salt is not None and digest([salt, name, value]) != field["commitment"]:
            return f"its {name} is not the one that was sealed"
    return ""


def verify_chain(lines: Iterable[dict[str, Any]], signed: dict[int, str]) -> dict[str, int]:
    """Walk the chain; raise BadError at the first event that is not sound."""
    seq, previous = 0, ZEROS
    counts = {"events": 0, "left_out": 0, "redacted": 0, "deleted": 0, "taken_as_is": 0}
    for entry in lines:
        if entry.get("deleted") and seq == 0:
            seq, previous = entry["seq"], entry["hash"]
            counts["deleted"] = seq
            continue
        seq += 1
        try:
            fault = entry_fault(entry, seq, previous)
        except (AttributeError, LookupError, TypeError, ValueError) as error:
            fault = f"it is not complete ({type(error).__name__} {error})"
        if fault:
            raise BadError(f"Event {seq} is bad: {fault}.", seq)
        if signed.get(seq, entry["hash"]) != entry["hash"]:
            raise BadError(f"Event {seq} is not the one that was signed.", seq)
        previous = entry["hash"]
        counts["events"] += 1
        counts["left_out"] += bool(entry.get("left_out"))
        counts["taken_as_is"] += bool(entry.get("left_out")) and entry["format"] == 1
        counts["redacted"] += any(
            field["salt"] is None for field in entry.get("personal", {}).values()
        )
    last = max(signed, default=0)
    if last > seq:
        raise BadError(f"{events_are(seq + 1, last)} missing: signed, and cut off since.", seq + 1)
    return {**counts, "last": seq}


def verify_log(records: Iterable[dict[str, Any]], first_key: str = "") -> dict[str, Any]:
    """Verify the signed log; raise BadError at the first record that is not sound."""
    previous, keys, signed, last_seq, number = ZEROS, {}, {}, 0, 0
    for number, record in enumerate(records, 1):
        fault = record_fault(record, number, previous, keys)
        if not fault and record["seq"] < last_seq:
            fault = "goes back in the chain"
        if not fault and first_key and number == 1 and record["key_id"] != first_key:
            fault = f"is not signed with the key {first_key} that you noted"
        if fault:
            raise BadError(f"Checkpoint {number} {fault}.", last_seq + 1)
        if record["kind"] == "key":
            keys[key_id(record["public_key"])] = record["public_key"]
        previous, last_seq = record["hash"], record["seq"]
        signed.setdefault(record["seq"], record["event_hash"])
    return {"checkpoints": number, "keys": keys, "signed": signed, "signed_up_to": last_seq}


def record_fault(record: dict[str, Any], number: int, previous: str, keys: dict[str, str]) -> str:
    """Return what is wrong with a record in its place, empty when nothing is."""
    try:
        if record["number"] != number:
            return f"is missing: number {record['number']} stands in its place"
        if record["prev_hash"] != previous:
            return "does not follow the one before it"
        return signature_fault(record, signer_of(record, keys))
    except (KeyError, TypeError, ValueError) as error:
        return f"is not complete ({type(error).__name__} {error})"


def signer_of(record: dict[str, Any], keys: dict[str, str]) -> str:
    """Return the public key that must have signed a record, empty when it may not have."""
    if record["kind"] not in ("key", "checkpoint"):
        return ""
    if bool(record["public_key"]) != (record["kind"] == "key"):
        return ""
    if keys:
        return keys[record["key_id"]] if list(keys)[-1] == record["key_id"] else ""
    own = str(record["public_key"])
    return own if own and key_id(own) == record["key_id"] else ""


def signature_fault(record: dict[str, Any], signer: str) -> str:
    """Return what is wrong with a record's signature and hash."""
    if not signer:
        return "is signed with another key than the one in force"
    text = canonical({**{name: record[name] for name in SIGNED}, "format": 1})
    if not is_signed(signer, record["signature"], text):
        return "is forged: its signature does not fit"
    sealed = text + b"\n" + record["signature"].encode("ascii")
    if hashlib.sha256(sealed).hexdigest() != record["hash"]:
        return "was changed: its content does not give its hash"
    return ""


def key_id(public_key: str) -> str:
    """Return the short name of a public key."""
    return hashlib.sha256(bytes.fromhex(public_key)).hexdigest()[:16]


def is_signed(public_key: str, signature: str, text: bytes) -> bool:
    """Return whether an Ed25519 signature over a text is right."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
        key.verify(bytes.fromhex(signature), text)
    except InvalidSignature:
        return False
    return True


def compare(outside: list[dict[str, Any]], inside: list[dict[str, Any]]) -> None:
    """Raise BadError unless the export has every record that was kept outside."""
    last_seq = 0
    for number, record in enumerate(outside, 1):
        own = inside[number - 1] if number <= len(inside) else None
        if own != record:
            what = "is missing" if own is None else "is not the one"
            reason = f"Checkpoint {number} {what} that was noted outside: the trail was cut, put "
            reason += "back to an older copy or signed anew."
            raise BadError(reason, min(last_seq, record["seq"]) + 1)
        last_seq = record["seq"]


def compare_keys(said: list[dict[str, str]], keys: dict[str, str]) -> None:
    """Raise BadError unless keys.json lists the keys of the signed log."""
    if {key["id"]: key["public_key"] for key in said} != keys:
        raise BadError("keys.json does not list the keys of the signed log.", 1)


def attempt(problems: list[BadError], step: Callable[[], dict[str, Any] | None]) -> dict[str, Any]:
    """Return what a step finds; note what is wrong instead when something is."""
    try:
        return step() or {}
    except BadError as bad:
        problems.append(bad)
        return {}


def verify(
    read: Callable[[str], Iterator[str]], outside: Path | None, first_key: str
) -> dict[str, Any]:
    """Return the verdict on an export."""
    problems: list[BadError] = []
    inside = [json.loads(line) for line in read("checkpoints.jsonl")]
    log = {"signed": {}, "keys": {}, "checkpoints": 0, "signed_up_to": 0}
    log |= attempt(problems, lambda: verify_log(inside, first_key))
    said = json.loads("".join(read("keys.json")))
    if not problems:
        attempt(problems, lambda: compare_keys(said, log["keys"]))
    if outside is not None:
        with outside.open(encoding="utf-8") as stream:
            noted = [json.loads(line) for line in stream if line.strip()]
        attempt(problems, lambda: compare(noted, inside))
    lines = (json.loads(line) for line in read("events.jsonl"))
    found = attempt(problems, lambda: verify_chain(lines, log["signed"]))
    problems.sort(key=lambda bad: bad.first_bad)
    return {
        "valid": not problems,
        "first_bad": problems[0].first_bad if problems else None,
        "reason": " ".join(dict.fromkeys(map(str, problems))) or None,
        **found,
        "checkpoints": log["checkpoints"],
        "signed_up_to": log["signed_up_to"],
        "keys": list(log["keys"]),
        "notices": list(notices(found, log, compared=outside is not None)),
    }


def notices(found: dict[str, Any], log: dict[str, Any], *, compared: bool) -> Iterator[str]:
    """Yield what cannot be told from this export."""
    if not compared:
        yield (
            "Not compared with checkpoints kept outside (--outside): that the newest events were "
            "cut off, or an older copy was put back, cannot be excluded."
        )
    if not log["checkpoints"]:
        yield "No checkpoint signs this trail."
    if found.get("taken_as_is"):
        yield (
            f"{found['taken_as_is']} events of format 1 were left out: their hashes are taken as "
            "they are."
        )
    if log["signed_up_to"] < found.get("last", 0):
        yield f"{events_are(log['signed_up_to'] + 1, found['last'])} not signed."


def events_are(first: int, last: int) -> str:
    """Return the start of a sentence about some events."""
    return f"Event {first} is" if first == last else f"Events {first} to {last} are"


def reader(place: Path) -> Callable[[str], Iterator[str]]:
    """Return a function that yields the lines of a file of the export."""
    if place.is_dir():

        def from_folder(name: str) -> Iterator[str]:
            with (place / name).open(encoding="utf-8") as stream:
                yield from (line for line in stream if line.strip())

        return from_folder

    def from_zip(name: str) -> Iterator[str]:
        with zipfile.ZipFile(place) as archive:
            inner = next(n for n in archive.namelist() if n.rpartition("/")[2] == name)
            with archive.open(inner) as raw, io.TextIOWrapper(raw, encoding="utf-8") as stream:
                yield from (line for line in stream if line.strip())

    return from_zip


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description="Verify an exported audit trail.")
    parser.add_argument("place", nargs="?", default=Path(__file__).parent, type=Path)
    parser.add_argument("--outside", type=Path, help="checkpoints kept outside the database")
    parser.add_argument("--key", default="", help="id of the first key, as you noted it")
    parser.add_argument("--json", action="store_true", help="print the verdict as JSON")
    asked = parser.parse_args(arguments)
    try:
        verdict = verify(reader(asked.place), asked.outside, asked.key)
    except (OSError, ValueError, StopIteration, zipfile.BadZipFile) as error:
        print(f"{asked.place} cannot be read as an export: {error}", file=sys.stderr)
        return 2
    if asked.json:
        print(json.dumps(verdict, indent=2))
    else:
        show(verdict)
    return 0 if verdict["valid"] else 1


def show(verdict: dict[str, Any]) -> None:
    """Print a verdict for people."""
    if verdict["valid"]:
        print(f"VALID: {verdict['events']} events in one unbroken chain, {verdict['left_out']} of "
              f"them as hashes only, {verdict['redacted']} redacted; {verdict['checkpoints']} "
              f"checkpoints, signed up to event {verdict['signed_up_to']}.")  # fmt: skip
    else:
        print(f"NOT VALID from event {verdict['first_bad']} on: {verdict['reason']}")
    for key in verdict["keys"]:
        print(f"  key {key}")
    for notice in verdict["notices"]:
        print(f"  note: {notice}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
