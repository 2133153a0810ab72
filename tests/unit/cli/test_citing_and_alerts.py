"""Commands about evidence, alerts and outside accounts: what they print, and how they end."""

from __future__ import annotations

import json

import pytest

from dharma_core.audit.citations import Reference
from dharma_core.cli.main import invoke
from dharma_core.workbench import Workbench
from tests.webhook import webhook


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("DHARMA_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _json(capsys):
    return json.loads(capsys.readouterr().out)


def test_a_cost_is_cited_with_its_evidence(home, capsys) -> None:
    bench = Workbench.open()
    made = bench.save_blueprint(bench.template("three-tier-web"))
    bench.estimate(bench.read(made.id))
    assert invoke(["audit", "cite", f"dharma://estimate/{made.id}", "--format", "json"]) == 0
    said = _json(capsys)
    assert (said["standing"], said["supported"]) == ("recorded", True)
    assert said["evidence"]["components"] > 0


def test_a_claim_that_nothing_supports_ends_with_1(home, capsys) -> None:
    bench = Workbench.open()
    made = bench.save_blueprint(bench.template("three-tier-web"))
    estimate = bench.estimate(bench.read(made.id))
    resource, part = next(
        (r, c) for r in estimate.resources for c in r.components if c.monthly_cost is None
    )
    reference = Reference("estimate", made.id, "1.0.0", f"{resource.address}/{part.name}")
    assert invoke(["audit", "cite", str(reference)]) == 1
    assert "Unsupported" in capsys.readouterr().out


def test_a_reference_that_is_none_ends_with_2(home, capsys) -> None:
    assert invoke(["audit", "cite", "https://example.org"]) == 2
    assert "dharma://KIND/ID" in capsys.readouterr().err


def test_alerts_are_tried(home, capsys) -> None:
    with webhook() as hook:
        toml = f'[notifications]\ntargets = ["{hook.url}"]\n'
        (home / "dharma.toml").write_text(toml, encoding="utf-8")
        assert invoke(["audit", "alerts", "test", "--format", "json"]) == 0
        assert _json(capsys)["targets"] == [
            {"target": "target 1 (json)", "arrived": True, "reason": None}
        ]
        hook.refuse = 1
        assert invoke(["audit", "alerts", "test"]) == 1
    assert hook.titles == ["Dharma: a test"]


def test_a_user_is_tied_to_an_outside_account_by_those_who_may(home, capsys, monkeypatch) -> None:
    from dharma_core.identity import Actor
    from tests.unit.workbench.outside import ACME, Door

    monkeypatch.setenv("ACME_SECRET", "x")
    door = Door(home, ACME)
    door.store.close()
    owner = Workbench(door.settings, Actor("olga", "default", ("owner",)), home)
    monkeypatch.setattr(Workbench, "open", lambda: owner)
    link = ["user", "link", "olga", "--provider", "acme", "--subject", "u-7", "--format", "json"]
    assert invoke(link) == 0
    made = _json(capsys)["id"]
    assert invoke(["user", "links", "olga"]) == 0
    assert "u-7" in capsys.readouterr().out
    assert invoke(["user", "unlink", "olga", made]) == 0
    assert invoke(["user", "links", "olga", "--format", "json"]) == 0
    assert capsys.readouterr().out.endswith('"links": []\n}\n')
