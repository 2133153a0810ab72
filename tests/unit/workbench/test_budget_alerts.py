"""A threshold of a budget leaves by Slack, mail and webhook, with its figures and no secret."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from dharma_core.events import EventType
from dharma_core.finops.budgets import Budget, parse_threshold
from dharma_core.workbench import Workbench
from dharma_core.workbench.context import Context
from dharma_core.workbench.watching import watcher_of
from tests.bills import days, write
from tests.mailbox import mailbox
from tests.webhook import webhook

SECRET = "TIiajkdnlazkcOXrIdevi7Ff"
BUDGET = Budget("platform", Decimal(20), thresholds=(parse_threshold("80%"),))


@pytest.fixture
def reach(tmp_path, monkeypatch):
    """Return a function that lets a bill reach 80 % of a budget, a target being told."""
    monkeypatch.setenv("DHARMA_HOME", str(tmp_path))
    monkeypatch.setattr(Context, "now", lambda _: datetime(2026, 3, 16, 9, tzinfo=UTC))

    def reached(url: str) -> Workbench:
        monkeypatch.setenv("DHARMA_TARGET", url)
        toml = '[notifications]\ntargets = ["env:DHARMA_TARGET"]\n'
        (tmp_path / "dharma.toml").write_text(toml, "utf-8")
        bench = Workbench.open(cwd=tmp_path)
        bench.set_budget(BUDGET)
        bench.import_bills([write(tmp_path / "march.csv", *days(*range(1, 16)))])
        assert watcher_of(bench.settings).drain()
        return bench

    return reached


def assert_tells(bench, text):
    """Look for the budget, its threshold, what was spent and the landing; 16 days are to come."""
    for part in (
        "budget platform",
        "threshold 80% of $20.00 in 2026-03-01..2026-03-31",
        "$18.75 spent, lands at $38.75",
    ):
        assert part in text
    assert SECRET not in text
    kept = f"{[(e.event.type, e.event.data) for e in bench.events()]}"
    assert SECRET not in kept
    assert len(bench.events(type=EventType.ALERT_TRIGGERED)) == 1
    assert bench.events(type=EventType.ALERT_UNDELIVERED) == ()


def test_by_webhook(reach):
    with webhook() as hook:
        bench = reach(hook.url + f"?+X-Token={SECRET}")
    (message,) = hook.received
    assert message["title"] == "Dharma, medium: budget threshold reached"
    assert_tells(bench, message["message"])


def test_by_slack(reach, monkeypatch):
    from apprise.plugins.slack import NotifySlack

    with webhook() as hook:
        monkeypatch.setattr(NotifySlack, "webhook_url", f"{hook.http}/services")
        bench = reach(f"slack://T1JJ3T3L2/A1BRTD4JD/{SECRET}/#costs")
    (message,) = hook.received
    assert hook.paths == [f"/services/T1JJ3T3L2/A1BRTD4JD/{SECRET}"]
    assert message["channel"] == "#costs"
    assert_tells(bench, f"{message}")


def test_by_mail(reach):
    with mailbox() as box:
        told = "from=dharma@example.org&to=costs@example.org&mode=insecure"
        bench = reach(f"mailto://127.0.0.1:{box.port}/?smtp=127.0.0.1&{told}")
    (mail,) = box.received
    assert (mail["To"], mail["Subject"]) == (
        "costs@example.org", "Dharma, medium: budget threshold reached",
    )  # fmt: skip
    assert_tells(bench, "\n".join(box.texts))


def test_a_target_that_takes_nothing_fails_no_import(reach, monkeypatch):
    import tenacity

    from dharma_core.notifications import Dispatcher

    real = Dispatcher.__init__
    monkeypatch.setattr(
        Dispatcher, "__init__", lambda self, *a, **k: real(self, *a, **k, wait=tenacity.wait_none())
    )
    with webhook() as gone:
        pass
    bench = reach(gone.url)
    assert bench.billing_summary().periods[0].rows == 15
    (lost,) = bench.events(type=EventType.ALERT_UNDELIVERED)
    assert lost.event.data["target"] == "target 1 (json)"
