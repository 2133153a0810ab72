"""What dharma.toml may say of an outside provider, and what is never taken."""

from __future__ import annotations

import pytest

from dharma_core.errors import FactError, InputError
from dharma_core.storage import provider_facts
from dharma_core.storage.environment_references import resolved
from dharma_core.storage.provider_settings import checked_address
from dharma_core.storage.settings import load_settings

GOOGLE = """
[identity.providers.work]
kind = "google"
client_id = "abc"
client_secret = "env:WORK_SECRET"
"""


def _load(folder, toml):
    (folder / "dharma.toml").write_text(toml, encoding="utf-8")
    return load_settings(folder, {"DHARMA_HOME": str(folder)}).identity


def test_a_known_kind_needs_no_addresses(tmp_path) -> None:
    said = _load(tmp_path, GOOGLE).providers["work"]
    agreed = said.agreed("work")
    assert (agreed.issuer, agreed.audience) == ("https://accounts.google.com", "abc")
    assert (agreed.tokens, agreed.anybody, agreed.create) == (True, True, False)
    assert said.button("work") == "Google"


def test_the_secret_comes_from_the_environment(tmp_path) -> None:
    said = _load(tmp_path, GOOGLE).providers["work"]
    assert said.secret("work", {"WORK_SECRET": "s3cret"}) == "s3cret"
    with pytest.raises(InputError, match="env:WORK_SECRET is not set"):
        said.secret("work", {"WORK_SECRET": ""})


def test_a_reference_of_another_form_is_never_echoed() -> None:
    with pytest.raises(InputError) as caught:
        resolved("hunter2", {}, what="It")
    assert "hunter2" not in str(caught.value)


WRONG = {
    "a secret in the file": (GOOGLE.replace("env:WORK_SECRET", "hunter2"), "never written here"),
    "no client": (GOOGLE.replace('client_id = "abc"', ""), "client_id"),
    "everybody in the world": (
        GOOGLE + 'create = true\ndefault_role = "viewer"\n',
        "everybody in the world",
    ),
    "the same by its address alone": (
        GOOGLE.replace('"google"', '"oidc"')
        + 'metadata_url = "https://accounts.google.com/.well-known/openid-configuration"\n'
        + 'create = true\ndefault_role = "viewer"\n',
        "everybody in the world",
    ),
    "an owner": (GOOGLE + 'default_role = "owner"\n', "would give the role owner"),
    "no address": (GOOGLE.replace('"google"', '"microsoft"'), "lacks metadata_url"),
    "an address without TLS": (
        GOOGLE + 'metadata_url = "http://idp.example"\n',
        "no https address",
    ),
    "a name that Streamlit cannot take": (GOOGLE.replace("work]", "my_work]"), "my_work"),
    "a public address that is a script": (
        '[identity]\npublic_url = "javascript:alert(1)"\n',
        "no https address",
    ),
}


@pytest.mark.parametrize(("toml", "message"), WRONG.values(), ids=WRONG)
def test_a_configuration_is_refused_with(tmp_path, toml, message) -> None:
    with pytest.raises(InputError, match=message) as caught:
        _load(tmp_path, toml)
    assert "hunter2" not in str(caught.value)


def test_a_github_of_ones_own_is_not_everybodys(tmp_path) -> None:
    said = GOOGLE.replace('"google"', '"github"') + 'create = true\ndefault_role = "viewer"\n'
    own = _load(tmp_path, said + 'url = "https://git.example.org"\n').providers["work"]
    assert own.agreed("work").issuer == "https://git.example.org"
    with pytest.raises(InputError, match="everybody in the world"):
        _load(tmp_path, said + 'url = "https://github.com/"\n')


@pytest.mark.parametrize(
    "address",
    ["ftp://a.example", "https://", "https://u:p@a.example", "http://a.example", "https://a.b#c"],
)
def test_an_address_is_https_or_this_machine(address) -> None:
    with pytest.raises(ValueError, match="no https address"):
        checked_address(address)
    assert checked_address("http://127.0.0.1:8501/") == "http://127.0.0.1:8501"


@pytest.mark.parametrize("text", ["a: [", "google: 1", "google: {title: x}"])
def test_a_wrong_file_of_facts_is_named(tmp_path, monkeypatch, text) -> None:
    (tmp_path / "identity").mkdir()
    (tmp_path / "identity" / "providers.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(provider_facts, "data_root", lambda: tmp_path)
    with pytest.raises(FactError, match=r"identity/providers\.yaml"):
        provider_facts.load_provider_facts.__wrapped__()
