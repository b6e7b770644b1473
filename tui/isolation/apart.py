"""Work in a process of its own: its output is passed on, harmless; it can be interrupted and stopped at any time."""

import codecs
import faulthandler
import gc
import os
import re
import select
import signal
import sys
import time
import traceback
import warnings
from collections.abc import Callable, Container, Iterable
from contextlib import suppress
from typing import NamedTuple, NoReturn

from tui.isolation import walls
from tui.isolation.report import Relayed, Report, answer, read

PATIENCE = 20.0
"""Seconds that a process may compute without getting on."""
_SILENCE = 300.0
"""Seconds that it may do and say nothing at all."""
GRACE = 3.0
"""Seconds between a request to stop and the end."""
_POLL = 0.25
_PLACE = re.compile(r'^  File "([^"]{1,200})", line (\d{1,9}) in ', re.MULTILINE)
_MOST_HELD = 2**20

Work = Callable[[Report], int]
"""What the child does: it tells and asks its parent, and returns an exit status."""


class Streams(NamedTuple):
    """Where the child's output goes, in whole lines, and whether somebody sees it; ``raw`` takes octets as they are."""

    out: Callable[[str], object]
    err: Callable[[str], object]
    is_out_seen: bool = False
    is_err_seen: bool = False
    raw: Callable[[bytes], object] | None = None


class Ended(NamedTuple):
    """How a child ended: with a ``status``, or else ``why``."""

    status: int | None
    why: str = ""


class Parent:
    """What the parent does for its child beside passing on output.

    ``ask`` answers the child's questions, ``progress`` is told how far it is, ``is_asked`` tells whether somebody asks
    to stop. ``own_files`` are the program files that may be named as the place where the child is held. ``patience``
    are the seconds for which the child may compute without getting on, or ``in_all``; else ``PATIENCE``.
    """

    def __init__(
        self,
        ask: Callable[[list[str]], list[str]] = lambda question: [],
        progress: Callable[[float, str], object] = lambda share, state: None,
        is_asked: Callable[[], bool] = lambda: False,
        own_files: Container[str] = (),
        patience: float | None = None,
        in_all: bool = False,
    ) -> None:
        self.ask = ask
        self.progress = progress
        self.is_asked = is_asked
        self.own_files = own_files
        self.patience = PATIENCE if patience is None else patience
        self.in_all = in_all


class Child:
    """A process that works apart, as its parent sees it."""

    def __init__(self, pid: int, answers: int, parent: Parent) -> None:
        self.pid = pid
        self._answers = answers
        self._parent = parent
        self._clock = (~pid << 3) | 2  # Linux's clock of another process (clock_getcpuclockid)
        self._other = ""
        self._status: int | None = None
        self._why = ""
        self._asked: float | None = None
        self._stopped: float | None = None
        self.is_reaped = False
        self.hear = lines(self._hear_lines)
        self._beaten = self._computed()
        self._heard = self._born = time.monotonic()

    def _hear_lines(self, text: str) -> None:
        for line in text.splitlines():
            self._hear(line)

    def _hear(self, line: str) -> None:
        told = read(line)
        if told.other is not None:
            self._other = (self._other + f"{told.other}\n")[:65536]
            return
        if told.question is not None:
            os.write(self._answers, answer(self._parent.ask(told.question)))
        elif told.state:
            self._parent.progress(told.share, told.state)
        elif told.status is not None:
            self._status = told.status
        self._beat()

    def _beat(self) -> None:
        if not self._parent.in_all:
            self._beaten = self._computed()
        self.stirred()

    def stirred(self) -> None:
        """The child did something."""
        self._heard = time.monotonic()

    def _computed(self) -> float:
        try:
            return time.clock_gettime(self._clock)
        except (OSError, AttributeError):
            return time.monotonic() if sys.platform != "linux" else 0.0

    @property
    def is_late(self) -> bool:
        """Whether it has not got on for as long as somebody waits who asked it to stop."""
        return time.monotonic() - self._heard > GRACE

    def look_after(self) -> bool:
        """Stop the child where it is to stop; false where there is no hope that it ends by itself."""
        now = time.monotonic()
        if self._asked is None and self._parent.is_asked():
            self._asked = now
            self.send(signal.SIGINT)
        if self._stopped is None:
            if self._asked is not None and now - self._asked > GRACE and self.is_late:
                self.stop("it did not answer")
            elif self._computed() - self._beaten > self._parent.patience:
                for_nothing = "" if self._parent.in_all else " without getting on"
                self.stop(f"it computed for {self._parent.patience:g} s{for_nothing}")
            elif self._parent.in_all and now - self._born > _SILENCE:
                self.stop(f"it took {_SILENCE:.0f} s")
            elif now - self._heard > _SILENCE:
                self.stop(f"it did nothing for {_SILENCE:.0f} s")
        elif now - self._stopped > 1:
            self.send(signal.SIGKILL)
            return False
        return True

    def stop(self, why: str) -> None:
        """Let the child tell where it is; a second later it is over."""
        self._why = self._why or why
        self._stopped = time.monotonic()
        self.send(signal.SIGXCPU)

    def send(self, number: int) -> None:
        if not self.is_reaped:
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def reap(self) -> Ended:
        """Wait for the child's end, of which its streams told; one that closed them and goes on is stopped."""
        code = self._wait()
        self.is_reaped = True
        place = self._place()
        if self._why:
            return Ended(None, f"{place}: {self._why}, and was stopped" if place else f"{self._why}, and was stopped")
        if os.WIFSIGNALED(code) and self._status is None:
            number = os.WTERMSIG(code)
            name = (signal.strsignal(number) or f"signal {number}").lower()
            return Ended(None, f"the process of its programs was ended ({name}){f' at {place}' if place else ''}")
        if self._status is None:
            return Ended(None, "a program ended the whole process")
        return Ended(self._status)

    def _wait(self) -> int:
        since, pause = time.monotonic(), 0.001
        while True:
            pid, code = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                return code
            if time.monotonic() - since > GRACE and self._stopped is None:
                self.stop("it closed its streams and did not end" if self._status is None else "")
            self.look_after()
            time.sleep(pause)
            pause = min(2 * pause, _POLL)

    def _place(self) -> str:
        """The innermost place in the programs' own text that the interpreter named."""
        found = ((file, line) for file, line in _PLACE.findall(self._other) if file in self._parent.own_files)
        file, line = next(found, ("", ""))
        return f"{file} line {line}" if file else ""

    def end(self) -> None:
        """Let nothing of it be left, whatever happened here."""
        if not self.is_reaped:
            self.send(signal.SIGKILL)
            os.waitpid(self.pid, 0)
            self.is_reaped = True


def apart(work: Work, streams: Streams, parent: Parent, kept: Iterable[int] = ()) -> Ended:
    """Do the work in a child; returns when the child is gone, whatever it did.

    The child keeps the descriptors ``kept``. Passes on what ``streams`` raise, but ``BrokenPipeError``: then the
    child finds nobody who reads, as if it wrote itself.
    """
    out, out_end = os.pipe()
    err, err_end = os.pipe()
    said, said_end = os.pipe()
    answers_end, answers = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    pid = fork()
    if pid == 0:
        live(work, streams, (_nowhere(), out_end, err_end), Report(said_end, answers_end), kept)
    for end in (out_end, err_end, said_end, answers_end):
        os.close(end)
    child = Child(pid, answers, parent)
    sinks = {out: streams.raw or lines(streams.out), err: lines(streams.err), said: child.hear}
    try:
        while sinks:
            ready, _, _ = select.select(list(sinks), [], [], _POLL)
            for end in ready:
                child.stirred()
                octets = os.read(end, 65536)
                try:
                    sinks[end](octets)
                except BrokenPipeError:
                    octets = b""
                if not octets:
                    del sinks[end]
                    os.close(end)
            if not child.look_after():
                break
        return child.reap()
    finally:
        child.end()
        for end in (*sinks, answers):
            os.close(end)


def fork() -> int:
    with warnings.catch_warnings():
        # Threads may hold locks that nobody opens in the child: it runs our code and none of theirs.
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def lines(write: Callable[[str], object]) -> Callable[[bytes], object]:
    """A sink for octets that passes on whole lines of text; no octets are the end."""
    decoder = codecs.getincrementaldecoder("utf-8")("backslashreplace")
    begun = ""

    def take(octets: bytes) -> None:
        nonlocal begun
        text = begun + decoder.decode(octets, final=not octets)
        whole = len(text) if not octets or len(text) > _MOST_HELD else text.rfind("\n") + 1
        begun = text[whole:]
        if whole:
            write(text[:whole])

    return take


def _nowhere() -> int:
    return os.open(os.devnull, os.O_RDWR)


def live(
    work: Work, streams: Streams, standard: tuple[int, int, int], report: Report, kept: Iterable[int] = ()
) -> NoReturn:
    """The child's whole life, from its birth on; ``standard`` are to be its standard streams."""
    gc.freeze()  # what the parent has is not searched for garbage here: each page that is looked at would be copied
    status = 2
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        for number, end in enumerate(standard):
            os.dup2(end, number)
        _close_others({0, 1, 2, *report.descriptors, *kept})
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - it lives as long as the process
        sys.stdout = Relayed(1, streams.is_out_seen, report)
        sys.stderr = Relayed(2, streams.is_err_seen, report)
        faulthandler.enable(report.out, all_threads=False)
        faulthandler.register(signal.SIGXCPU, report.out, all_threads=False)
        walls.limit()
        status = work(report)
        sys.stdout.flush()
        sys.stderr.flush()
        report.end(status)
    except BaseException as error:
        with suppress(Exception):
            sys.stderr.write(f"hopscope: {mistake(error)}\n")
            sys.stderr.flush()
            report.end(status)
    finally:
        os._exit(status)


def mistake(error: BaseException) -> str:
    """An exception that nobody expected, in one line."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {error} ({place.filename}:{place.lineno})"


def _close_others(kept: set[int]) -> None:
    before = -1
    for descriptor in (*sorted(kept), 65536):
        if descriptor > before + 1:  # an empty range that begins at 0 is taken for all descriptors
            os.closerange(before + 1, descriptor)
        before = descriptor
