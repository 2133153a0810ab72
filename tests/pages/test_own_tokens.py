"""The tokens of one's own profile: made, shown once, revoked."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from dharma_core.workbench import Workbench


def _draw() -> None:
    from app.widgets.own_tokens import own_tokens
    from dharma_core.workbench import Workbench

    own_tokens(Workbench.open())


def _shown(script: AppTest) -> str:
    return "\n".join(element.proto.body for element in script.get("html"))


def test_a_token_is_made_shown_once_and_revoked() -> None:
    script = AppTest.from_function(_draw, default_timeout=60).run()
    script.text_input(key="token_name").input("nightly")
    script.multiselect(key="token_scopes").select("blueprint:read")
    script.button(key="token_send").click().run()
    assert not script.exception
    secret = script.code[0].value
    (token,) = Workbench.open().tokens()
    assert secret.startswith("dhp_")
    assert (token.name, token.scopes) == ("nightly", ("blueprint:read",))
    script.run()
    assert not script.code
    assert "nightly" in _shown(script)
    assert secret not in _shown(script)
    script.button(key="token_revoke").click().run()
    assert Workbench.open().tokens()[0].revoked is not None
    assert "nightly" not in _shown(script)


def test_a_name_that_misleads_makes_no_token() -> None:
    script = AppTest.from_function(_draw, default_timeout=60).run()
    script.text_input(key="token_name").input("<script>x</script>")
    script.multiselect(key="token_scopes").select("blueprint:read")
    script.button(key="token_send").click().run()
    assert not script.exception
    assert Workbench.open().tokens() == ()
    assert "<script>x" not in _shown(script)
