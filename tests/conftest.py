"""What all tests share: outside tools to compare with, and hypothesis without a clock."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.outside import need

# The same examples each time: what nobody has changed cannot fail. The nightly profile looks for others.
settings.register_profile("hopscope", deadline=None, derandomize=True)
settings.register_profile("nightly", deadline=None, derandomize=False, max_examples=10_000)
settings.load_profile("hopscope")

Tshark = Callable[..., list[list[str]]]


def pytest_configure() -> None:
    """A shell starts jobs in the background with Ctrl-C ignored, and so would be what the tests start and interrupt."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def _alone(request: pytest.FixtureRequest) -> Iterator[None]:
    """Where several processes run the tests, one test at a time is beside a real system, whose loopback all share."""
    if not {"linux", "real"} & set(request.path.stem.split("_")) or sys.platform != "linux":
        yield
        return
    import fcntl  # noqa: PLC0415 - Unix has it

    with Path(tempfile.gettempdir(), f"hopscope-tests-{os.getuid()}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Tests, and the commands that they run, leave the user's cache and progress, and what the user trusts, alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data")))
        yield


@pytest.fixture(scope="session")
def tshark() -> Tshark:
    """``tshark(capture, "ip.src", ...)``: the values of these fields of each frame, checksums checked."""
    program = need("tshark")
    checks = [f"{protocol}.check_checksum:TRUE" for protocol in ("ip", "udp", "tcp")]

    def fields(
        capture: Path, *names: str, preferences: tuple[str, ...] = (), reads_programs: bool = False
    ) -> list[list[str]]:
        command = [program, "-n", "-r", str(capture), "-T", "fields"]
        # It would guess from ports what the octets of TCP and UDP mean, and find them malformed.
        command += [] if reads_programs else ["-d", "tcp.port==1-65535,data", "-d", "udp.port==1-65535,data"]
        command += [part for preference in (*checks, *preferences) for part in ("-o", preference)]
        command += [part for name in names for part in ("-e", name)]
        run = subprocess.run(command, capture_output=True, text=True, check=True)
        return [line.split("\t") for line in run.stdout.split("\n")[:-1]]

    return fields
