"""Every native type that a kind can stand for, by its cloud."""

from __future__ import annotations

from collections.abc import Mapping

from dharma_core.blueprints.natives.aws_network import AWS_NETWORK
from dharma_core.blueprints.natives.aws_things import AWS_THINGS
from dharma_core.blueprints.natives.others import AZURE, GCP
from dharma_core.blueprints.natives.rules import Translation

__all__ = ["TRANSLATIONS"]

TRANSLATIONS: Mapping[str, Translation] = {**AWS_NETWORK, **AWS_THINGS, **AZURE, **GCP}
