"""Where alerts go: Slack, mail, webhooks and what else Apprise knows; shown without secrets."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field

from dharma_core.notifications.messages import Message

__all__ = ["Delivery", "Target", "deliver"]


@dataclass(frozen=True, slots=True)
class Target:
    """One place.

    Parameters
    ----------
    name : str
        What may be shown: ``target 1 (slack)``.
    url : str
        Apprise's; it holds secrets.
    """

    name: str
    url: str = field(repr=False)

    @staticmethod
    def of(number: int, url: str) -> Target:
        """Return the target of a URL, named by its number and scheme.

        Examples
        --------
        >>> Target.of(1, "slack://token/in/here")
        Target(name='target 1 (slack)')
        """
        scheme, mark, _ = url.partition("://")
        known = scheme if mark and scheme.isalnum() else "unknown"
        return Target(f"target {number} ({known[:20]})", url)


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of a message to one target; ``reason`` is empty when it arrived."""

    target: str
    reason: str = ""

    @property
    def arrived(self) -> bool:
        """Whether the target took it."""
        return not self.reason


def deliver(message: Message, target: Target) -> Delivery:
    """Send a message once; whatever goes wrong is a reason and no error."""
    import apprise

    # What Apprise logs may hold the URL.
    logging.getLogger("apprise").setLevel(logging.CRITICAL)
    try:
        # The plugin itself: Apprise's own notify starts threads, which a program that ends cannot.
        sender = apprise.Apprise.instantiate(target.url, suppress_exceptions=True)
        if sender is None:
            return Delivery(target.name, "the URL is none that Apprise knows")
        taken = sender.notify(body=message.body, title=message.title)
    except Exception as error:  # noqa: BLE001 - another project's plugins: their failures are data
        return Delivery(target.name, type(error).__name__)
    return Delivery(target.name, "" if taken else "it did not take the message")
