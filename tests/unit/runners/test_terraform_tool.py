"""The terraform wrapper, against a stand-in program and against the real one."""

import json
import os
import stat
import threading
import time

import pytest

from dharma_core.errors import AdapterError
from dharma_core.runners import terraform as runner
from dharma_core.runners.terraform import TerraformTool, find_terraform
from dharma_core.runners.terraform_messages import Diagnostic, apply_result, messages_of

CONFIGURATION = """
variable "word" {
  type = string
}

resource "terraform_data" "x" {
  input = var.word
}

output "answer" {
  value = 40 + 2
}
"""


@pytest.fixture
def program(tmp_path):
    """Return a maker of programs that stand in for terraform."""

    def make(script, name="terraform"):
        path = tmp_path / "bin" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        return path

    return make


def tool_of(path, **env):
    return TerraformTool(path, env={"PATH": os.environ["PATH"], **env})


def test_find_terraform_is_none_without_a_binary(tmp_path):
    assert find_terraform({"PATH": str(tmp_path)}) is None
    assert find_terraform({"DHARMA_TERRAFORM": str(tmp_path / "none"), "PATH": ""}) is None


@pytest.mark.parametrize("name", ["terraform", "tofu"])
def test_find_terraform_takes_either_from_the_path(program, name):
    path = program("true", name)
    assert find_terraform({"PATH": str(path.parent)}).binary == path


def test_find_terraform_prefers_the_setting(program):
    other = program("true", "other")
    program("true")
    found = find_terraform({"DHARMA_TERRAFORM": str(other), "PATH": str(other.parent)})
    assert found.binary == other


@pytest.mark.parametrize("setting", ["DHARMA_TF_PLUGIN_DIR", "TF_PLUGIN_CACHE_DIR"])
def test_find_terraform_takes_a_folder_only_when_it_holds_plugins(program, tmp_path, setting):
    env = {"PATH": str(program("true").parent), setting: str(tmp_path)}
    assert not find_terraform(env).offline
    (tmp_path / "registry.terraform.io").mkdir()
    assert find_terraform(env).plugins == tmp_path
    assert find_terraform(env | {setting: str(tmp_path / "registry.terraform.io")}).offline


def test_commands_run_in_an_environment_of_their_own(program, tmp_path):
    tool = tool_of(program("env"), TF_LOG="trace", TF_CLI_ARGS="-x", AWS_PROFILE="p")
    said = dict(line.split("=", 1) for line in tool.fmt_check(tmp_path).stdout.split())
    assert said["TF_CLI_CONFIG_FILE"] == os.devnull
    assert said["CHECKPOINT_DISABLE"] == "1"
    assert said["AWS_PROFILE"] == "p"
    assert not {"TF_LOG", "TF_CLI_ARGS"} & set(said)


def test_init_names_the_plugin_folder_and_raises_what_terraform_says(program, tmp_path):
    tool = TerraformTool(program('echo "$@" >&2; exit 3'), plugins=tmp_path, env={})
    with pytest.raises(AdapterError, match=r"code 3.*-plugin-dir=") as caught:
        tool.init(tmp_path)
    assert str(tmp_path) in caught.value.message


def test_a_command_that_hangs_is_ended_with_what_it_started(program, tmp_path, monkeypatch):
    monkeypatch.setattr(runner, "QUICK_SECONDS", 0.3)
    child = tmp_path / "child"
    tool = tool_of(program(f'sleep 60 & echo $! > "{child}"; wait'))
    with pytest.raises(AdapterError, match="did not finish"):
        tool.fmt_check(tmp_path)
    with pytest.raises(ProcessLookupError):
        _signal_until_gone(int(child.read_text()))


def _signal_until_gone(pid):
    for _ in range(50):
        os.kill(pid, 0)
        time.sleep(0.1)


TELL = """exec > out
for argument in "$@"; do
  case $argument in
    -var-file=*) stat -c %a "${argument#-var-file=}"; cat "${argument#-var-file=}"; echo;;
  esac
done
echo "$@"
"""


def test_secret_values_travel_in_a_private_file(program, tmp_path):
    tool_of(program(TELL)).plan(tmp_path, variables={"password": "hunter2"})
    mode, values, arguments = (tmp_path / "out").read_text().splitlines()
    assert mode == "600"
    assert json.loads(values) == {"password": "hunter2"}
    assert "hunter2" not in arguments


def test_apply_reads_what_was_done_and_what_failed(program, tmp_path):
    lines = [
        {"type": "apply_complete", "hook": {"resource": {"addr": "a.x"}}},
        {"type": "apply_errored", "hook": {"resource": {"addr": "a.y"}}},
        {
            "type": "diagnostic",
            "diagnostic": {"severity": "error", "summary": "no", "address": "a.y"},
        },
    ]
    (tmp_path / "lines").write_text("\n".join(map(json.dumps, lines)) + "\nnot json\n")
    seen = []
    result = tool_of(program("cat lines; exit 1")).apply(tmp_path, on_line=seen.append)
    assert (result.ok, result.done, result.errored) == (False, ("a.x",), ("a.y",))
    assert result.reason == "a.y: no"
    assert seen == lines


def test_apply_is_interrupted_when_asked_to_stop(program, tmp_path):
    script = 'trap \'echo "{}"; exit 1\' INT; echo "{}"; while :; do sleep 0.1; done'
    stop = threading.Event()
    result = tool_of(program(script)).apply(tmp_path, on_line=lambda _: stop.set(), stop=stop)
    assert result.interrupted
    assert not result.ok


def test_apply_result_never_hands_over_sensitive_outputs():
    outputs = {"a": {"value": 1}, "b": {"value": "s", "sensitive": True}}
    result = apply_result(0, [{"type": "outputs", "outputs": outputs}], "", interrupted=False)
    assert dict(result.outputs) == {"a": 1}


def test_apply_result_takes_standard_error_when_nothing_else_explains():
    result = apply_result(2, [], "broken pipe\n", interrupted=False)
    assert result.diagnostics == (Diagnostic("error", "broken pipe"),)


def test_messages_of_skips_what_is_no_object():
    assert list(messages_of(["[1]\n", "x\n", '{"a": 1}\n'])) == [{"a": 1}]


@pytest.mark.terraform
def test_the_real_terraform_formats_and_tells_its_version(tmp_path):
    tool = find_terraform()
    (tmp_path / "main.tf").write_text("locals {\na=1\n}\n")
    assert tool.version().count(".") == 2
    run = tool.fmt_check(tmp_path)
    assert not run.ok
    assert "+  a = 1" in run.stdout


@pytest.mark.terraform
@pytest.mark.slow
def test_the_real_terraform_plans_applies_and_destroys_without_a_provider(tmp_path):
    tool = find_terraform()
    (tmp_path / "main.tf").write_text(CONFIGURATION)
    tool.init(tmp_path)
    assert tool.validate(tmp_path) == ()
    assert tool.state_list(tmp_path) == ()
    planned = tool.plan_json(tmp_path, {"word": "hello"})
    assert planned["resource_changes"][0]["change"]["after"]["input"] == "hello"
    applied = tool.apply(tmp_path, variables={"word": "hello"})
    assert (applied.ok, applied.done, dict(applied.outputs)) == (
        True,
        ("terraform_data.x",),
        {"answer": 42},
    )
    assert tool.state_list(tmp_path) == ("terraform_data.x",)
    assert tool.show_json(tmp_path)["values"]["outputs"]["answer"]["value"] == 42
    destroyed = tool.destroy(tmp_path, variables={"word": "hello"})
    assert destroyed.done == ("terraform_data.x",)
    assert tool.state_list(tmp_path) == ()
