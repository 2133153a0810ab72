from __future__ import annotations


def _editor(page, bench):
    design = next(b for b in bench.blueprints().items if b.name == "three-tier-web")
    page.widget("selectbox", "design").select("three-tier-web 1.0.0").run()
    return page.widget("text_area", f"text_{design.id}_{design.version}")


def test_the_list_shows_posture_and_cost(stored, dashboard) -> None:
    page = dashboard.open("blueprints")
    assert "passed" in page.text
    assert "failed" in page.text
    assert "1 design would be stopped" in page.text


def test_a_faulty_blueprint_is_refused_with_its_lines(stored, dashboard) -> None:
    page = dashboard.open("blueprints")
    editor = _editor(page, stored)
    editor.set_value(editor.value.replace("type: vpc", "type: vpcc"))
    page.click("save_text")
    assert "unknown type" in page.text
    assert "<b>" in page.text
    assert stored.blueprint("three-tier-web").version == "1.0.0"


def test_a_valid_text_is_checked_and_then_saved_as_a_new_version(stored, dashboard) -> None:
    page = dashboard.open("blueprints")
    editor = _editor(page, stored)
    editor.set_value(editor.value.replace("t3.medium", "t3.large"))
    page.click("check_text")
    assert "Valid: 37 resources" in page.text
    page.click("save_text")
    assert "is saved." in page.text
    assert stored.blueprint("three-tier-web").version != "1.0.0"


def test_nothing_changed_saves_nothing(stored, dashboard) -> None:
    page = dashboard.open("blueprints")
    _editor(page, stored)
    page.click("save_text")
    assert "Nothing changed" in page.text


def test_two_versions_are_compared(stored, dashboard) -> None:
    first = stored.blueprint("three-tier-web")
    text = stored.blueprint_text(first.id).replace("t3.medium", "t3.large")
    second = stored.save_blueprint(text, id=first.id)
    page = dashboard.open("blueprints")
    page.widget("selectbox", "design").select(f"three-tier-web {second.version}").run()
    assert "2 resources would change" in page.text
    assert "of the design differ" in page.text
    assert "t3.medium" in page.text
    page.click("restore")
    assert "says again what 1.0.0 said" in page.text
    assert len(stored.blueprint_history(first.id)) == 3


def test_a_tag_is_set_on_a_version_and_shown(stored, dashboard) -> None:
    page = dashboard.open("blueprints")
    page.widget("selectbox", "design").select("three-tier-web 1.0.0").run()
    page.widget("text_input", "tag_word").set_value("live").run()
    page.click("set_tag")
    assert "live names three-tier-web 1.0.0" in page.text
    assert stored.blueprint("three-tier-web", "live").version == "1.0.0"


def test_a_design_is_published_and_copied(stored, dashboard) -> None:
    design = stored.blueprint("three-tier-web")
    page = dashboard.open("blueprints")
    page.widget("selectbox", "design").select("three-tier-web 1.0.0").run()
    page.widget("selectbox", f"status_{design.id}").select("published").run()
    page.click("set_marks")
    assert stored.blueprint(design.id).status == "published"
    page.click("clone")
    assert stored.blueprint("three-tier-web-copy").version == "1.0.0"


def test_a_deleted_design_is_recovered(stored, dashboard) -> None:
    stored.delete_blueprint("legacy-shop")
    page = dashboard.open("blueprints")
    page.widget("selectbox", "of_status").select("deleted").run()
    assert "legacy-shop" in page.text
    page.click("recover")
    assert stored.blueprint("legacy-shop").version == "1.0.0"


def test_the_check_proposes_the_next_version_with_its_reason(stored, dashboard) -> None:
    page = dashboard.open("blueprints")
    editor = _editor(page, stored)
    editor.set_value(editor.value.replace("region: us-east-1", "region: us-west-2"))
    page.click("check_text")
    assert "Saving it makes version 2.0.0 (major" in page.text


def test_deleting_asks_before_it_deletes(stored, dashboard) -> None:
    page = dashboard.open("blueprints")
    page.click("delete")
    assert page.widget("button", "confirm_delete").label == "Delete"
    assert stored.blueprints().total == 2


def test_a_template_is_stored_from_the_empty_page(dashboard, bench) -> None:
    dashboard.open("blueprints").click("store_new")
    assert bench.blueprints().total == 1


def _gallery(page, template):
    page.script.session_state["of_kind"] = "Templates"
    page.run()
    page.widget("selectbox", "template").select(template).run()
    assert not page.script.exception


def test_a_template_shows_what_its_settings_build(stored, dashboard) -> None:
    page = dashboard.open("blueprints")
    _gallery(page, "web-server")
    assert len(page.script.get("image")) == 1
    before = page.text
    page.widget("text_input", "new_web-server_vcpu").set_value("8").run()
    assert page.text != before
    page.widget("text_input", "new_name_web-server").set_value("shop-front").run()
    page.click("store_new")
    design = stored.blueprint("shop-front")
    assert design.document["variables"]["vcpu"]["default"] == 8


def test_a_template_moves_to_another_cloud_and_onto_the_canvas(stored, dashboard) -> None:
    page = dashboard.open("blueprints")
    _gallery(page, "web-server")
    page.widget("selectbox", "new_cloud_web-server").select("azure").run()
    assert page.widget("text_input", "new_region_web-server_azure").value == "westeurope"
    assert "did not move with it" in page.text
    page.widget("text_input", "new_name_web-server").set_value("front-azure").run()
    page.click("draw_new")
    assert page.heading == "What am I building?"
    draft = page.script.session_state["drafts"]["front-azure, new"]
    assert (draft.blueprint.provider, draft.blueprint.region) == ("azure", "westeurope")


def test_a_setting_of_the_wrong_type_is_refused_beside_the_form(stored, dashboard) -> None:
    page = dashboard.open("blueprints")
    _gallery(page, "web-server")
    page.widget("text_input", "new_web-server_vcpu").set_value("many").run()
    assert "vcpu must be a number, not many" in page.text
