"""The one dispatcher of alerts that a process has for its settings."""

from __future__ import annotations

import logging
import os
from functools import lru_cache
from typing import TYPE_CHECKING

from dharma_core.errors import InputError

if TYPE_CHECKING:
    from dharma_core.notifications import Dispatcher, Target
    from dharma_core.storage.settings import Settings

__all__ = ["targets_of", "watcher_of"]


def watcher_of(settings: Settings) -> Dispatcher | None:
    """Return who is told of alarms; None where nobody is to be told.

    A target whose variable is not set must not stop an action: it is logged, and left out.
    """
    said = settings.notifications
    if not said.targets:
        return None
    try:
        urls = said.urls(os.environ)
    except InputError as error:
        logging.getLogger(__name__).warning("Alerts are off: %s", error)
        return None
    return _dispatcher(urls, said.at_least)


def targets_of(urls: tuple[str, ...]) -> tuple[Target, ...]:
    """Return targets with names that may be shown."""
    from dharma_core.notifications import Target

    return tuple(Target.of(number, url) for number, url in enumerate(urls, 1))


@lru_cache(maxsize=8)
def _dispatcher(urls: tuple[str, ...], at_least: str) -> Dispatcher:
    from dharma_core.audit.security import Severity
    from dharma_core.notifications import Dispatcher

    return Dispatcher(targets_of(urls), at_least=Severity(at_least))
