"""Examines this installation: what is here, what works, and what to do about the rest."""

from __future__ import annotations

import os
import platform
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version

from dharma_core.errors import DharmaError
from dharma_core.workbench.key_desk import ROTATE_AFTER

__all__ = ["Check", "examine"]

_PACKAGES = ("streamlit", "regopy", "dbos", "moto", "sqlalchemy", "polars")
_CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at.

    Parameters
    ----------
    state : str
        ``ok``, ``absent`` (optional and not here) or ``broken``.
    """

    name: str
    state: str
    found: str
    next_step: str = ""

    def as_dict(self) -> dict[str, str | None]:
        """Return the JSON form."""
        return {
            "name": self.name,
            "state": self.state,
            "found": self.found,
            "next_step": self.next_step or None,
        }


def examine() -> tuple[Check, ...]:
    """Return the state of everything Dharma uses; a failing part never hides the others."""
    looked: tuple[tuple[str, Callable[[], Check]], ...] = (
        ("python", _python),
        ("packages", _packages),
        ("settings", _settings),
        ("store", _store),
        ("keys", _keys),
        ("alerts", _alerts),
        ("catalogue", _catalogue),
        ("price book", _prices),
        ("guardrails", _guardrails),
        ("sandbox", _sandbox),
        ("terraform", _terraform),
        ("chromium", lambda: _tool("chromium", _CHROMIUM, "Only browser tests need it.")),
        ("git", lambda: _tool("git", ("git",), "Install git to read REVISION:PATH sources.")),
    )
    return tuple(_guarded(name, look) for name, look in looked)


def _guarded(name: str, look: Callable[[], Check]) -> Check:
    try:
        return look()
    except DharmaError as error:
        return Check(name, "broken", error.message, error.next_step)


def _python() -> Check:
    return Check("python", "ok", f"{platform.python_version()} on {platform.system()}")


def _packages() -> Check:
    return Check("packages", "ok", ", ".join(f"{name} {version(name)}" for name in _PACKAGES))


def _settings() -> Check:
    from dharma_core.storage.settings import load_settings

    settings = load_settings()
    return Check("settings", "ok", f"home {settings.home}")


def _store() -> Check:
    from dharma_core.storage.settings import load_settings
    from dharma_core.storage.store import Store

    url = load_settings().store_url
    with Store.open(url) as store, store.reading() as uow:
        count = uow.blueprints.page(number=1, size=1).total
    kind = "PostgreSQL" if url.startswith("postgres") else "SQLite"
    return Check("store", "ok", f"{kind}, {count} blueprints")


def _keys() -> Check:
    from dharma_core.identity import service_actor
    from dharma_core.workbench.facade import Workbench

    bench = Workbench.open(actor=service_actor("settings:read"))
    known, now = bench.master_keys(), datetime.now(UTC)
    missing = [key.id for key in known if not key.here]
    if missing:
        step = f"Restore them to {bench.store.masters.folder} from your backup of keys."
        return Check("keys", "broken", f"missing: {', '.join(missing)}", step)
    if any(key.is_due(now) for key in known):
        old = f"the master key is older than {ROTATE_AFTER.days} days"
        return Check("keys", "ok", old, "Run `dharma keys rotate`.")
    return Check("keys", "ok", f"{len(known)} master keys" if known else "none needed so far")


def _alerts() -> Check:
    from dharma_core.storage.settings import load_settings

    said = load_settings().notifications
    # A variable that is not set raises, with its name: no alert would go out.
    targets = len(said.urls(os.environ))
    if not targets:
        step = "Optional: add targets under [notifications] in dharma.toml."
        return Check("alerts", "absent", "nobody is told", step)
    noun = "target" if targets == 1 else "targets"
    told = f"{targets} {noun}, security events of severity {said.at_least} or above"
    return Check("alerts", "ok", told, "Try them: dharma audit alerts test.")


def _catalogue() -> Check:
    from dharma_core.storage.facts import load_catalog, load_templates

    types, designs = len(load_catalog().types), len(load_templates())
    return Check("catalogue", "ok", f"{types} resource types, {designs} templates")


def _prices() -> Check:
    from dharma_core.storage.facts import data_root
    from dharma_core.storage.price_books import open_price_book

    open_price_book()
    names = [path.stem for path in (data_root() / "price_books").glob("*.parquet")]
    newest = max(name[-len("2026-01-01") :] for name in names)
    return Check("price book", "ok", f"{len(names)} files, the newest prices of {newest}")


def _guardrails() -> Check:
    from dharma_core.storage.policy_files import load_builtin_policies

    return Check("guardrails", "ok", f"{len(load_builtin_policies())} policy files")


def _sandbox() -> Check:
    from dharma_core.runners.simulator import Simulator
    from dharma_core.storage.settings import load_settings

    status = Simulator(load_settings().home).status()
    return Check("sandbox", "ok", status.message)


def _terraform() -> Check:
    from dharma_core.runners.terraform import find_terraform

    tool = find_terraform()
    if tool is None:
        return Check(
            "terraform",
            "absent",
            "not found",
            "Optional: put terraform and its AWS provider on this machine to validate and apply.",
        )
    return Check("terraform", "ok", tool.version())


def _tool(name: str, commands: tuple[str, ...], next_step: str) -> Check:
    for command in commands:
        if path := shutil.which(command):
            return Check(name, "ok", path)
    return Check(name, "absent", "not found", f"Optional: {next_step}")
