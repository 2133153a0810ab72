from __future__ import annotations

import pytest

from app.navigation import PAGES
from dharma_core.errors import AdapterError
from dharma_core.workbench import Workbench

# The profile is of somebody who signed in: see test_profile_page.py.
PAGES = [row for row in PAGES if row.name != "profile"]
NAMES = [row.name for row in PAGES]
EMPTY_WORDS = {
    "overview": "Nothing is stored yet",
    "designer": "Estimated cost",
    "blueprints": "No design is stored yet",
    "import": "Nothing is given yet",
    "generate": "Not checked yet",
    "guardrails": "Passed",
    "compliance": "Controls failing",
    "policies": "Runs",
    "audit": "Nothing has happened yet",
    "trust": "What this score opens",
    "costs": "Estimated cost",
    "compare": "What each part is there",
    "savings": "Could be saved",
    "finops": "No bill was imported yet",
    "allocation": "No bill was imported yet",
    "explore": "No bill was imported yet",
    "budgets": "No budget is set yet",
    "forecast": "No bill was imported yet",
    "anomalies": "No bill was imported yet",
    "deployments": "Nothing was deployed yet",
    "users": "Everybody here is the same local user",
    "reports": "No report is scheduled yet",
}


@pytest.mark.parametrize("row", PAGES, ids=NAMES)
def test_a_page_opens_with_its_question_and_says_what_would_fill_it(dashboard, row) -> None:
    page = dashboard.open(row.name)
    assert page.heading == row.question
    assert EMPTY_WORDS[row.name] in page.text
    assert 'role="alert"' not in page.text


@pytest.mark.parametrize("row", PAGES, ids=NAMES)
def test_a_page_with_data_shows_its_figures(stored, dashboard, row) -> None:
    page = dashboard.open(row.name)
    assert page.heading == row.question
    assert 'role="alert"' not in page.text
    if row.section == "FinOps":  # a design is no bill: their own tests bring one
        return
    if row.name not in ("deployments", "import", "users"):
        assert "dh-figures" in page.text
    if row.name not in ("deployments", "import", "generate", "policies", "users"):
        assert "dh-table" in page.text


READ_THE_STORE = [row for row in PAGES if row.name != "import"]


@pytest.mark.parametrize("row", READ_THE_STORE, ids=[row.name for row in READ_THE_STORE])
def test_a_page_that_cannot_read_the_store_says_so_with_next_step_and_request(
    dashboard, row, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args, **_named):
        raise AdapterError("The store is locked.", next_step="Wait and try again.")

    read = (
        "blueprints",
        "events",
        "deployments",
        "users",
        "trust_history",
        "billing_summary",
        "report_schedules",
    )
    for method in read:
        monkeypatch.setattr(Workbench, method, fail)
    page = dashboard.open(row.name).run()
    assert page.heading == row.question
    assert "The store is locked." in page.text
    assert "Wait and try again." in page.text
    assert "cor_" in page.text


def test_a_fault_of_the_page_itself_shows_no_code(
    dashboard, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args, **_named):
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(Workbench, "blueprints", fail)
    page = dashboard.run()
    assert "ZeroDivisionError" in page.text
    assert "secret detail" not in page.text
