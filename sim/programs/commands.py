"""``python3``, ``nc`` and ``iperf``: commands that start a program."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from sim.command import IP_DEVICES, Command, CommandLine
from sim.shell.application import Host
from sim.words import TextError


class StartProgram(NamedTuple):
    """``python3 FILE ARGUMENTS``, or the name of a bundled program with its arguments."""

    file: str
    arguments: tuple[str, ...] = ()


_PYTHON = ("python3", "python")
_NEEDLESS = frozenset({"-u", "-B", "-E", "-I", "-O", "-OO", "-s", "-S", "-q"})
"""Options of Python that change nothing here; what is printed never waits in a buffer."""


def _parse(line: CommandLine) -> StartProgram:
    file = line.next("a file such as client.py")
    while file in _NEEDLESS:
        file = line.next("a file such as client.py")
    if file.startswith("-"):
        raise line.wrong(f"{file} of python3 is not simulated", "write the program into a file: python3 FILE")
    return StartProgram(file, line.rest())


def _run(host: Host, options: StartProgram, text: str, cause: int) -> None:
    start = host.processes.start_program
    if start is None:
        host.output(f"{text.split(maxsplit=1)[0]}: command not found", cause)
    else:
        start(options.file, options.arguments, text, cause)


def _file(options: StartProgram) -> str:
    return options.file


def started_by(text: str) -> StartProgram | None:
    """What a command line starts as ``python3 FILE``; ``None`` for any other command."""
    line = CommandLine(text)
    if line.peek() not in _PYTHON:
        return None
    line.next("a command")
    try:
        return _parse(line)
    except TextError:
        return None


_NC = "nc [-uNvn] [-w SECONDS] HOST PORT | nc -z [-uvn] HOST PORT[-PORT] | nc -l [-ukNvn] [-p] PORT"


def _check_nc(line: CommandLine, words: Sequence[str]) -> None:
    """Find what nc would only print its usage for."""
    letters, others, waits = "", [], False
    for word in words:
        if waits:
            waits = False
        elif word.startswith("-") and len(word) > 1:
            head, is_long, _ = word[1:].partition("w")
            letters += head
            waits = bool(is_long) and word.endswith("w")
        else:
            others.append(word)
    if unknown := set(letters) - set("lpukNzvn4"):
        raise line.too_short(f"nc: invalid option -- '{min(unknown)}'", _NC)
    if waits:
        raise line.too_short("nc: option requires an argument -- 'w'", _NC)
    least = 1 if "l" in letters else 2
    if not least <= len(others) <= 2:
        message = "nc: missing port number" if len(others) == least - 1 else f"{line.text!r} is not what nc takes"
        raise line.too_short(message, _NC)
    if not all(part.isdecimal() and 0 < int(part) < 65536 for part in others[-1].split("-")):
        raise line.too_short(f"nc: port number invalid: {others[-1]}", _NC)


def _check_telnet(line: CommandLine, words: Sequence[str]) -> None:
    if not 1 <= len(words) <= 2 or not all(word.isdecimal() for word in words[1:]):
        raise line.too_short(f"{line.text!r} is not what telnet takes", "telnet HOST [PORT]")


def _no_check(line: CommandLine, words: Sequence[str]) -> None:
    """The program says itself what it takes."""


def _bundled(
    name: str,
    usage: str,
    summary: str,
    elsewhere: tuple[str, ...],
    check: Callable[[CommandLine, Sequence[str]], None] = _no_check,
) -> Command[Host, StartProgram]:
    """A program that every scenario has: ``NAME.py`` beside the bundled ones. ``check`` reads its arguments first."""

    def parse(line: CommandLine) -> StartProgram:
        words = line.rest()
        check(line, words)
        return StartProgram(f"{name}.py", words)

    return Command(name, usage, summary, IP_DEVICES, parse, _run, elsewhere, file=_file, rank=60)


COMMANDS: tuple[Command[Any, Any], ...] = (
    Command(
        _PYTHON[0],
        "python3 FILE [ARGUMENT ...]",
        "runs a Python program: [programs](programs.md)",
        IP_DEVICES,
        _parse,
        _run,
        elsewhere=_PYTHON[1:],
        file=_file,
        rank=60,
    ),
    _bundled(
        "nc",
        _NC,
        "sends the console's input to a port, prints what comes; `-z` only tries the port, `-v` says what happens",
        ("netcat", "ncat"),
        _check_nc,
    ),
    _bundled(
        "telnet",
        "telnet HOST [PORT]",
        "a connection to a port, to type at and to read from",
        (),
        _check_telnet,
    ),
    _bundled(
        "iperf",
        "iperf -s [-p PORT] | iperf -c HOST [-p PORT] [-n OCTETS]",
        "measures how fast a TCP connection carries data",
        ("iperf3",),
    ),
)
