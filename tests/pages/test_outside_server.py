"""What the server hands to Streamlit's login: in memory, and nothing where nothing is set up."""

from __future__ import annotations

import pytest

from app import outside_server

TOML = """
[identity.providers.work]
kind = "google"
client_id = "abc"
client_secret = "env:WORK_SECRET"

[identity.providers.hub]
kind = "github"
client_id = "def"
client_secret = "env:WORK_SECRET"
"""


@pytest.fixture
def configured(tmp_path, monkeypatch):
    monkeypatch.setenv("DHARMA_HOME", str(tmp_path))
    monkeypatch.setenv("DHARMA_CWD", str(tmp_path))
    monkeypatch.setenv("WORK_SECRET", "s3cret")

    def write(toml: str) -> None:
        (tmp_path / "dharma.toml").write_text(toml, encoding="utf-8")

    return write


def test_streamlit_gets_its_own_providers_and_no_file(configured, tmp_path) -> None:
    configured('[identity]\npublic_url = "https://dharma.example.org"\n' + TOML)
    auth = outside_server.streamlit_secrets()["auth"]
    assert auth["redirect_uri"] == "https://dharma.example.org/oauth2callback"
    assert auth["work"]["client_secret"] == "s3cret"
    assert auth["work"]["server_metadata_url"].startswith("https://accounts.google.com/")
    assert auth["work"]["client_kwargs"] == {"scope": "openid email profile"}
    assert "hub" not in auth
    assert len(auth["cookie_secret"]) >= 43
    assert [path.name for path in tmp_path.iterdir()] == ["dharma.toml"]


def test_two_starts_have_two_keys(configured) -> None:
    configured(TOML)
    one, two = (outside_server.streamlit_secrets()["auth"]["cookie_secret"] for _ in range(2))
    assert one != two


@pytest.mark.parametrize(
    "toml",
    ["", TOML.replace("WORK_SECRET", "NOT_SET"), "[identity.providers.work]\nkind = 1\n"],
    ids=["none", "no secret", "a wrong file"],
)
def test_without_a_provider_streamlits_login_stays_off(configured, toml) -> None:
    configured(toml)
    assert outside_server.streamlit_secrets() is None


@pytest.mark.parametrize(
    ("address", "base"),
    [
        ("127.0.0.1", "http://127.0.0.1:8600"),
        ("::", "http://localhost:8600"),
        ("", "http://localhost:8600"),
        ("::1", "http://[::1]:8600"),
    ],
)
def test_people_come_back_to_where_the_server_listens(monkeypatch, address, base) -> None:
    options = {"server.address": address, "server.port": 8600}
    monkeypatch.setattr(outside_server.st, "get_option", options.get)
    assert outside_server.public_base("") == base
    assert outside_server.public_base("https://d.example") == "https://d.example"
