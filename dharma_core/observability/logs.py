"""Logs: JSON lines in a bounded file, warnings in words on stderr, no secret in either."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from dharma_core.ids import correlation_in_force
from dharma_core.observability.redaction import redact_event

if TYPE_CHECKING:
    from structlog.typing import EventDict, Processor

__all__ = ["LOG_FILE", "configure_logging"]

LOG_FILE = "dharma.log"
_OUR_LOGGERS = "dharma_core"
_MARK = "dharma_owned"


def configure_logging(
    home: Path | None = None,
    *,
    console_level: int = logging.WARNING,
    json_console: bool = False,
    max_bytes: int = 5_000_000,
    keep: int = 4,
) -> None:
    """Send what Dharma logs to a file and to stderr; a second call replaces the first.

    The file keeps everything from INFO on, other libraries' from WARNING on. It never takes more
    than ``max_bytes`` x (``keep`` + 1).

    Parameters
    ----------
    home : Path, optional
        DHARMA_HOME; the file is ``logs/dharma.log`` below it. Without it there is no file.
    console_level : int
        What stderr shows: ``logging.WARNING`` and worse.
    json_console : bool
        JSON lines on stderr too, for a log collector.
    max_bytes, keep : int
        Size at which a new file is begun, and how many old ones are kept.
    """
    console = logging.StreamHandler()
    console.setLevel(console_level)
    console.setFormatter(_LateFormatter(lambda: _formatter(as_json=json_console)))
    handlers: list[logging.Handler] = [console]
    if home is not None:
        file = _PrivateFile(
            home / "logs" / LOG_FILE, maxBytes=max_bytes, backupCount=keep, delay=True
        )
        file.setFormatter(_LateFormatter(lambda: _formatter(as_json=True)))
        handlers.append(file)
    _install(handlers)
    if "structlog" in sys.modules:
        _configure_structlog()


class _LateFormatter(logging.Formatter):
    """Loads structlog at the first line: that takes 0.1 s, and most commands log nothing."""

    def __init__(self, make: Callable[[], logging.Formatter]) -> None:
        super().__init__()
        self._make = make
        self._made: logging.Formatter | None = None

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        if self._made is None:
            self._made = self._make()
            _configure_structlog()
        return self._made.format(record)


def _configure_structlog() -> None:
    """Let what others log through structlog itself go the same way."""
    import structlog

    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_shared_processors(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def _add_correlation(_logger: object, _method: str, event: EventDict) -> EventDict:
    if correlation := correlation_in_force():
        event.setdefault("correlation_id", correlation)
    return event


def _shared_processors() -> list[Processor]:
    import structlog

    return [
        _add_correlation,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
    ]


def _formatter(*, as_json: bool) -> logging.Formatter:
    import structlog

    # A traceback becomes text before the redaction, so that it is looked through too.
    last: list[Processor] = [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        structlog.processors.format_exc_info,
        redact_event,
    ]
    if as_json:
        last.append(structlog.processors.JSONRenderer(sort_keys=True, default=str))
    else:
        last.append(structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty()))
    foreign: list[Processor] = [*_shared_processors(), structlog.stdlib.ExtraAdder(), _without_echo]
    return structlog.stdlib.ProcessorFormatter(foreign_pre_chain=foreign, processors=last)


def _without_echo(_logger: object, _method: str, event: EventDict) -> EventDict:
    # Another handler's formatter leaves these on the record, where they look like extras.
    for name in ("message", "asctime"):
        event.pop(name, None)
    return event


def _install(handlers: list[logging.Handler]) -> None:
    root = logging.getLogger()
    for old in [each for each in root.handlers if hasattr(each, _MARK)]:
        root.removeHandler(old)
        old.close()
    for handler in handlers:
        setattr(handler, _MARK, True)
        root.addHandler(handler)
    logging.getLogger(_OUR_LOGGERS).setLevel(logging.INFO)


class _PrivateFile(RotatingFileHandler):
    """A rotating file for its owner alone; made at the first line, and given up with a word."""

    def _open(self) -> IO[Any]:  # type: ignore[override]
        path = Path(self.baseFilename)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(path, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
        return os.fdopen(handle, "a", encoding="utf-8")

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """Stop writing to a file that cannot be written, and say so once."""
        error = sys.exc_info()[1]
        if not isinstance(error, OSError):
            super().handleError(record)
            return
        logging.getLogger().removeHandler(self)
        logging.getLogger(__name__).warning("No log file from here on: %s", error)
