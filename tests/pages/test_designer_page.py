from __future__ import annotations

import pytest

from app.drafts import Draft
from dharma_core.errors import ConflictError
from dharma_core.workbench import Workbench

DESIGN = "three-tier-web 1.0.0"


@pytest.fixture
def designer(stored, dashboard):
    page = dashboard.open("designer")
    page.widget("selectbox", "designing").select(DESIGN)
    return page.run()


def draft_of(page, label: str = DESIGN) -> Draft:
    return page.script.session_state["drafts"][label]


def do(page, op: str, label: str = DESIGN, **rest):
    """Do what the canvas would ask for, and draw the page anew."""
    from dharma_core.storage.facts import load_catalog

    draft = draft_of(page, label)
    draft.operate({"op": op, "revision": draft.drawing.revision, **rest}, load_catalog())
    return page.run()


def test_a_stored_design_opens_with_its_figures_and_findings(designer) -> None:
    assert "$243.23" in designer.text
    assert "it can be built as it stands" in designer.text
    assert "4 findings, worst first" in designer.text


def test_a_property_is_edited_in_the_form_and_the_cost_follows(designer) -> None:
    page = do(designer, "select", name="web_a")
    page.widget("text_input", "property_web_a_instance_type").set_value("t3.large")
    page.run()
    assert draft_of(page).blueprint.resource("web_a").properties["instance_type"] == "t3.large"
    assert "$273.60" in page.text  # t3.large is $30.37 a month more than t3.medium
    assert "changes are not saved" in page.text


def test_a_wrong_entry_is_told_beside_the_field_and_stays_to_be_corrected(designer) -> None:
    page = do(designer, "select", name="web_a_data")
    page.widget("text_input", "property_web_a_data_size").set_value("big")
    page.run()
    assert "size must be a number, not big" in page.text
    assert page.widget("text_input", "property_web_a_data_size").value == "big"
    assert draft_of(page).blueprint.resource("web_a_data").properties["size"] == 50
    page.widget("text_input", "property_web_a_data_size").set_value("60")
    page.run()
    assert "must be a number" not in page.text
    assert draft_of(page).blueprint.resource("web_a_data").properties["size"] == 60


def test_undo_reaches_the_form(designer) -> None:
    page = do(designer, "select", name="web_a_data")
    page.widget("text_input", "property_web_a_data_size").set_value("60")
    page.run()
    page = do(page, "undo")
    assert page.widget("text_input", "property_web_a_data_size").value == "50"


def test_a_half_finished_resource_says_what_it_needs(designer) -> None:
    page = do(designer, "add", type="aws_subnet", x=0, y=0)
    assert "missing or wrong so far" in page.text
    labels = [w.label for w in page.script.selectbox]
    assert "vpc_id (needed)" in labels


def test_a_property_that_is_left_out_is_found_and_set(designer) -> None:
    page = do(designer, "select", name="web_logs")
    more = next(w for w in page.script.selectbox if w.label == "Another property")
    more.select("skip_destroy").run()
    page.widget("selectbox", "property_web_logs_skip_destroy").select("true").run()
    assert draft_of(page).blueprint.resource("web_logs").properties["skip_destroy"] is True


def test_a_resource_is_renamed_and_counted(designer) -> None:
    page = do(designer, "select", name="web_logs")
    page.widget("text_input", "count_of_web_logs").set_value("2").run()
    page.widget("text_input", "name_of_web_logs").set_value("logs").run()
    assert draft_of(page).blueprint.resource("logs").count == 2
    assert draft_of(page).drawing.selected == "logs"


def test_an_override_of_a_portable_resource_is_kept_shown_and_taken_back(designer) -> None:
    page = do(designer, "add", type="storage.bucket", x=0, y=0)
    assert "On AWS" in page.text
    name = next(w for w in page.script.selectbox if w.label == "Attribute")
    name.select("force_destroy").run()
    page.widget("selectbox", "property_bucket_aws_force_destroy").select("true").run()
    overrides = draft_of(page).blueprint.resource("bucket").overrides
    assert overrides == {"aws": {"force_destroy": True}}
    assert "overridden" in page.text
    page.click(next(b.key for b in page.script.button if b.label == "Take back"))
    assert draft_of(page).blueprint.resource("bucket").overrides == {}


def test_a_draft_survives_a_look_at_another_page(designer) -> None:
    do(designer, "remove", names=["web_logs"])
    designer.open("blueprints")
    page = designer.open("designer")
    assert draft_of(page).blueprint.resource("web_logs") is None
    assert "changes are not saved" in page.text


def test_a_changed_draft_is_saved_as_a_new_version(designer, stored: Workbench) -> None:
    page = do(designer, "remove", names=["web_logs"])
    page.click("save_draft")
    version = stored.blueprint("three-tier-web").version
    assert version != "1.0.0"
    assert f"three-tier-web {version} is saved." in page.text
    assert page.widget("selectbox", "designing").value == f"three-tier-web {version}"


def test_a_save_that_comes_too_late_loses_nothing(
    designer, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = do(designer, "remove", names=["web_logs"])

    def conflict(*_args, **_named):
        raise ConflictError("Version 1.0.1 was saved meanwhile.", next_step="Compare first.")

    monkeypatch.setattr(Workbench, "save_draft", conflict)
    page.click("save_draft")
    assert "Somebody was faster" in page.text
    assert draft_of(page).blueprint.resource("web_logs") is None


def test_nothing_changed_saves_nothing(designer, stored: Workbench) -> None:
    designer.click("save_draft")
    assert "Nothing changed" in designer.text
    assert stored.blueprint("three-tier-web").version == "1.0.0"


def test_discarding_brings_the_design_back(designer) -> None:
    page = do(designer, "remove", names=["web_logs"])
    page.click("discard_draft")
    assert draft_of(page).blueprint.resource("web_logs") is not None
    assert "is as it was" in page.text


def test_checking_tells_whether_it_can_be_built(designer) -> None:
    designer.click("check_draft")
    assert "Valid: 37 resources in us-east-1." in designer.text
    page = do(designer, "add", type="aws_subnet", x=0, y=0)
    page.click("check_draft")
    assert "needs the property" in page.text


def test_an_empty_design_is_begun_and_filled(stored, dashboard) -> None:
    page = dashboard.open("designer")
    page.widget("selectbox", "designing").select("An empty design").run()
    page.widget("text_input", "begin_name").set_value("shop")
    page.widget("selectbox", "begin_provider").select("gcp")
    page.click("begin_now")
    label = "shop, new"
    assert draft_of(page, label).blueprint.region == "us-central1"
    page = do(page, "add", label, type="storage.bucket", x=0, y=0)
    page.click("save_draft")
    assert stored.blueprint("shop").version == "1.0.0"


def test_an_empty_design_with_a_bad_name_says_so(dashboard) -> None:
    page = dashboard.open("designer")
    page.widget("selectbox", "designing").select("An empty design").run()
    page.widget("text_input", "begin_name").set_value("a b")
    page.click("begin_now")
    assert "must be 3 to 100 letters" in page.text


def test_the_text_can_be_edited_too(designer) -> None:
    text = designer.widget("text_area", f"text_of_{DESIGN}")
    text.set_value(text.value.replace("t3.medium", "t3.large")).run()
    assert draft_of(designer).blueprint.variables["instance_type"].default == "t3.large"
    designer.widget("text_area", f"text_of_{DESIGN}").set_value("name: [").run()
    assert 'role="alert"' in designer.text
    assert designer.widget("text_area", f"text_of_{DESIGN}").value == "name: ["
