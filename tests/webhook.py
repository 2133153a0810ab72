"""A webhook on loopback that keeps what it is sent, and refuses as often as it is told."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Webhook:
    """What came in."""

    def __init__(self, port: int) -> None:
        self.url = f"json://127.0.0.1:{port}/hook"
        self.http = f"http://127.0.0.1:{port}"
        self.received: list[dict[str, Any]] = []
        self.paths: list[str] = []
        self.refuse = 0
        self.hold = threading.Event()
        self.hold.set()

    @property
    def titles(self) -> list[str]:
        return [message["title"] for message in self.received]


@contextmanager
def webhook() -> Iterator[Webhook]:
    """Serve a webhook while the block runs."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    hook = Webhook(server.server_port)
    server.hook = hook  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield hook
    finally:
        hook.hold.set()
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        hook: Webhook = self.server.hook  # type: ignore[attr-defined]
        raw = self.rfile.read(int(self.headers["Content-Length"]))
        hook.hold.wait(30)
        status = 200
        if hook.refuse:
            hook.refuse -= 1
            status = 503
        else:
            hook.paths.append(self.path)
            hook.received.append(json.loads(raw))
        self.send_response(status)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *_args: object) -> None:
        pass
