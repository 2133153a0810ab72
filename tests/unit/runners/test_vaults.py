"""Vaults on loopback: a fake HashiCorp KV version 2, and AWS as moto plays it."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import pytest
from moto import mock_aws

from dharma_core.errors import AdapterError, InputError
from dharma_core.plan.vault_references import parse_vault_reference
from dharma_core.resilience import Policy
from dharma_core.runners.vaults import KEPT_S, Vaults

TOKEN = "hvs.test-token"
ONCE = Policy(retries=0)
REFERENCE = parse_vault_reference("vault:hashicorp:secret/shop/db#password")


class FakeVault(BaseHTTPRequestHandler):
    """Answers as a KV version 2 engine does."""

    asked: ClassVar[list[str]] = []
    answers: ClassVar[dict[str, tuple[int, Any]]] = {}

    def do_GET(self) -> None:
        self.asked.append(self.path)
        status, body = self.answers.get(self.path, (404, {"errors": []}))
        if self.headers.get("X-Vault-Token") != TOKEN:
            status, body = 403, {"errors": ["permission denied"]}
        text = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        if status == 307:
            self.send_header("Location", "http://127.0.0.1:9/stolen")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_args: object) -> None:
        """Keep the tests' output clean."""


@pytest.fixture
def address() -> Iterator[str]:
    FakeVault.asked.clear()
    FakeVault.answers = {
        "/v1/secret/data/shop/db": (200, {"data": {"data": {"password": "s3cret", "port": 5432}}})
    }
    server = ThreadingHTTPServer(("127.0.0.1", 0), FakeVault)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def vaults(address: str, **more: Any) -> Vaults:
    env = {"VAULT_ADDR": address, "VAULT_TOKEN": TOKEN} | more.pop("env", {})
    return Vaults(env, policy=ONCE, **more)


def test_a_secret_is_read_by_its_key(address: str) -> None:
    assert vaults(address).read(REFERENCE) == ("s3cret", False)
    port = parse_vault_reference("vault:hashicorp:secret/shop/db#port")
    assert vaults(address).read(port) == ("5432", False)


def test_a_secret_is_kept_for_five_minutes_and_then_read_again(address: str) -> None:
    now = [0.0]
    reader = vaults(address, seconds=lambda: now[0])
    reader.read(REFERENCE)
    now[0] = KEPT_S - 0.001
    assert reader.read(REFERENCE) == ("s3cret", True)
    assert len(FakeVault.asked) == 1
    FakeVault.answers["/v1/secret/data/shop/db"] = (200, {"data": {"data": {"password": "new"}}})
    now[0] = KEPT_S
    assert reader.read(REFERENCE) == ("new", False)


@pytest.mark.parametrize("status", [400, 403, 307, 500, 503])
def test_a_vault_that_refuses_is_said_without_its_token(address: str, status: int) -> None:
    FakeVault.answers["/v1/secret/data/shop/db"] = (status, {"errors": ["no"]})
    with pytest.raises(AdapterError, match=f"status {status}") as told:
        vaults(address).read(REFERENCE)
    assert TOKEN not in str(told.value)
    assert FakeVault.asked == ["/v1/secret/data/shop/db"]


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"[]", b"{}", b'{"data": {"password": "version 1"}}', b"null"]
)
def test_an_answer_that_is_none_of_kv_2_is_said(address: str, body: bytes) -> None:
    FakeVault.answers["/v1/secret/data/shop/db"] = (200, body)
    with pytest.raises(AdapterError, match="KV version 2"):
        vaults(address).read(REFERENCE)


@pytest.mark.parametrize(
    "text",
    ["vault:hashicorp:secret/shop/db#user", "vault:hashicorp:secret/other#password"],
    ids=["another key", "another path"],
)
def test_a_secret_that_is_not_there_is_said(address: str, text: str) -> None:
    with pytest.raises(InputError, match=r"no secret|has no text"):
        vaults(address).read(parse_vault_reference(text))


def test_a_vault_that_is_away_is_said() -> None:
    with pytest.raises(AdapterError, match="cannot be reached"):
        vaults("http://127.0.0.1:9").read(REFERENCE)


@pytest.mark.parametrize("missing", ["VAULT_ADDR", "VAULT_TOKEN"])
def test_what_is_not_set_is_named(address: str, missing: str) -> None:
    with pytest.raises(InputError, match=f"{missing} is not set"):
        vaults(address, env={missing: ""}).read(REFERENCE)


@pytest.mark.parametrize(
    "where",
    ["http://vault.example.org", "ftp://127.0.0.1", "https://u:p@vault", "http://127.0.0.1@e.org"],
)
def test_secrets_do_not_travel_in_the_clear(where: str) -> None:
    with pytest.raises(InputError, match="no address that secrets may travel from"):
        vaults(where).read(REFERENCE)


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    with mock_aws():
        import boto3

        secrets, parameters = boto3.client("secretsmanager"), boto3.client("ssm")
        secrets.create_secret(Name="shop/db", SecretString='{"password": "s3cret"}')
        secrets.create_secret(Name="shop/plain", SecretString="plain")
        secrets.create_secret(Name="shop/binary", SecretBinary=b"\x00")
        parameters.put_parameter(Name="/shop/key", Value="k-1", Type="SecureString")
        yield


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("vault:aws:shop/db#password", "s3cret"),
        ("vault:aws:shop/plain", "plain"),
        ("vault:ssm:/shop/key", "k-1"),
    ],
)
def test_a_secret_of_aws_is_read(aws: None, text: str, secret: str) -> None:
    assert Vaults({}, policy=ONCE).read(parse_vault_reference(text)) == (secret, False)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("vault:aws:shop/none", "There is no secret"),
        ("vault:ssm:/shop/none", "There is no secret"),
        ("vault:aws:shop/plain#key", "has no text 'key'"),
        ("vault:aws:shop/binary", "is a binary secret"),
    ],
)
def test_a_secret_that_aws_does_not_have_is_said(aws: None, text: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        Vaults({}, policy=ONCE).read(parse_vault_reference(text))
