"""Starts programs on the hosts of a network: those that a scenario plans, and those that somebody types."""

import posixpath
import weakref
from collections.abc import Iterable, Mapping
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from sim.device.network import Network
from sim.programs import rules
from sim.programs.contracts import ProgramHost
from sim.programs.files import HOME, FileSystem, system_files
from sim.programs.rows import PROGRAMS, is_called, program_names
from sim.shell.shell import note_typed
from sim.trace.records import NO_CAUSE, Kind
from sim.why import Why

if TYPE_CHECKING:
    from sim.programs.program import Program
    from sim.programs.typed import TypedLine


class Programs:
    """The programs of a network's ``hosts``. A run that starts none loads nothing of what they need.

    ``sources`` are texts by file; programs can read what is in ``folder`` of this machine, and ``bundled`` has programs
    that everybody knows. What was started ends with the network: when that is given up, so are its programs' threads.
    """

    def __init__(
        self,
        network: Network,
        hosts: Iterable[ProgramHost],
        sources: Mapping[str, str],
        folder: Path | None = None,
        bundled: Path | None = None,
    ) -> None:
        self._sources = sources
        self._folder = folder
        self._bundled = bundled
        self._files: dict[str, FileSystem] = {}
        self._numbers = count()
        self._started: weakref.WeakValueDictionary[int, Program] = weakref.WeakValueDictionary()
        for host in hosts:
            host.processes.start_program = partial(self._start_typed, host)
            host.processes.save_file = partial(self._save, host)
            host.processes.files = partial(self._files_of, host)
        # A thread that waits is kept alive by its own frames, so nothing but this would ever free it. What holds the
        # programs must not keep them alive itself: they know their hosts, and so all that is known of their run.
        weakref.finalize(network, _drop, self._started).atexit = False

    def start(
        self, node: ProgramHost, file: str, arguments: tuple[str, ...] = (), stdin: "tuple[str | TypedLine, ...]" = ()
    ) -> None:
        """Start one of the sources on a node now, as if ``python3 FILE ARGUMENTS`` was typed there."""
        program = self._program(node, file, self._sources[file], arguments, stdin)
        program.launch(note_typed(node, program.command))

    def type(self, node: ProgramHost, text: str | None, to: str = "") -> None:
        """Give a typed line, or the end of the input, to the program of a node that reads what is typed there.

        Of several it is the one that is called ``to`` (:func:`sim.programs.rows.is_called`); without a name, or where
        it is that of several, one that waits for a line now, and else the one that was started last.
        """
        names = program_names(node.tables.get(PROGRAMS, {}))
        readers = [each for each in self._started.values() if each.node is node and not each.gone and each.takes_lines]
        meant = [each for each in readers if not to or is_called(names[each.number], to)]
        if meant:
            max(enumerate(meant), key=lambda each: (each[1].waits_for_line, each[0]))[1].type(text)
            return
        why = _unread(node.name, text, to, ", ".join(names[each.number] for each in readers))
        node.trace.add(Kind.DECISION, node.kernel.now, node.spot, NO_CAUSE, None, why)

    def _start_typed(self, node: ProgramHost, file: str, arguments: tuple[str, ...], command: str, cause: int) -> None:
        try:
            text = self._text(node, file)
        except UnicodeDecodeError as error:
            octets, line = error.object, error.object.count(b"\n", 0, error.start) + 1
            node.output(
                f"SyntaxError: Non-UTF-8 code starting with '\\x{octets[error.start]:02x}' in file "
                f"{posixpath.join(HOME, file)} on line {line}, but no encoding declared; "
                "see https://peps.python.org/pep-0263/ for details",
                cause,
            )
            return
        if text is None:
            where = posixpath.join(HOME, file)
            node.output(f"python3: can't open file {where!r}: [Errno 2] No such file or directory", cause)
            return
        self._program(node, file, text, arguments, (), command).launch(cause)

    def _program(
        self,
        node: ProgramHost,
        file: str,
        text: str,
        arguments: tuple[str, ...],
        stdin: "tuple[str | TypedLine, ...]",
        command: str | None = None,
    ) -> "Program":
        from sim.programs.program import Program  # noqa: PLC0415 - most runs start none

        program = Program(node, file, text, arguments, stdin or None, self._files_of(node), command)
        self._started[next(self._numbers)] = program
        return program

    def _save(self, node: ProgramHost, name: str, octets: bytes, command: str, cause: int) -> bool:
        """Write a file for a command, as a program would; false where there is no such folder."""
        from sim.programs.written import note_written  # noqa: PLC0415 - most runs write no file

        files = self._files_of(node)
        path = files.at_home(name)
        try:
            files.create(path, node.kernel.now).octets[:] = octets
        except OSError:
            return False
        note_written(node, command, path, octets, cause)
        return True

    def _files_of(self, node: ProgramHost) -> FileSystem:
        if node.name not in self._files:
            system = system_files(node.name, node.names)
            self._files[node.name] = FileSystem({**self._sources, **system}, self._folder)
        return self._files[node.name]

    def _text(self, node: ProgramHost, file: str) -> str | None:
        files = self._files_of(node)
        found = files.file(files.at_home(file))
        if found is not None:
            return found.octets.decode()
        path = None if self._bundled is None or "/" in file else self._bundled / file
        return path.read_text(encoding="utf-8") if path is not None and path.is_file() else None


def _unread(node: str, text: str | None, to: str, readers: str) -> Why:
    """Why nobody has what was typed; ``readers`` are the names of the programs that would have taken it."""
    if not to:
        return Why(rules.NOBODY_SEES_END, node=node) if text is None else Why(rules.NOBODY_READS, node=node, line=text)
    more = {"readers": readers} if readers else {}
    if text is None:
        return Why(rules.NO_INPUT_TO_END, node=node, program=to, **more)
    return Why(rules.NOBODY_OF_THAT_NAME, node=node, program=to, line=text, **more)


def _drop(started: "weakref.WeakValueDictionary[int, Program]") -> None:
    for program in list(started.values()):
        program.drop()
