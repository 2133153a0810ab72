"""The designer in a real browser: templates, the keyboard, a phone, light and dark."""

from __future__ import annotations

import re

import pytest

from tests.browser.screenshots import VIEWS, settle

# The largest, the smallest and one of events; tests/unit/views draws the others without a browser.
TEMPLATES = ["event-pipeline", "static-site", "three-tier-web"]
TIMEOUT_MS = 30_000
NODE = ".react-flow__node"


def design(page, server: str, label: str):
    """Open a design on the canvas and wait until it is drawn."""
    page.set_default_timeout(TIMEOUT_MS)
    page.goto(f"{server}/designer?designing={label.replace(' ', '+')}")
    page.wait_for_selector(NODE)
    settle(page)
    return page


@pytest.fixture
def page(browser):
    found = browser.new_context(**VIEWS["light"]).new_page()
    yield found
    found.context.close()


def said(page, words: str) -> None:
    page.locator(".dc-said", has_text=words).wait_for()


def node(page, name: str):
    return page.locator(f'{NODE}[data-id="{name}"]')


def names(page) -> set[str]:
    return set(page.locator(NODE).evaluate_all("all => all.map(n => n.dataset.id)"))


def add(page, words: str, name: str) -> None:
    page.get_by_role("button", name="Add a resource").click()
    page.get_by_role("combobox", name="Search kinds and types").fill(words)
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("Enter")
    node(page, name).wait_for()


def connect_by_keyboard(page, user: str, needed: str) -> None:
    node(page, user).focus()
    page.keyboard.press("c")
    page.locator(".dc-hint").wait_for()
    node(page, needed).focus()
    page.keyboard.press("Enter")


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_template_is_drawn_edited_connected_undone_and_saved(server, page, template) -> None:
    design(page, server, f"Template {template}")
    before = names(page)
    add(page, "messaging.topic", "topic")
    said(page, "Added topic")
    add(page, "observability.log_store", "log_store")
    connect_by_keyboard(page, "log_store", "topic")
    said(page, "log_store now")
    page.keyboard.press("Control+z")
    said(page, "Undone.")
    node(page, "log_store").focus()
    page.keyboard.press("Delete")
    said(page, "Removed log_store.")
    assert names(page) == before | {"topic"}
    page.get_by_role("button", name="Save as a new version").click()
    page.get_by_role("status").filter(has_text="is saved.").wait_for()


def test_the_keyboard_walks_edits_duplicates_moves_and_removes(server, page) -> None:
    design(page, server, "Template three-tier-web")
    node(page, "main").focus()
    page.keyboard.press("ArrowDown")
    focused = "() => document.querySelector('[data-testid=stBidiComponent], .stBidiComponent')"
    assert page.evaluate(focused) is not None
    node(page, "web_a").focus()
    page.keyboard.press("Enter")
    page.get_by_label("instance_type", exact=True).wait_for()
    page.wait_for_function("() => document.activeElement.matches('input')")
    node(page, "web_a").focus()
    page.keyboard.press("Control+d")
    said(page, "Added web_a_2, a copy of web_a.")
    old = node(page, "web_logs").bounding_box()
    node(page, "web_logs").focus()
    page.keyboard.press("Shift+ArrowDown")
    said(page, "Moved web_logs.")
    assert node(page, "web_logs").bounding_box()["y"] > old["y"]
    node(page, "web_a_2").focus()
    page.keyboard.press("Delete")
    said(page, "Removed web_a_2.")
    page.keyboard.press("Control+z")
    said(page, "Undone.")
    node(page, "web_a_2").wait_for()
    page.keyboard.press("Control+Shift+z")
    said(page, "Done again.")
    page.keyboard.press("?")
    page.get_by_role("dialog", name="Keys").wait_for()


def test_every_node_tells_its_kind_place_cost_and_findings(server, page) -> None:
    design(page, server, "Template three-tier-web")
    label = node(page, "database").get_attribute("aria-label")
    assert label.startswith("RDS database instance database, in main, $")
    assert "finding" in label


def test_a_dragged_node_stays_where_it_was_dropped_and_a_line_is_drawn(server, page) -> None:
    design(page, server, "Template three-tier-web")
    box = node(page, "web_logs").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y + 30, steps=5)
    page.mouse.up()
    said(page, "Moved web_logs.")
    moved = node(page, "web_logs").bounding_box()
    assert abs(moved["x"] - box["x"] - 60) < 16  # the first step only begins the drag
    page.mouse.move(moved["x"] + 1, moved["y"] + moved["height"] / 2)
    page.mouse.down()
    target = node(page, "data_key").bounding_box()
    page.mouse.move(target["x"] + 30, target["y"] + 10, steps=8)
    page.mouse.up()
    said(page, "web_logs now refers to data_key by kms_key_id.")


def test_a_change_in_the_form_reaches_the_canvas(server, page) -> None:
    design(page, server, "Template three-tier-web")
    node(page, "web_a").focus()
    page.keyboard.press("Enter")
    name = page.get_by_label("Name in the design")
    name.wait_for()
    name.fill("front")
    name.press("Enter")
    node(page, "front").wait_for()
    assert "web_a" not in names(page)


def figure(page, words: str) -> None:
    page.locator(".dh-figure", has_text=words).wait_for()


def findings(page) -> int:
    """Return how many findings the figures of the designer tell."""
    told = page.locator(".dh-figure", has_text="Findings").inner_text()
    return int(re.search(r"\d+", told)[0])


def test_a_nested_block_is_edited_judged_undone_and_saved(server, page) -> None:
    design(page, server, "Template three-tier-web")
    node(page, "web_a").focus()
    page.keyboard.press("Enter")
    form = page.locator(".st-key-design_form")
    page.wait_for_function("() => document.activeElement.matches('input')")
    blocks = form.locator(".st-key-blocks_web_a_root_block_device")
    blocks.locator("summary").focus()
    page.keyboard.press("Enter")
    size = blocks.get_by_label("volume_size", exact=True)
    size.fill("many")
    size.press("Enter")
    blocks.get_by_text("volume_size must be a number, not many").wait_for()
    assert size.input_value() == "many"
    settle(page)  # what is typed while the form is drawn again may be drawn over
    size.fill("220")
    size.press("Enter")
    figure(page, "$259.23")  # 200 GB more of gp3 at $0.08 a month
    before = findings(page)
    encrypted = blocks.get_by_role("combobox", name="encrypted")
    encrypted.click()
    page.get_by_role("option", name="false").click()
    figure(page, f"Findings{before + 1}")
    said(page, "web_a: root_block_device encrypted is set.")
    node(page, "web_a").focus()
    page.keyboard.press("Control+z")
    figure(page, f"Findings{before}")
    figure(page, "$259.23")
    said(page, "Undone.")
    page.get_by_role("button", name="Save as a new version").click()
    page.get_by_role("status").filter(has_text="is saved.").wait_for()


def test_a_phone_edits_a_variable_without_scrolling_sideways(server, browser) -> None:
    page = browser.new_context(**VIEWS["phone"]).new_page()
    page.set_default_timeout(TIMEOUT_MS)
    page.goto(f"{server}/designer?designing=Template+three-tier-web")
    page.wait_for_selector(".dc-card")
    settle(page)
    form = page.locator(".st-key-design_form")
    form.locator("summary", has_text="instance_type").first.click()
    default = form.get_by_label("Default", exact=True)
    default.fill("t3.large")
    default.press("Enter")
    figure(page, "$303.97")
    wide = page.evaluate(
        "() => { const m = document.querySelector('[data-testid=stMain]');"
        " return m.scrollWidth - m.clientWidth }"
    )
    assert wide <= 0
    page.context.close()


def test_the_draft_is_still_there_after_another_page(server, page) -> None:
    design(page, server, "Template event-pipeline")
    add(page, "messaging.topic", "topic")
    page.get_by_role("link", name="Blueprints").click()
    page.wait_for_selector("text=What designs do we have?")
    page.get_by_role("link", name="Designer").click()
    node(page, "topic").wait_for()
    assert node(page, "topic").is_visible()


def test_a_phone_shows_cards_that_select_connect_and_remove(server, browser) -> None:
    page = browser.new_context(**VIEWS["phone"]).new_page()
    page.set_default_timeout(TIMEOUT_MS)
    page.goto(f"{server}/designer?designing=Template+event-pipeline")
    page.wait_for_selector(".dc-card")
    settle(page)
    cards = page.locator(".dc-card")
    number = cards.count()
    assert number > 3
    cards.first.click()
    page.get_by_role("button", name="Remove", exact=True).click()
    said(page, "Removed")
    assert page.locator(".dc-card").count() == number - 1
    wide = page.evaluate(
        "() => { const m = document.querySelector('[data-testid=stMain]');"
        " return m.scrollWidth - m.clientWidth }"
    )
    assert wide <= 0
    page.context.close()


@pytest.mark.parametrize("view", ["light", "dark"])
def test_the_words_of_a_node_can_be_read(server, browser, view) -> None:
    page = browser.new_context(**VIEWS[view]).new_page()
    design(page, server, "Template event-pipeline")
    ratio = page.locator(".dc-kind").first.evaluate(_CONTRAST)
    assert ratio >= 4.5
    page.context.close()


_CONTRAST = """e => {
  const read = (text) => {
    const c = document.createElement('canvas').getContext('2d');
    c.fillStyle = text; c.fillRect(0, 0, 1, 1);
    return [...c.getImageData(0, 0, 1, 1).data].slice(0, 3).map(v => {
      v /= 255; return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4;
    });
  };
  const light = (text) => { const [r, g, b] = read(text); return .2126*r + .7152*g + .0722*b };
  const one = light(getComputedStyle(e).color);
  const around = e.closest('.dc-node') || e.closest('.dc-group');
  const two = light(getComputedStyle(around).backgroundColor);
  return (Math.max(one, two) + .05) / (Math.min(one, two) + .05);
}"""
