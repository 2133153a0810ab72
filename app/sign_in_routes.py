"""The two addresses that only a server can answer: they set and drop the session's cookie."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from app.navigation import PAGES
from app.outside_routes import forget_outside
from app.session import SESSION_COOKIE

__all__ = ["ROUTES"]

_PAGES = frozenset(row.name for row in PAGES)


async def _accept(request: Request) -> Response:
    """Turn a ticket into the session's cookie and show the dashboard.

    A ticket is good once and for a minute; one that another site sends along is not taken, so
    that nobody is signed in to an account that is not theirs.
    """
    ticket = request.query_params.get("ticket", "")
    sent_here = request.headers.get("sec-fetch-site", "none") in ("same-origin", "none")
    secret = await asyncio.to_thread(_redeemed, ticket) if sent_here else ""
    page = request.query_params.get("page", "")
    place = f"/{page}" if page in _PAGES else "/"
    answer = RedirectResponse(place if secret else f"{place}?over=1", status_code=303)
    if secret:
        answer.set_cookie(
            SESSION_COOKIE,
            secret,
            httponly=True,
            samesite="lax",
            secure=request.url.scheme == "https",
            path="/",
        )
        forget_outside(request, answer)
    return answer


def _redeemed(ticket: str) -> str:
    from dharma_core.errors import DharmaError
    from dharma_core.workbench.gate import open_gate

    try:
        return open_gate(_folder()).redeem(ticket).session_secret
    except DharmaError:
        return ""


async def _leave(request: Request) -> Response:
    """End the session and drop its cookie; a session that is over already is no error."""
    secret = request.cookies.get(SESSION_COOKIE, "")
    same_site = request.headers.get("sec-fetch-site", "none") in ("same-origin", "none")
    answer = RedirectResponse("/", status_code=303)
    if secret and same_site:
        await asyncio.to_thread(_end, secret)
        answer.delete_cookie(SESSION_COOKIE, path="/")
    return answer


def _end(secret: str) -> None:
    from dharma_core.workbench.gate import open_gate

    open_gate(_folder()).sign_out(secret)


def _folder() -> Path:
    return Path(os.environ.get("DHARMA_CWD", Path.cwd()))


ROUTES = (Route("/auth/accept", _accept), Route("/auth/leave", _leave))
