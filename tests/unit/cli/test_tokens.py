"""`dharma token`, `login`, `logout` and `keys`: what is printed once, kept, and never printed."""

from __future__ import annotations

import io
import json

import pytest

from dharma_core.cli.main import invoke
from dharma_core.workbench import Workbench


def answer(capsys: pytest.CaptureFixture[str], *args: str, code: int = 0) -> str:
    assert invoke(args) == code, capsys.readouterr().err
    return capsys.readouterr().out.strip()


def typed(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(text))


def create(capsys: pytest.CaptureFixture[str], *scopes: str) -> str:
    flags = [part for scope in scopes for part in ("--scope", scope)]
    return answer(capsys, "token", "create", "ci", *flags)


def test_a_token_is_printed_once_and_listed_without_its_secret(capsys) -> None:
    token = create(capsys, "blueprint:read")
    assert token.startswith("dhp_")
    listed = answer(capsys, "token", "list", "--format", "json")
    assert token not in listed
    (row,) = json.loads(listed)["tokens"]
    assert (row["name"], row["kind"], row["state"]) == ("ci", "personal", "active")
    assert row["scopes"] == ["blueprint:read"]
    assert token not in answer(capsys, "token", "list")


def test_a_token_of_the_environment_wins_over_what_login_kept(capsys, monkeypatch) -> None:
    reads, audits = create(capsys, "blueprint:read"), create(capsys, "audit:read")
    typed(monkeypatch, reads + "\n")
    assert answer(capsys, "login") == ""
    answer(capsys, "blueprint", "list")
    answer(capsys, "audit", "tail", code=2)
    monkeypatch.setenv("DHARMA_TOKEN", audits)
    answer(capsys, "audit", "tail")
    answer(capsys, "blueprint", "list", code=2)
    monkeypatch.delenv("DHARMA_TOKEN")
    answer(capsys, "logout")
    answer(capsys, "audit", "tail")


def test_a_login_with_what_is_no_token_keeps_nothing(capsys, monkeypatch) -> None:
    typed(monkeypatch, "hunter2\n")
    assert invoke(["login"]) == 2
    told = capsys.readouterr()
    assert "hunter2" not in told.out + told.err
    assert not (Workbench.open().settings.home / "credentials").exists()


def test_a_revoked_token_opens_nothing(capsys, monkeypatch) -> None:
    token = create(capsys, "blueprint:read")
    id_ = Workbench.open().tokens()[0].id
    assert invoke(["token", "revoke", id_]) == 0
    assert "Ended: ci" in capsys.readouterr().err
    monkeypatch.setenv("DHARMA_TOKEN", token)
    assert invoke(["blueprint", "list"]) == 2
    assert "revoked" in capsys.readouterr().err


def test_a_service_account_refreshes_its_token_and_ends(capsys, monkeypatch) -> None:
    made = json.loads(
        answer(
            capsys, "token", "create", "robot", "--scope", "blueprint:read", "--service",
            "--format", "json",
        )
    )  # fmt: skip
    typed(monkeypatch, made["refresh_token"] + "\n")
    answer(capsys, "token", "refresh", "--stdin")
    assert answer(capsys, "blueprint", "list")
    answer(capsys, "token", "refresh")
    typed(monkeypatch, made["refresh_token"] + "\n")
    assert invoke(["token", "refresh", "--stdin"]) == 2
    assert "may be stolen" in capsys.readouterr().err
    assert invoke(["blueprint", "list"]) == 2
    capsys.readouterr()
    answer(capsys, "logout")
    answer(capsys, "token", "revoke", made["id"])
    assert Workbench.open().service_accounts()[0].disabled


def test_a_refresh_without_a_token_says_how(capsys) -> None:
    assert invoke(["token", "refresh"]) == 2
    assert "dharma token refresh --stdin" in capsys.readouterr().err


@pytest.mark.parametrize(
    "args",
    [
        ["token", "create", "ci"],
        ["token", "create", "ci", "--scope", "nonsense"],
        ["token", "create", "ci", "--scope", "blueprint:read", "--expires", "10y"],
        ["token", "create", "a\nb", "--scope", "blueprint:read"],
        ["token", "revoke", "tok_nothing"],
        ["token", "revoke", "svc_nothing"],
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_made(args, capsys) -> None:
    assert invoke(args) == 2
    assert capsys.readouterr().out == ""
    assert Workbench.open().tokens() == ()


def test_a_person_logs_in_with_password_and_the_session_ends_at_logout(capsys, monkeypatch) -> None:
    from dharma_core.storage.settings import load_settings
    from dharma_core.workbench.gate import Gate

    gate = Gate(load_settings())
    gate.set_up_owner(gate.prepare_owner(), "ann", "tall violet kettle")
    assert invoke(["blueprint", "list"]) == 2
    assert "dharma login" in capsys.readouterr().err
    typed(monkeypatch, "tall violet kettle\n")
    answer(capsys, "login", "--user", "ann")
    assert answer(capsys, "blueprint", "list")
    token = create(capsys, "blueprint:read")
    answer(capsys, "logout")
    assert invoke(["blueprint", "list"]) == 2
    capsys.readouterr()
    monkeypatch.setenv("DHARMA_TOKEN", token)
    assert answer(capsys, "blueprint", "list")


def test_a_wrong_password_keeps_nothing(capsys, monkeypatch) -> None:
    from dharma_core.storage.settings import load_settings
    from dharma_core.workbench.gate import Gate

    gate = Gate(load_settings())
    gate.set_up_owner(gate.prepare_owner(), "ann", "tall violet kettle")
    typed(monkeypatch, "short\n")
    assert invoke(["login", "--user", "ann"]) == 2
    assert not (load_settings().home / "credentials").exists()


def test_keys_are_listed_rotated_and_rewrapped(capsys) -> None:
    assert "no key yet" in answer(capsys, "keys", "list")
    told = json.loads(answer(capsys, "keys", "rotate", "--format", "json"))
    (key,) = json.loads(answer(capsys, "keys", "list", "--format", "json"))["keys"]
    assert (key["id"], key["active"], key["data_keys"]) == (told["master"], True, 1)
    assert told["master"] in answer(capsys, "keys", "list")
    assert "master key now" in answer(capsys, "keys", "rotate")
    assert "sealed anew" in answer(capsys, "keys", "rewrap")
