"""What guards the whole server, pages and API alike: its names, its headers, calls per address."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.answers import error_answer
from dharma_core.errors import DharmaError, InputError
from dharma_core.ids import new_correlation_id
from dharma_core.workbench.api_desk import ApiDesk

__all__ = ["CONTENT_SECURITY_POLICY", "Shield", "is_allowed_host"]

# Streamlit's page sets styles from script and compiles its schemas and charts, hence 'unsafe-*';
# nothing of another origin is loaded, framed or called.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "media-src 'self' data: blob:",
        "connect-src 'self' data: blob:",
        "worker-src 'self' blob:",
        "frame-src 'self' blob: data:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_HSTS = "max-age=31536000"
# A page is many files, and a session one long stream: these are not calls.
_UNCOUNTED = ("/healthz", "/_stcore/", "/static/", "/app/static/", "/media/", "/component/")


class Shield:
    """ASGI middleware around the whole server.

    Parameters
    ----------
    app : ASGI application
    desk : callable
        Returns the desk that counts calls; asked at the first request, not at import.
    """

    def __init__(self, app: ASGIApp, desk: Callable[[], ApiDesk]) -> None:
        self._app = app
        self._desk = desk

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse what may not come in; add the headers to what goes out."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        try:
            await asyncio.to_thread(self._admit, scope)
        except DharmaError as error:
            await self._refuse(error, scope, receive, send)
            return
        if scope["type"] == "websocket":
            await self._app(scope, receive, send)
            return
        await self._app(scope, receive, _guarded(scope, send))

    def _admit(self, scope: Scope) -> None:
        desk = self._desk()
        host = Headers(scope=scope).get("host", "")
        if not is_allowed_host(host, desk.settings.server.allowed_hosts):
            raise InputError(
                f"This server is not called {host!r:.100}.",
                next_step="Add the name to allowed_hosts in [server] of dharma.toml.",
            )
        client = scope.get("client")
        if scope["type"] == "http" and client and not scope["path"].startswith(_UNCOUNTED):
            desk.admit_address(client[0])

    async def _refuse(self, error: DharmaError, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008, "reason": ""})
            return
        correlation_id = new_correlation_id()
        answer = error_answer(error, correlation_id)
        if isinstance(error, InputError):
            answer.status_code = 400
        answer.headers["X-Correlation-ID"] = correlation_id
        await answer(scope, receive, _guarded(scope, send))


def is_allowed_host(header: str, allowed: tuple[str, ...]) -> bool:
    """Whether a Host header names this server: the guard against DNS rebinding.

    Examples
    --------
    >>> is_allowed_host("localhost:8501", ("localhost",)), is_allowed_host("evil.test", ("a.test",))
    (True, False)
    >>> (
    ...     is_allowed_host("ci.example.org", ("*.example.org",)),
    ...     is_allowed_host("[::1]:1", ("[::1]",)),
    ... )
    (True, True)
    """
    end = header.rfind("]") + 1
    name = (header[:end] or header.partition(":")[0]).lower().rstrip(".")
    return any(
        name == each.lower() or (each.startswith("*.") and name.endswith(each[1:].lower()))
        for each in allowed
    )


def _guarded(scope: Scope, send: Send) -> Send:
    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
            if scope.get("scheme") == "https":
                headers.setdefault("Strict-Transport-Security", _HSTS)
        await send(message)

    return guarded
