"""The threat model names a test for each threat: the tests are there."""

from __future__ import annotations

import re
from pathlib import Path


def test_every_proof_of_the_threat_model_is_a_test_that_exists(repository: Path) -> None:
    text = (repository / "docs" / "threat-model.md").read_text("utf-8")
    named = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", text)
    missing = [
        f"{file}::{name}"
        for file, name in named
        if f"def {name}(" not in (repository / file).read_text("utf-8")
    ]
    assert named
    assert missing == []


def test_every_threat_has_a_proof(repository: Path) -> None:
    text = (repository / "docs" / "threat-model.md").read_text("utf-8")
    kinds = "Spoofing|Tampering|Repudiation|Disclosure|Denial of service|Elevation"
    rows = re.findall(rf"^\| (?:{kinds}) \|.*$", text, re.MULTILINE)
    assert {row.split(" | ")[0].removeprefix("| ") for row in rows} == set(kinds.split("|"))
    assert [row for row in rows if "::test_" not in row] == []
