"""The private keys that sign the audit's checkpoints: one file each, for their owner alone."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from dharma_core.audit.checkpoints import key_id_of
from dharma_core.errors import AdapterError
from dharma_core.storage.atomic_file import sync_file

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

__all__ = ["SigningKeys"]


class SigningKeys:
    """A folder of Ed25519 keys outside the database.

    A key is made as ``<id>.pem.new`` and becomes ``<id>.pem`` once the database knows it, so
    that a key whose transaction failed is never taken for one that was removed from the log.

    Parameters
    ----------
    folder : Path
        Made when the first key is.
    passphrase : str
        Encrypts new files and opens old ones; empty for files that are not encrypted.
    """

    def __init__(self, folder: Path, passphrase: str = "") -> None:
        self.folder = folder
        self._passphrase = passphrase.encode() or None
        self._loaded: dict[str, Ed25519PrivateKey] = {}

    def ids(self) -> tuple[str, ...]:
        """Return the ids of the keys that the database was told of, sorted."""
        return tuple(sorted(path.stem for path in self.folder.glob("*.pem")))

    def has(self, key_id: str) -> bool:
        """Return whether the private part of a key is here."""
        return any(path.is_file() for path in self._files(key_id))

    def make(self) -> str:
        """Make a key, keep it in its file and return its public part, hexadecimal.

        Raises
        ------
        AdapterError
            If the folder cannot be written.
        """
        from cryptography.hazmat.primitives import serialization as form
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        key = Ed25519PrivateKey.generate()
        lock: form.KeySerializationEncryption = form.NoEncryption()
        if self._passphrase:
            lock = form.BestAvailableEncryption(self._passphrase)
        text = key.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, lock)
        public = key.public_key().public_bytes(form.Encoding.Raw, form.PublicFormat.Raw).hex()
        self._write(self._files(key_id_of(public))[1], text)
        self._loaded[key_id_of(public)] = key
        return public

    def keep(self, key_id: str) -> None:
        """Note that the database knows a key that was made."""
        kept, new = self._files(key_id)
        with suppress(FileNotFoundError):
            new.replace(kept)
            sync_file(self.folder)

    def sign(self, key_id: str, text: bytes) -> bytes:
        """Return the signature of a key over a text.

        Raises
        ------
        AdapterError
            If the key is not here or cannot be opened.
        """
        if key_id not in self._loaded:
            self._loaded[key_id] = self._load(key_id)
            # Asked for by the database: it is known there, also if a crash kept us from noting it.
            self.keep(key_id)
        return self._loaded[key_id].sign(text)

    def _load(self, key_id: str) -> Ed25519PrivateKey:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        from cryptography.hazmat.primitives.serialization import load_pem_private_key

        path = next((file for file in self._files(key_id) if file.is_file()), None)
        if path is None:
            raise AdapterError(
                f"The audit's signing key {key_id} is not in {self.folder}.",
                next_step="Put its file back from a backup; without it no checkpoint is signed.",
            )
        try:
            key = load_pem_private_key(path.read_bytes(), self._passphrase)
        except (OSError, ValueError, TypeError) as error:
            raise AdapterError(
                f"The audit's signing key {path} cannot be opened ({type(error).__name__}).",
                next_step="Set DHARMA_AUDIT_PASSPHRASE to its passphrase, or put the file back.",
            ) from error
        if not isinstance(key, Ed25519PrivateKey):
            raise AdapterError(
                f"{path} holds no Ed25519 key.", next_step="Put the file back from a backup."
            )
        return key

    def _files(self, key_id: str) -> tuple[Path, Path]:
        return self.folder / f"{key_id}.pem", self.folder / f"{key_id}.pem.new"

    def _write(self, path: Path, text: bytes) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            with os.fdopen(handle, "wb") as stream:
                stream.write(text)
                stream.flush()
                os.fsync(stream.fileno())
            sync_file(self.folder)
        except OSError as error:
            raise AdapterError(
                f"The signing key {path} cannot be written: {error.strerror or error}.",
                next_step="Make the folder writable for you, or set DHARMA_HOME to one that is.",
            ) from error
