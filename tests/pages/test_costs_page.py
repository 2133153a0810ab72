from __future__ import annotations

from datetime import date

from dharma_core.storage.sample_billing import write_example_bill


def test_the_total_and_what_it_leaves_out_are_said_in_words(stored, dashboard) -> None:
    page = dashboard.open("costs")
    page.widget("selectbox", "source").select("three-tier-web 1.0.0").run()
    estimate = stored.estimate(stored.read("three-tier-web"))
    assert f">{estimate.total.text()}<" in page.text
    assert f"{estimate.unknown_count} resources depend on usage." in page.text
    assert "depends on usage" in page.text


def test_a_budget_that_is_no_number_is_an_error_and_the_costs_stay(stored, dashboard) -> None:
    page = dashboard.open("costs")
    page.widget("text_input", "budget").set_value("abc").run()
    assert "not a number" in page.text
    assert "Estimated cost" in page.text
    assert "Against budget" not in page.text


def test_a_budget_is_compared_with_sign_and_word(stored, dashboard) -> None:
    page = dashboard.open("costs")
    page.widget("text_input", "budget").set_value("1").run()
    assert "over the budget of $1.00" in page.text


def test_components_show_source_and_date_of_their_price(stored, dashboard) -> None:
    page = dashboard.open("costs")
    page.script.session_state["rows"] = "By component"
    page.run()
    component = next(
        c for c in stored.estimate(stored.read("three-tier-web")).components if c.unit_price
    )
    assert component.source in page.text
    assert f"{component.as_of:%b %Y}" in page.text


def test_a_usage_file_makes_unknown_costs_known(stored, dashboard) -> None:
    usage = stored.sample("three-tier-usage.yaml")
    page = dashboard.open("costs")
    page.widget("selectbox", "source").select("three-tier-web 1.0.0").run()
    page.widget("file_uploader", "usage_file").set_value(
        ("usage.yaml", usage.encode(), "application/yaml")
    ).run()
    known = stored.estimate(stored.read("three-tier-web"), usage_text=usage)
    assert f">{known.total.text()}<" in page.text


def test_assumed_usage_makes_costs_known_and_says_so(stored, dashboard) -> None:
    page = dashboard.open("costs")
    page.widget("selectbox", "source").select("three-tier-web 1.0.0").run()
    page.widget("selectbox", "preset").select("medium").run()
    assumed = stored.estimate(stored.read("three-tier-web"), preset="medium")
    assert f">{assumed.total.text()}<" in page.text
    assert "usage assumed medium" in page.text
    assert "a quantity that a preset assumes" in page.text
    assert assumed.range.text() in page.text


def test_costs_are_summed_by_what_the_reader_chooses(stored, dashboard) -> None:
    page = dashboard.open("costs")
    page.widget("selectbox", "source").select("three-tier-web 1.0.0").run()
    page.widget("selectbox", "group").select("Tag Environment").run()
    assert "no tag Environment" in page.text
    assert ">production<" in page.text


def test_a_component_says_who_gave_its_quantity_and_the_class_of_its_price(
    stored, dashboard
) -> None:
    page = dashboard.open("costs")
    page.widget("selectbox", "source").select("three-tier-web 1.0.0").run()
    page.script.session_state["rows"] = "By component"
    page.widget("selectbox", "preset").select("small").run()
    for word in ("Quantity from", "Price class", ">assumed<", ">design<", ">first<"):
        assert word in page.text


def test_every_form_of_the_estimate_can_be_taken_away(stored, dashboard) -> None:
    page = dashboard.open("costs")
    labels = {button.proto.label for button in page.script.get("download_button")}
    assert {"HTML", "Markdown", "JSON", "Infracost JSON", "FOCUS rows", "Export CSV"} <= labels


def test_a_component_leads_to_its_rows_in_the_price_book(stored, dashboard) -> None:
    page = dashboard.open("costs")
    page.widget("selectbox", "source").select("three-tier-web 1.0.0").run()
    estimate = stored.estimate(stored.read("three-tier-web"))
    resource = next(r for r in estimate.resources if r.type == "aws_nat_gateway")
    part = resource.components[0]
    page.widget("selectbox", "price_of").select(f"{resource.address}: {part.name}").run()
    assert part.price_key in page.text
    assert "aws-unit_rates-" in page.text
    assert part.as_of.isoformat() in page.text


def test_what_if_machines_ran_half_the_hours(stored, dashboard) -> None:
    page = dashboard.open("costs")
    page.widget("selectbox", "source").select("three-tier-web 1.0.0").run()
    assert "nothing changes" in page.text
    page.widget("slider", "running").set_value(50).run()
    estimate = stored.estimate(stored.read("three-tier-web"))
    machines = sum(one.capacity.monthly for one in stored.ways_to_pay(estimate))
    assert f"-${machines / 2:,.2f}" in page.text
    page.widget("slider", "committed").set_value(100).run()
    assert "rests on a typical discount" in page.text


def test_what_if_usage_grew_needs_a_usage_to_grow(stored, dashboard) -> None:
    page = dashboard.open("costs")
    page.widget("selectbox", "source").select("three-tier-web 1.0.0").run()
    page.widget("slider", "load").set_value(200).run()
    assert "there is none to change" in page.text
    page.widget("selectbox", "preset").select("medium").run()
    usual = stored.estimate(stored.read("three-tier-web"), preset="medium").total
    doubled = stored.estimate(stored.read("three-tier-web"), preset="medium", load=2).total
    assert doubled.amount > usual.amount
    assert f">{doubled.text()}<" in page.text


def test_usage_from_the_bill_is_one_switch_where_a_bill_is(stored, dashboard, tmp_path) -> None:
    page = dashboard.open("costs")
    page.widget("selectbox", "source").select("three-tier-web 1.0.0").run()
    assert "bill" not in {toggle.key for toggle in page.script.toggle}
    write_example_bill([date(2025, 12, 1)], tmp_path)
    stored.import_bills([tmp_path])
    page.run()
    page.widget("toggle", "bill").set_value(True).run()
    plan = stored.read("three-tier-web")
    measured = stored.estimate(plan, usage=stored.usage_from_bill(plan))
    for said in (
        f">{measured.total.text()}<",
        "usage measured by the bill of 2025-12",
        "What the bill of 2025-12 measured",
        "9 of 10 ids on the bill are 9 resources of the design",
        "its Name tag and type",
    ):
        assert said in page.text
