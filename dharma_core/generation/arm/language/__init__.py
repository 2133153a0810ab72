"""The language of ARM templates and what the catalogue says of it; writers and readers share it."""

from dharma_core.generation.arm.language.expressions import (
    Access,
    Call,
    calls_in,
    is_expression,
    parse_value,
    to_text,
)
from dharma_core.generation.arm.language.functions import FUNCTIONS, spelt
from dharma_core.generation.arm.language.names import name_segments
from dharma_core.generation.arm.language.section import (
    FORMS,
    Companion,
    Fold,
    Line,
    Parent,
    Section,
    Steps,
)
from dharma_core.generation.arm.language.section_reading import Sections, parse_section

__all__ = [
    "FORMS",
    "FUNCTIONS",
    "Access",
    "Call",
    "Companion",
    "Fold",
    "Line",
    "Parent",
    "Section",
    "Sections",
    "Steps",
    "calls_in",
    "is_expression",
    "name_segments",
    "parse_section",
    "parse_value",
    "spelt",
    "to_text",
]
