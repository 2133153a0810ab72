"""The version a change asks for."""

import pytest

from dharma_core.blueprints import lower, parse_blueprint
from dharma_core.blueprints.revisions import propose_version
from dharma_core.plan import Action, Change, diff_plans
from dharma_core.storage.facts import load_catalog

HEAD = "name: web\nversion: 1.0.0\nprovider: aws\nregion: {region}\n"
BODY = """\
variables: {{{variables}}}
resources: [{{name: q, type: sqs_queue, properties: {{name: {queue}, delay_seconds: {delay}}}}}]
outputs: {{{outputs}}}
"""
USUAL = {
    "region": "us-east-1",
    "variables": "size: {type: number, default: 1}",
    "queue": "jobs",
    "delay": 0,
    "outputs": "arn: '${q.arn}'",
}


def design(**other):
    return parse_blueprint((HEAD + BODY).format(**{**USUAL, **other}), file="web.yaml")


def proposed(**other):
    old, new, catalog = design(), design(**other), load_catalog()
    plans = (lower(b, catalog, variables={"size": "2"} if b.variables else {}) for b in (old, new))
    changes = diff_plans(*plans, forces_replace=catalog.forces_replace)
    return propose_version("1.2.3", old, new, changes)


@pytest.mark.parametrize(
    ("change", "version", "reason"),
    [
        ({"delay": 5}, "1.2.4", "aws_sqs_queue.q changes in place"),
        ({"queue": "other"}, "2.0.0", "aws_sqs_queue.q is made anew"),
        ({"outputs": "arn: '${q.arn}', id: '${q.id}'"}, "1.3.0", "output 'id' is new"),
        ({"outputs": ""}, "2.0.0", "output 'arn' is gone"),
        ({"variables": "size: {type: number}"}, "2.0.0", "variable 'size' now has to be given"),
        ({"variables": ""}, "2.0.0", "variable 'size' is gone"),
        ({"region": "eu-west-1"}, "2.0.0", "the region was us-east-1 and is eu-west-1"),
    ],
    ids=["update", "replace", "output", "no output", "required", "no variable", "region"],
)
def test_the_gravest_change_decides(change, version, reason):
    found = proposed(**change)
    assert (found.version, found.reasons) == (version, (reason,))


@pytest.mark.parametrize(
    ("actions", "expected"),
    [
        ([], "1.0.1"),
        ([Action.UPDATE, Action.CREATE], "1.1.0"),
        ([Action.CREATE, Action.REPLACE], "2.0.0"),
        ([Action.DELETE], "2.0.0"),
    ],
)
def test_resources_that_come_and_go_decide_too(actions, expected):
    changes = [Change(f"aws_vpc.v{i}", action) for i, action in enumerate(actions)]
    assert propose_version("1.0.0", design(), design(), changes).version == expected
