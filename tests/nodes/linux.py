"""A real Linux stack to talk to: a network namespace whose TAP devices are cables to simulated devices.

Time outside is real and time inside follows it, so that neither waits for the other: nothing here sleeps, each wait
is for a frame, a process or the simulated device's next timer, and has an end.
"""

import os
import select
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from sim.standalone import Emitted, StandaloneDevice
from tests.outside import need

LIMIT = 20.0
"""Seconds after which a conversation that does not come to its end is given up."""

_SOCKETS = 50
"""How many are opened at a time: a process is the dear part of it."""

_UNSHARE = ("unshare", "--map-root-user", "--net")


class Namespace:
    """A network namespace with TAP devices."""

    def __init__(self, *taps: str) -> None:
        ours, theirs = socket.socketpair()
        holder = str(Path(__file__).with_name("tap_holder.py"))
        self._process = subprocess.Popen(
            [*_UNSHARE, sys.executable, holder, str(theirs.fileno()), *taps],
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            pass_fds=[theirs.fileno()],
        )
        theirs.close()
        try:
            with ours:
                ours.settimeout(LIMIT)
                pid, descriptors, _, _ = socket.recv_fds(ours, 100, len(taps))
        except TimeoutError:
            self._process.kill()
            pid = b""
        if not pid:
            _, error = self._process.communicate(timeout=LIMIT)
            raise OSError((error.decode().strip() or "no reason is given").splitlines()[-1])
        self._pid = pid.decode()
        self._sockets: list[socket.socket] = []
        self.taps = dict(zip(taps, descriptors, strict=True))
        for name in taps:
            self.ip("link", "set", "dev", name, "up")

    def close(self) -> None:
        for each in self._sockets:
            each.close()
        for descriptor in self.taps.values():
            os.close(descriptor)
        self._process.communicate(timeout=LIMIT)

    def command(self, *words: str) -> list[str]:
        """The command line that runs ``words`` in the namespace."""
        return ["nsenter", f"--target={self._pid}", "--user", "--net", "--preserve-credentials", "--", *words]

    def run(self, *words: str) -> str:
        """Run a command that does not have to wait for a frame, and return what it prints."""
        run = subprocess.run(self.command(*words), capture_output=True, text=True, check=False, timeout=LIMIT)
        assert run.returncode == 0, f"{words}: {run.stderr}"
        return run.stdout

    def ip(self, *words: str) -> str:
        return self.run("ip", *words)

    def sysctl(self, **values: int) -> None:
        """Set ``net.ipv4.…``; a double underscore stands for a dot."""
        self.run("sysctl", "-q", *(f"net.ipv4.{name.replace('__', '.')}={value}" for name, value in values.items()))

    def tcp_socket(self) -> socket.socket:
        """A TCP socket of the namespace, for this process to use."""
        if not self._sockets:
            ours, theirs = socket.socketpair()
            maker = str(Path(__file__).with_name("socket_maker.py"))
            words = self.command(sys.executable, maker, str(theirs.fileno()), str(_SOCKETS))
            with ours, theirs, subprocess.Popen(words, pass_fds=[theirs.fileno()]) as process:
                ours.settimeout(LIMIT)
                try:
                    _, descriptors, _, _ = socket.recv_fds(ours, 100, _SOCKETS)
                    process.wait(LIMIT)
                finally:
                    process.kill()
            self._sockets = [socket.socket(fileno=descriptor) for descriptor in descriptors]
        return self._sockets.pop()

    def tcp_states(self, port: int) -> list[int]:
        """The states, by their numbers in <net/tcp_states.h>, of all connections that have this port at either end."""
        states = []
        for line in self.run("cat", "/proc/net/tcp").splitlines()[1:]:
            _, local, remote, state, *_ = line.split()
            if port in (int(local.partition(":")[2], 16), int(remote.partition(":")[2], 16)):
                states.append(int(state, 16))
        return states

    def send(self, tap: str, octets: bytes) -> None:
        """Let a frame reach the Linux end of a TAP."""
        os.write(self.taps[tap], octets)

    def wait(self) -> None:
        """Wait until Linux has sent something on one of the TAPs."""
        readable, _, _ = select.select(list(self.taps.values()), [], [], LIMIT)
        assert readable, f"Linux sends nothing for {LIMIT} s"

    def read(self, tap: str) -> bytes | None:
        """The next frame that Linux has sent there; ``None`` where there is none yet."""
        try:
            return os.read(self.taps[tap], 65600)
        except BlockingIOError:
            return None


@contextmanager
def namespace(*taps: str) -> Iterator[Namespace]:
    """A namespace for a test, which is skipped where none can be had."""
    if sys.platform != "linux":
        pytest.skip("this test compares with Linux")
    for program in ("unshare", "nsenter", "ip", "sysctl"):
        need(program)
    try:
        made = Namespace(*taps)
    except OSError as error:
        pytest.skip(f"may not make a network namespace with TAP devices: {error}")
    try:
        yield made
    finally:
        made.close()


Cables = Mapping[str, tuple[Namespace, str]]
"""The device's ports, each with the TAP at the other end of its cable."""


Beyond = Mapping[str, tuple[StandaloneDevice, str]]
"""The device's ports, each with another device and the port of that at the other end."""


class Conversation:
    """A simulated device and Linux, in step: as much time passes inside as outside.

    ``beyond`` are other simulated devices that some of its ports lead to. ``longest_wait`` (seconds) is for those who
    wait for what no frame tells.
    """

    longest_wait = LIMIT

    def __init__(self, device: StandaloneDevice, cables: Cables, beyond: Beyond | None = None) -> None:
        self.device = device
        self.cables = cables
        self.beyond = beyond or {}
        self._descriptors = {space.taps[tap]: (port, space, tap) for port, (space, tap) in cables.items()}
        self._now = time.monotonic_ns()
        self._end = 0.0
        self.quiet_rounds = 0
        """How often in a row there was nothing to take in."""

    def until(self, done: Callable[[], bool], *others: int) -> None:
        """Let both talk until ``done``; ``others`` are file descriptors that can bring that about."""
        self._end = time.monotonic() + LIMIT
        while not done():
            assert time.monotonic() < self._end, f"no end after {LIMIT} s; the device printed {self.device.console}"
            due = self.device.due
            wait = min(self.longest_wait, LIMIT if due is None else due / 1e9 + 0.0001)
            readable, _, _ = select.select([*self._descriptors, *others], [], [], wait)
            frames = [self._descriptors[each] for each in readable if each in self._descriptors]
            self.quiet_rounds = 0 if frames else self.quiet_rounds + 1
            if due is not None and time.monotonic_ns() - self._now >= due:
                # A busy machine may have kept this process from running: what it finds counts before the timers.
                self._take_in_all(frames)
            self._let_time_pass()
            self._take_in_all(frames)

    def linux(self, space: Namespace, *words: str) -> "Printed":
        """Run a command in a namespace while the device answers."""
        with subprocess.Popen(
            space.command(*words), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        ) as process:
            ended = os.pidfd_open(process.pid)
            try:
                self.until(lambda: process.poll() is not None, ended)
            finally:
                process.kill()
                os.close(ended)
            text, _ = process.communicate(timeout=LIMIT)
        return Printed(text, process.returncode)

    def run(self, command: str) -> "Printed":
        """Type a command at the device, and let Linux answer until it is done."""
        before = len(self.device.console)
        finished = self._results()
        self._let_time_pass()
        self._send(self.device.run(command))
        self.until(lambda: self._results() > finished)
        return Printed("\n".join(self.device.console[before:]) + "\n", 0)

    def _results(self) -> int:
        return sum(record.kind.label == "result" for record in self.device.trace)

    def _let_time_pass(self) -> None:
        """Come to the present, from one timer of the device to the next: what it sends is answered before the next."""
        now = time.monotonic_ns()
        while True:
            left, due = now - self._now, self.device.due
            step = left if due is None else min(left, max(due, 1))
            for port, (other, _) in self.beyond.items():
                for _, octets in other.advance(step):
                    self._send(self.device.receive(port, octets))
            self._send(self.device.advance(step))
            self._now += step
            if step == left:
                return
            readable, _, _ = select.select(list(self._descriptors), [], [], 0)
            self._take_in_all([self._descriptors[each] for each in readable])

    def _take_in_all(self, frames: list[tuple[str, Namespace, str]]) -> None:
        for place in frames:
            self._take_in(*place)

    def _take_in(self, port: str, space: Namespace, tap: str) -> None:
        while (octets := space.read(tap)) is not None:
            self._send(self.device.receive(port, octets))

    def _send(self, emitted: list[Emitted]) -> None:
        for port, octets in emitted:
            if port in self.cables:
                space, tap = self.cables[port]
                space.send(tap, octets)
                continue
            other, far_port = self.beyond[port]
            for _, answer in other.receive(far_port, octets):
                self._send(self.device.receive(port, answer))


class Printed(str):
    """What a command printed, and its exit status."""

    status: int

    def __new__(cls, text: str, status: int) -> "Printed":
        printed = super().__new__(cls, text)
        printed.status = status
        return printed
