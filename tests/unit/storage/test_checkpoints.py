"""Signing the chain's head: when, with which key, and what is noted outside the database."""

from __future__ import annotations

import json
import logging
import os
import signal
import stat
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete

from dharma_core.audit.checkpoints import CHECKPOINT, KEY, key_id_of, verify_log
from dharma_core.audit.proof import NO_OUTSIDE
from dharma_core.errors import AdapterError, InputError
from dharma_core.events import Event, EventType
from dharma_core.storage.audit_proof import verify_store
from dharma_core.storage.audit_tables import audit_checkpoints
from dharma_core.storage.checkpoints import Interval, Notary
from dharma_core.storage.cold_events import ColdEvents
from dharma_core.storage.outside_log import BucketLog, FileLog, open_outside_log
from dharma_core.storage.signing_keys import SigningKeys
from dharma_core.storage.store import Store

START = datetime(2026, 3, 1, tzinfo=UTC)
WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from dharma_core.events import Event, EventType
from dharma_core.ids import new_id
from dharma_core.storage.checkpoints import Interval, Notary
from dharma_core.storage.outside_log import FileLog
from dharma_core.storage.signing_keys import SigningKeys
from dharma_core.storage.store import Store
url, folder, name, many = sys.argv[1:]
notary = Notary(SigningKeys(Path(folder) / "keys"), FileLog(Path(folder) / "o.jsonl"), Interval(7))
with Store.open(url, wait_seconds=100, notary=notary) as store:
    for number in range(int(many)):
        with store.transaction() as uow:
            uow.events.append(Event(new_id("evt"), EventType.ALERT_TRIGGERED, "writer", name,
                datetime.now(UTC), "default", "local", data={"number": number}))
"""


class Clock:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def moment() -> Clock:
    return Clock()


@pytest.fixture
def notary(tmp_path: Path) -> Notary:
    outside = FileLog(tmp_path / "disk" / "outside.jsonl")
    return Notary(SigningKeys(tmp_path / "keys"), outside, Interval(events=10, seconds=60))


@pytest.fixture
def signed(store_url: str, notary: Notary, moment: Clock) -> Iterator[Store]:
    with Store.open(store_url, clock=moment, notary=notary) as opened:
        yield opened


_NUMBERS = count(1)


def _event(moment: datetime = START) -> Event:
    name = f"evt_{next(_NUMBERS)}"
    return Event(name, EventType.ALERT_TRIGGERED, "alert", "a", moment, "default", "ann")


def _write(store: Store, number: int) -> None:
    for _ in range(number):
        with store.transaction() as uow:
            uow.events.append(_event())


def _log(store: Store) -> list[Any]:
    with store.reading() as uow:
        return list(uow.checkpoints.after())


def _verify(store: Store, notary: Notary, tmp_path: Path) -> Any:
    with store.reading() as uow:
        return verify_store(uow.scope, notary, ColdEvents(tmp_path / "archive"))


def test_the_first_event_makes_the_first_key_and_signs_itself(
    signed: Store, notary: Notary, tmp_path: Path
) -> None:
    _write(signed, 1)
    (first,) = _log(signed)
    assert (first.number, first.kind, first.seq) == (1, KEY, 1)
    assert first.key_id == key_id_of(first.public_key)
    assert notary.keys.ids() == (first.key_id,)
    file = tmp_path / "keys" / f"{first.key_id}.pem"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_the_head_is_signed_after_so_many_events(signed: Store) -> None:
    _write(signed, 31)
    assert [(r.kind, r.seq) for r in _log(signed)] == [
        (KEY, 1), (CHECKPOINT, 11), (CHECKPOINT, 21), (CHECKPOINT, 31),
    ]  # fmt: skip


def test_a_batch_is_signed_at_intervals_too(signed: Store, notary: Notary) -> None:
    notary.interval = Interval(events=1000)
    with signed.transaction() as uow:
        uow.events.append_many(_event() for _ in range(3200))
    assert [r.seq for r in _log(signed)] == [500, 1500, 2500]


def test_the_head_is_signed_after_so_many_seconds_at_the_next_event(
    signed: Store, moment: Clock
) -> None:
    _write(signed, 1)
    moment.now += timedelta(seconds=59)
    _write(signed, 1)
    moment.now += timedelta(seconds=1)
    _write(signed, 2)
    assert [r.seq for r in _log(signed)] == [1, 3]


def test_a_clock_that_goes_back_is_signed_once_and_said(
    signed: Store, notary: Notary, moment: Clock, tmp_path: Path
) -> None:
    _write(signed, 1)
    moment.now -= timedelta(days=400)
    _write(signed, 5)
    assert [r.seq for r in _log(signed)] == [1, 2]
    report = _verify(signed, notary, tmp_path)
    assert report.valid
    assert "The clock went back before checkpoint 2" in " ".join(report.notices)


def test_a_transaction_that_fails_leaves_no_checkpoint_and_no_key(
    signed: Store, notary: Notary, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match="is nan"), signed.transaction() as uow:
        uow.events.append_many([_event(), replace(_event(), data={"x": float("nan")})])
    assert _log(signed) == []
    assert notary.keys.ids() == ()
    _write(signed, 1)
    assert _verify(signed, notary, tmp_path).valid


def test_what_is_signed_is_noted_outside_after_the_commit(
    signed: Store, notary: Notary, tmp_path: Path
) -> None:
    _write(signed, 11)
    file = tmp_path / "disk" / "outside.jsonl"
    noted = [json.loads(line) for line in file.read_text().splitlines()]
    assert noted == [record.as_dict() for record in _log(signed)]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_place_outside_that_fails_stops_nothing_and_is_caught_up_with(
    signed: Store, notary: Notary, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "disk").write_text("a file where the folder should be")
    with caplog.at_level(logging.WARNING):
        _write(signed, 21)
    assert len(_log(signed)) == 3
    assert [record.message.count("checkpoint file") for record in caplog.records] == [1]
    assert _verify(signed, notary, tmp_path).outside.state == "none"
    (tmp_path / "disk").unlink()
    _write(signed, 10)
    assert [record.seq for record in notary.outside.read()] == [1, 11, 21, 31]


def test_a_line_that_a_crash_cut_off_is_closed_and_written_again(
    signed: Store, notary: Notary, tmp_path: Path
) -> None:
    _write(signed, 11)
    file = tmp_path / "disk" / "outside.jsonl"
    whole = file.read_bytes()
    file.write_bytes(whole[:-40])
    _write(signed, 10)
    assert [record.seq for record in notary.outside.read()] == [1, 11, 21]
    report = _verify(signed, notary, tmp_path)
    assert (report.valid, report.outside.records) == (True, 3)


def test_a_line_outside_that_was_changed_is_found(
    signed: Store, notary: Notary, tmp_path: Path
) -> None:
    _write(signed, 21)
    file = tmp_path / "disk" / "outside.jsonl"
    lines = file.read_text().splitlines()
    file.write_text("\n".join([lines[0], "{}", lines[2], ""]))
    report = _verify(signed, notary, tmp_path)
    assert (report.valid, report.outside.state) == (False, "differs")
    assert f"{file}:2 is no checkpoint" in report.reason


def test_a_database_that_went_back_notes_nothing_over_what_was_noted(
    signed: Store, notary: Notary, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    _write(signed, 21)
    file = tmp_path / "disk" / "outside.jsonl"
    noted = file.read_text()
    with signed.transaction() as uow:
        uow.scope.write(delete(audit_checkpoints).where(audit_checkpoints.c.number > 1))
    with caplog.at_level(logging.WARNING):
        _write(signed, 10)
    assert file.read_text() == noted
    assert "an older copy of the database was put back" in caplog.text
    with pytest.raises(AdapterError, match="older copy"):
        signed.checkpoint()


def test_a_new_key_is_signed_by_the_one_before_and_signs_from_then_on(
    signed: Store, notary: Notary, moment: Clock, tmp_path: Path
) -> None:
    _write(signed, 3)
    rotated = signed.checkpoint(rotate=True)
    assert rotated is not None
    _write(signed, 10)
    first, second, third = _log(signed)
    assert (second.kind, second.key_id, second.seq) == (KEY, first.key_id, 4)
    assert third.key_id == key_id_of(second.public_key) == key_id_of(rotated.public_key)
    assert sorted(notary.keys.ids()) == sorted([first.key_id, third.key_id])
    with signed.reading() as uow:
        assert uow.events.tail(type=EventType.AUDIT_KEY_ROTATED)[0].seq == 4
    assert _verify(signed, notary, tmp_path).valid
    moment.now += timedelta(days=90)
    assert "90 days old" in " ".join(_verify(signed, notary, tmp_path).notices)


def test_a_key_that_nobody_in_force_signed_is_found(
    signed: Store, notary: Notary, tmp_path: Path
) -> None:
    _write(signed, 3)
    forger = Notary(SigningKeys(tmp_path / "other"), None)
    with signed.transaction() as uow:
        last = uow.checkpoints.last()
        own = forger.keys.make()
        record = forger._add(uow.scope, uow.events.head(), last, (KEY, key_id_of(own), own))
    report = verify_log(_log(signed))
    assert (report.bad, report.records) == (2, 1)
    assert f"signed with the key {record.key_id}, not the one in force" in report.reason


def test_a_checkpoint_asked_for_signs_what_is_not_signed_yet(signed: Store) -> None:
    assert signed.checkpoint() is None
    _write(signed, 3)
    record = signed.checkpoint()
    assert record is not None
    assert (record.kind, record.seq) == (CHECKPOINT, 3)
    assert signed.checkpoint() == record


def test_a_store_without_a_notary_signs_nothing(store: Store, tmp_path: Path) -> None:
    _write(store, 3)
    assert store.checkpoint() is None
    report = _verify(store, Notary(SigningKeys(tmp_path / "keys")), tmp_path)
    assert report.valid
    assert "No checkpoint signs this chain" in " ".join(report.notices)


def test_a_missing_private_key_stops_no_write_and_is_said(
    signed: Store, notary: Notary, store_url: str, tmp_path: Path
) -> None:
    _write(signed, 1)
    for file in (tmp_path / "keys").iterdir():
        file.rename(tmp_path / file.name)
    other = Notary(SigningKeys(tmp_path / "keys"), notary.outside, notary.interval)
    with Store.open(store_url, notary=other, clock=lambda: START) as elsewhere:
        _write(elsewhere, 15)
        with pytest.raises(AdapterError, match=r"signing key .* is not in"):
            elsewhere.checkpoint(rotate=True)
        assert len(_log(elsewhere)) == 1
        report = _verify(elsewhere, other, tmp_path)
    assert report.valid
    assert "Events 2 to 16 are not signed yet." in " ".join(report.notices)


def test_a_passphrase_encrypts_the_key(tmp_path: Path) -> None:
    keys = SigningKeys(tmp_path / "keys", "correct horse")
    name = key_id_of(keys.make())
    assert keys.sign(name, b"text")
    assert b"ENCRYPTED" in (tmp_path / "keys" / f"{name}.pem.new").read_bytes()
    assert SigningKeys(tmp_path / "keys", "correct horse").sign(name, b"text")
    for wrong in ("", "battery staple"):
        with pytest.raises(AdapterError, match="cannot be opened"):
            SigningKeys(tmp_path / "keys", wrong).sign(name, b"text")


def test_a_file_that_holds_another_kind_of_key_is_refused(tmp_path: Path) -> None:
    from cryptography.hazmat.primitives import serialization as form
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    text = key.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption())
    (tmp_path / "abc.pem").write_bytes(text)
    with pytest.raises(AdapterError, match="holds no Ed25519 key"):
        SigningKeys(tmp_path).sign("abc", b"text")


def test_many_processes_write_sign_and_note_one_log(
    store_url: str, tmp_path: Path, in_process: Callable[..., subprocess.Popen[str]]
) -> None:
    writers = [in_process(WRITER, store_url, str(tmp_path), f"w{n}", "15") for n in range(4)]
    assert [writer.wait(timeout=200) for writer in writers] == [0] * 4
    for writer in writers:
        writer.communicate()
    notary = Notary(SigningKeys(tmp_path / "keys"), FileLog(tmp_path / "o.jsonl"))
    with Store.open(store_url, notary=notary) as store:
        report = _verify(store, notary, tmp_path)
        assert (report.valid, report.events, report.outside.state) == (True, 60, "agrees")
        assert report.covered > 50
        assert len(notary.keys.ids()) == 1


def test_a_writer_killed_in_its_middle_leaves_a_whole_chain(
    tmp_path: Path, in_process: Callable[..., subprocess.Popen[str]]
) -> None:
    url = f"sqlite:///{tmp_path / 'dharma.db'}"
    writer = in_process(WRITER, url, str(tmp_path), "w", "1000000")
    give_up = time.monotonic() + 60
    notary = Notary(SigningKeys(tmp_path / "keys"), FileLog(tmp_path / "o.jsonl"))
    with Store.open(url, wait_seconds=60, notary=notary) as store:
        while not (tmp_path / "o.jsonl").exists() and time.monotonic() < give_up:
            time.sleep(0.05)
        os.kill(writer.pid, signal.SIGKILL)
        writer.communicate()
        before = _verify(store, notary, tmp_path)
        _write(store, 10)
        after = _verify(store, notary, tmp_path)
    assert before.valid
    assert before.events > 0
    assert (after.valid, after.events) == (True, before.events + 10)


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    import boto3
    from moto import mock_aws

    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    with mock_aws():
        where = {"LocationConstraint": "eu-west-1"}
        boto3.client("s3").create_bucket(Bucket="evidence", CreateBucketConfiguration=where)
        yield "s3://evidence/dharma"


def test_a_bucket_keeps_each_record_once(bucket: str, tmp_path: Path, moment: Clock) -> None:
    notary = Notary(SigningKeys(tmp_path / "keys"), open_outside_log(bucket), Interval(events=10))
    with Store.open(f"sqlite:///{tmp_path / 'd.db'}", clock=moment, notary=notary) as store:
        _write(store, 21)
        records = _log(store)
        assert list(notary.outside.read()) == records
        report = _verify(store, notary, tmp_path)
        assert (report.valid, report.outside.records) == (True, 3)
        # A second writer that comes late changes nothing.
        BucketLog(bucket).append(records)
        with store.transaction() as uow:
            uow.scope.write(delete(audit_checkpoints).where(audit_checkpoints.c.number > 2))
        gone = _verify(store, notary, tmp_path)
    assert (gone.valid, gone.outside.state) == (False, "differs")


def test_a_bucket_that_is_not_there_is_named(bucket: str, tmp_path: Path) -> None:
    other = BucketLog("s3://elsewhere/x")
    with pytest.raises(AdapterError, match=r"s3://elsewhere/x/ failed"):
        other.last()
    notary = Notary(SigningKeys(tmp_path / "keys"), other)
    with Store.open(f"sqlite:///{tmp_path / 'd.db'}", notary=notary) as store:
        report = _verify(store, notary, tmp_path)
    assert (report.valid, report.outside.state) == (True, "unreachable")
    assert "s3://elsewhere/x/ failed" in report.notices[0]
    assert NO_OUTSIDE in report.notices[0]


def test_an_object_that_is_no_record_is_named(bucket: str) -> None:
    import boto3

    boto3.client("s3").put_object(Bucket="evidence", Key="dharma/000000000001.json", Body=b"[]")
    with pytest.raises(InputError, match=r"dharma/000000000001.json is no checkpoint"):
        list(BucketLog(bucket).read())
