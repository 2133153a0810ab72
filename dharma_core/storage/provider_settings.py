"""``[identity.providers.NAME]``: an outside provider, as a ``dharma.toml`` may say it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from dharma_core.errors import InputError
from dharma_core.identity.claims import ClaimRule, Provider, RoleRule
from dharma_core.storage.environment_references import check_reference, resolved
from dharma_core.storage.provider_facts import ProviderFacts, load_provider_facts

__all__ = ["Address", "ProviderSettings", "Providers", "checked_address"]

_LOOPBACK = ("localhost", "127.0.0.1", "::1")


def checked_address(text: str) -> str:
    """Return an address without ``/`` at its end: https, or http on this machine; empty stays.

    Examples
    --------
    >>> checked_address("https://dharma.example.org/")
    'https://dharma.example.org'
    """
    parts = urlsplit(text)
    safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
    if text and not (safe and parts.hostname and not parts.username and not parts.fragment):
        raise ValueError(f"{text!r} is no https address")
    return text.rstrip("/")


Address = Annotated[str, AfterValidator(checked_address)]
Reference = Annotated[str, AfterValidator(check_reference)]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ClaimSaid(_Section):
    """A claim and the value it has to hold."""

    claim: str = Field(min_length=1, max_length=100)
    value: str = Field(min_length=1, max_length=500)


class RoleSaid(ClaimSaid):
    """A claim, its value, and the role that it gives."""

    role: str = Field(min_length=1, max_length=50)


class ProviderSettings(_Section):
    """``[identity.providers.NAME]``: where people have an account already."""

    kind: Literal["oidc", "google", "microsoft", "github"] = Field(
        "oidc", description="oidc is any provider with OpenID Connect."
    )
    title: str = Field("", max_length=60, description="What its button says.")
    client_id: str = Field(min_length=1, description="As the provider gave it.")
    client_secret: Reference = Field(
        description='Never the secret: "env:NAME", the environment variable that holds it.'
    )
    metadata_url: Address = Field(
        "", description="Ends in /.well-known/openid-configuration; google's is known."
    )
    issuer: str = Field(
        "", max_length=300, description="What its tokens say, exactly; else what the metadata say."
    )
    url: Address = Field("", description="Of a GitHub Enterprise Server.")
    api_url: Address = Field("", description="Of a GitHub Enterprise Server: URL/api/v3.")
    tenant: str = Field("default", description="Whose people come from there.")
    create: bool = Field(False, description="Whether a first sign-in makes the account.")
    only: tuple[ClaimSaid, ...] = Field((), description="Who may: one of these claims must hold.")
    roles: tuple[RoleSaid, ...] = Field((), description="Roles by claims, anew at each sign-in.")
    default_role: str = Field("", description="When no claim gives a role.")
    owner: bool = Field(False, description="Whether a claim may give the role owner.")
    second_factor: tuple[str, ...] = Field(
        (), description='Values of the claim amr that count as a second factor, such as "mfa".'
    )

    def facts(self) -> ProviderFacts:
        """Return what is known of its kind."""
        return load_provider_facts()[self.kind]

    def button(self, name: str) -> str:
        """Return what its button says."""
        return self.title or self.facts().title or name

    def agreed(self, name: str) -> Provider:
        """Return what is agreed about it, checked.

        Raises
        ------
        InputError
            If it is unsafe or makes no sense, or an address is missing.
        """
        known = self.facts()
        if self.kind != "github" and not (self.metadata_url or known.metadata_url):
            raise InputError(
                f"Provider {name} lacks metadata_url.",
                next_step="Give the address that ends in /.well-known/openid-configuration.",
            )
        return Provider(
            name=name,
            tenant=self.tenant,
            issuer=self.issuer or (self.url if self.kind == "github" else "") or known.issuer,
            audience=self.client_id,
            tokens=self.kind != "github",
            create=self.create,
            only=tuple(ClaimRule(said.claim, said.value) for said in self.only),
            roles=tuple(RoleRule(said.claim, said.value, said.role) for said in self.roles),
            default_role=self.default_role,
            second_factor=self.second_factor,
            owner=self.owner,
            anybody=self._anybody(),
        )

    def _anybody(self) -> bool:
        """Return whether everybody in the world can have an account there."""
        if self.kind == "github":
            return self.url in ("", self.facts().url)
        address = self.metadata_url or self.facts().metadata_url
        return any(f.anybody and f.metadata_url == address for f in load_provider_facts().values())

    def secret(self, name: str, env: Mapping[str, str]) -> str:
        """Return the client's secret; raise InputError when its variable is not set."""
        return resolved(self.client_secret, env, what=f"The client secret of provider {name}")

    @property
    def reads_groups(self) -> bool:
        """Whether a rule reads organisations or teams, which GitHub has to be asked for."""
        return any(said.claim in ("orgs", "teams") for said in (*self.only, *self.roles))


def _all_agreed(providers: dict[str, ProviderSettings]) -> dict[str, ProviderSettings]:
    try:
        for name, said in providers.items():
            said.agreed(name)
    except InputError as error:
        raise ValueError(f"{error}") from error
    return providers


Providers = Annotated[dict[str, ProviderSettings], AfterValidator(_all_agreed)]
