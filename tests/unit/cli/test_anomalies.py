"""``dharma anomalies``: the table, the JSON contract, what is refused."""

import json
from datetime import date, timedelta

import pytest

from dharma_core.workbench import Workbench
from dharma_core.workbench.watching import watcher_of
from tests.ahead import charge
from tests.bills import write
from tests.webhook import webhook


@pytest.fixture
def costs(tmp_path):
    """Write 60 days of two services; one costs 80 more on three of them, the other is new."""
    path = tmp_path / "costs.csv"
    rows = ["key,date,value"]
    for n in range(60):
        value = 100 + n % 3 + (80 if 45 <= n < 48 else 0)
        rows.append(f"web,{date(2026, 1, 1) + timedelta(days=n)},{value}")
    rows.append("db,2026-03-01,7")
    path.write_text("\n".join(rows), "utf-8")
    return str(path)


def test_json_tells_each_episode_with_decimal_strings(dharma, costs):
    ran = dharma("anomalies", costs, "--format", "json")
    assert ran.code == 0
    told = json.loads(ran.out)
    (episode,) = told["episodes"]
    assert (episode["start"], episode["end"], episode["scope"]) == (
        "2026-02-15",
        "2026-02-17",
        "web",
    )
    assert float(episode["impact"]) == pytest.approx(240, abs=6)
    assert isinstance(episode["impact"], str)
    assert 0.5 < episode["score"] <= 1
    assert episode["cause"] == "more than such a moment explains"
    assert [one["state"] for one in told["series"]] == ["judged", "too_short"]


def test_the_table_tells_what_could_not_be_judged_on_stderr(dharma, costs):
    ran = dharma("anomalies", costs)
    assert "2026-02-15" in ran.out
    assert "db: 1 of the 29 steps" in ran.err


def test_the_floor_and_the_direction_leave_out(dharma, costs):
    assert "Nothing odd in 2 series" in dharma("anomalies", costs, "--floor", "1000").out
    assert "Nothing odd" in dharma("anomalies", costs, "--direction", "down").out


@pytest.mark.parametrize(
    "words", [["gone.csv"], ["--floor", "much", "COSTS"]], ids=["no file", "no floor"]
)
def test_bad_input_is_code_2_with_an_error_object_alone(dharma, costs, words):
    ran = dharma("anomalies", *[w.replace("COSTS", costs) for w in words], "--format", "json")
    assert (ran.code, ran.out) == (2, "")
    assert json.loads(ran.err)["error"]["next_step"]


def test_what_was_expected_is_told_no_more_and_the_verdict_is_on_record(dharma, costs):
    first = ("anomaly", "judge", costs, "web", "2026-02-15", "expected", "--because", "load test")
    kept = json.loads(dharma(*first, "--format", "json").out)
    assert kept["threshold"] > kept["score"] > 0.5
    assert "Nothing odd" in dharma("anomalies", costs).out
    listed = json.loads(dharma("anomaly", "list", "--format", "json").out)["feedback"]
    assert [(one["verdict"], one["note"]) for one in listed] == [("expected", "load test")]
    assert "AnomalyJudged" in dharma("audit", "tail").out
    dharma("anomaly", "judge", costs, "web", "2026-02-15", "real")
    assert "2026-02-15" in dharma("anomalies", costs).out


@pytest.mark.parametrize(
    ("words", "hint"),
    [(["wbe", "2026-02-15"], "Did you mean 'web'"), (["web", "2026-02-16"], "2026-02-15")],
    ids=["scope", "start"],
)
def test_an_episode_that_does_not_exist_names_the_nearest(dharma, costs, words, hint):
    ran = dharma("anomaly", "judge", costs, *words, "real")
    assert ran.code == 2
    assert hint in ran.err


def test_an_import_tells_people_outside_which_scopes_and_no_amount(ahead, dharma):
    with webhook() as hook:
        toml = f'[notifications]\ntargets = ["{hook.url}"]\n'
        (ahead.settings.home / "dharma.toml").write_text(toml, "utf-8")
        charges = [charge(date(2026, 4, 20), 70, SubAccountId="222", SkuId="Amazon EC2")]
        path = write(ahead.cwd / "april.csv", *charges)
        ran = dharma("billing", "import", str(path), "--allow-shrink")
        bench = Workbench.open(cwd=ahead.cwd)
        assert watcher_of(bench.settings).drain()
        bodies = [one["message"] for one in hook.received]
    assert ran.code == 0
    assert "People were told of new anomalies: 1" in ran.err
    (body,) = bodies
    assert "1 new: 111 / Amazon S3 since 2026-03-26" in body
    assert "$" not in body


@pytest.fixture
def two_currencies(ahead):
    """Add 60 days in euros to the stored bill, of which the last three cost four times as much."""
    days = [date(2026, 2, 1) + timedelta(days=n) for n in range(60)]
    euros = [
        charge(
            day, (400 if n >= 57 else 100) + n % 3, BillingCurrency="EUR",
            BillingAccountId="europe", SubAccountId="333", ServiceName="Compute", SkuId="c",
        )
        for n, day in enumerate(days)
    ]  # fmt: skip
    ahead.import_bills([write(ahead.cwd / "euros.csv", *euros)])
    return ahead


def test_several_currencies_are_refused_until_one_is_named_and_has_rates(two_currencies, dharma):
    ran = dharma("anomalies", "--format", "json")
    assert (ran.code, ran.out) == (2, "")
    assert "several currencies: EUR, USD" in ran.err
    assert "--currency" in ran.err
    judge = ("anomaly", "judge", "billing", "333 / Compute", "2026-03-30", "real")
    assert "--currency" in dharma(*judge).err
    assert "rate" in dharma("anomalies", "--currency", "usd").err
    months = ("2026-01", "2026-02", "2026-03", "2026-04")
    rates = "\n".join(f"{month},EUR,USD,1.10" for month in months)
    (two_currencies.settings.home / "exchange-rates.csv").write_text(
        f"month,from,to,rate\n{rates}\n", "utf-8"
    )
    told = json.loads(dharma("anomalies", "--currency", "usd", "--format", "json").out)["episodes"]
    assert [one["scope"] for one in told] == ["111 / Amazon S3", "333 / Compute"]
    # 3 days x 300 euros more, at 1.10.
    assert float(told[1]["impact"]) == pytest.approx(990, rel=0.03)
    assert dharma(*judge, "--currency", "USD").code == 0
