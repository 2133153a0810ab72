"""One message to one target: it arrives, or there is a reason without a secret."""

from __future__ import annotations

import pytest

from dharma_core.notifications import Message, Target, deliver
from tests.webhook import webhook

HELLO = Message("Hello", "It works.")


def test_a_webhook_gets_title_and_body() -> None:
    with webhook() as hook:
        assert deliver(HELLO, Target.of(1, hook.url)).arrived
    assert (hook.received[0]["title"], hook.received[0]["message"]) == ("Hello", "It works.")


def test_a_webhook_that_refuses_is_a_reason() -> None:
    with webhook() as hook:
        hook.refuse = 1
        found = deliver(HELLO, Target.of(2, hook.url))
    assert (found.target, found.reason) == ("target 2 (json)", "it did not take the message")


@pytest.mark.parametrize(
    "url",
    ["nothing://s3cret", "s3cret", "", "slack://s3cret", "mailto://s3cret"],
    ids=["unknown", "no URL", "empty", "slack with too little", "mail with too little"],
)
def test_a_url_that_is_none_is_said_without_it(url, caplog) -> None:
    found = deliver(HELLO, Target.of(1, url))
    assert not found.arrived
    assert "s3cret" not in f"{found} {Target.of(1, url)} {caplog.text}"


def test_nobody_at_the_other_end_is_a_reason() -> None:
    with webhook() as hook:
        pass
    assert not deliver(HELLO, Target.of(1, hook.url)).arrived


def test_a_plugin_that_breaks_is_a_reason(monkeypatch) -> None:
    import apprise

    def broken(*_args, **_kwargs):
        raise ValueError("s3cret")

    monkeypatch.setattr(apprise.Apprise, "instantiate", broken)
    assert deliver(HELLO, Target.of(1, "json://127.0.0.1/")).reason == "ValueError"
