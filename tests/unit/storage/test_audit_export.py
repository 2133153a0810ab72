"""An export is verified by the stand-alone verifier alone, and says what ours says."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from dharma_core.audit.searching import EventQuery
from dharma_core.errors import AdapterError
from dharma_core.events import Event, EventType
from dharma_core.identity import Actor, local_actor
from dharma_core.storage.archiving import Archivist, Retention
from dharma_core.storage.audit_export import export_to
from dharma_core.storage.cold_events import ColdEvents

ROOT = Path(__file__).parents[3]
START = datetime(2026, 3, 2, tzinfo=UTC)


def _load() -> ModuleType:
    name = "audit_attacks"
    spec = importlib.util.spec_from_file_location(name, ROOT / "benchmarks" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


attacks = _load()


@pytest.fixture
def lab(tmp_path: Path):
    return attacks.Lab(tmp_path)


def _export(lab, path: Path, query: EventQuery | None = None, *, redacted: bool = True):
    cold = ColdEvents(lab.folder / "archive")
    with lab.store() as store, store.reading() as uow:
        return export_to(path, uow.scope, cold, query or EventQuery(), redacted=redacted)


def _verify(place: Path, *more: str) -> dict[str, Any]:
    """Run the script that lies in the export, as an auditor does: no Dharma, bare environment."""
    script = place / "verify_audit.py" if place.is_dir() else ROOT / "data/audit/verify_audit.py"
    done = subprocess.run(
        [sys.executable, "-I", str(script), str(place), "--json", *more],
        capture_output=True, text=True, env={}, cwd="/", timeout=60, check=False,
    )  # fmt: skip
    assert done.stdout, done.stderr
    verdict = json.loads(done.stdout)
    assert done.returncode == (0 if verdict["valid"] else 1)
    return verdict


def test_the_script_uses_the_standard_library_and_cryptography_alone() -> None:
    import ast

    tree = ast.parse((ROOT / "data/audit/verify_audit.py").read_text("utf-8"))
    found = {
        name.partition(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        )
    }  # fmt: skip
    assert found - set(sys.stdlib_module_names) == {"cryptography"}


@pytest.mark.parametrize("name", ["out", "out.zip"])
@pytest.mark.parametrize("redacted", [True, False])
def test_an_export_is_verified(lab, tmp_path: Path, name: str, redacted: bool) -> None:
    made = _export(lab, tmp_path / name, redacted=redacted)
    assert (made.events, made.left_out) == (40, 0)
    verdict = _verify(tmp_path / name, "--outside", str(tmp_path / "outside.jsonl"))
    assert (verdict["valid"], verdict["events"], verdict["notices"]) == (True, 40, [])
    assert (verdict["redacted"], verdict["checkpoints"]) == (40 * redacted, 8)
    if not name.endswith(".zip"):
        assert ("10.0.0.1" in (tmp_path / name / "events.jsonl").read_text()) is not redacted


def test_what_is_filtered_out_stands_as_hashes_and_the_chain_is_verified(
    lab, tmp_path: Path
) -> None:
    since = datetime(2026, 3, 1, 0, 35, tzinfo=UTC)
    made = _export(lab, tmp_path / "out", EventQuery(since=since))
    assert (made.events, made.left_out) == (6, 34)
    verdict = _verify(tmp_path / "out")
    assert (verdict["valid"], verdict["events"], verdict["left_out"]) == (True, 40, 34)
    assert '"n": 34' not in (tmp_path / "out" / "events.jsonl").read_text()


def test_another_tenant_gets_hashes_alone(lab, tmp_path: Path) -> None:
    cold = ColdEvents(tmp_path / "archive")
    eve = Actor("eve", "elsewhere", ("admin",))
    with lab.store() as store, store.reading(eve) as uow:
        made = export_to(tmp_path / "out", uow.scope, cold, EventQuery(), redacted=False)
    assert (made.events, made.left_out) == (0, 40)
    assert "blueprint" not in (tmp_path / "out" / "events.jsonl").read_text()
    assert _verify(tmp_path / "out")["valid"]


@pytest.mark.parametrize("attack", attacks.ATTACKS, ids=lambda attack: attack.name)
def test_the_script_finds_what_ours_finds(lab, tmp_path: Path, attack) -> None:
    attack.run(lab)
    ours = lab.verify()
    _export(lab, tmp_path / "out")
    theirs = _verify(tmp_path / "out", "--outside", str(tmp_path / "outside.jsonl"))
    assert (theirs["valid"], theirs["first_bad"]) == (False, ours.first_bad), theirs


@pytest.mark.parametrize("attack", attacks.ATTACKS, ids=lambda attack: attack.name)
def test_without_the_log_outside_the_script_finds_what_the_database_shows(
    lab, tmp_path: Path, attack
) -> None:
    attack.run(lab)
    _export(lab, tmp_path / "out.zip")
    verdict = _verify(tmp_path / "out.zip")
    assert verdict["valid"] is not attack.alone
    assert "cannot be excluded" in verdict["notices"][0]


def _edit(change: Callable[[list[dict[str, Any]]], Any]) -> Callable[[Path], None]:
    def run(folder: Path) -> None:
        file = folder / "events.jsonl"
        lines = [json.loads(line) for line in file.read_text().splitlines()]
        change(lines)
        file.write_text("".join(json.dumps(line) + "\n" for line in lines))

    return run


EDITS = {
    "value": (_edit(lambda e: e[6]["data"].update(n=99)), 7),
    "time": (_edit(lambda e: e[6].update(time="2026-03-01T00:00:00.000000Z")), 7),
    "name": (_edit(lambda e: e[6]["personal"]["user"].update(value="eve")), 7),
    "salt": (_edit(lambda e: e[6]["personal"]["user"].update(salt="0" * 32)), 7),
    "commitment": (_edit(lambda e: e[6]["personal"]["user"].update(commitment="0" * 64)), 7),
    "field more": (_edit(lambda e: e[6]["personal"].update(x=e[6]["personal"]["user"])), 7),
    "hash": (_edit(lambda e: e[6].update(hash="0" * 64)), 7),
    "key gone": (_edit(lambda e: e[6].pop("tenant")), 7),
    "line gone": (_edit(lambda e: e.pop(6)), 7),
    "lines swapped": (_edit(lambda e: e.insert(6, e.pop(7))), 7),
    "tail gone": (_edit(lambda e: e.__delitem__(slice(30, None))), 31),
    "format": (_edit(lambda e: e[6].update(format=9)), 7),
    "left out": (_edit(lambda e: e.__setitem__(6, {**e[6], "left_out": True, "content": "0"})), 7),
}


@pytest.mark.parametrize(("edit", "first_bad"), EDITS.values(), ids=EDITS)
def test_an_export_that_was_changed_is_found(
    lab, tmp_path: Path, edit: Callable[[Path], None], first_bad: int
) -> None:
    _export(lab, tmp_path / "out", redacted=False)
    edit(tmp_path / "out")
    verdict = _verify(tmp_path / "out")
    assert (verdict["valid"], verdict["first_bad"]) == (False, first_bad), verdict


def test_the_first_key_as_it_was_noted_tells_a_trail_that_was_signed_anew(
    lab, tmp_path: Path
) -> None:
    _export(lab, tmp_path / "good")
    key = _verify(tmp_path / "good")["keys"][0]
    assert _verify(tmp_path / "good", "--key", key)["valid"]
    next(a for a in attacks.ATTACKS if a.name == "sign all anew with another key").run(lab)
    _export(lab, tmp_path / "bad")
    assert _verify(tmp_path / "bad")["valid"]
    verdict = _verify(tmp_path / "bad", "--key", key)
    assert (verdict["valid"], verdict["first_bad"]) == (False, 1)


def test_archived_and_deleted_events_are_part_of_an_export(lab, tmp_path: Path) -> None:
    cold = ColdEvents(lab.folder / "archive")
    with lab.store() as store:
        archivist = Archivist(store, cold, local_actor())
        archivist.retire(datetime(2026, 3, 31, 0, 21, tzinfo=UTC), Retention())
    _export(lab, tmp_path / "cold")
    assert _verify(tmp_path / "cold")["events"] == 41
    with lab.store() as store:
        archivist = Archivist(store, cold, local_actor())
        archivist.retire(datetime(2027, 3, 31, 0, 21, tzinfo=UTC), Retention())
    _export(lab, tmp_path / "gone")
    verdict = _verify(tmp_path / "gone")
    assert (verdict["valid"], verdict["deleted"]) == (True, 20), verdict
    assert lab.verify().deleted_events == 20


WITHIN_EDITS = {
    "changed": lambda e: e["after"].update(owner="eve"),
    "hidden": lambda e: e["after"].update(owner="(redacted)"),
    "gone": lambda e: e["after"].pop("owner"),
    "no text": lambda e: e["after"].update(owner=["bob"]),
    "no mapping": lambda e: e.update(after="bob"),
    "salt gone": lambda e: e["personal"]["/after/owner"].update(salt=None),
    "place gone": lambda e: e["personal"].pop("/after/owner"),
    "place more": lambda e: e["personal"].update({"/tenant": e["personal"]["/after/owner"]}),
    "older format": lambda e: e.update(format=2),
}


def _with_waiver(lab) -> None:
    who = {"owner": "bob", "reason": "ann.lee@example.org said so", "rule": "r1"}
    shape = Event("evt_w", EventType.WAIVER_ADDED, "waiver", "wv_1", START, "default", "ann")
    with lab.store() as store, store.transaction() as uow:
        uow.events.append(replace(shape, after={**who, "a/b~": {"reviewer": "eve"}}))


@pytest.mark.parametrize("redacted", [True, False])
def test_personal_values_within_an_event_are_dropped_or_proved(
    lab, tmp_path: Path, redacted: bool
) -> None:
    _with_waiver(lab)
    _export(lab, tmp_path / "out", redacted=redacted)
    text = (tmp_path / "out" / "events.jsonl").read_text()
    said = json.loads(text.splitlines()[40])
    places = {name for name in said["personal"] if name.startswith("/")}
    assert places == {"/after/a~1b~0/reviewer", "/after/owner", "/after/reason"}
    assert said["after"]["rule"] == "r1"
    for name in ("bob", "ann.lee@example.org", "eve"):
        assert (name in text) is not redacted
    assert _verify(tmp_path / "out")["valid"]


@pytest.mark.parametrize("edit", WITHIN_EDITS.values(), ids=WITHIN_EDITS)
def test_a_personal_value_within_an_event_that_was_changed_is_found(
    lab, tmp_path: Path, edit: Callable[[dict[str, Any]], Any]
) -> None:
    _with_waiver(lab)
    _export(lab, tmp_path / "out", redacted=False)
    _edit(lambda lines: edit(lines[40]))(tmp_path / "out")
    verdict = _verify(tmp_path / "out")
    assert (verdict["valid"], verdict["first_bad"]) == (False, 41), verdict


def test_an_export_replaces_an_earlier_one_and_nothing_else(lab, tmp_path: Path) -> None:
    _export(lab, tmp_path / "out")
    _export(lab, tmp_path / "out")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear")
    with pytest.raises(AdapterError, match="is no earlier export"):
        _export(lab, tmp_path / "mine")
    (tmp_path / "file").write_text("x")
    with pytest.raises(AdapterError, match="is no earlier export"):
        _export(lab, tmp_path / "file")
    assert (tmp_path / "mine" / "letter.txt").read_text() == "dear"


def test_what_is_no_export_is_said(tmp_path: Path) -> None:
    script = str(ROOT / "data/audit/verify_audit.py")
    (tmp_path / "x.zip").write_bytes(b"no zip")
    for place in (tmp_path, tmp_path / "x.zip", tmp_path / "none"):
        done = subprocess.run(
            [sys.executable, "-I", script, str(place)], capture_output=True, text=True, check=False
        )
        assert (done.returncode, "cannot be read as an export" in done.stderr) == (2, True)


def test_a_zip_holds_one_folder(lab, tmp_path: Path) -> None:
    _export(lab, tmp_path / "trail.zip")
    with zipfile.ZipFile(tmp_path / "trail.zip") as archive:
        names = sorted(archive.namelist())
        archive.extractall(tmp_path / "unpacked")
    assert names == [
        "trail/README.md", "trail/checkpoints.jsonl", "trail/events.jsonl", "trail/keys.json",
        "trail/verify_audit.py",
    ]  # fmt: skip
    assert _verify(tmp_path / "unpacked" / "trail")["valid"]
    shutil.rmtree(tmp_path / "unpacked")
