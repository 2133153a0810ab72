"""The way to GitHub and back: two addresses that only a server can answer."""

from __future__ import annotations

import asyncio

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from app.cookies import Cookie, from_here, keep_cookie
from app.outside_server import outside_gate, public_base
from app.session import SESSION_COOKIE
from dharma_core.errors import DharmaError
from dharma_core.workbench.gate import SecondFactorNeeded
from dharma_core.workbench.gate_base import SignedIn
from dharma_core.workbench.github_gate import BACK, WayBack, WayThere

__all__ = ["CHALLENGE_COOKIE", "ROUTES", "forget_outside"]

CHALLENGE_COOKIE = "dharma_challenge"
_WAY_COOKIE = "dharma_way"
_WAY_LIVES_S = 600
_CODE_LIVES_S = 300
# Streamlit's, with what it cuts a long one into: they serve once and would stay for a month.
_STREAMLIT_COOKIES = ("_streamlit_user", "_streamlit_user_tokens")


async def _start(request: Request) -> Response:
    """Send the browser to GitHub; from a page of another site nobody is sent."""
    if not from_here(request):
        return _refused("other")
    try:
        way = await asyncio.to_thread(_way_there, request)
    except DharmaError:
        return _refused("off")
    answer = RedirectResponse(way.url, status_code=303)
    keep_cookie(request, answer, Cookie(_WAY_COOKIE, way.keeps, _WAY_LIVES_S, "/auth"))
    return answer


async def _back(request: Request) -> Response:
    """Take what GitHub sent along: a session's cookie, a question for a code, or a refusal.

    Where to go next is never read from the request.
    """
    try:
        found = await asyncio.to_thread(_way_back, request)
    except DharmaError as refused:
        answer = _refused(refused.details.get("reason", refused.code))
    else:
        answer = RedirectResponse("/", status_code=303)
        if isinstance(found, SecondFactorNeeded):
            challenge = Cookie(CHALLENGE_COOKIE, found.challenge, _CODE_LIVES_S)
            keep_cookie(request, answer, challenge)
        else:
            keep_cookie(request, answer, Cookie(SESSION_COOKIE, found.session_secret))
    answer.delete_cookie(_WAY_COOKIE, path="/auth")
    return answer


def forget_outside(request: Request, answer: Response) -> None:
    """Drop what an outside sign-in left in the browser: it has served."""
    for name in request.cookies:
        stem, _, number = name.rpartition("_")
        if name in _STREAMLIT_COOKIES or (stem in _STREAMLIT_COOKIES and number.isdigit()):
            answer.delete_cookie(name, path="/")
    if CHALLENGE_COOKIE in request.cookies:
        answer.delete_cookie(CHALLENGE_COOKIE, path="/")


async def _forget(request: Request) -> Response:
    """Drop what a refused sign-in left, so that another account can be tried."""
    answer = RedirectResponse("/", status_code=303)
    forget_outside(request, answer)
    return answer


def _way_there(request: Request) -> WayThere:
    gate = outside_gate()
    provider = request.query_params.get("provider", "")
    base = public_base(gate.public_url)
    return gate.way_there(provider, base=base, address=_address(request))


def _way_back(request: Request) -> SignedIn | SecondFactorNeeded:
    gate, told = outside_gate(), request.query_params
    way = WayBack(request.cookies.get(_WAY_COOKIE, ""), told.get("state", ""), told.get("code", ""))
    agent = request.headers.get("user-agent", "")
    base = public_base(gate.public_url)
    return gate.way_back(way, base=base, address=_address(request), agent=agent)


def _refused(reason: str) -> RedirectResponse:
    return RedirectResponse(f"/?outside={_WORDS.get(reason, 'refused')}", status_code=303)


def _address(request: Request) -> str:
    return request.client.host if request.client else "local"


# What the sign-in page is told; every other reason stays on record only.
_WORDS = {
    "state": "state",
    "other": "state",
    "off": "off",
    "no role": "role",
    "no account": "account",
    "account": "account",
    "not among those who may": "among",
    "adapter_error": "reach",
}

ROUTES = (
    Route("/auth/github/start", _start, methods=["GET"]),
    Route(BACK, _back, methods=["GET"]),
    Route("/auth/outside/forget", _forget, methods=["GET"]),
)
