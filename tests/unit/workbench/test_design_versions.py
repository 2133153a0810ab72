"""A design through its versions: proposed, compared, restored, cloned, tagged, recovered."""

from __future__ import annotations

import pytest

from dharma_core.errors import ConflictError, InputError, NotFoundError
from dharma_core.workbench import Workbench

DESIGN = """\
name: jobs
version: 1.0.0
provider: aws
region: us-east-1
variables: {{prefix: {{}}}}
resources:
- {{name: q, type: sqs_queue, properties: {{name: "${{var.prefix}}-q", delay_seconds: {delay}}}}}
{more}
"""
DEAD = "- {name: dead, type: sqs_queue, properties: {name: dead}}"


def text(delay=0, more=""):
    return DESIGN.format(delay=delay, more=more)


@pytest.fixture
def bench():
    return Workbench.open()


def test_the_change_decides_the_version_and_a_level_overrules_it(bench):
    first = bench.save_blueprint(text())
    assert first.version == "1.0.0"
    assert bench.propose_version(text(5), id=first.id).level == "patch"
    assert bench.save_blueprint(text(5), id=first.id).version == "1.0.1"
    assert bench.save_blueprint(text(5, DEAD), id=first.id).version == "1.1.0"
    assert bench.save_blueprint(text(5), id=first.id).version == "2.0.0"
    assert bench.save_blueprint(text(6), id=first.id, level="minor").version == "2.1.0"
    assert bench.save_blueprint(text(6), id=first.id, level="major").version == "2.1.0"
    with pytest.raises(InputError, match=r"'mayor' is no part of a version.*'major'"):
        bench.save_blueprint(text(7), level="mayor")


def test_a_stale_save_is_refused_and_nothing_is_lost(bench):
    first = bench.save_blueprint(text())
    bench.save_blueprint(text(5), id=first.id, expected_version="1.0.0")
    with pytest.raises(ConflictError, match=r"is at version 1\.0\.1 by now"):
        bench.save_blueprint(text(9), id=first.id, expected_version="1.0.0")
    assert [v.version for v in bench.blueprint_history(first.id)] == ["1.0.1", "1.0.0"]


def test_two_versions_compare_in_the_design_and_in_the_cloud(bench):
    first = bench.save_blueprint(text())
    bench.save_blueprint(text(5), id=first.id)
    (edit,) = bench.diff_documents("jobs", "1.0.0", "1.0.1")
    assert (edit.place, edit.before, edit.after) == ("resources.q.properties.delay_seconds", 0, 5)
    (change,) = bench.diff_blueprint("jobs", "1.0.0", "1.0.1")
    assert [(a.path, a.after) for a in change.attributes] == [(("delay_seconds",), 5)]


def test_restoring_saves_the_old_design_as_a_new_version(bench):
    first = bench.save_blueprint(text())
    bench.save_blueprint(text(5, DEAD), id=first.id)
    back = bench.restore_blueprint("jobs", "1.0.0")
    assert back.version == "2.0.0"
    assert bench.diff_documents("jobs", "1.0.0", "2.0.0") == ()
    assert len(bench.blueprint_history("jobs")) == 3


def test_a_template_or_a_stored_design_is_cloned_once_under_a_name(bench):
    copy = bench.clone_blueprint("serverless-api", "our-api")
    assert (copy.name, copy.version, copy.document["name"]) == ("our-api", "1.0.0", "our-api")
    second = bench.clone_blueprint("our-api", "their-api")
    assert second.id != copy.id
    with pytest.raises(ConflictError, match="another blueprint called 'our-api'"):
        bench.clone_blueprint("their-api", "our-api")
    with pytest.raises(InputError, match="3 to 100 letters"):
        bench.clone_blueprint("our-api", "no")


def test_a_tag_is_a_version_everywhere(bench):
    bench.save_blueprint(text())
    assert bench.tag_blueprint("jobs", "live") == "1.0.0"
    bench.save_blueprint(text(5), id=bench.blueprint("jobs").id)
    plan = bench.read("jobs@live", variables={"prefix": "x"})
    assert plan.origin["blueprint_version"] == "1.0.0"
    bench.untag_blueprint("jobs", "live")
    with pytest.raises(NotFoundError, match="No blueprint 'jobs' at version live"):
        bench.read("jobs@live")


def test_a_deleted_design_is_listed_apart_and_recovered_by_its_id(bench):
    stored = bench.save_blueprint(text())
    bench.delete_blueprint("jobs")
    assert bench.blueprints().total == 0
    assert [b.id for b in bench.blueprints(deleted=True).items] == [stored.id]
    with pytest.raises(NotFoundError, match="is no id"):
        bench.recover_blueprint("jobs")
    for source in (stored.id, f"{stored.id}@1.0.0"):
        with pytest.raises(NotFoundError, match=r"Blueprint 'jobs' .* is deleted") as caught:
            bench.read(source)
        assert caught.value.next_step.endswith(f"dharma blueprint recover {stored.id}")
    assert bench.recover_blueprint(stored.id).name == "jobs"


def test_a_mark_needs_a_word(bench):
    bench.save_blueprint(text())
    marked = bench.mark_blueprint("jobs", status="published", visibility="private")
    assert (marked.status, marked.visibility) == ("published", "private")
    assert bench.blueprints(status="draft").total == 0
    with pytest.raises(InputError, match="Nothing to mark"):
        bench.mark_blueprint("jobs")
    with pytest.raises(InputError, match="'drafty' is no status"):
        bench.blueprints(status="drafty")
