"""The terraform (or tofu) binary, where this machine has one: checks, plans, applies, destroys."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from dharma_core.errors import AdapterError
from dharma_core.runners.terraform_messages import (
    ApplyResult,
    Diagnostic,
    TerraformRun,
    apply_result,
    diagnostic,
    messages_of,
)

__all__ = ["ApplyResult", "Diagnostic", "TerraformRun", "TerraformTool", "find_terraform"]

MIRROR_MARK = "registry.terraform.io"
QUICK_SECONDS = 60
CHECK_SECONDS = 300
APPLY_SECONDS = 1800
STOP_SECONDS = 120
# A terraform whose parent was killed works on: the next one waits for its state.
_CHANGE = ("-json", "-auto-approve", "-input=false", "-lock-timeout=300s")
"""How apply and destroy are asked: unattended, and waiting for the state's lock."""

OnLine = Callable[[Mapping[str, Any]], None]


def find_terraform(env: Mapping[str, str] | None = None) -> TerraformTool | None:
    """Return the tool when both a binary and a folder of provider plugins are found, else None.

    The binary is ``DHARMA_TERRAFORM`` or ``terraform`` or ``tofu`` on PATH. The plugins are in
    ``DHARMA_TF_PLUGIN_DIR`` or ``TF_PLUGIN_CACHE_DIR``; without either the tool still formats,
    but ``init`` would need the network, so ``offline`` commands say what is missing.
    """
    settings = os.environ if env is None else env
    named = settings.get("DHARMA_TERRAFORM")
    found = shutil.which(named) if named else _on_path(settings)
    if found is None:
        return None
    return TerraformTool(Path(found), plugins=_plugins(settings), env=settings)


def _on_path(settings: Mapping[str, str]) -> str | None:
    path = settings.get("PATH")
    return shutil.which("terraform", path=path) or shutil.which("tofu", path=path)


def _plugins(settings: Mapping[str, str]) -> Path | None:
    for name in ("DHARMA_TF_PLUGIN_DIR", "TF_PLUGIN_CACHE_DIR"):
        folder = Path(settings.get(name) or "/nowhere")
        if folder.name == MIRROR_MARK:
            folder = folder.parent
        if (folder / MIRROR_MARK).is_dir():
            return folder
    return None


class TerraformTool:
    """Runs one binary in the folders it is given, one command at a time on the whole machine.

    Parameters
    ----------
    binary : Path
    plugins : Path or None
        A mirror that holds ``registry.terraform.io``.
    env : mapping
        The environment to start from (PATH, credentials, DHARMA_HOME).
    """

    def __init__(
        self, binary: Path, *, plugins: Path | None = None, env: Mapping[str, str] | None = None
    ) -> None:
        self.binary, self.plugins = binary, plugins
        self._env = dict(os.environ if env is None else env)

    @property
    def offline(self) -> bool:
        """Whether ``init`` works without a network: a plugin mirror was found."""
        return self.plugins is not None

    def version(self) -> str:
        """Return the tool's version, such as ``1.11.4``."""
        run = self._run(("version", "-json"), None, seconds=QUICK_SECONDS)
        found = json.loads(self._checked(run, "version").stdout)
        return str(found["terraform_version"])

    def fmt_check(self, folder: Path) -> TerraformRun:
        """Run ``fmt -check -diff``; the diff is in ``stdout`` when a file is not as fmt wants."""
        command = ("fmt", "-check", "-diff", "-recursive", "-no-color")
        return self._run(command, folder, seconds=QUICK_SECONDS)

    def init(self, folder: Path, *, backend: bool = True) -> None:
        """Install the providers from the mirror; raise AdapterError when that fails.

        Parameters
        ----------
        backend : bool
            Whether to reach for the place of the state; a check needs none.
        """
        command = ["init", "-input=false", "-no-color"]
        if not backend:
            command.append("-backend=false")
        if self.plugins is not None:
            command.append(f"-plugin-dir={self.plugins}")
        self._checked(self._run(command, folder, seconds=CHECK_SECONDS), "init")

    def validate(self, folder: Path) -> tuple[Diagnostic, ...]:
        """Return what ``validate`` objects to; an initialised folder is needed."""
        run = self._run(("validate", "-json", "-no-color"), folder, seconds=CHECK_SECONDS)
        try:
            found = json.loads(run.stdout)["diagnostics"]
        except (ValueError, KeyError):
            raise _failure("validate", run) from None
        return tuple(diagnostic(entry) for entry in found)

    def plan(
        self,
        folder: Path,
        *,
        variables: Mapping[str, Any] | None = None,
        out: str = "dharma.tfplan",
        refresh_only: bool = False,
    ) -> Path:
        """Write a plan file in ``folder`` and return its path; AdapterError when it fails."""
        command = ["plan", "-input=false", "-no-color", f"-out={out}"]
        if refresh_only:
            command.append("-refresh-only")
        with _variables_file(variables) as extra:
            run = self._run([*command, *extra], folder, seconds=CHECK_SECONDS)
        self._checked(run, "plan")
        return folder / out

    def plan_json(self, folder: Path, variables: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return the folder's plan as ``show -json`` prints it, the plan file removed again.

        It holds secrets in clear: read it with ``plan_from_json``, never store it as it is.
        """
        plan_file = self.plan(folder, variables=variables)
        try:
            return self.show_json(folder, plan_file)
        finally:
            plan_file.unlink(missing_ok=True)

    def show_json(self, folder: Path, plan_file: Path | None = None) -> dict[str, Any]:
        """Return ``show -json`` of a plan file, or of the state when none is named."""
        command = ["show", "-json", "-no-color"]
        if plan_file is not None:
            command.append(str(plan_file))
        run = self._checked(self._run(command, folder, seconds=CHECK_SECONDS), "show")
        found: dict[str, Any] = json.loads(run.stdout)
        return found

    def state_list(self, folder: Path) -> tuple[str, ...]:
        """Return the addresses in the folder's state; none when there is no state yet."""
        run = self._run(("state", "list", "-no-color"), folder, seconds=QUICK_SECONDS)
        if not run.ok and "No state file was found" in run.stderr + run.stdout:
            return ()
        return tuple(self._checked(run, "state list").stdout.split())

    def apply(
        self,
        folder: Path,
        *,
        variables: Mapping[str, Any] | None = None,
        on_line: OnLine | None = None,
        stop: threading.Event | None = None,
    ) -> ApplyResult:
        """Make what the folder says; resources made before a failure stay in its state.

        Parameters
        ----------
        on_line : callable, optional
            Called with each message of terraform's ``-json`` output as it comes.
        stop : threading.Event, optional
            Once set, terraform is interrupted (SIGINT): it waits for the resource in flight,
            which may be left tainted, and saves its state.
        """
        with _variables_file(variables) as extra:
            return self._stream(["apply", *_CHANGE, *extra], folder, on_line, stop)

    def destroy(
        self,
        folder: Path,
        *,
        variables: Mapping[str, Any] | None = None,
        on_line: OnLine | None = None,
        stop: threading.Event | None = None,
    ) -> ApplyResult:
        """Remove everything in the folder's state; options as for :meth:`apply`."""
        with _variables_file(variables) as extra:
            return self._stream(["destroy", *_CHANGE, *extra], folder, on_line, stop)

    def _environment(self) -> dict[str, str]:
        own = {
            "TF_CLI_CONFIG_FILE": os.devnull,
            "CHECKPOINT_DISABLE": "1",
            "TF_IN_AUTOMATION": "1",
            "TF_INPUT": "0",
        }
        dropped = ("TF_CLI_ARGS", "TF_LOG", "TF_PLUGIN_CACHE_DIR", "TF_WORKSPACE", "TF_DATA_DIR")
        kept = {k: v for k, v in self._env.items() if not k.startswith(dropped)}
        return kept | own

    def _run(self, command: Sequence[str], folder: Path | None, *, seconds: float) -> TerraformRun:
        with self._one_at_a_time():
            try:
                process = subprocess.Popen(
                    [str(self.binary), *command],
                    cwd=folder,
                    env=self._environment(),
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                    text=True,
                    start_new_session=True,
                )
            except OSError as error:
                raise AdapterError(f"{self.binary} cannot be started: {error}.") from error
            try:
                out, said = process.communicate(timeout=seconds)
            except subprocess.TimeoutExpired:
                _end(process)
                raise AdapterError(
                    f"terraform {command[0]} did not finish in {seconds:.0f} s and was stopped.",
                    next_step="Try again when the machine is less busy.",
                ) from None
        return TerraformRun(process.returncode, out, said)

    def _checked(self, run: TerraformRun, command: str) -> TerraformRun:
        if not run.ok:
            raise _failure(command, run)
        return run

    def _stream(
        self,
        command: Sequence[str],
        folder: Path,
        on_line: OnLine | None,
        stop: threading.Event | None,
    ) -> ApplyResult:
        messages: list[Mapping[str, Any]] = []
        with self._one_at_a_time(), tempfile.TemporaryFile("w+") as errors:
            process = subprocess.Popen(
                [str(self.binary), *command],
                cwd=folder,
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                start_new_session=True,
            )
            with _watched(process, stop) as watch:
                for message in messages_of(process.stdout):
                    messages.append(message)
                    if on_line is not None:
                        on_line(message)
                process.wait()
            errors.seek(0)
            said = errors.read()
        return apply_result(process.returncode, messages, said, interrupted=watch.interrupted)

    @contextmanager
    def _one_at_a_time(self) -> Iterator[None]:
        """Hold the machine's terraform lock: one command needs about 870 MB."""
        user = getattr(os, "getuid", lambda: "user")()
        with (Path(tempfile.gettempdir()) / f"dharma-terraform-{user}.lock").open("a") as lock:
            _lock(lock)
            yield


def _end(process: subprocess.Popen[str]) -> None:
    """End terraform together with the provider plugins it started."""
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.communicate()


def _lock(file: IO[str]) -> None:
    """Wait for the lock, which ends with the file's closing; Windows has no such lock."""
    try:
        import fcntl
    except ImportError:
        return
    fcntl.flock(file, fcntl.LOCK_EX)


@contextmanager
def _variables_file(variables: Mapping[str, Any] | None) -> Iterator[list[str]]:
    """Yield the option that hands over values through a private file, so that ``ps`` shows none."""
    if not variables:
        yield []
        return
    with tempfile.TemporaryDirectory(prefix="dharma-tf-") as folder:
        path = Path(folder) / "values.tfvars.json"
        path.touch(mode=0o600)
        path.write_text(json.dumps(dict(variables)), encoding="utf-8")
        yield [f"-var-file={path}"]


class _Watch:
    """Interrupts a running terraform when asked or when it takes too long."""

    def __init__(self, process: subprocess.Popen[str], stop: threading.Event | None) -> None:
        self.process, self.stop = process, stop or threading.Event()
        self.finished = threading.Event()
        self.interrupted = False

    def run(self) -> None:
        waited = 0.0
        while not self.finished.wait(0.2):
            waited += 0.2
            if self.stop.is_set() or waited > APPLY_SECONDS:
                self.interrupted = True
                self.process.send_signal(signal.SIGINT)
                break
        else:
            return
        if not self.finished.wait(STOP_SECONDS):
            self.process.kill()


@contextmanager
def _watched(process: subprocess.Popen[str], stop: threading.Event | None) -> Iterator[_Watch]:
    watch = _Watch(process, stop)
    thread = threading.Thread(target=watch.run, name="terraform-watch", daemon=True)
    thread.start()
    try:
        yield watch
    finally:
        watch.finished.set()
        thread.join()
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            process.wait(STOP_SECONDS)
        if process.stdout is not None:
            process.stdout.close()


def _failure(command: str, run: TerraformRun) -> AdapterError:
    text = (run.stderr.strip() or run.stdout.strip())[-2000:]
    return AdapterError(
        f"terraform {command} failed (code {run.code}): {text}",
        next_step="Read what terraform says above; the files themselves are unchanged.",
    )
