"""Reads secrets where they are kept, HashiCorp's vault or AWS's; keeps them for five minutes.

Who may read is decided by the vault: its token and AWS's credentials come from the environment of
the process that deploys, and never from a design.
"""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote, urlsplit

from dharma_core.errors import AdapterError, InputError
from dharma_core.plan.vault_references import VaultReference
from dharma_core.resilience import Policy, resilient

__all__ = ["KEPT_S", "Vaults"]

KEPT_S = 300.0
_TIMEOUT_S = 5.0
_LARGEST_BYTES = 1024 * 1024
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


class Vaults:
    """Reads secrets by reference; safe for many threads.

    Parameters
    ----------
    env : mapping
        ``VAULT_ADDR``, ``VAULT_TOKEN`` and ``VAULT_NAMESPACE``; AWS's own variables are boto3's.
    seconds : callable
        A clock that only goes forward, in seconds.
    """

    def __init__(
        self,
        env: Mapping[str, str] | None = None,
        *,
        seconds: Callable[[], float] = time.monotonic,
        policy: Policy | None = None,
    ) -> None:
        self._env = os.environ if env is None else env
        self._seconds = seconds
        self._kept: dict[VaultReference, tuple[float, str]] = {}
        self._guard = threading.Lock()
        self._ask = resilient("the vault", policy=policy)(self._read)

    def read(self, reference: VaultReference) -> tuple[str, bool]:
        """Return a secret, and whether it is the one read within the last five minutes.

        Raises
        ------
        InputError
            If the vault has no such secret or value, or is not configured.
        AdapterError
            If the vault cannot be reached, or refuses.
        """
        now = self._seconds()
        with self._guard:
            self._kept = {r: kept for r, kept in self._kept.items() if now - kept[0] < KEPT_S}
            if reference in self._kept:
                return self._kept[reference][1], True
        secret = self._ask(reference)
        with self._guard:
            self._kept[reference] = (now, secret)
        return secret, False

    def _read(self, reference: VaultReference) -> str:
        if reference.vault == "hashicorp":
            return self._hashicorp(reference)
        return _value(reference, _aws(reference))

    def _hashicorp(self, reference: VaultReference) -> str:
        import httpx

        address, token = self._address(), self._env.get("VAULT_TOKEN", "").strip()
        if not token:
            raise _not_set("VAULT_TOKEN")
        headers = {"X-Vault-Token": token, "X-Vault-Request": "true"}
        if space := self._env.get("VAULT_NAMESPACE", "").strip():
            headers["X-Vault-Namespace"] = space
        mount, _, path = reference.path.partition("/")
        url = f"{address}/v1/{quote(mount)}/data/{quote(path)}"
        try:
            answer = httpx.get(url, headers=headers, timeout=_TIMEOUT_S, follow_redirects=False)
        except httpx.HTTPError as error:
            raise AdapterError(
                f"The vault at {address} cannot be reached ({type(error).__name__}).",
                next_step="Check VAULT_ADDR and that the vault runs and is unsealed.",
            ) from error
        if answer.status_code != 200:
            raise _refused(reference, address, answer.status_code)
        return _picked(reference, _secret_data(reference, answer.content))

    def _address(self) -> str:
        address = self._env.get("VAULT_ADDR", "").strip().rstrip("/")
        if not address:
            raise _not_set("VAULT_ADDR")
        parts = urlsplit(address)
        safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
        if not safe or parts.username or parts.query:
            raise InputError(
                "VAULT_ADDR is no address that secrets may travel from.",
                next_step="Set it to https://HOST:PORT; http only on this machine.",
            )
        return address


def _aws(reference: VaultReference) -> str:
    import boto3
    from botocore.config import Config
    from botocore.exceptions import BotoCoreError, ClientError

    limits = Config(
        connect_timeout=_TIMEOUT_S, read_timeout=_TIMEOUT_S, retries={"max_attempts": 1}
    )
    try:
        if reference.vault == "ssm":
            client = boto3.client("ssm", config=limits)
            found = client.get_parameter(Name=reference.path, WithDecryption=True)
            return str(found["Parameter"]["Value"])
        client = boto3.client("secretsmanager", config=limits)
        return str(client.get_secret_value(SecretId=reference.path)["SecretString"])
    except KeyError:
        raise InputError(
            f"{reference} is a binary secret.", next_step="Keep it as text, or as JSON."
        ) from None
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", ""))
        if code in ("ResourceNotFoundException", "ParameterNotFound"):
            raise _absent(reference) from error
        raise AdapterError(
            f"AWS does not give {reference} ({code}).",
            next_step="Check the region, and that the role of this process may read it.",
        ) from error
    except BotoCoreError as error:
        raise AdapterError(
            f"AWS cannot be asked for {reference} ({type(error).__name__}).",
            next_step="Check the region and the credentials of this process.",
        ) from error


def _value(reference: VaultReference, text: str) -> str:
    """Return all of a plain secret, or one value of a JSON one."""
    if not reference.key:
        return text
    try:
        values = json.loads(text)
    except ValueError:
        values = None
    return _picked(reference, values)


def _secret_data(reference: VaultReference, body: bytes) -> Any:
    try:
        return json.loads(body[:_LARGEST_BYTES])["data"]["data"]
    except (ValueError, KeyError, TypeError):
        raise AdapterError(
            f"The vault's answer for {reference} is none of a KV version 2 engine.",
            next_step="Check the mount: other engines and version 1 are not read.",
        ) from None


def _picked(reference: VaultReference, values: Any) -> str:
    if not isinstance(values, Mapping) or not isinstance(values.get(reference.key), (str, int)):
        raise InputError(
            f"{reference} is there and has no text {reference.key!r}.",
            next_step="Name one of its keys after '#'.",
        )
    return str(values[reference.key])


def _refused(reference: VaultReference, address: str, status: int) -> AdapterError | InputError:
    if status == 404:
        return _absent(reference)
    meaning = {403: "its token may not read it", 503: "it is sealed"}.get(status, "see its log")
    return AdapterError(
        f"The vault at {address} does not give {reference}: status {status}, {meaning}.",
        next_step="Check VAULT_TOKEN, its policy and its life.",
        details={"status": status},
    )


def _absent(reference: VaultReference) -> InputError:
    return InputError(
        f"There is no secret {reference}.", next_step="Check its path; it may be deleted."
    )


def _not_set(name: str) -> InputError:
    return InputError(
        f"A design refers to a vault, and {name} is not set.",
        next_step=f"Set {name} where the deployment runs (dharma deploy or dharma serve).",
    )
