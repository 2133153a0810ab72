"""The embedded AWS simulator's own process: moto on a loopback port, alone and offline.

Started by ``runners.simulator`` with ``python -P -m``; never imported by anything else.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

__all__ = ["IDENTITY_HEADER", "NONCE_VARIABLE", "PORT_IN_USE", "main", "refuse_network"]

IDENTITY_HEADER = "X-Dharma-Simulator"
NONCE_VARIABLE = "DHARMA_SIMULATOR_NONCE"
PORT_IN_USE = 98  # exit code
_HOST = "127.0.0.1"
_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_LOG_BYTES = 1_000_000
_WARM_SECONDS = 60.0
_GRACE_SECONDS = 5.0  # for the starter to write the record
_WATCH_SECONDS = 2.0

_Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]


def main(folder: Path, *, port: int) -> int:
    """Serve until SIGTERM; write ``ready.json`` (pid and port) into ``folder`` once listening.

    Parameters
    ----------
    folder : Path
        Where the log and the ready file go.
    port : int
        0 for any free port.

    Returns
    -------
    int
        Exit code: 0 after SIGTERM, 98 when the port is taken.
    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((_HOST, port))
    except OSError:
        return PORT_IN_USE
    listener.listen(128)
    _log_to(folder / "simulator.log")
    refuse_network()
    chosen = listener.getsockname()[1]
    os.environ["MOTO_PORT"] = str(chosen)
    warm = threading.Event()
    app = _after(warm, _moto())
    server = _make_server(listener, guarded(app, os.environ.pop(NONCE_VARIABLE, "")))
    signal.signal(
        signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown, daemon=True).start()
    )
    _announce(folder, chosen)
    threading.Thread(target=_warm_up, args=(warm,), daemon=True).start()
    threading.Thread(target=_watch, args=(folder, server), daemon=True).start()
    server.serve_forever()
    return 0


def refuse_network() -> None:
    """Refuse, for the life of this process, every connection that leaves the machine.

    Moto would post SNS messages to the web, or ask Docker to run a function.
    """

    def hook(event: str, args: tuple[Any, ...]) -> None:
        if event == "socket.connect":
            address = args[1]
            host = address[0] if isinstance(address, tuple) else address
        elif event == "socket.getaddrinfo":
            host = args[0]
        elif event in ("subprocess.Popen", "os.system", "os.posix_spawn"):
            raise PermissionError("the simulator starts no programs")
        else:
            return
        if host not in _LOOPBACK:
            raise PermissionError("the simulator makes no network connections")

    sys.addaudithook(hook)


def guarded(app: _Wsgi, nonce: str) -> _Wsgi:
    """Return the app, signing each answer with the nonce and refusing pages of other sites.

    A web page open in the user's browser could else reset the simulator (or read it through a
    re-bound name): such requests carry an Origin, or a Host that is not this machine.
    """

    def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        host = environ.get("HTTP_HOST", "").rsplit(":", 1)[0]
        if "HTTP_ORIGIN" in environ or host not in (_HOST, "localhost"):
            start_response("403 Forbidden", [("Content-Type", "text/plain")])
            return [b"This simulator answers programs on this machine only."]

        def signed(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            return start_response(status, [*headers, (IDENTITY_HEADER, nonce)], *rest)

        return app(environ, signed)

    return answer


def _moto() -> _Wsgi:
    from moto.core.config import default_user_config
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

    default_user_config["lambda"] = {"use_docker": False}
    default_user_config["batch"] = {"use_docker": False}
    default_user_config["iam"] = {"load_aws_managed_policies": True}
    app: _Wsgi = DomainDispatcherApplication(create_backend_app)
    return app


def _make_server(listener: socket.socket, app: _Wsgi) -> Any:
    from moto.moto_server.werkzeug_app import MotoRequestHandler
    from werkzeug.serving import make_server

    return make_server(
        _HOST,
        listener.getsockname()[1],
        app,
        threaded=True,
        request_handler=MotoRequestHandler,
        fd=listener.fileno(),
    )


def _announce(folder: Path, port: int) -> None:
    temporary = folder / "ready.json.tmp"
    temporary.write_text(json.dumps({"pid": os.getpid(), "port": port}), encoding="ascii")
    temporary.replace(folder / "ready.json")


def _watch(folder: Path, server: Any) -> None:
    """End when the record no longer names this process: nobody could find or stop it."""
    time.sleep(_GRACE_SECONDS)
    while _is_named(folder):
        time.sleep(_WATCH_SECONDS)
    server.shutdown()


def _is_named(folder: Path) -> bool:
    try:
        record = json.loads((folder / "simulator.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return bool(record.get("pid") == os.getpid())


def _warm_up(warm: threading.Event) -> None:
    """Load the second's worth of models that a first request would else wait for."""
    from dharma_core.runners.simulator_supplement import supplement

    try:
        supplement()
    finally:
        warm.set()


def _after(warm: threading.Event, app: _Wsgi) -> _Wsgi:
    """Let AWS calls wait for the supplement; who asks for our identity is answered at once."""

    def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if not environ.get("PATH_INFO", "").startswith("/moto-api"):
            warm.wait(_WARM_SECONDS)
        return app(environ, start_response)

    return answer


class _LogStream:
    """Where moto's prints go, so that the log stays bounded."""

    def write(self, text: str) -> int:
        if text.strip():
            logging.getLogger("moto").info(text.rstrip())
        return len(text)

    def flush(self) -> None:
        """Nothing is held back."""


def _log_to(path: Path) -> None:
    handler = RotatingFileHandler(path, maxBytes=_LOG_BYTES, backupCount=1, encoding="utf-8")
    logging.basicConfig(
        level=logging.INFO, handlers=[handler], format="%(asctime)s %(name)s %(message)s"
    )
    sys.stdout = sys.stderr = _LogStream()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), port=int(sys.argv[2])))
