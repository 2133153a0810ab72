"""``[notifications]``: whom to tell at once, as a ``dharma.toml`` may say it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from dharma_core.storage.environment_references import check_reference, resolved
from dharma_core.storage.setting_amounts import amount

__all__ = ["NotificationSettings"]

_PLAIN = ("json", "jsons")


def _checked_target(text: str) -> str:
    """Return a target that holds no secret; raise ValueError for one that may."""
    if text.startswith("env:"):
        return check_reference(text)
    parts = urlsplit(text)
    bare = not (parts.username or parts.password or parts.query or parts.fragment)
    if parts.scheme in _PLAIN and parts.hostname and bare:
        return text
    # The text itself may be the secret: it is not repeated.
    raise ValueError(
        "a target is env:NAME (a variable that holds an Apprise URL, such as slack://...) or a "
        "webhook without secrets, json://HOST/PATH or jsons://HOST/PATH"
    )


class NotificationSettings(BaseModel):
    """``[notifications]``: targets of alerts, and how serious a security event has to be."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    targets: tuple[Annotated[str, AfterValidator(_checked_target)], ...] = Field(
        (), max_length=20, description='Such as "env:DHARMA_SLACK_URL"; secrets stay outside.'
    )
    at_least: Literal["info", "low", "medium", "high", "critical"] = Field(
        "high", description="From which severity security events alert; deletions always do."
    )
    anomaly_floor: Annotated[Decimal, amount("floor of anomalies")] = Field(
        Decimal(100), description="What an anomaly of the bill has to cost before people are told."
    )

    def urls(self, env: Mapping[str, str]) -> tuple[str, ...]:
        """Return the targets' URLs.

        Raises
        ------
        InputError
            If a variable is not set.
        """
        return tuple(
            resolved(said, env, what=f"Target {number} of [notifications]")
            if said.startswith("env:")
            else said
            for number, said in enumerate(self.targets, 1)
        )
