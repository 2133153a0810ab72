"""One call of the API from end to end: its id, who calls, how often, the answer or the error."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.api.answers import MalformedRequestError, error_answer
from dharma_core.ids import correlating, new_correlation_id
from dharma_core.workbench import Workbench
from dharma_core.workbench.api_desk import ApiDesk, Quota

__all__ = ["Call", "Door", "correlation_of", "idempotency_key"]

_CORRELATION = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{7,63}", re.ASCII)
_KEY = re.compile(r"[!-~]{1,200}", re.ASCII)
_AGENT_CHARS = 200


@dataclass(frozen=True, slots=True)
class Call:
    """A call that was let in.

    Parameters
    ----------
    bench : Workbench
        Of whoever calls.
    """

    request: Request
    bench: Workbench

    async def asks(self, work: Callable[..., Any], *args: Any, **named: Any) -> Any:
        """Ask the workbench off the event loop: it reads databases."""
        return await asyncio.to_thread(work, *args, **named)


Handler = Callable[[Call], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Door:
    """Where calls come in.

    Parameters
    ----------
    desk : callable
        Returns the desk that says who calls and counts it; asked at the first call.
    """

    desk: Callable[[], ApiDesk]

    def route(
        self, path: str, handler: Handler, *, method: str = "GET", costly: bool = False
    ) -> Route:
        """Return the route of a handler that runs for callers with a token, within their limits."""

        async def endpoint(request: Request) -> Response:
            correlation_id = correlation_of(request)
            with correlating(correlation_id):
                try:
                    bench, quota = await asyncio.to_thread(self._let_in, request, costly)
                    answer = await handler(Call(request, bench))
                    answer.headers.update(_quota_headers(quota))
                except Exception as error:  # noqa: BLE001 - the outermost edge
                    answer = error_answer(error, correlation_id)
            answer.headers["X-Correlation-ID"] = correlation_id
            return answer

        return Route(path, endpoint, methods=[method])

    def _let_in(self, request: Request, costly: bool) -> tuple[Workbench, Quota | None]:
        bench = self.desk().sign_in(
            request.headers.get("authorization", ""),
            address=request.client.host if request.client else "",
            agent=_printable(request.headers.get("user-agent", "")),
        )
        return bench, self.desk().admit(bench, costly=costly)


def idempotency_key(request: Request) -> str:
    """Return the caller's Idempotency-Key, empty without one.

    Raises
    ------
    MalformedRequestError
        If it is not 1 to 200 visible characters of ASCII.
    """
    key = request.headers.get("idempotency-key")
    if key is None or _KEY.fullmatch(key):
        return key or ""
    raise MalformedRequestError(
        "The Idempotency-Key cannot be taken.",
        next_step="Send 1 to 200 visible ASCII characters, such as a UUID.",
    )


def correlation_of(request: Request) -> str:
    """Return the caller's correlation id when it is well formed, else a new one."""
    said = request.headers.get("x-correlation-id", "")
    return said if _CORRELATION.fullmatch(said) else new_correlation_id()


def _printable(agent: str) -> str:
    return "".join(c for c in agent if c.isprintable())[:_AGENT_CHARS]


def _quota_headers(quota: Quota | None) -> dict[str, str]:
    if quota is None:
        return {}
    return {
        "RateLimit-Limit": str(quota.limit.calls),
        "RateLimit-Remaining": str(quota.remaining),
        "RateLimit-Reset": str(quota.reset_s),
        "RateLimit-Policy": f"{quota.limit.calls};w={quota.limit.window_s}",
    }
