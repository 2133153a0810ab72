"""The API in front of a store of its own, asked as a program would."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware

from app.api import api_routes
from app.api.calls import Door
from app.shield import Shield
from dharma_core.workbench import Workbench
from dharma_core.workbench.api_desk import ApiDesk

DESIGN = """\
name: shop
version: 1.0.0
provider: aws
region: eu-west-1
resources:
  - name: store
    type: aws_s3_bucket
    properties: {bucket: shop-assets}
"""


@dataclass(frozen=True)
class Client:
    """Asks an ASGI application without a socket."""

    app: Any

    def get(self, path: str, **named: Any) -> httpx.Response:
        return self.ask("GET", path, **named)

    def post(self, path: str, **named: Any) -> httpx.Response:
        return self.ask("POST", path, **named)

    def ask(self, method: str, path: str, **named: Any) -> httpx.Response:
        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(
                self.app, raise_app_exceptions=False, client=("203.0.113.7", 50_000)
            )
            async with httpx.AsyncClient(
                transport=transport, base_url="http://localhost"
            ) as caller:
                return await caller.request(method, path, **named)

        return asyncio.run(ask())


@pytest.fixture
def bench() -> Workbench:
    """Return the workbench of this machine's user."""
    return Workbench.open()


@pytest.fixture
def configure(bench: Workbench) -> Callable[[str], None]:
    """Return what writes dharma.toml."""

    def write(text: str) -> None:
        Path(bench.settings.home / "dharma.toml").write_text(text, "utf-8")

    return write


@pytest.fixture
def desk(bench: Workbench, configure: Callable[[str], None]) -> Iterator[Callable[[], ApiDesk]]:
    """Return the server's desk, opened at its first use."""
    opened: list[ApiDesk] = []

    def one() -> ApiDesk:
        if not opened:
            opened.append(ApiDesk.open(bench.cwd))
        return opened[0]

    yield one
    for each in opened:
        each.close()
    bench.store.close()


@pytest.fixture
def client(desk: Callable[[], ApiDesk]) -> Client:
    """Return a client of the server, seen from another machine."""
    routes = api_routes(Door(desk))
    return Client(Starlette(routes=routes, middleware=[Middleware(Shield, desk=desk)]))


@pytest.fixture
def bearer(bench: Workbench) -> Callable[..., dict[str, str]]:
    """Return what makes the header of a new token with scopes."""

    def header(*scopes: str) -> dict[str, str]:
        _, secret = bench.create_token("test", scopes or ("blueprint:*",))
        return {"Authorization": f"Bearer {secret.text}"}

    return header
