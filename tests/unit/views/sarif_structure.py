"""What SARIF 2.1.0 allows in the objects that we write, as a JSON schema of our own words.

Compared on 2026-11-30 with sarif-schema-2.1.0.json of OASIS (errata 01): which members an object
may have, which it must, and the words that an enumeration allows. Objects that we do not write are
left out, so a new kind of object fails here until it was looked up.
"""

from __future__ import annotations

from typing import Any


def one_of(*words: str) -> dict[str, Any]:
    return {"type": "string", "enum": list(words)}


def list_of(item: dict[str, Any], *, unique: bool = False) -> dict[str, Any]:
    return {"type": "array", "items": item, "uniqueItems": unique}


def map_of(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": item}


def closed(required: tuple[str, ...] = (), **members: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": members,
        "required": list(required),
        "additionalProperties": False,
    }


TEXT = {"type": "string"}
NUMBER = {"type": "integer", "minimum": 1}
INDEX = {"type": "integer", "minimum": -1}
MOMENT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$"}
ADDRESS = {"type": "string", "pattern": r"^[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+$"}
ABSOLUTE = {"type": "string", "pattern": r"^[a-z][a-z0-9+.-]*:"}
LEVEL = one_of("none", "note", "warning", "error")
BAG = {"type": "object", "properties": {"tags": list_of(TEXT, unique=True)}}
WORDS = closed(("text",), text=TEXT, markdown=TEXT, properties=BAG)
MESSAGE = closed(
    ("text",), text=TEXT, markdown=TEXT, id=TEXT, arguments=list_of(TEXT), properties=BAG
)
ARTIFACT = closed(uri=ADDRESS, uriBaseId=TEXT, index=INDEX, description=MESSAGE, properties=BAG)
REGION = closed(
    ("startLine",),
    startLine=NUMBER,
    startColumn=NUMBER,
    endLine=NUMBER,
    endColumn=NUMBER,
    snippet=closed(text=TEXT, binary=TEXT, rendered=WORDS, properties=BAG),
    message=MESSAGE,
    sourceLanguage=TEXT,
    properties=BAG,
)
PHYSICAL = closed(
    ("artifactLocation",),
    artifactLocation=ARTIFACT,
    region=REGION,
    contextRegion=REGION,
    properties=BAG,
)
LOGICAL = closed(
    name=TEXT,
    index=INDEX,
    fullyQualifiedName=TEXT,
    decoratedName=TEXT,
    parentIndex=INDEX,
    kind=TEXT,
    properties=BAG,
)
LOCATION = closed(
    id=INDEX,
    physicalLocation=PHYSICAL,
    logicalLocations=list_of(LOGICAL, unique=True),
    message=MESSAGE,
    properties=BAG,
)
SUPPRESSION = closed(
    ("kind",),
    guid=TEXT,
    kind=one_of("inSource", "external"),
    status=one_of("accepted", "underReview", "rejected"),
    justification=TEXT,
    location=LOCATION,
    properties=BAG,
)
RESULT = closed(
    ("message",),
    ruleId=TEXT,
    ruleIndex=INDEX,
    kind=one_of("notApplicable", "pass", "fail", "review", "open", "informational"),
    level=LEVEL,
    message=MESSAGE,
    locations=list_of(LOCATION),
    partialFingerprints=map_of(TEXT),
    fingerprints=map_of(TEXT),
    suppressions=list_of(SUPPRESSION, unique=True),
    baselineState=one_of("new", "unchanged", "updated", "absent"),
    properties=BAG,
)
RULE = closed(
    ("id",),
    id=TEXT,
    name=TEXT,
    shortDescription=WORDS,
    fullDescription=WORDS,
    help=WORDS,
    helpUri=ABSOLUTE,
    defaultConfiguration=closed(
        enabled={"type": "boolean"}, level=LEVEL, rank={"type": "number"}, properties=BAG
    ),
    properties=BAG,
)
DRIVER = closed(
    ("name",),
    name=TEXT,
    version=TEXT,
    semanticVersion=TEXT,
    informationUri=ABSOLUTE,
    rules=list_of(RULE, unique=True),
    properties=BAG,
)
INVOCATION = closed(
    ("executionSuccessful",),
    executionSuccessful={"type": "boolean"},
    startTimeUtc=MOMENT,
    endTimeUtc=MOMENT,
    exitCode={"type": "integer"},
    toolExecutionNotifications=list_of(
        closed(
            ("message",), message=MESSAGE, level=LEVEL, locations=list_of(LOCATION), properties=BAG
        )
    ),
    properties=BAG,
)
RUN = closed(
    ("tool",),
    tool=closed(("driver",), driver=DRIVER, properties=BAG),
    invocations=list_of(INVOCATION),
    originalUriBaseIds=map_of(ARTIFACT),
    automationDetails=closed(id=TEXT, guid=TEXT, description=MESSAGE, properties=BAG),
    columnKind=one_of("utf16CodeUnits", "unicodeCodePoints"),
    results=list_of(RESULT),
    properties=BAG,
)
SARIF = {
    **closed(
        ("version", "runs"),
        version=one_of("2.1.0"),
        runs=list_of(RUN),
        properties=BAG,
        **{"$schema": ABSOLUTE},
    )
}
