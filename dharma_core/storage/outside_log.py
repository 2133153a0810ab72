"""The signed log outside the database: a file that only grows, or a bucket of numbered objects.

Whoever can write to the database can take its newest entries away with the checkpoints that
signed them, or put an older copy back. Only what was noted elsewhere shows that.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Protocol

from dharma_core.audit.checkpoints import Record
from dharma_core.errors import AdapterError, InputError

__all__ = ["BucketLog", "FileLog", "OutsideLog", "open_outside_log"]

_S3 = "s3://"
_TAIL = 4096


class OutsideLog(Protocol):
    """Where the signed log is kept a second time."""

    @property
    def name(self) -> str:
        """The place as people know it."""

    def locked(self) -> AbstractContextManager[None]:
        """Hold others off while the log is read and appended to."""

    def last(self) -> Record | None:
        """Return the last record that is there, None for an empty log."""

    def append(self, records: Iterable[Record]) -> None:
        """Add records at the end and wait until they are kept."""

    def read(self) -> Iterator[Record]:
        """Yield every record in order."""


def open_outside_log(place: str) -> OutsideLog:
    """Return the log at a path or an ``s3://bucket/prefix``."""
    return BucketLog(place) if place.startswith(_S3) else FileLog(Path(place))


class FileLog:
    """A file of JSON lines that is only ever appended to."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def name(self) -> str:
        """The file."""
        return str(self.path)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold other processes off, by a lock that dies with its holder."""
        import fcntl

        with self._failing():
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            beside = self.path.with_name(f"{self.path.name}.lock")
            handle = os.open(beside, os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def last(self) -> Record | None:
        """Return the last record that was written whole."""
        if not self.path.exists():
            return None
        with self._failing(), self.path.open("rb") as stream:
            end = stream.seek(0, os.SEEK_END)
            size = _TAIL
            while True:
                stream.seek(max(0, end - size))
                lines = stream.read().split(b"\n")[:-1]
                # The first piece may be half of a line when we began inside the file.
                whole = lines if size >= end else lines[1:]
                for line in reversed(whole):
                    record = _record(line)
                    if record is not None:
                        return record
                if size >= end:
                    return None
                size *= 4

    def append(self, records: Iterable[Record]) -> None:
        """Add records and wait for the disk; what a crash left half-written is closed first."""
        text = "".join(json.dumps(record.as_dict(), sort_keys=True) + "\n" for record in records)
        with self._failing():
            handle = os.open(self.path, os.O_CREAT | os.O_RDWR | os.O_APPEND, 0o600)
            try:
                size = os.fstat(handle).st_size
                torn = size and os.pread(handle, 1, size - 1) != b"\n"
                _write_all(handle, ("\n" * bool(torn) + text).encode())
                os.fsync(handle)
            finally:
                os.close(handle)

    def read(self) -> Iterator[Record]:
        """Yield every record.

        Raises
        ------
        InputError
            If a line is no record, and not one that a crash cut off and that was written again.
        """
        if not self.path.exists():
            return
        torn = b""
        with self._failing(), self.path.open("rb") as stream:
            for number, line in enumerate(stream, 1):
                if torn and not line.startswith(torn):
                    raise self._odd(number - 1)
                record = _record(line) if line.endswith(b"\n") else None
                torn = b"" if record else line.rstrip(b"\n")
                if record is not None:
                    yield record
                elif not torn:
                    raise self._odd(number)

    def _odd(self, line: int) -> InputError:
        return InputError(
            f"{self.path}:{line} is no checkpoint: the file was changed.",
            next_step="Keep it as evidence, and compare it with a copy.",
        )

    @contextmanager
    def _failing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise AdapterError(
                f"The audit's checkpoint file {self.path} failed: {error.strerror or error}.",
                next_step="Make it writable, or set [audit] checkpoint_file to another place.",
            ) from error


class BucketLog:
    """A bucket with one object a record; none is ever written twice.

    Parameters
    ----------
    url : str
        ``s3://bucket/prefix``; credentials and endpoint as boto3 finds them.
    """

    def __init__(self, url: str) -> None:
        self._bucket, _, prefix = url.removeprefix(_S3).partition("/")
        self._prefix = f"{prefix.strip('/')}/" if prefix.strip("/") else ""
        self._after = ""
        self._s3: Any = None

    @property
    def name(self) -> str:
        """The bucket and prefix."""
        return f"{_S3}{self._bucket}/{self._prefix}"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold nobody off: a number that is taken refuses a second writer."""
        yield

    def last(self) -> Record | None:
        """Return the record with the highest number."""
        keys = list(self._keys(self._after))
        if keys:
            self._after = keys[-1]
        return self._get(self._after) if self._after else None

    def append(self, records: Iterable[Record]) -> None:
        """Put each record under its number, unless somebody else just did."""
        for record in records:
            key = f"{self._prefix}{record.number:012d}.json"
            body = json.dumps(record.as_dict(), sort_keys=True).encode()
            with self._failing():
                try:
                    self._client.put_object(
                        Bucket=self._bucket, Key=key, Body=body, IfNoneMatch="*"
                    )
                except self._client.exceptions.ClientError as error:
                    if error.response["Error"]["Code"] != "PreconditionFailed":
                        raise

    def read(self) -> Iterator[Record]:
        """Yield every record in the order of the numbers.

        Raises
        ------
        InputError
            If an object is no record.
        """
        for key in self._keys(""):
            yield self._get(key)

    def _keys(self, after: str) -> Iterator[str]:
        with self._failing():
            pages = self._client.get_paginator("list_objects_v2").paginate(
                Bucket=self._bucket, Prefix=self._prefix, StartAfter=after
            )
            for page in pages:
                yield from (found["Key"] for found in page.get("Contents", ()))

    def _get(self, key: str) -> Record:
        with self._failing():
            body = self._client.get_object(Bucket=self._bucket, Key=key)["Body"].read()
        record = _record(body)
        if record is None:
            raise InputError(
                f"{_S3}{self._bucket}/{key} is no checkpoint: the object was changed.",
                next_step="Keep it as evidence, and look at the bucket's own log.",
            )
        return record

    @property
    def _client(self) -> Any:
        if self._s3 is None:
            import boto3

            self._s3 = boto3.client("s3")
        return self._s3

    @contextmanager
    def _failing(self) -> Iterator[None]:
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            yield
        except (BotoCoreError, ClientError) as error:
            raise AdapterError(
                f"The audit's checkpoint bucket {self.name} failed: {error}.",
                next_step="Check the bucket, its region and the credentials in force.",
            ) from error


def _record(line: bytes) -> Record | None:
    try:
        return Record.from_dict(json.loads(line))
    except (ValueError, TypeError):
        return None


def _write_all(handle: int, text: bytes) -> None:
    while text:
        text = text[os.write(handle, text) :]
