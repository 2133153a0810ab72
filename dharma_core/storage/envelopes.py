"""Secrets at rest: sealed with a tenant's data key, which a master key outside the store wraps.

A sealed value is a text ``dharma-sealed:1:KEY:...`` (AES-256-GCM). It opens only at the place it
was sealed for: tenant, blueprint, version and path are authenticated with it.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, insert, select, true, update

from dharma_core.audit import canonical_json
from dharma_core.errors import AdapterError
from dharma_core.ids import new_id
from dharma_core.storage.master_keys import KEY_BYTES, MasterKeys
from dharma_core.storage.scope import Scope
from dharma_core.storage.token_tables import data_keys

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

__all__ = ["SEALED", "DataKey", "Envelopes", "is_sealed"]

SEALED = "dharma-sealed:1:"
_NONCE_BYTES = 12


@dataclass(frozen=True, slots=True)
class DataKey:
    """A tenant's data key as it is kept: wrapped.

    Parameters
    ----------
    master : str
        Id of the master key that wraps it.
    """

    id: str
    tenant: str
    master: str
    wrapped: str
    created: datetime


class Envelopes:
    """Seals and opens values inside one transaction.

    Parameters
    ----------
    opened : dict
        Data keys unwrapped so far, by id; shared by the transactions of one store.
    """

    def __init__(self, scope: Scope, masters: MasterKeys, opened: dict[str, bytes]) -> None:
        self._scope = scope
        self._masters = masters
        self._opened = opened

    def seal(self, value: object, place: Iterable[str]) -> str:
        """Return a JSON value sealed for a place with the tenant's newest data key."""
        key = self._newest()
        nonce = secrets.token_bytes(_NONCE_BYTES)
        text = canonical_json(value).encode("ascii")
        cipher = _cipher(self.unwrap(key)).encrypt(nonce, text, _bound(place))
        return f"{SEALED}{key.id}:{base64.b64encode(nonce + cipher).decode('ascii')}"

    def open(self, text: str, place: Iterable[str]) -> object:
        """Return what was sealed for a place.

        Raises
        ------
        AdapterError
            If its key is not at hand, or it was changed or moved in the database.
        """
        from cryptography.exceptions import InvalidTag

        id_, _, body = text.removeprefix(SEALED).partition(":")
        try:
            sealed = base64.b64decode(body, validate=True)
            nonce, cipher = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
            key = self.unwrap(self._by_id(id_))
            return json.loads(_cipher(key).decrypt(nonce, cipher, _bound(place)))
        except (InvalidTag, binascii.Error, ValueError) as error:
            raise AdapterError(
                "A sealed value was changed in the database, or moved there from another place.",
                next_step="Restore the row from a backup; `dharma audit tail` tells who wrote it.",
                details={"place": list(place)},
            ) from error

    def fingerprint(self, value: object) -> str:
        """Return what tells equal secrets of a tenant without telling them: a keyed digest.

        It is keyed with the tenant's first data key, so that it outlives every rotation.
        """
        first = self.unwrap((*self._own(), self._newest())[0])
        return hmac.digest(first, canonical_json(value).encode("ascii"), hashlib.sha256).hex()

    def add_key(self) -> DataKey:
        """Make the tenant a new data key, which seals from now on."""
        secret, master = secrets.token_bytes(KEY_BYTES), self._masters.active()
        actor = self._scope.actor
        id_ = new_id("dk")
        wrapped = _wrap(master.secret, secret, actor.tenant, id_)
        key = DataKey(id_, actor.tenant, master.id, wrapped, self._scope.now)
        row = {name: getattr(key, name) for name in key.__dataclass_fields__}
        self._scope.write(insert(data_keys).values(**row, user=actor.user))
        self._opened[key.id] = secret
        return key

    def all(self) -> tuple[DataKey, ...]:
        """Return the data keys of every tenant, oldest first."""
        return self._kept(true())

    def rewrap(self) -> tuple[DataKey, ...]:
        """Wrap every data key with the active master key; return those that were not."""
        master = self._masters.active()
        stale = tuple(key for key in self.all() if key.master != master.id)
        for key in stale:
            wrapped = _wrap(master.secret, self.unwrap(key), key.tenant, key.id)
            change = update(data_keys).where(data_keys.c.id == key.id)
            self._scope.write(change.values(master=master.id, wrapped=wrapped))
        return stale

    def _own(self) -> tuple[DataKey, ...]:
        return self._kept(data_keys.c.tenant == self._scope.actor.tenant)

    def _kept(self, wanted: ColumnElement[bool]) -> tuple[DataKey, ...]:
        table = data_keys.c
        columns = [table[name] for name in DataKey.__dataclass_fields__]
        query = select(*columns).where(wanted).order_by(table.created, table.id)
        return tuple(DataKey(**row) for row in self._scope.rows(query))

    def _newest(self) -> DataKey:
        own = self._own()
        return own[-1] if own else self.add_key()

    def _by_id(self, id_: str) -> DataKey:
        for key in self._kept(data_keys.c.id == id_):
            return key
        raise AdapterError(
            f"The data key {id_[:40]!r} of a sealed value is not in the store.",
            next_step="Restore the database from a backup that has it.",
        )

    def unwrap(self, key: DataKey) -> bytes:
        """Return a data key itself; raises AdapterError when its master key is not at hand."""
        if key.id not in self._opened:
            master = self._masters.get(key.master)
            self._opened[key.id] = _unwrap(master.secret, key)
        return self._opened[key.id]


def is_sealed(value: object) -> bool:
    """Whether a value of a document is a sealed one."""
    return isinstance(value, str) and value.startswith(SEALED)


def _wrap(master: bytes, secret: bytes, tenant: str, id_: str) -> str:
    nonce = secrets.token_bytes(_NONCE_BYTES)
    cipher = _cipher(master).encrypt(nonce, secret, _bound((tenant, id_)))
    return base64.b64encode(nonce + cipher).decode("ascii")


def _unwrap(master: bytes, key: DataKey) -> bytes:
    from cryptography.exceptions import InvalidTag

    try:
        sealed = base64.b64decode(key.wrapped, validate=True)
        nonce, cipher = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        return _cipher(master).decrypt(nonce, cipher, _bound((key.tenant, key.id)))
    except (InvalidTag, binascii.Error, ValueError) as error:
        raise AdapterError(
            f"The data key {key.id} was changed in the database.",
            next_step="Restore the table data_keys from a backup.",
        ) from error


def _bound(place: Iterable[str]) -> bytes:
    return canonical_json(list(place)).encode("ascii")


def _cipher(key: bytes) -> AESGCM:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(key)
