"""Any blueprint survives being written and read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dharma_core.blueprints import (
    Blueprint,
    OutputSpec,
    ResourceSpec,
    VariableSpec,
    dump_blueprint,
    parse_blueprint,
)
from dharma_core.errors import InputError
from dharma_core.storage.facts import load_templates

NAMES = st.from_regex(r"[a-z][a-z0-9_-]{2,8}", fullmatch=True).filter(
    lambda n: (
        n
        not in {
            "var",
            "count",
            "each",
            "local",
            "data",
            "module",
            "path",
            "self",
            "region",
            "terraform",
        }
    )
)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8).filter(lambda t: "${" not in t)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(TEXT.filter(lambda k: k != "<<"), inner, max_size=3)
    ),
    max_leaves=8,
)
VARIABLES = st.builds(
    VariableSpec,
    type=st.just("string"),
    default=st.none() | TEXT,
    sensitive=st.booleans(),
    description=TEXT,
)
OUTPUTS = st.builds(OutputSpec, value=VALUES, sensitive=st.booleans(), description=TEXT)


@st.composite
def blueprints(draw):
    names = draw(st.lists(NAMES, min_size=1, max_size=3, unique=True))
    return Blueprint(
        name="some-name",
        version=draw(st.sampled_from(["1.0.0", "0.1.0-rc.1+build"])),
        provider="aws",
        region="us-east-1",
        description=draw(TEXT),
        author=draw(TEXT),
        variables=draw(st.dictionaries(NAMES, VARIABLES, max_size=2)),
        tags=draw(st.dictionaries(TEXT.filter(lambda k: k != "<<"), TEXT, max_size=2)),
        resources=tuple(
            ResourceSpec(
                name=name,
                type=draw(NAMES),
                properties=draw(st.dictionaries(NAMES, VALUES, max_size=3)),
                overrides={"aws": draw(st.dictionaries(NAMES, VALUES, min_size=1, max_size=1))},
                native=draw(st.booleans()),
                depends_on=tuple(names[:index]),
                count=draw(st.none() | st.integers(0, 5)),
                region=draw(st.sampled_from(["", "eu-west-1"])),
            )
            for index, name in enumerate(names)
        ),
        outputs=draw(st.dictionaries(NAMES, OUTPUTS, max_size=2)),
    )


@pytest.mark.parametrize("syntax", ["yaml", "json"])
@given(blueprint=blueprints())
def test_any_blueprint_survives_being_written_and_read(syntax, blueprint):
    text = dump_blueprint(blueprint, syntax=syntax)
    assert parse_blueprint(text, file="again") == blueprint


@pytest.mark.parametrize("name", sorted(load_templates()))
@pytest.mark.parametrize("syntax", ["yaml", "json"])
def test_each_template_survives_being_written_and_read(name, syntax):
    blueprint = parse_blueprint(load_templates()[name], file=name)
    assert parse_blueprint(dump_blueprint(blueprint, syntax=syntax), file="again") == blueprint


def test_another_syntax_is_refused():
    blueprint = parse_blueprint(load_templates()["three-tier-web"], file="t")
    with pytest.raises(InputError, match="written as yaml or json, not 'toml'"):
        dump_blueprint(blueprint, syntax="toml")
