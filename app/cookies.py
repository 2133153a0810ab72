"""Cookies of the ways in, and whether a request comes from a page of this server."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from app.outside_server import outside_gate, public_base

__all__ = ["Cookie", "from_here", "keep_cookie"]


def from_here(request: Request) -> bool:
    """Whether no page of another site sent the browser here; one that does not tell is believed."""
    return request.headers.get("sec-fetch-site", "none") in ("same-origin", "none")


@dataclass(frozen=True, slots=True)
class Cookie:
    """A cookie that scripts cannot read.

    Parameters
    ----------
    lives_s : int, optional
        Seconds; as long as the browser stays open when left out.
    """

    name: str
    value: str
    lives_s: int | None = None
    path: str = "/"


def keep_cookie(request: Request, answer: Response, cookie: Cookie) -> None:
    """Set a cookie; for TLS alone where people reach the server by it."""
    answer.set_cookie(
        cookie.name,
        cookie.value,
        max_age=cookie.lives_s,
        httponly=True,
        samesite="lax",
        secure=public_base(outside_gate().public_url).startswith("https:")
        or request.url.scheme == "https",
        path=cookie.path,
    )
