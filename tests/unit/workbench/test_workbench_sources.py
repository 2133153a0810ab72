"""What SOURCE means, in the order it is looked up."""

from __future__ import annotations

import subprocess
import zipfile

import pytest

from dharma_core.errors import InputError, NotFoundError
from dharma_core.workbench import Workbench, reading
from dharma_core.workbench.git_folder import GitFolder
from dharma_core.workbench.sources import FoundText, find_source, read_file

DESIGN = """\
name: tiny-site
version: 1.0.0
provider: aws
region: us-east-1
resources:
  - {name: assets, type: s3_bucket, properties: {bucket: tiny-site-assets}}
"""


def find(source, cwd, *, stored=None, templates=None):
    return find_source(
        source,
        templates=templates or {"three-tier-web": "template"},
        stored=(stored or {}).get,
        stored_names=lambda: ("shop",),
        cwd=cwd,
    )


def _git(folder, *args):
    identity = ("-c", "user.name=t", "-c", "user.email=t@example.com")
    subprocess.run(["git", *identity, *args], cwd=folder, check=True, capture_output=True)


def test_an_existing_path_wins_over_a_template_of_the_same_name(tmp_path):
    (tmp_path / "three-tier-web").write_text("file", "utf-8")
    assert find("three-tier-web", tmp_path).kind == "file"


def test_a_stored_design_wins_over_a_template(tmp_path):
    stored = {"three-tier-web": FoundText("stored", "x", "stored", "bp_1", "1.0.0")}
    assert find("three-tier-web", tmp_path, stored=stored).text == "stored"


def test_a_template_answers_when_nothing_else_does(tmp_path):
    assert find("three-tier-web", tmp_path).kind == "template"


def test_what_nobody_knows_is_refused_with_the_nearest_name(tmp_path):
    with pytest.raises(NotFoundError, match="three-tier-web"):
        find("three-teir-web", tmp_path)


def test_a_binary_plan_file_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "p", "w") as archive:
        archive.writestr("tfplan", b"\xff\xfe")
    with pytest.raises(InputError, match="not the binary plan"):
        find("p", tmp_path)


def test_a_file_that_is_no_text_is_refused(tmp_path):
    (tmp_path / "p").write_bytes(b"\xff\xfd")
    with pytest.raises(InputError, match="byte 0 is not UTF-8"):
        find("p", tmp_path)


TF = 'resource "aws_sqs_queue" "q" {\n  name = "%s"\n}\n'


def queue_names(bench, *sources):
    return [bench.read(source).resources[0].attributes["name"] for source in sources]


def test_a_folder_an_archive_of_it_and_a_revision_of_it_read_alike(tmp_path):
    folder = tmp_path / "infra"
    folder.mkdir()
    (folder / "main.tf").write_text(TF % "old", "utf-8")
    _git(tmp_path, "init", "-q")
    _git(tmp_path, "add", "infra")
    _git(tmp_path, "commit", "-qm", "first")
    (folder / "main.tf").write_text(TF % "new", "utf-8")
    with zipfile.ZipFile(tmp_path / "infra.zip", "w") as archive:
        archive.write(folder / "main.tf", "shop-main/main.tf")
    bench = Workbench.open(cwd=tmp_path)
    assert queue_names(bench, "infra", "infra.zip", "HEAD:infra") == ["new", "new", "old"]
    assert bench.read("infra").name == "infra"
    assert str(bench.read("infra").resources[0].position) == "infra/main.tf:1"
    data = (tmp_path / "infra.zip").read_bytes()
    assert bench.read_upload(data, name="infra.zip").resources[0].attributes["name"] == "new"


def test_a_folder_without_terraform_says_what_it_holds(tmp_path):
    (tmp_path / "design.yaml").write_text(DESIGN, "utf-8")
    with pytest.raises(InputError, match=r"no Terraform configuration .* design\.yaml"):
        Workbench.open(cwd=tmp_path).read(".")


def test_several_configurations_ask_which_one(tmp_path):
    for name in ("dev", "prod"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "main.tf").write_text(TF % name, "utf-8")
    with pytest.raises(InputError, match="2 Terraform configurations: dev, prod"):
        Workbench.open(cwd=tmp_path).read(".")


@pytest.fixture
def two_roots(tmp_path):
    """Make a repository whose configurations share a module, with a folder renamed since."""
    (tmp_path / "infra" / "old").mkdir(parents=True)
    (tmp_path / "infra" / "modules" / "queue").mkdir(parents=True)
    (tmp_path / "infra" / "modules" / "queue" / "main.tf").write_text(TF % "shared", "utf-8")
    module = 'module "jobs" {\n  source = "../modules/queue"\n}\n'
    (tmp_path / "infra" / "old" / "main.tf").write_text(module, "utf-8")
    _git(tmp_path, "init", "-q")
    _git(tmp_path, "add", ".")
    _git(tmp_path, "commit", "-qm", "first")
    _git(tmp_path, "mv", "infra/old", "infra/new")
    (tmp_path / "infra" / "test").mkdir()
    (tmp_path / "infra" / "test" / "main.tf").write_text(TF % "test", "utf-8")
    _git(tmp_path, "add", ".")
    _git(tmp_path, "commit", "-qm", "second")
    return tmp_path


@pytest.mark.parametrize(
    ("folder", "source"),
    [
        ("", "HEAD~1:infra/old"),
        ("", "HEAD:infra/new"),
        ("infra", "HEAD~1:infra/old"),
        ("infra", "HEAD:./new"),
        ("infra/new", "HEAD:./"),
    ],
)
def test_a_revision_of_a_folder_reaches_the_modules_beside_it(two_roots, folder, source):
    plan = Workbench.open(cwd=two_roots / folder).read(source)
    assert plan.problems == ()
    assert [str(r.address) for r in plan] == ["module.jobs.aws_sqs_queue.q"]
    assert str(plan.resources[0].position).endswith("modules/queue/main.tf:1")


@pytest.mark.parametrize(
    ("given", "step"),
    [
        (".", "Give one of them: infra/new."),
        ("infra", "Give one of them: infra/new."),
        ("HEAD:infra", "Give one of them: HEAD:infra/new."),
        ("HEAD:", "Give one of them: HEAD:infra/new."),
    ],
)
def test_several_configurations_are_named_as_they_can_be_given(two_roots, given, step):
    bench = Workbench.open(cwd=two_roots)
    with pytest.raises(InputError, match="2 Terraform configurations") as caught:
        bench.read(given)
    assert caught.value.next_step == step
    assert bench.read(step.removeprefix("Give one of them: ").rstrip(".")).name == "new"


def test_a_revision_of_a_folder_does_not_lead_out_of_the_repository(two_roots):
    (two_roots / "infra" / "new" / "main.tf").write_text(
        'module "a" {\n  source = "../../../outside"\n}\n', "utf-8"
    )
    _git(two_roots, "commit", "-qam", "third")
    plan = Workbench.open(cwd=two_roots).read("HEAD:infra/new")
    assert [p.message for p in plan.problems] == ["There is no module in ../../../outside."]
    with pytest.raises(InputError, match="leads out of the repository"):
        GitFolder("HEAD:infra/new", two_roots).read("../../../outside/main.tf")


def test_a_file_that_powershell_wrote_is_read(tmp_path):
    (tmp_path / "design.yaml").write_bytes(DESIGN.encode("utf-16"))
    assert Workbench.open(cwd=tmp_path).read("design.yaml").name == "tiny-site"


def test_an_upload_over_the_limit_is_refused(monkeypatch):
    monkeypatch.setattr(reading, "MAX_UPLOAD_BYTES", 1024)
    with pytest.raises(InputError, match="an upload may be 0 MB"):
        Workbench.open().read_upload(b"x" * 2048, name="big.json")


def test_a_file_over_the_limit_is_refused(tmp_path):
    (tmp_path / "big").write_text("x" * 2_000_000, "utf-8")
    with pytest.raises(InputError, match="limit is 1 MB"):
        read_file(tmp_path / "big", "big", limit=2**20)


def test_a_git_revision_gives_the_file_as_it_was(tmp_path):
    (tmp_path / "design.yaml").write_text(DESIGN, "utf-8")
    _git(tmp_path, "init", "-q")
    _git(tmp_path, "add", "design.yaml")
    _git(tmp_path, "commit", "-qm", "first")
    (tmp_path / "design.yaml").write_text(DESIGN.replace("assets}", "media}"), "utf-8")
    bench = Workbench.open(cwd=tmp_path)
    names = [
        bench.read(source).resources[0].attributes["bucket"]
        for source in ("HEAD:design.yaml", "design.yaml")
    ]
    assert names == ["tiny-site-assets", "tiny-site-media"]


def test_an_unknown_git_revision_says_how_to_write_one(tmp_path):
    with pytest.raises(NotFoundError, match="REVISION:PATH"):
        find("nowhere:design.yaml", tmp_path)


def test_a_git_option_in_place_of_a_revision_is_never_run(tmp_path):
    with pytest.raises(NotFoundError):
        find("--output=x:y", tmp_path)
    assert list(tmp_path.iterdir()) == []
