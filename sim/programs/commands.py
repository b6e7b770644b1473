"""``python3``, ``nc`` and ``iperf``: commands that start a program."""

from typing import Any, NamedTuple

from sim.command import IP_DEVICES, Command, CommandLine
from sim.shell.application import Host


class StartProgram(NamedTuple):
    """``python3 FILE ARGUMENTS``, or the name of a bundled program with its arguments."""

    file: str
    arguments: tuple[str, ...] = ()


def _parse(line: CommandLine) -> StartProgram:
    file = line.next("a file such as client.py")
    return StartProgram(file, line.rest())


def _run(host: Host, options: StartProgram, text: str, cause: int) -> None:
    start = host.processes.start_program
    if start is None:
        host.output(f"{text.split(maxsplit=1)[0]}: command not found", cause)
    else:
        start(options.file, options.arguments, text, cause)


def _file(options: StartProgram) -> str:
    return options.file


def _bundled(name: str, usage: str, summary: str, elsewhere: tuple[str, ...]) -> Command[Host, StartProgram]:
    """A program that every scenario has: ``NAME.py`` beside the bundled ones."""

    def parse(line: CommandLine) -> StartProgram:
        return StartProgram(f"{name}.py", line.rest())

    return Command(name, usage, summary, IP_DEVICES, parse, _run, elsewhere, file=_file, rank=60)


COMMANDS: tuple[Command[Any, Any], ...] = (
    Command(
        "python3",
        "python3 FILE [ARGUMENT ...]",
        "runs a Python program: [programs](programs.md)",
        IP_DEVICES,
        _parse,
        _run,
        elsewhere=("python",),
        file=_file,
        rank=60,
    ),
    _bundled(
        "nc",
        "nc [-u] [-N] [-w SECONDS] HOST PORT | nc [-u] [-k] [-N] -l PORT",
        "sends the console's input to a port and prints what comes back",
        ("netcat", "ncat", "telnet"),
    ),
    _bundled(
        "iperf",
        "iperf -s [-p PORT] | iperf -c HOST [-p PORT] [-n OCTETS]",
        "measures how fast a TCP connection carries data",
        ("iperf3",),
    ),
)
