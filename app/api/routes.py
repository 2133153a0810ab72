"""The routes of /api/v1, and what any other path below /api answers."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from app.api.answers import error_answer
from app.api.audit import take_evidence, verify_audit
from app.api.blueprints import list_blueprints, save_blueprint, show_blueprint
from app.api.calls import Door, correlation_of
from dharma_core.errors import NotFoundError

__all__ = ["api_routes"]

_BLUEPRINTS = "/api/v1/blueprints"
_AUDIT = "/api/v1/audit"


def api_routes(door: Door) -> list[BaseRoute]:
    """Return every route below /api."""
    return [
        door.route(_BLUEPRINTS, list_blueprints),
        door.route(_BLUEPRINTS, save_blueprint, method="POST"),
        door.route(f"{_BLUEPRINTS}/{{id}}", show_blueprint),
        door.route(f"{_AUDIT}/verification", verify_audit, costly=True),
        door.route(f"{_AUDIT}/evidence", take_evidence, costly=True),
        Route("/api/{rest:path}", _unknown, methods=["GET", "POST", "PUT", "PATCH", "DELETE"]),
    ]


async def _unknown(request: Request) -> Response:
    correlation_id = correlation_of(request)
    error = NotFoundError(
        f"There is no {request.method} {request.url.path[:200]!r} here.",
        next_step="Known: GET and POST /api/v1/blueprints, GET /api/v1/blueprints/ID, "
        "GET /api/v1/audit/verification, GET /api/v1/audit/evidence.",
    )
    answer = error_answer(error, correlation_id)
    answer.headers["X-Correlation-ID"] = correlation_id
    return answer
