"""Blueprints over HTTP: list and search, read one, create or update one."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from starlette.responses import Response

from app.api.answers import MalformedRequestError, json_answer
from app.api.bodies import JSON, read_body
from app.api.calls import Call, idempotency_key
from app.api.parameters import parameters
from dharma_core.blueprints.records import BlueprintSummary, StoredBlueprint

__all__ = ["list_blueprints", "save_blueprint", "show_blueprint"]

_MOST_ROWS = 200
_LONGEST_SEARCH = 200


async def list_blueprints(call: Call) -> Response:
    """Answer a page of blueprints: ``?search=&page=&page_size=&status=``."""
    said = parameters(call.request, ("search", "page", "page_size", "status"))
    search = said.get("search", "")
    if len(search) > _LONGEST_SEARCH:
        raise MalformedRequestError(
            f"The search has {len(search)} characters.",
            next_step=f"Search for {_LONGEST_SEARCH} at most.",
        )
    page = await call.asks(
        call.bench.blueprints,
        search=search,
        page=_number(said, "page", 1, 1_000_000),
        page_size=_number(said, "page_size", 20, _MOST_ROWS),
        status=said.get("status", ""),
    )
    document = {
        "blueprints": [_row(row) for row in await call.asks(call.bench.leaving, page.items)],
        "page": page.number,
        "page_size": page.size,
        "pages": page.pages,
        "total": page.total,
    }
    return json_answer(call.request, document)


async def show_blueprint(call: Call) -> Response:
    """Answer one blueprint with its document, at ``?version=`` or as it stands."""
    said = parameters(call.request, ("version",))
    id_ = call.request.path_params["id"]
    found = await call.asks(call.bench.blueprint, id_, said.get("version"))
    return json_answer(call.request, _whole(await call.asks(call.bench.leaving, found)))


async def save_blueprint(call: Call) -> Response:
    """Keep the body as a new blueprint, or as the next version of the one it names."""
    said = parameters(call.request, ("id", "expected_version", "level"))
    kind, text = await read_body(call.request, call.bench.settings.server)

    named = {
        "file": "request.json" if kind == JSON else "request.yaml",
        "id": said.get("id"),
        "expected_version": said.get("expected_version"),
        "level": said.get("level", ""),
    }
    if key := idempotency_key(call.request):
        saved, created = await call.asks(call.bench.put_blueprint_once, text, key, **named)
    else:
        saved, created = await call.asks(call.bench.put_blueprint, text, **named)
    where = {"Location": f"/api/v1/blueprints/{saved.id}"}
    said = _whole(await call.asks(call.bench.leaving, saved))
    return json_answer(call.request, said, status=201 if created else 200, headers=where)


def _number(said: dict[str, str], name: str, default: int, most: int) -> int:
    text = said.get(name, str(default))
    if not (text.isascii() and text.isdigit() and len(text) < 10 and 1 <= int(text) <= most):
        raise MalformedRequestError(
            f"{name} is {text!r:.40}.", next_step=f"Give a whole number from 1 to {most}."
        )
    return int(text)


def _row(row: BlueprintSummary) -> dict[str, Any]:
    kept = asdict(row)
    return kept | {name: kept[name].isoformat() for name in ("created", "updated")}


def _whole(found: StoredBlueprint) -> dict[str, Any]:
    names = ("id", "name", "version", "author", "owner", "status", "visibility", "document")
    kept = {name: getattr(found, name) for name in names}
    return kept | {"created": found.created.isoformat(), "updated": found.updated.isoformat()}
