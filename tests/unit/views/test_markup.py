from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from dharma_core.costs.estimates import CostState
from dharma_core.deployments.values import DeploymentState
from dharma_core.views.headline import Headline
from dharma_core.views.markup import (
    headlines_html,
    identifier,
    moment,
    state_badge,
    stylesheet,
    table_html,
)
from dharma_core.views.table import Column, Kind, Table


def test_a_cell_from_a_user_is_escaped() -> None:
    table = Table(
        (Column("n", "<N>"), Column("c", "C", Kind.CODE)), ({"n": "<script>", "c": "a.<b>"},)
    )
    html = table_html(table, caption="<c>")
    assert "<script>" not in html
    assert "&lt;b&gt;" in html
    assert 'data-label="&lt;N&gt;"' in html


def test_an_unknown_amount_is_a_word_and_never_zero() -> None:
    table = Table((Column("cost", "Cost", Kind.MONEY, unknown="not known"),), ({"cost": None},))
    html = table_html(table)
    assert "not known" in html
    assert "$0" not in html


def test_a_time_stands_in_the_readers_zone_with_utc_on_hover() -> None:
    html = moment(datetime(2026, 11, 20, 15, 5, tzinfo=UTC), ZoneInfo("Europe/Berlin"))
    assert ">20 Nov 2026, 16:05<" in html
    assert 'title="2026-11-20 15:05:00 UTC"' in html


def test_a_state_is_told_by_its_word() -> None:
    assert "awaiting approval" in state_badge(DeploymentState.AWAITING_APPROVAL)
    assert "depends on usage" in state_badge(CostState.USAGE)
    assert "dh-critical" in state_badge("failed")


def test_an_id_is_whole_in_the_page_so_that_copying_takes_all_of_it() -> None:
    assert ">dep_01kexample0000000000<" in identifier("dep_01kexample0000000000")


def test_numbers_have_thousands_and_units() -> None:
    columns = (Column("q", "Q", Kind.NUMBER), Column("p", "P", Kind.RATE))
    html = table_html(Table(columns, ({"q": Decimal("1460.50"), "p": Decimal("0.0000002")},)))
    assert "1,460.5" in html
    assert "$0.0000002" in html


def test_headlines_escape_and_keep_their_note() -> None:
    html = headlines_html([Headline("<l>", "$1", "a month", "<note>", "high")])
    assert "&lt;note&gt;" in html
    assert "dh-high" in html


def test_the_stylesheet_asks_for_nothing_from_outside() -> None:
    css = stylesheet()
    assert "--accent: light-dark(#0F766E, #2DD4BF);" in css
    assert "url(" not in css
    assert "@import" not in css
