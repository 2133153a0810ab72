"""From imported bills to episodes with a cause, and what people say of them."""

from decimal import Decimal

import pytest

from dharma_core.finops.feedback import Feedback, Verdict
from dharma_core.finops.sample_billing import sample_bill
from dharma_core.forecasting.anomalies.episodes import Direction, EpisodeRules
from dharma_core.storage.sample_billing import load_sample_parameters, write_sample
from dharma_core.workbench import Workbench

RULES = EpisodeRules(direction=Direction.UP, floor=Decimal(100))


@pytest.fixture(scope="module")
def bill(tmp_path_factory):
    """Return a folder with four months of billing, and the truth about its incidents."""
    folder = tmp_path_factory.mktemp("bill")
    made = sample_bill(load_sample_parameters(), rows=20_000, months=5, seed=101)
    write_sample(made, folder)
    (folder / "truth.json").unlink(missing_ok=True)
    return folder, made.incidents


def test_an_incident_of_the_bill_is_told_with_its_cause_until_it_is_expected(bill):
    folder, incidents = bill
    bench = Workbench.open()
    bench.import_bills([folder])
    found = {one.report.key: one for one in bench.anomalies_in_billing(RULES)}
    large = max(incidents, key=lambda incident: incident.dollars)
    key = f"{large.account_id} / {large.service}"
    (episode,) = found[key].report.episodes
    assert episode.start <= large.end
    assert large.start <= episode.end
    assert episode.impact == pytest.approx(large.dollars, rel=Decimal("0.2"))
    assert found[key].attributions[episode.start].mechanism == large.cause

    start, end = episode.start.isoformat(), episode.end.isoformat()
    bench.judge_anomaly(Feedback(key, start, end, Verdict.EXPECTED, episode.score, "planned"))
    moved = bench.anomaly_thresholds(base=RULES.threshold)
    again = {o.report.key: o for o in bench.anomalies_in_billing(RULES, thresholds=moved)}
    assert again[key].report.episodes == ()
    assert {k for k in found if again[k].report != found[k].report} == {key}


def test_without_billing_there_is_nothing_odd():
    assert Workbench.open().anomalies_in_billing(RULES) == ()
