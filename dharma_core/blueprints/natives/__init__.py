"""Native resources that say the same as a portable kind: what moves with a design."""

from dharma_core.blueprints.natives.tables import TRANSLATIONS
from dharma_core.blueprints.natives.translating import Translated, translate

__all__ = ["TRANSLATIONS", "Translated", "translate"]
