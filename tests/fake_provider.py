"""An outside provider on loopback: OpenID Connect and GitHub's words, with faults on demand."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

CLIENT, SECRET = "dharma-test", "the client's own secret"


@dataclass
class FakeProvider:
    """What it says of whoever comes: everybody is this one person, and agrees at once."""

    url: str
    person: dict[str, Any] = field(default_factory=dict)
    # Written over the token's claims: a wrong audience, an old time.
    wrong: dict[str, Any] = field(default_factory=dict)
    emails: list[dict[str, Any]] = field(default_factory=list)
    orgs: list[dict[str, Any]] = field(default_factory=list)
    teams: list[dict[str, Any]] = field(default_factory=list)
    strange: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    signed_by_another: bool = False
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    tokens: set[str] = field(default_factory=set)

    def metadata(self) -> dict[str, Any]:
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "jwks_uri": f"{self.url}/jwks",
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
        }

    def authorise(self, asked: dict[str, str]) -> str:
        """Return where the browser is sent back to, with a code."""
        code = secrets.token_urlsafe(12)
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def redeem(self, told: dict[str, str], client: tuple[str, str]) -> dict[str, str] | None:
        """Return what a code was asked for: once, to its client, with the right verifier."""
        asked = self.codes.pop(told.get("code", ""), None)
        if asked is None or client != (CLIENT, SECRET):
            return None
        digest = hashlib.sha256(told.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        same = asked["redirect_uri"] == told.get("redirect_uri")
        return asked if same and challenge == asked.get("code_challenge") else None

    def id_token(self, asked: dict[str, str]) -> str:
        from joserfc import jwt
        from joserfc.jwk import RSAKey

        now = int(time.time())
        said = {"iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 600}
        said |= {"nonce": asked.get("nonce", ""), **self.person, **self.wrong}
        key = RSAKey.generate_key(2048) if self.signed_by_another else _key()
        return jwt.encode({"alg": "RS256", "kid": "k1"}, said, key)


_KEYS: list[Any] = []


def _key() -> Any:
    from joserfc.jwk import RSAKey

    if not _KEYS:
        _KEYS.append(RSAKey.generate_key(2048, {"kid": "k1"}))
    return _KEYS[0]


@contextmanager
def fake_provider() -> Iterator[FakeProvider]:
    """Serve a provider while the block runs."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    provider = FakeProvider(f"http://127.0.0.1:{server.server_port}")
    server.provider = provider  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    @property
    def provider(self) -> FakeProvider:
        return self.server.provider  # type: ignore[attr-defined, no-any-return]

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        asked = dict(parse_qsl(parts.query))
        self.provider.asked.append((parts.path, asked))
        if parts.path in self.provider.strange:
            self._send(*self.provider.strange[parts.path])
        elif parts.path in ("/authorize", "/login/oauth/authorize"):
            self.send_response(302)
            self.send_header("Location", self.provider.authorise(asked))
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif parts.path == "/.well-known/openid-configuration":
            self._say(self.provider.metadata())
        elif parts.path == "/jwks":
            self._say({"keys": [_key().as_dict(private=False)]})
        else:
            self._say_of_person(parts.path.removeprefix("/api/v3"))

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        told = dict(parse_qsl(raw.decode()))
        path = urlsplit(self.path).path
        self.provider.asked.append((path, told))
        if path in self.provider.strange:
            self._send(*self.provider.strange[path])
            return
        asked = self.provider.redeem(told, self._client(told))
        if asked is None:
            status = 200 if path.startswith("/login") else 400
            self._say({"error": "invalid_grant"}, status)
            return
        token = secrets.token_urlsafe(12)
        self.provider.tokens.add(token)
        answer = {"access_token": token, "token_type": "bearer"}
        if path == "/token":
            answer["id_token"] = self.provider.id_token(asked)
        self._say(answer)

    def _client(self, told: dict[str, str]) -> tuple[str, str]:
        kind, _, value = self.headers.get("Authorization", "").partition(" ")
        if kind == "Basic":
            name, _, secret = base64.b64decode(value).decode().partition(":")
            from urllib.parse import unquote

            return unquote(name), unquote(secret)
        return told.get("client_id", ""), told.get("client_secret", "")

    def _say_of_person(self, path: str) -> None:
        found = {
            "/user": self.provider.person,
            "/user/emails": self.provider.emails,
            "/user/orgs": self.provider.orgs,
            "/user/teams": self.provider.teams,
        }.get(path)
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        if found is None or token not in self.provider.tokens:
            self._say({"message": "no"}, 404 if found is None else 401)
        else:
            self._say(found)

    def _say(self, value: Any, status: int = 200) -> None:
        self._send(status, json.dumps(value).encode())

    def _send(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        pass
