"""A player in a process of its own, on a terminal of its own: its keys and its screen pass through here.

So the process has no terminal of ours to type at, and Ctrl-C and q work also where a program holds it.
"""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
import tty
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType

from tui.isolation.apart import GRACE, Child, Ended, Parent, Streams, Work, fork, live
from tui.isolation.report import Report

_POLL = 0.25
_GETS_ON = 1.0
"""Seconds after a key, from which on a sign of life shows that the player has seen it."""
_LEAVING = re.compile(rb"[q\x03\x11]|\x1b\[(?:99|113)(?:;[0-9:]*)*u")
"""What somebody types who wants to leave: q, Ctrl-C, Ctrl-Q, as terminals send them."""
_RESTORE = (
    b"\x1b[?1049l\x1b[?25h\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?1015l\x1b[?1004l\x1b[?2004l\x1b[<u\x1b[0m"
)
"""The screen as it was: the player had another one, without a cursor, and heard of the mouse."""


def on_terminal(work: Work, parent: Parent) -> Ended:
    """Do the work in a child that has a terminal of its own, which is shown on ours; returns when the child is gone."""
    terminal, end = pty.openpty()
    said, said_end = os.pipe()
    answers_end, answers = os.pipe()
    _fit(terminal)
    sys.stdout.flush()
    sys.stderr.flush()
    pid = fork()
    if pid == 0:
        os.setsid()
        fcntl.ioctl(end, termios.TIOCSCTTY, 0)
        live(work, Streams(print, print, True, True), (end, end, end), Report(said_end, answers_end))
    for each in (end, said_end, answers_end):
        os.close(each)
    os.set_blocking(terminal, False)
    child = Child(pid, answers, parent)
    try:
        with _raw(terminal):
            _pass_on(child, terminal, said)
            ended = child.reap()
            if ended.status is None:
                os.write(1, _RESTORE)
        return ended
    finally:
        child.end()
        for each in (terminal, said, answers):
            os.close(each)


def _pass_on(child: Child, terminal: int, said: int) -> None:
    """Keys in, the screen out, until the child's end of the terminal is closed."""
    harmless = ScreenFilter()
    leaving: float | None = None  # since when somebody wants to leave, and the player does nothing about it
    ends = [0, terminal, said]
    while True:
        ready, _, _ = select.select(ends, [], [], _POLL)
        if 0 in ready:
            keys = os.read(0, 4096)
            if not keys:
                ends.remove(0)
            if leaving is None and _LEAVING.search(keys):
                leaving = time.monotonic()
            with suppress(BlockingIOError):  # a child that is held reads no keys, and there is room for some only
                os.write(terminal, keys)
        if said in ready:
            octets = os.read(said, 65536)
            child.hear(octets)
            if not octets:
                ends.remove(said)
            elif leaving is not None and time.monotonic() - leaving > _GETS_ON:
                leaving = None  # the key meant something else
        if terminal in ready:
            try:
                octets = os.read(terminal, 65536)
            except OSError:  # Linux: the other end is closed
                return
            if not octets:
                return
            _write(1, harmless.passed(octets))
        if leaving is not None and time.monotonic() - leaving > GRACE and child.is_late:
            child.stop("it held the player")
        if not child.look_after():
            return


def _write(descriptor: int, octets: bytes) -> None:
    while octets:
        octets = octets[os.write(descriptor, octets) :]


def _fit(terminal: int) -> None:
    """Give the terminal the size of ours; whoever runs on it is told by the kernel."""
    size = os.get_terminal_size(1)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", size.lines, size.columns, 0, 0))


@contextmanager
def _raw(terminal: int) -> Iterator[None]:
    """Our terminal gives every key as it is typed, and its changes of size are passed on."""

    def resized(number: int, frame: FrameType | None) -> None:
        _fit(terminal)

    modes = termios.tcgetattr(0)
    before = signal.signal(signal.SIGWINCH, resized)
    tty.setraw(0)
    try:
        yield
    finally:
        # What the terminal still answers was asked by the player, and is not for the shell.
        termios.tcsetattr(0, termios.TCSAFLUSH, modes)
        signal.signal(signal.SIGWINCH, before)


class ScreenFilter:
    """Lets through what draws a screen, and no other command to the terminal.

    What a program holds of the player's process could set the title, fill the clipboard or let the terminal type an
    answer. Strings (OSC, DCS, SOS, PM, APC) are left out, and so are the controls that ask for or change a window.
    """

    _PARTS = re.compile(
        rb"[^\x1b\xc2]+|\xc2[\x80-\xbf]"
        rb"|\x1b\[[0-?]*[ -/]*[@-~]"
        rb"|\x1b[\]PX^_][^\x07\x1b\x18\x1a]*(?:\x07|\x1b\\|[\x18\x1a])"
        rb"|\x1b[ -/]*[0-OQ-WYZ\\`-~]",
    )
    _WINDOW = (b"t", b"i")

    def __init__(self) -> None:
        self._begun = b""

    def passed(self, octets: bytes) -> bytes:
        octets = self._begun + octets
        at, drawn = 0, []
        while at < len(octets):
            part = self._PARTS.match(octets, at)
            if part is None:
                if len(octets) - at < 65536 and self._may_go_on(octets[at:]):
                    break
                at += 1
                continue
            at = part.end()
            if self._is_drawing(part[0]):
                drawn.append(part[0])
        self._begun = octets[at:]
        return b"".join(drawn)

    def _is_drawing(self, part: bytes) -> bool:
        if part[:1] != b"\x1b":
            return part[:1] != b"\xc2" or part[1] >= 0xA0  # below that are controls of eight bits
        if part[1:2] == b"[":
            return part[-1:] not in self._WINDOW
        return part[1:2] not in b"]PX^_" and part != b"\x1bc"

    @staticmethod
    def _may_go_on(octets: bytes) -> bool:
        """Whether this is the beginning of a sequence."""
        return re.fullmatch(rb"\xc2|\x1b(?:\[[0-?]*[ -/]*|[\]PX^_][^\x07\x18\x1a]*|[ -/]*)?", octets) is not None
