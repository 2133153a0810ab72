"""The two addresses that only a server can answer: they set and drop the session's cookie."""

from __future__ import annotations

import asyncio

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from app.cookies import Cookie, from_here, keep_cookie
from app.navigation import PAGES
from app.outside_routes import forget_outside
from app.outside_server import outside_gate
from app.session import SESSION_COOKIE

__all__ = ["ROUTES"]

_PAGES = frozenset(row.name for row in PAGES)


async def _accept(request: Request) -> Response:
    """Turn a ticket into the session's cookie and show the dashboard.

    A ticket is good once and for a minute; one that another site sends along is not taken, so
    that nobody is signed in to an account that is not theirs.
    """
    ticket = request.query_params.get("ticket", "")
    secret = await asyncio.to_thread(_redeemed, ticket) if from_here(request) else ""
    page = request.query_params.get("page", "")
    place = f"/{page}" if page in _PAGES else "/"
    answer = RedirectResponse(place if secret else f"{place}?over=1", status_code=303)
    if secret:
        keep_cookie(request, answer, Cookie(SESSION_COOKIE, secret))
        forget_outside(request, answer)
    return answer


def _redeemed(ticket: str) -> str:
    from dharma_core.errors import DharmaError

    try:
        return outside_gate().redeem(ticket).session_secret
    except DharmaError:
        return ""


async def _leave(request: Request) -> Response:
    """End the session and drop its cookie; a session that is over already is no error."""
    secret = request.cookies.get(SESSION_COOKIE, "")
    answer = RedirectResponse("/", status_code=303)
    if secret and from_here(request):
        await asyncio.to_thread(outside_gate().sign_out, secret)
        answer.delete_cookie(SESSION_COOKIE, path="/")
    return answer


ROUTES = (Route("/auth/accept", _accept), Route("/auth/leave", _leave))
