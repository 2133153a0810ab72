"""The keys that wrap other keys: files that their owner alone can read, or one given.

Losing them loses every secret that was sealed: they belong into a backup of their own, apart from
the database's.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
import secrets
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from dharma_core.errors import AdapterError, InputError

__all__ = ["MASTER_KEY_VARIABLE", "MasterKey", "MasterKeys"]

MASTER_KEY_VARIABLE = "DHARMA_MASTER_KEY"
KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class MasterKey:
    """One master key.

    Parameters
    ----------
    id : str
        ``mk_`` and the start of the key's SHA-256: the same wherever the key lies.
    made : datetime or None
        When its file was written, UTC; None for one from the environment.
    """

    id: str
    secret: bytes = field(repr=False)
    made: datetime | None = None


class MasterKeys:
    """Every master key at hand; the active one seals, all of them open.

    Parameters
    ----------
    folder : Path
        Holds ``master-ID.key`` files; made with the first key.
    env : mapping
        ``DHARMA_MASTER_KEY`` in it, 32 bytes in base64, is the active key when set.
    """

    def __init__(self, folder: Path, env: Mapping[str, str] | None = None) -> None:
        self.folder = folder
        self._env = os.environ if env is None else env

    def all(self) -> tuple[MasterKey, ...]:
        """Return the keys at hand, the active one first, then the newest.

        Raises
        ------
        InputError
            If a key is none, or others can read its file.
        """
        files = sorted(self.folder.glob("master-*.key")) if self.folder.is_dir() else []
        kept = sorted((_read(file) for file in files), key=lambda k: (k.made, k.id), reverse=True)
        given = self._given()
        return (*([given] if given else []), *(k for k in kept if not given or k.id != given.id))

    def active(self) -> MasterKey:
        """Return the key that seals now; the first call makes one."""
        known = self.all()
        return known[0] if known else self.make()

    def get(self, id: str) -> MasterKey:  # noqa: A002 - the domain's word
        """Return the key of an id.

        Raises
        ------
        AdapterError
            If it is not at hand: what it sealed cannot be opened.
        """
        known = self.all()
        for key in known:
            if key.id == id:
                return key
        have = ", ".join(k.id for k in known) or "none"
        raise AdapterError(
            f"The master key {id} is not here, so what it protects cannot be read (found: {have}).",
            next_step=f"Put the file of that key back into {self.folder} from its backup, or set "
            f"{MASTER_KEY_VARIABLE} to it.",
            details={"missing": id, "found": [k.id for k in known]},
        )

    def make(self) -> MasterKey:
        """Make a new key file, which is the active key from now on.

        Raises
        ------
        InputError
            If the active key is given by the environment: a file would not be used.
        AdapterError
            If the file cannot be written.
        """
        if self._given():
            raise InputError(
                f"The master key comes from {MASTER_KEY_VARIABLE}.",
                next_step="Set it to a new key, keep the old one as a file in "
                f"{self.folder}, then run `dharma keys rewrap`.",
            )
        secret = secrets.token_bytes(KEY_BYTES)
        file = self.folder / f"master-{_id(secret)}.key"
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            with os.fdopen(handle, "wb") as stream:
                stream.write(base64.b64encode(secret) + b"\n")
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as error:
            raise AdapterError(
                f"The key file {file} cannot be written: {error.strerror or error}.",
                next_step=f"Make the folder writable, or set {MASTER_KEY_VARIABLE}.",
            ) from error
        return _read(file)

    def _given(self) -> MasterKey | None:
        text = self._env.get(MASTER_KEY_VARIABLE, "").strip()
        return _parse(text, MASTER_KEY_VARIABLE, None) if text else None


def _read(file: Path) -> MasterKey:
    found = file.stat()
    if os.name == "posix" and stat.S_IMODE(found.st_mode) & 0o077:
        raise InputError(
            f"Others can read the key file {file}.",
            next_step=f"Run chmod 600 {file}, then `dharma keys rotate`: it may be known.",
        )
    made = datetime.fromtimestamp(found.st_mtime, UTC)
    return _parse(file.read_text("ascii", errors="replace").strip(), str(file), made)


def _parse(text: str, where: str, made: datetime | None) -> MasterKey:
    try:
        secret = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        secret = b""
    if len(secret) != KEY_BYTES:
        raise InputError(
            f"{where} holds no master key.",
            next_step=f"It is {KEY_BYTES} random bytes in base64: openssl rand -base64 {KEY_BYTES}",
        )
    return MasterKey(_id(secret), secret, made)


def _id(secret: bytes) -> str:
    return f"mk_{hashlib.sha256(secret).hexdigest()[:12]}"
