from __future__ import annotations

from pathlib import Path

import pytest

from dharma_core.cli.main import invoke


def test_a_template_is_drawn_as_mermaid_on_stdout(capsys: pytest.CaptureFixture[str]) -> None:
    assert invoke(["diagram", "three-tier-web"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("flowchart RL\n")
    assert 'subgraph n0["VPC main"]' in out


def test_an_imported_plan_is_drawn_as_svg_into_a_file(
    repository: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "plan.svg"
    source = str(repository / "data" / "samples" / "insecure-plan.json")
    assert invoke(["diagram", source, "--to", "svg", "--out", str(out)]) == 0
    assert out.read_text("utf-8").startswith("<svg xmlns=")
    assert capsys.readouterr().out == ""


def test_a_portable_design_is_drawn_as_designed_or_as_built(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    design = tmp_path / "store.yaml"
    design.write_text(
        "name: store\nversion: 1.0.0\nprovider: aws\nregion: us-east-1\n"
        "resources: [{name: files, type: storage.bucket}]\n"
    )
    assert invoke(["diagram", str(design)]) == 0
    assert capsys.readouterr().out.count("<b>files") == 1
    assert invoke(["diagram", str(design), "--native"]) == 0
    assert capsys.readouterr().out.count("<b>files") > 1


def test_an_unknown_source_is_bad_input(capsys: pytest.CaptureFixture[str]) -> None:
    assert invoke(["diagram", "no-such-thing"]) == 2
    assert "no-such-thing" in capsys.readouterr().err
