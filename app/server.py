"""One process: the dashboard, its health, and the worker that carries deployments out."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from app import outside_routes, sign_in_routes
from app.api import api_routes
from app.api.calls import Door
from app.outside_server import streamlit_secrets
from app.shield import Shield

if TYPE_CHECKING:
    from dharma_core.workbench.api_desk import ApiDesk

__all__ = ["app"]

_MAIN = Path(__file__).resolve().parent / "main.py"
# How soon the server takes over from a command that was at work when it started.
_TAKE_OVER_S = 2.0


@cache
def _desk() -> ApiDesk:
    """Return the desk that lets calls into this process."""
    from dharma_core.workbench.api_desk import ApiDesk

    return ApiDesk.open()


async def _live(_request: Request) -> JSONResponse:
    """Answer that the process runs."""
    return JSONResponse({"status": "ok"})


async def _ready(_request: Request) -> JSONResponse:
    """Answer whether the store can be read; 503 with the reason when not."""
    reason = await asyncio.to_thread(_store_fault)
    if reason:
        return JSONResponse({"status": "unavailable", "store": reason}, status_code=503)
    return JSONResponse({"status": "ok", "store": "ok"})


def _store_fault() -> str:
    from dharma_core.errors import DharmaError
    from dharma_core.identity import service_actor
    from dharma_core.workbench import Workbench

    try:
        Workbench.open(actor=service_actor("blueprint:read")).blueprints(page_size=1)
    except DharmaError as error:
        return str(error)
    return ""


@asynccontextmanager
async def _lifespan(_app: st.App) -> AsyncIterator[dict[str, Any]]:
    """Warm what the first page needs, and keep the deployment worker while the server runs."""
    warming = asyncio.create_task(asyncio.to_thread(_warm))
    async with _worker():
        yield {}
    await warming


@asynccontextmanager
async def _worker() -> AsyncIterator[None]:
    """Carry deployments out here, as soon as no other process does."""
    from dharma_core.identity import service_actor
    from dharma_core.workbench import Workbench

    bench = Workbench.open(actor=service_actor("deployment:work"))

    async def take_over() -> None:
        while not await asyncio.to_thread(bench.start_worker):
            await asyncio.sleep(_TAKE_OVER_S)

    taking = asyncio.create_task(take_over())
    try:
        yield
    finally:
        taking.cancel()
        await asyncio.to_thread(bench.stop_worker)


def _warm() -> None:
    """Load what pages and their first questions need, so that no reader waits for it."""
    import plotly.graph_objects  # noqa: F401

    import app.widgets.deployments
    import app.widgets.designs  # noqa: F401
    from dharma_core.errors import DharmaError
    from dharma_core.identity import service_actor
    from dharma_core.storage.facts import load_catalog
    from dharma_core.workbench import Workbench

    load_catalog()
    with suppress(DharmaError):  # a page says it to its reader
        Workbench.open(actor=service_actor()).trust_warm()


app = st.App(
    _MAIN,
    lifespan=_lifespan,
    routes=[
        Route("/healthz", _live),
        Route("/healthz/live", _live),
        Route("/healthz/ready", _ready),
        *sign_in_routes.ROUTES,
        *outside_routes.ROUTES,
        *api_routes(Door(_desk)),
    ],
    secrets=streamlit_secrets(),
    middleware=[Middleware(Shield, desk=_desk)],
)
