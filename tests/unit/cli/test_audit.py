"""``dharma audit`` from the outside: search, checkpoints, keys, export, retention, redaction."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from dharma_core.workbench import Workbench


@pytest.fixture
def stored():
    bench = Workbench.open()
    blueprint = bench.save_blueprint(bench.template("serverless-api"))
    bench.delete_blueprint(blueprint.id)
    return bench


def _json(ran, code: int = 0):
    assert ran.code == code, ran.err
    return json.loads(ran.out)


def test_verify_says_what_signs_the_chain(stored, dharma):
    verdict = _json(dharma("audit", "verify", "--format", "json"))
    assert (verdict["valid"], verdict["events"], verdict["first_bad"]) == (True, 2, None)
    assert (verdict["checkpoints"], verdict["signed_up_to"]) == (1, 1)
    assert verdict["outside"]["state"] == "agrees"
    assert "Event 2 is not signed yet" in dharma("audit", "verify").out
    assert _json(dharma("audit", "checkpoint", "--format", "json"))["checkpoint"]["seq"] == 2
    assert _json(dharma("audit", "verify", "--format", "json"))["notices"] == []


def test_a_lost_outside_log_and_an_older_database_are_told(stored, dharma):
    home = stored.settings.home
    stored.sign_audit()
    (home / "audit" / "checkpoints.jsonl").rename(home / "noted.jsonl")
    told = dharma("audit", "verify").out.replace("\n", " ")
    assert "cannot be excluded" in told
    (home / "noted.jsonl").rename(home / "audit" / "checkpoints.jsonl")
    with sqlite3.connect(home / "dharma.db") as connection:
        connection.execute("DELETE FROM audit_checkpoints WHERE number = 2")
    connection.close()
    verdict = _json(dharma("audit", "verify", "--format", "json"), code=1)
    assert (verdict["valid"], verdict["outside"]["state"]) == (False, "differs")


def test_keys_are_listed_and_rotated(stored, dharma):
    (first,) = _json(dharma("audit", "keys", "--format", "json"))["keys"]
    assert (first["in_force"], first["private_key_here"], first["days"]) == (True, True, 0)
    record = _json(dharma("audit", "rotate-key", "--format", "json"))["checkpoint"]
    assert (record["kind"], record["key_id"]) == ("key", first["id"])
    second = _json(dharma("audit", "keys", "--format", "json"))["keys"][1]
    assert (second["signed_by"], second["in_force"]) == (first["id"], True)
    assert second["id"] in dharma("audit", "keys").out


def test_tail_searches(stored, dharma):
    def types(*options: str) -> list[str]:
        page = _json(dharma("audit", "tail", *options, "--format", "json"))
        return [entry["type"] for entry in page["events"]]

    assert types() == ["BlueprintDeleted", "BlueprintCreated"]
    assert types("--type", "BlueprintCreated") == ["BlueprintCreated"]
    assert types("--security") == ["BlueprintDeleted"]
    assert types("--who", "nobody") == types("--failed") == types("--until", "2020-01-01") == []
    assert len(types("--who", "local", "--since", "1h", "--text", "SERVERLESS", "--cold")) >= 1
    page = _json(dharma("audit", "tail", "--limit", "1", "--format", "json"))
    assert page["before"] == 2
    assert types("--before", "2") == ["BlueprintCreated"]
    assert "medium" in dharma("audit", "tail", "--security").out


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--since", "yesterday"), "--since 'yesterday' is no moment"),
        (("--until", "9999999d"), "is no moment"),
        (("--type", "BlueprintDelete"), "Did you mean 'BlueprintDeleted'?"),
    ],
)
def test_a_search_that_cannot_be_is_refused(dharma, options, message):
    ran = dharma("audit", "tail", *options)
    assert (ran.code, message in ran.err.replace("\n", " ")) == (2, True), ran.err


def test_an_export_with_its_verifier(stored, dharma, tmp_path: Path):
    assert dharma("audit", "export", "--out", str(tmp_path / "out")).code == 0
    done = subprocess.run(
        [sys.executable, "-I", str(tmp_path / "out" / "verify_audit.py")],
        capture_output=True, text=True, env={"PATH": os.defpath}, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout.startswith("VALID: 2 events")) == (0, True)


def test_archive_and_redaction_are_told(stored, dharma):
    assert _json(dharma("audit", "archive", "--format", "json")) == {
        "archived": 0, "files": [], "deleted": [],
    }  # fmt: skip
    assert _json(dharma("audit", "redact-person", "local", "--format", "json")) == {
        "events": 2,
        "still_named": 0,
    }
    assert dharma("audit", "redact-person", "nobody").code == 2
    verdict = _json(dharma("audit", "verify", "--format", "json"))
    assert (verdict["valid"], verdict["redacted"]) == (True, 2)
