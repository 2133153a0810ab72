"""No secret reaches a log: by its name, by its look, at any depth."""

from __future__ import annotations

import time
from typing import Any

import pytest

from dharma_core.observability.redaction import hiding, redact_event, redact_text


def _event(**values: Any) -> dict[str, Any]:
    return dict(redact_event(None, "info", dict(values)))


@pytest.mark.parametrize(
    "name",
    [
        "password",
        "DB_PASSWORD",
        "secret",
        "clientSecret",
        "token",
        "refresh_token",
        "apiKey",
        "api-key",
        "aws_secret_access_key",
        "private_key",
        "Authorization",
        "cookie",
        "key",
        "credentials",
        "salts",
    ],
)
def test_a_value_is_hidden_by_its_name(name: str) -> None:
    assert _event(**{name: "hunter2"}) == {name: "***"}


@pytest.mark.parametrize(
    "name", ["event", "keyboard", "tokenizer", "monkey", "compass", "kms_key_id"]
)
def test_an_innocent_name_is_shown(name: str) -> None:
    assert _event(**{name: "hunter2"}) == {name: "hunter2"}


def test_an_empty_secret_is_shown_as_empty() -> None:
    assert _event(password="", token=None) == {"password": "", "token": None}


def test_secrets_are_hidden_at_any_depth() -> None:
    found = _event(request={"items": [{"password": "x", "size": 3}], 7: ("AKIAABCDEFGHIJKLMNOP",)})
    assert found == {"request": {"items": [{"password": "***", "size": 3}], 7: ["***"]}}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("login password=hunter2 ok", "login password=*** ok"),
        ('{"secret": "a b", "n": 1}', '{"secret": ***, "n": 1}'),
        ("token: 'x y'", "token: ***"),
        ("db_password = abc; size = 2", "db_password = ***; size = 2"),
        ("?api_key=abc&page=2", "?api_key=***&page=2"),
        ("id AKIAIOSFODNN7EXAMPLE used", "id *** used"),
        ("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "***"),
        ("Authorization: Bearer abcdefgh123", "Authorization: ***"),
        ("sent Bearer abcdefgh123", "sent Bearer ***"),
        ("jwt eyJhbGciOi.eyJzdWIi.sig-1", "jwt ***"),
        ("postgresql://ann:p%40ss@db:5432/d", "postgresql://ann:***@db:5432/d"),
        ("-----BEGIN RSA PRIVATE KEY-----\nMII\n-----END RSA PRIVATE KEY-----!", "***!"),
        ("-----BEGIN PRIVATE KEY-----\ncut off", "***"),
    ],
)
def test_a_text_is_shown_without_its_secret(text: str, shown: str) -> None:
    assert redact_text(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "made aws_kms_key.main in 3 s",
        "digest 6c91b57992fc9c1d17ba0d96355b2d6365d915fe0d80db881ff7937cad66596b",
        "commit 1e80d9d6c91b57992fc9c1d17ba0d96355b2d636",
        "https://example.org:8080/path",
        "the tokenizer reads words",
    ],
)
def test_an_innocent_text_stays(text: str) -> None:
    assert redact_text(text) == text


def test_names_marked_sensitive_are_hidden_in_the_block() -> None:
    with hiding(["db_login", "Pin"]), hiding(["code"]):
        assert _event(DB_LOGIN="ann", pin=7, code="x", size=1) == {
            "DB_LOGIN": "***",
            "pin": "***",
            "code": "***",
            "size": 1,
        }
        assert redact_text("pin=7 opinion=8 db_login: ann") == "pin=*** opinion=8 db_login: ***"
    assert _event(pin=7) == {"pin": 7}


@pytest.mark.parametrize("piece", ["a", "a.", "secret", "password-", "/", "eyJ", "a:b@", "= "])
def test_a_hostile_line_takes_no_time(piece: str) -> None:
    started = time.perf_counter()
    redact_text(piece * (200_000 // len(piece)))
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize(
    "kind", ["personal", "access", "refresh"], ids=["personal", "access", "refresh"]
)
def test_a_token_of_dharma_or_a_vault_never_reaches_a_log(kind: str) -> None:
    from dharma_core.identity.tokens import TokenKind, new_secret

    text = new_secret(TokenKind(kind)).text
    logged = _event(event=f"refused {text} of hvs.CAESIJx0aBcDeFgHiJkLmNoP", seen=[text])
    assert text not in str(logged)
    assert text[4:14] not in str(logged)
    assert "CAESIJ" not in str(logged)
