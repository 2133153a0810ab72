"""What can be configured: ``dharma.toml`` here, then in DHARMA_HOME; the environment wins."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from dharma_core.storage.notification_settings import NotificationSettings
from dharma_core.storage.provider_settings import Address, Providers
from dharma_core.storage.setting_amounts import amount
from dharma_core.storage.settings_file import checked, merged, read_toml

__all__ = [
    "FILE_NAME",
    "SIGN_IN",
    "AuditSettings",
    "FileSettings",
    "IdentitySettings",
    "PolicySettings",
    "ServerSettings",
    "Settings",
    "StoreSettings",
    "Target",
    "TrustSettings",
    "VaultSettings",
    "default_home",
    "load_settings",
    "settings_schema",
    "validate_settings_file",
]

FILE_NAME = "dharma.toml"
# Set by `dharma serve --sign-in` for the process it becomes.
SIGN_IN = "DHARMA_SIGN_IN"
_SQLITE = "sqlite:///"
Amount = Annotated[Decimal, amount("budget")]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class StoreSettings(_Section):
    """``[store]``: where records are kept."""

    url: str = Field("", description="sqlite:///file or postgresql://user:password@host/database")
    wait_seconds: float = Field(
        10.0, gt=0, le=600, description="How long a writer waits for another one."
    )


class PolicySettings(_Section):
    """``[policies]``: rules beside the bundled ones, required tags, and what waivers need."""

    folders: tuple[Path, ...] = Field((), description="Folders of Rego files; relative to here.")
    required_tags: tuple[str, ...] = Field(
        ("Environment", "Owner", "CostCenter"), description="Names of tags."
    )
    waivers: Path | None = Field(
        None, description="A file of waivers; relative to here. Else dharma-waivers.yaml."
    )
    require_expiry: bool | None = Field(
        None,
        description="Whether a waiver needs a last day; Dharma's own do and other tools' comments "
        "do not when left out.",
    )


class TrustSettings(_Section):
    """``[trust]``: a team's own weights and access rules, and Rego that tightens them."""

    rules: Path | None = Field(
        None, description="A YAML file of rules, networks, hours and weights; relative to here."
    )
    policies: tuple[Path, ...] = Field(
        (), description="Rego files or folders that may only tighten; relative to here."
    )


class IdentitySettings(_Section):
    """``[identity]``: whether people sign in, how long sessions live, when a sign-in waits."""

    sign_in: bool = Field(
        False, description="Ask for an owner at the first start; once there is one, always asked."
    )
    idle_minutes: int = Field(30, ge=1, le=24 * 60, description="A session may rest this long.")
    absolute_hours: int = Field(12, ge=1, le=30 * 24, description="A session gets this old.")
    fresh_factor_minutes: int = Field(
        15,
        ge=1,
        le=24 * 60,
        description="What deletes users, roles and keys asks for a code again after so long.",
    )
    lock_after: int = Field(
        5, ge=1, le=100, description="Failed sign-ins in a row of one account before it waits."
    )
    lock_address_after: int = Field(
        20, ge=1, le=10_000, description="The same of one address, which people may share."
    )
    public_url: Address = Field(
        "", description="How people reach this server; outside providers send them back there."
    )
    providers: Providers = Field(default_factory=dict)


class Target(_Section):
    """``[targets.NAME]``: a real account; the sandbox needs no entry."""

    kind: Literal["aws"] = "aws"
    region: str = Field(min_length=1, description="Such as eu-west-1.")
    profile: str = Field("", description="Of the AWS configuration; empty for the default one.")


Tier = Literal["free", "basic", "professional", "enterprise"]


class ServerSettings(_Section):
    """``[server]``: who may call this server, under which name, how often, with how much."""

    allowed_hosts: tuple[str, ...] = Field(
        ("localhost", "127.0.0.1", "[::1]"),
        description="Names this server is called by, without port; *.example.org for all below.",
    )
    request_bytes: int = Field(
        1024 * 1024, ge=1024, le=64 * 1024 * 1024, description="Largest body of an API call."
    )
    json_depth: int = Field(64, ge=8, le=500, description="Deepest nesting of a JSON body.")
    tiers: dict[Tier, Annotated[int, Field(ge=1)]] = Field(
        default_factory=dict,
        description="API calls an hour by tier, where they differ from 100, 1000, 5000, 10000.",
    )
    tier: Tier = Field("free", description="Tier of a tenant that `tenants` does not name.")
    tenants: dict[str, Tier] = Field(default_factory=dict, description="Tier by tenant.")
    costly_per_hour: int = Field(10, ge=1, description="Costly API calls an hour.")
    address_per_15_minutes: int = Field(1000, ge=1, description="Calls from one address.")
    unlimited_addresses: tuple[str, ...] = Field(
        (), description="Addresses that are not counted, such as a load test's."
    )

    def calls_per_hour(self, tenant: str) -> int:
        """Return how many API calls a user of a tenant has an hour."""
        tier = self.tenants.get(tenant, self.tier)
        return self.tiers.get(tier, _CALLS_PER_HOUR[tier])


_CALLS_PER_HOUR: Mapping[str, int] = {
    "free": 100,
    "basic": 1_000,
    "professional": 5_000,
    "enterprise": 10_000,
}


class VaultSettings(_Section):
    """``[vaults]``: which secrets of outside vaults designs may name; none by themselves."""

    hashicorp: tuple[str, ...] = Field(
        (), description="MOUNT/PATH, with all below it; {tenant} stands for the tenant."
    )
    aws: tuple[str, ...] = Field((), description="Names of Secrets Manager, as above.")
    ssm: tuple[str, ...] = Field((), description="Parameters of Systems Manager, as above.")

    def allows(self, vault: str, path: str, tenant: str) -> bool:
        """Whether a tenant's designs may name a path of a vault: one listed, or below it."""
        allowed: Mapping[str, tuple[str, ...]] = {
            "hashicorp": self.hashicorp,
            "aws": self.aws,
            "ssm": self.ssm,
        }
        places = (place.replace("{tenant}", tenant).rstrip("/") for place in allowed[vault])
        return any(f"{path}/".startswith(f"{place}/") for place in places if place)


class AuditSettings(_Section):
    """``[audit]``: how often the chain is signed, where that is noted, how long events are kept."""

    checkpoint_every_events: int = Field(
        1000, ge=1, le=1_000_000, description="Sign the chain's head after so many events."
    )
    checkpoint_every_seconds: int = Field(
        60, ge=1, le=86_400, description="... or after so many seconds, at the next event."
    )
    checkpoint_file: str = Field(
        "",
        description="A file on another disk, or s3://bucket/prefix; in DHARMA_HOME when left out.",
    )
    key_rotation_days: int = Field(90, ge=1, le=3650, description="When a signing key is due.")
    hot_days: int = Field(30, ge=1, le=3650, description="How long events stay in the database.")
    cold_days: int = Field(
        365, ge=1, le=36_500, description="How long they stay in compressed files after that."
    )


class NoKeysYet(_Section):
    """A section that a later version fills: it is known, and holds no key so far."""


class FileSettings(_Section):
    """Everything a ``dharma.toml`` may say."""

    store: StoreSettings = StoreSettings()
    budgets: dict[str, Amount] = Field(
        default_factory=dict,
        description="Dollars a month by design name; `default` for every other design.",
    )
    policies: PolicySettings = PolicySettings()
    audit: AuditSettings = AuditSettings()
    targets: dict[str, Target] = Field(default_factory=dict)
    identity: IdentitySettings = IdentitySettings()
    trust: TrustSettings = TrustSettings()
    prices: NoKeysYet = NoKeysYet()
    notifications: NotificationSettings = NotificationSettings()
    server: ServerSettings = ServerSettings()
    vaults: VaultSettings = VaultSettings()


class Settings(FileSettings):
    """The settings in force: the files' and the environment's.

    Parameters
    ----------
    home : Path
        Where all state lives.
    files : tuple of Path
        The configuration files read, the one that wins first.
    """

    home: Path
    files: tuple[Path, ...] = ()

    @property
    def store_url(self) -> str:
        """The database: as configured, or a SQLite file in ``home``."""
        return self.store.url or f"{_SQLITE}{self.home / 'dharma.db'}"

    def budget_for(self, design: str) -> Decimal | None:
        """Return the budget of a design in dollars a month, None when none is set."""
        return self.budgets.get(design, self.budgets.get("default"))


def load_settings(cwd: Path | None = None, env: Mapping[str, str] | None = None) -> Settings:
    """Return the settings in force; make DHARMA_HOME, for its owner alone, when it is not there.

    A key in ``dharma.toml`` of the working folder wins over the same key in DHARMA_HOME's.
    ``DHARMA_HOME``, ``DHARMA_DATABASE_URL`` and ``DHARMA_SIGN_IN`` win over both.

    Parameters
    ----------
    cwd : Path, optional
        The working folder.
    env : mapping, optional
        The environment.

    Raises
    ------
    InputError
        If a file cannot be read or says something unknown; it is named with its line.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     settings = load_settings(Path(folder), {"DHARMA_HOME": folder})
    ...     settings.store_url == f"sqlite:///{folder}/dharma.db"
    True
    """
    env = os.environ if env is None else env
    home = default_home(env)
    # A home that cannot be made stops whoever writes there, not who only reads.
    with suppress(OSError):
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
    places = dict.fromkeys(folder / FILE_NAME for folder in (cwd or Path.cwd(), home))
    files = tuple(path.absolute() for path in places if path.is_file())
    values = merged([_read(path) for path in files])
    if url := env.get("DHARMA_DATABASE_URL", "").strip():
        values["store"] = {**values.get("store", {}), "url": url}
    if env.get(SIGN_IN, "").strip():
        values["identity"] = {**values.get("identity", {}), "sign_in": True}
    return Settings(**values, home=home, files=files)


def default_home(env: Mapping[str, str]) -> Path:
    """Return DHARMA_HOME, or this platform's folder for user data."""
    if named := env.get("DHARMA_HOME", "").strip():
        return Path(named).expanduser().absolute()
    from platformdirs import user_data_path

    return user_data_path("dharma", appauthor=False)


def validate_settings_file(file: Path | None = None) -> Path | None:
    """Check a configuration file, or each one in force when left out, and return its path.

    Returns
    -------
    Path or None
        The file checked, the one that wins when there are two; None when there is none.

    Raises
    ------
    InputError
        If it cannot be read or says something unknown.
    """
    if file is None:
        return next(iter(load_settings().files), None)
    _read(file)
    return file


def settings_schema() -> dict[str, Any]:
    """Return the JSON schema of ``dharma.toml``.

    Examples
    --------
    >>> sorted(settings_schema()["properties"])  # doctest: +ELLIPSIS
    ['audit', 'budgets', ..., 'trust', 'vaults']
    """
    return FileSettings.model_json_schema()


def _read(path: Path) -> dict[str, Any]:
    text, values = read_toml(path)
    found = checked(FileSettings, values, text=text, file=path)
    said = found.model_dump(exclude_unset=True)
    folder = path.absolute().parent
    if "folders" in said.get("policies", {}):
        said["policies"]["folders"] = [folder / name for name in found.policies.folders]
    if found.policies.waivers is not None:
        said["policies"]["waivers"] = folder / found.policies.waivers
    if found.trust.rules is not None:
        said["trust"]["rules"] = folder / found.trust.rules
    if "policies" in said.get("trust", {}):
        said["trust"]["policies"] = [folder / name for name in found.trust.policies]
    outside = found.audit.checkpoint_file
    if outside and not outside.startswith("s3://"):
        said["audit"]["checkpoint_file"] = str(folder / outside)
    if "url" in said.get("store", {}):
        said["store"]["url"] = _beside(found.store.url, folder)
    return said


def _beside(url: str, folder: Path) -> str:
    """Return a SQLite URL with its relative file taken from ``folder``."""
    name = url.removeprefix(_SQLITE)
    return f"{_SQLITE}{folder / name}" if name != url and name else url
