"""The simulator: a process of its own, found again, verified, never believed without proof."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from dharma_core.errors import AdapterError, InputError
from dharma_core.runners.simulator import Simulator, SimulatorState
from dharma_core.runners.simulator_server import guarded

pytestmark = pytest.mark.sandbox


@pytest.fixture
def simulator(tmp_path: Path) -> Iterator[Simulator]:
    found = Simulator(tmp_path)
    yield found
    found.stop()


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_it_outlives_the_command_that_started_it_and_is_found_again(
    simulator: Simulator, tmp_path: Path
) -> None:
    program = (
        "import sys; from pathlib import Path; from dharma_core.runners.simulator import Simulator;"
        "print(Simulator(Path(sys.argv[1])).start().pid)"
    )
    command = [sys.executable, "-c", program, str(tmp_path)]
    ran = subprocess.run(command, check=True, capture_output=True, text=True)
    found = simulator.status()
    assert found.state is SimulatorState.RUNNING
    assert found.pid == int(ran.stdout)
    assert simulator.start().start_id == found.start_id


def test_it_answers_aws_calls_on_the_loopback_only(simulator: Simulator) -> None:
    import boto3

    found = simulator.start()
    s3 = boto3.client(
        "s3",
        endpoint_url=found.endpoint,
        region_name="us-east-1",
        aws_access_key_id="x",
        aws_secret_access_key="x",
    )
    s3.create_bucket(Bucket="first")
    assert [b["Name"] for b in s3.list_buckets()["Buckets"]] == ["first"]
    assert found.pid is not None
    listening = [c for c in psutil.Process(found.pid).net_connections() if c.status == "LISTEN"]
    assert [(c.laddr.ip, c.laddr.port) for c in listening] == [("127.0.0.1", found.port)]


def test_stop_ends_the_process_and_says_what_is_lost(simulator: Simulator) -> None:
    pid = simulator.start().pid
    stopped = simulator.stop()
    assert stopped.state is SimulatorState.STOPPED
    assert "all it held is gone" in stopped.message
    assert pid is not None
    assert not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    assert simulator.status().state is SimulatorState.STOPPED


def test_status_says_lost_when_it_died_and_start_says_so_too(simulator: Simulator) -> None:
    first = simulator.start()
    assert first.pid is not None
    os.kill(first.pid, signal.SIGKILL)
    assert simulator.status().state is SimulatorState.LOST
    assert "all it held is lost" in simulator.status().message
    second = simulator.start()
    assert second.running
    assert "all it held is lost" in second.message
    assert second.start_id != first.start_id


def test_a_stranger_on_the_port_is_not_believed_and_not_killed(
    simulator: Simulator, tmp_path: Path
) -> None:
    simulator.start()
    file = tmp_path / "simulator" / "simulator.json"
    record = json.loads(file.read_text())
    file.write_text(json.dumps({**record, "nonce": "of somebody else"}))
    assert simulator.status().state is SimulatorState.LOST
    file.write_text(json.dumps({**record, "nonce": "x", "process_started": 1.0}))
    simulator.stop()
    assert psutil.pid_exists(record["pid"])
    file.write_text(json.dumps(record))


def test_a_fixed_port_that_is_taken_is_an_input_error(
    simulator: Simulator, taken_port: int
) -> None:
    with pytest.raises(InputError, match=f"Port {taken_port} is in use"):
        simulator.start(port=taken_port)
    assert simulator.status().state is SimulatorState.STOPPED


def test_another_fixed_port_than_the_running_one_is_an_input_error(simulator: Simulator) -> None:
    simulator.start()
    with pytest.raises(InputError, match="already runs on port"):
        simulator.start(port=65_001)


@pytest.mark.parametrize("port", [0, -1, 65_536])
def test_a_number_that_is_no_port_is_an_input_error(simulator: Simulator, port: int) -> None:
    with pytest.raises(InputError, match="is not a port"):
        simulator.start(port=port)


def test_a_broken_record_is_an_adapter_error_that_names_the_file(
    simulator: Simulator, tmp_path: Path
) -> None:
    file = tmp_path / "simulator" / "simulator.json"
    file.parent.mkdir()
    file.write_text("{")
    with pytest.raises(AdapterError, match=r"simulator\.json"):
        simulator.status()
    file.unlink()


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://evil.example"}, {"Host": "evil.example"}],
    ids=["another site's page", "a re-bound name"],
)
def test_pages_of_other_sites_are_refused(simulator: Simulator, headers: dict[str, str]) -> None:
    found = simulator.start()
    assert found.port is not None
    connection = http.client.HTTPConnection("127.0.0.1", found.port, timeout=10)
    connection.request("POST", "/moto-api/reset", headers=headers)
    answer = connection.getresponse()
    assert answer.status == 403
    connection.close()


def test_the_guard_signs_every_answer_with_the_nonce() -> None:
    sent: list[tuple[str, str]] = []

    def app(_environ: object, start_response: object) -> list[bytes]:
        start_response("200 OK", [])  # type: ignore[operator]
        return []

    environ = {"HTTP_HOST": "127.0.0.1:5000"}
    guarded(app, "n1")(environ, lambda _status, headers: sent.extend(headers))
    assert sent == [("X-Dharma-Simulator", "n1")]


def test_the_simulator_process_refuses_to_leave_the_machine() -> None:
    program = (
        "import socket, subprocess; from dharma_core.runners.simulator_server import *;"
        "refuse_network()\n"
        "for act in (lambda: socket.create_connection(('198.51.100.1', 80), 1),"
        " lambda: socket.getaddrinfo('example.com', 80), lambda: subprocess.run(['true'])):\n"
        "    try: act()\n"
        "    except PermissionError: print('refused')\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    assert ran.stdout.split() == ["refused"] * 3


@pytest.mark.slow
def test_it_ends_by_itself_when_its_home_is_removed(simulator: Simulator, tmp_path: Path) -> None:
    pid = simulator.start().pid
    assert pid is not None
    shutil.rmtree(tmp_path / "simulator")
    end = time.monotonic() + 30
    while psutil.Process(pid).status() != psutil.STATUS_ZOMBIE and time.monotonic() < end:
        time.sleep(0.2)
    assert psutil.Process(pid).status() == psutil.STATUS_ZOMBIE  # ours to reap, being its parent


def test_it_starts_quickly(simulator: Simulator) -> None:
    began = time.monotonic()
    simulator.start()
    assert time.monotonic() - began < 10  # 0.3 s on an idle machine
