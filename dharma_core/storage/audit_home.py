"""Where the audit of a store lives outside its database: keys, the signed log, archived events."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from dharma_core.storage.checkpoints import Interval, Notary
from dharma_core.storage.cold_events import ColdEvents
from dharma_core.storage.engine import database_name, parse_url
from dharma_core.storage.outside_log import open_outside_log
from dharma_core.storage.settings import Settings
from dharma_core.storage.signing_keys import SigningKeys

__all__ = ["AuditHome", "open_audit_home"]


class AuditHome:
    """The places of one store's audit.

    Parameters
    ----------
    notary : Notary
        Signs, and notes outside.
    cold : ColdEvents
        The archived events.
    """

    def __init__(self, notary: Notary, cold: ColdEvents) -> None:
        self.notary = notary
        self.cold = cold


def open_audit_home(settings: Settings, env: Mapping[str, str]) -> AuditHome:
    """Return the places as configured; nothing is made before it is needed.

    A store elsewhere than in DHARMA_HOME has folders of its own there: two stores must not share
    keys or a log.
    """
    home, audit = settings.home, settings.audit
    own = _mark(settings.store_url, home)
    outside = audit.checkpoint_file or str(home / f"audit{own}" / "checkpoints.jsonl")
    keys = SigningKeys(home / f"keys{own}", env.get("DHARMA_AUDIT_PASSPHRASE", ""))
    interval = Interval(audit.checkpoint_every_events, audit.checkpoint_every_seconds)
    return AuditHome(
        Notary(keys, open_outside_log(outside), interval),
        ColdEvents(home / f"audit{own}" / "archive"),
    )


def _mark(url: str, home: Path) -> str:
    name = database_name(parse_url(url))
    if name == str(home / "dharma.db"):
        return ""
    return f"-{hashlib.sha256(name.encode()).hexdigest()[:8]}"
