from __future__ import annotations


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
