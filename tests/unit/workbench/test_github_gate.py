"""GitHub's way there and back: state, verifier, code, and what GitHub may answer."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest

from dharma_core.errors import AdapterError, InputError, SignInRequired
from dharma_core.workbench.github_gate import WayBack
from tests.fake_provider import CLIENT, SECRET, fake_provider
from tests.unit.workbench.outside import ACME, Door

BASE = "http://127.0.0.1:8501"
HUB = """
[identity.providers.hub]
kind = "github"
client_id = "{client}"
client_secret = "env:HUB_SECRET"
url = "{url}"
create = true
only = [{{claim = "orgs", value = "acme"}}]
roles = [{{claim = "teams", value = "acme/platform", role = "developer"}}]
"""


@pytest.fixture
def hub():
    with fake_provider() as provider:
        provider.person = {"id": 4711, "login": "Ann", "name": "Ann Lee"}
        provider.emails = [{"email": "ann@example.org", "primary": True, "verified": True}]
        provider.orgs = [{"login": "acme"}]
        provider.teams = [{"slug": "platform", "organization": {"login": "acme"}}]
        yield provider


@pytest.fixture
def door(tmp_path, monkeypatch, hub):
    monkeypatch.setenv("DHARMA_HOME", str(tmp_path))
    monkeypatch.setenv("HUB_SECRET", SECRET)
    monkeypatch.setenv("ACME_SECRET", "x")
    made = Door(tmp_path, HUB.format(client=CLIENT, url=hub.url) + ACME)
    yield made
    made.store.close()


def _sent(hub, way) -> dict[str, str]:
    """Return what the provider sends back with the browser that agreed."""
    asked = dict(parse_qsl(urlsplit(way.url).query))
    return dict(parse_qsl(urlsplit(hub.authorise(asked)).query))


def _back(door, way, sent):
    told = WayBack(way.keeps, sent["state"], sent["code"])
    return door.gate.way_back(told, base=BASE, address="10.0.0.9", agent="Firefox")


def test_the_way_there_and_back_opens_a_session(door, hub) -> None:
    way = door.gate.way_there("hub", base=BASE)
    signed = _back(door, way, _sent(hub, way))
    actor = door.gate.actor_of_session(signed.session_secret)
    assert (actor.user, actor.roles) == ("ann@example.org", ("developer",))
    with door.store.reading() as uow:
        assert uow.identity.outside.find(hub.url, "4711") is not None


def test_what_the_browser_is_sent_with_tells_neither_secret_nor_verifier(door, hub) -> None:
    way = door.gate.way_there("hub", base=BASE)
    asked = dict(parse_qsl(urlsplit(way.url).query))
    assert asked["redirect_uri"] == f"{BASE}/auth/github/back"
    assert asked["code_challenge_method"] == "S256"
    assert asked["scope"] == "read:user user:email read:org"
    assert SECRET not in way.url
    assert way.keeps not in way.url
    _back(door, way, _sent(hub, way))
    verifier = dict(hub.asked)["/login/oauth/access_token"]["code_verifier"]
    assert verifier not in way.url
    assert len(verifier) == 43


def test_two_ways_have_nothing_in_common(door) -> None:
    one, two = (door.gate.way_there("hub", base=BASE) for _ in range(2))
    assert one.keeps != two.keeps
    assert one.url != two.url


def _refused(door, told: WayBack) -> str:
    with pytest.raises(SignInRequired) as caught:
        door.gate.way_back(told, base=BASE)
    return caught.value.details["reason"]


def test_a_state_of_another_way_is_refused_and_the_right_one_still_serves(door, hub) -> None:
    way, other = (door.gate.way_there("hub", base=BASE) for _ in range(2))
    sent, theirs = _sent(hub, way), _sent(hub, other)
    assert _refused(door, WayBack(way.keeps, theirs["state"], theirs["code"])) == "state"
    assert _refused(door, WayBack(way.keeps, "", sent["code"])) == "state"
    assert _refused(door, WayBack(way.keeps, "\udcff", sent["code"])) == "state"
    assert _back(door, way, sent).session_secret


def test_a_browser_that_started_nothing_is_refused(door, hub) -> None:
    sent = _sent(hub, door.gate.way_there("hub", base=BASE))
    assert _refused(door, WayBack("", sent["state"], sent["code"])) == "state"
    assert _refused(door, WayBack("dhc_other", sent["state"], sent["code"])) == "state"


def test_a_way_serves_once(door, hub) -> None:
    way = door.gate.way_there("hub", base=BASE)
    sent = _sent(hub, way)
    _back(door, way, sent)
    assert _refused(door, WayBack(way.keeps, sent["state"], sent["code"])) == "state"


def test_a_code_that_was_used_is_refused_by_the_provider_and_put_on_record(door, hub) -> None:
    first, second = (door.gate.way_there("hub", base=BASE) for _ in range(2))
    used = _sent(hub, first)
    _back(door, first, used)
    state = _sent(hub, second)["state"]
    assert _refused(door, WayBack(second.keeps, state, used["code"])) == "code"
    assert door.events()[-1][0] == "SignInFailed"
    assert door.events()[-1][2] == {"reason": "sign_in_required", "provider": "hub"}


def test_a_code_stolen_on_the_way_does_not_serve_the_thief(door, hub) -> None:
    mine, theirs = (door.gate.way_there("hub", base=BASE) for _ in range(2))
    stolen = _sent(hub, mine)["code"]
    own = _sent(hub, theirs)["state"]
    # The verifier of another way does not fit the challenge that the code was asked with.
    assert _refused(door, WayBack(theirs.keeps, own, stolen)) == "code"


def test_a_way_that_took_too_long_is_over(door, hub) -> None:
    way = door.gate.way_there("hub", base=BASE)
    sent = _sent(hub, way)
    door.clock.move(minutes=10)
    assert _refused(door, WayBack(way.keeps, sent["state"], sent["code"])) == "state"


def test_who_is_in_no_organisation_of_ours_is_refused(door, hub) -> None:
    hub.orgs = [{"login": "other"}]
    way = door.gate.way_there("hub", base=BASE)
    sent = _sent(hub, way)
    told = WayBack(way.keeps, sent["state"], sent["code"])
    assert _refused(door, told) == "not among those who may"


@pytest.mark.parametrize(
    "emails",
    [
        [{"email": "ann@example.org", "primary": True, "verified": False}],
        [{"email": "ann@example.org", "primary": False, "verified": True}],
        [],
    ],
    ids=["not verified", "not the first", "none"],
)
def test_an_address_that_is_not_the_verified_first_one_names_nobody(door, hub, emails) -> None:
    hub.emails = emails
    way = door.gate.way_there("hub", base=BASE)
    signed = _back(door, way, _sent(hub, way))
    assert door.gate.actor_of_session(signed.session_secret).user == "ann.hub"


STRANGE = {
    "a page in place of a token": ("/login/oauth/access_token", (200, b"<html>")),
    "an error of the server": ("/login/oauth/access_token", (500, b"{}")),
    "a person without number": ("/api/v3/user", (200, b'{"login": "ann"}')),
    "a number that is true": ("/api/v3/user", (200, b'{"id": true}')),
    "a list in place of a person": ("/api/v3/user", (200, b"[]")),
    "addresses that are no list": ("/api/v3/user/emails", (200, b"{}")),
    "an answer too large": ("/api/v3/user", (200, b" " * 1_000_001)),
    "a way to somewhere else": ("/api/v3/user", (302, b"{}")),
}


@pytest.mark.parametrize(("path", "answer"), STRANGE.values(), ids=STRANGE)
def test_github_may_answer_with(door, hub, path, answer) -> None:
    hub.strange[path] = answer
    way = door.gate.way_there("hub", base=BASE)
    with pytest.raises(AdapterError) as caught:
        _back(door, way, _sent(hub, way))
    assert SECRET not in str(caught.value)
    assert door.user("ann@example.org") is None


def test_a_github_that_is_away_is_said(door, hub, monkeypatch) -> None:
    way = door.gate.way_there("hub", base=BASE)
    sent = _sent(hub, way)
    monkeypatch.setattr("dharma_core.runners.github_login._TIMEOUT_S", 0.2)
    said = door.gate.provider("hub")
    gone = said.model_copy(update={"url": "http://127.0.0.1:9"})
    monkeypatch.setattr(type(door.gate), "provider", lambda *_: gone)
    with pytest.raises(AdapterError, match="cannot be reached"):
        _back(door, way, sent)


def test_only_a_github_is_gone_to(door) -> None:
    with pytest.raises(InputError, match="is no GitHub"):
        door.gate.way_there("acme", base=BASE)


def test_until_an_owner_exists_nobody_is_sent(tmp_path, monkeypatch, hub) -> None:
    home = tmp_path / "fresh"
    home.mkdir()
    monkeypatch.setenv("DHARMA_HOME", str(home))
    monkeypatch.setenv("HUB_SECRET", SECRET)
    it = Door(home, HUB.format(client=CLIENT, url=hub.url), owner=False)
    with pytest.raises(SignInRequired, match="owner"):
        it.gate.way_there("hub", base=BASE)
    it.store.close()
