"""A mail server on loopback that keeps what it is sent."""

from __future__ import annotations

import email
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message


class Mailbox:
    """What came in."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.received: list[Message] = []

    @property
    def texts(self) -> list[str]:
        """The plain part of each mail."""
        parts = [part for mail in self.received for part in mail.walk()]
        plain = [part for part in parts if part.get_content_type() == "text/plain"]
        return [part.get_payload(decode=True).decode() for part in plain]


@contextmanager
def mailbox() -> Iterator[Mailbox]:
    """Take mail while the block runs."""
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Handler)
    box = Mailbox(server.server_address[1])
    server.box = box  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield box
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self._say("220 here")
        for line in self.rfile:
            word = line[:4].upper()
            if word == b"QUIT":
                return self._say("221 bye")
            if word == b"DATA":
                self._take()
            self._say("250 fine")
        return None

    def _take(self) -> None:
        self._say("354 go on")
        body = b""
        for line in self.rfile:
            if line == b".\r\n":
                break
            body += line
        self.server.box.received.append(email.message_from_bytes(body))  # type: ignore[attr-defined]

    def _say(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")
