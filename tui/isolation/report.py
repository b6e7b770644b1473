"""What a process apart tells its parent beside its output: how far it is, what it wants to know, how it ended.

The parent trusts none of it: a line has one of a few forms, and everything else is kept as text about a process that is
held, in which only a file and a line are looked for.
"""

import json
import os
from io import BufferedWriter, FileIO, TextIOWrapper
from typing import NamedTuple

_PROGRESS, _QUESTION, _END = "progress", "question", "end"
_MOST = 65536
"""Characters of a line, and of what is kept of other lines."""


class Told(NamedTuple):
    """What the parent was told: how far the child is, what it asks, its exit status, or a line of something else."""

    share: float = 0.0
    state: str = ""
    question: list[str] | None = None
    status: int | None = None
    other: str | None = None


class Report:
    """The child's end: a descriptor to write to, one to read answers from."""

    def __init__(self, out: int, answers: int) -> None:
        self.out = out
        self._answers = answers

    @property
    def descriptors(self) -> tuple[int, int]:
        return self.out, self._answers

    def progress(self, share: float, state: str) -> None:
        self._write(_PROGRESS, [share, state])

    def beat(self) -> None:
        """Tell that the process still gets on."""
        self.progress(0, "")

    def ask(self, *about: str) -> list[str]:
        """Ask the parent, and wait for the answer."""
        self._write(_QUESTION, list(about))
        octets = b""
        while not octets.endswith(b"\n"):
            more = os.read(self._answers, 4096)
            if not more:
                raise EOFError
            octets += more
        answer: list[str] = json.loads(octets)
        return answer

    def end(self, status: int) -> None:
        self._write(_END, status)

    def _write(self, kind: str, value: object) -> None:
        octets = f"{kind} {json.dumps(value)}\n".encode()
        while octets:
            octets = octets[os.write(self.out, octets) :]


def answer(words: list[str]) -> bytes:
    """The parent's answer as the child reads it."""
    return f"{json.dumps(words)}\n".encode()


def read(line: str) -> Told:
    """What a line says. It comes from where a stranger's program runs, and may say anything."""
    kind, _, rest = line[:_MOST].partition(" ")
    try:
        value = json.loads(rest) if kind in (_PROGRESS, _QUESTION, _END) else None
    except (ValueError, RecursionError):
        return Told(other=line[:_MOST])
    match kind, value:
        case "progress", [int() | float() as share, str() as state]:
            return Told(share=min(1.0, max(0.0, share)), state=state[:200])
        case "question", [*words] if all(isinstance(word, str) for word in words):
            return Told(question=words)
        case "end", int() if 0 <= value <= 255:
            return Told(status=value)
    return Told(other=line[:_MOST])


class Relayed(TextIOWrapper):
    """A standard stream of a process apart. Its parent passes on what is written, perhaps to a terminal."""

    def __init__(self, descriptor: int, is_seen: bool, report: Report) -> None:
        super().__init__(BufferedWriter(FileIO(descriptor, "w", closefd=False)), "utf-8", "backslashreplace")
        self._is_seen = is_seen
        self.report = report

    def isatty(self) -> bool:
        return self._is_seen
