"""The guard around the real server: its headers on pages, files and API, and the names it knows."""

from __future__ import annotations

from contextlib import closing
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from app.shield import CONTENT_SECURITY_POLICY


def _ask(server: str, path: str, **headers: str):
    with closing(HTTPConnection(urlsplit(server).netloc, timeout=20)) as connection:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        answer.read()
        return answer


@pytest.mark.parametrize("path", ["/", "/costs", "/healthz", "/api/v1/blueprints", "/auth/accept"])
def test_every_kind_of_answer_carries_the_headers(server, path) -> None:
    answer = _ask(server, path)
    assert answer.getheader("Content-Security-Policy") == CONTENT_SECURITY_POLICY
    assert answer.getheader("X-Content-Type-Options") == "nosniff"
    assert answer.getheader("Referrer-Policy") == "same-origin"
    assert answer.getheader("Strict-Transport-Security") is None


@pytest.mark.parametrize("path", ["/", "/healthz", "/api/v1/blueprints", "/_stcore/health"])
def test_a_server_called_by_another_name_answers_nothing(server, path) -> None:
    assert _ask(server, path, Host="evil.test").status == 400


def test_a_stream_asked_for_under_another_name_is_not_opened(server) -> None:
    upgrade = {
        "Host": "evil.test",
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    }
    assert _ask(server, "/_stcore/stream", **upgrade).status == 403


def test_the_api_is_there_and_asks_for_a_token(server) -> None:
    assert _ask(server, "/api/v1/blueprints").status == 401
    assert _ask(server, "/api/v1/nothing").status == 404
