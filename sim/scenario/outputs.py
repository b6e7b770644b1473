"""Sentences on what programs print, and on the files that they write.

::

    sentence = [PROGRAM on] NODE [never | does not] prints TEXT [HOW OFTEN] {after TIME | before TIME}
             | [PROGRAM on] NODE [never | does not] writes FILE [containing "text"]
    PROGRAM  = a program's file, or the word of a command such as ping
    TEXT     = "a part of a line" or /a pattern/
    HOW OFTEN = once | NUMBER times | at least NUMBER times | at most NUMBER times
"""

import re
from collections.abc import Collection, Hashable, Iterator, Sequence
from operator import itemgetter
from typing import cast

from sim.patterns.pattern import Names
from sim.patterns.syntax import CONTAINING, PatternReader, content_of, no_node
from sim.programs.files import FileSystem
from sim.programs.rows import FILES, PROGRAMS, THREADS, FileRow, ProgramRow
from sim.regex import regex
from sim.scenario.calls import behind, bounds, often
from sim.scenario.plan import Tells, is_regex
from sim.scenario.states import is_between
from sim.trace.printed import node_of, printed_by, printed_lines
from sim.trace.records import NO_CAUSE, Call, Change
from sim.trace.trace import Trace
from sim.words import TextError, suggestion

PRINTS, WRITES = "prints", "writes"
_SENTENCE = re.compile(
    r"""\s*(?:(?P<program>\S+)\s+on\s+)?(?P<quote>"?)(?P<node>[^\s"]+)(?P=quote)\s+"""
    r"""(?:(?P<never>never)\s+|(?P<not>does\s+not|doesn[’']t)\s+)?(?P<verb>prints?|writes?)(?=\s|$)"""
)
_TEXT = re.compile(r'\s*(?P<text>"(?:[^"\\]|\\.)*"|/(?:[^/\\]|\\.)+/)(?=\s|$)')
_MOST_SHOWN = 3


def is_on_output(text: str, names: Names) -> bool:
    """Whether a sentence is about what programs print or write."""
    found = _SENTENCE.match(text)
    return found is not None and (found["program"] is None or found["node"] in names.nodes)


def read_output(text: str, names: Names, programs: Collection[str], place: tuple[int, int] = (0, 0)) -> Tells:
    """Read such a sentence; ``programs`` are the files that there are. Raises ``TextError``."""
    found = _SENTENCE.match(text)
    assert found is not None
    node, program = found["node"], found["program"] or ""
    if node not in names.nodes:
        raise no_node(node, tuple(names.nodes), found.start("node"))
    if program.endswith(".py") and program not in programs:
        raise TextError(
            f"no program is called {program!r}", suggestion(program, tuple(programs)), found.start("program")
        )
    verb = PRINTS if found["verb"].startswith("print") else WRITES
    is_denied = bool(found["never"] or found["not"])
    read = _read_printed if verb == PRINTS else _read_written
    told = read(text, names, found.end(), Tells(*place, text, node, program, verb, ""))
    return told._replace(least=0, most=0) if is_denied else told


def _read_printed(text: str, names: Names, at: int, told: Tells) -> Tells:
    wanted = _TEXT.match(text, at)
    if wanted is None:
        raise TextError(
            "what is printed is missing", 'write a part of a line as "text", or a /pattern/', behind(text, at)
        )
    line = wanted["text"]
    if line.startswith('"'):
        line = content_of(line[1:-1]).decode(errors="replace")
    elif is_regex(line):
        try:
            regex(line[1:-1])
        except TextError as error:
            hint = 'write plain text as "text"'
            raise TextError(error.message, hint, wanted.start("text")) from None
    at = behind(text, wanted.end())
    least, most = 1, None
    count = often(text, at)
    if count is not None:
        least, most = bounds(count)
        at = count.end()
    reader = PatternReader(text, names)
    reader.skip_to(at)
    times = reader.clauses(("after", "before"))
    return told._replace(wanted=line, least=least, most=most, **times)


def _read_written(text: str, names: Names, at: int, told: Tells) -> Tells:
    reader = PatternReader(text, names)
    reader.skip_to(at)
    if reader.peek() == "file":
        reader.next("file")
    file = reader.next("a file's name")
    containing = ""
    if reader.take((CONTAINING,)) is not None:
        token = reader.next("a text in double quotes")
        if not token.is_quoted:
            raise TextError(f"{token.text} is no text in quotes", 'write it like "text"', token.offset)
        containing = content_of(token.text).decode(errors="replace")
    reader.finish()
    return told._replace(wanted=file.text, containing=containing)


def is_line(wanted: str, line: str) -> bool:
    """Whether a printed line is as it is wanted: by a part of it, or by a ``/pattern/``."""
    return regex(wanted[1:-1]).found_in(line) if is_regex(wanted) else wanted in line


def missing_output(says: Tells, trace: Trace) -> str:
    """What happens instead, or "" where it is as the sentence says."""
    if says.verb == WRITES:
        return _missing_file(says, trace)
    printed = list(_printed(says, trace))
    found = matching_output(says, trace)
    if len(found) >= says.least and (says.most is None or len(found) <= says.most):
        return ""
    if found:
        times = "once" if len(found) == 1 else f"{len(found)} times"
        return f"it prints this {times}"
    return nearest_line("this", says.wanted, [line for _, line in printed])


def nearest_line(what: str, wanted: str, printed: Sequence[str]) -> str:
    """That no line has ``what``, and the line that has most of the ``wanted`` words, or the last line."""
    if not printed:
        return "it prints nothing"
    words = set(wanted.strip("/^$").split())
    shared, line = max(((len(words & set(line.split())), line) for line in reversed(printed)), key=itemgetter(0))
    return f"no line has {what}; the {'nearest' if shared else 'last'} is {line!r}"


def matching_output(says: Tells, trace: Trace) -> list[int]:
    """The records of the lines, or of the file, that are as a sentence says."""
    if says.verb == WRITES:
        return [n for n, row in _written(says, trace) if row is not None and says.containing in row.content][-1:]
    return [
        n
        for n, line in _printed(says, trace)
        if is_between(trace.at[n], says.after, says.before) and is_line(says.wanted, line)
    ]


def nearest_output(says: Tells, trace: Trace) -> int | None:
    """The record of the line that is most like the one that is wanted, or of the last that was written to the file.

    Lines behind the time that is asked for are not looked at.
    """
    if says.verb == WRITES:
        return next((n for n, _ in reversed(list(_written(says, trace)))), None)
    return nearest_record(
        says.wanted, [each for each in _printed(says, trace) if is_between(trace.at[each[0]], None, says.before)]
    )


def nearest_record(wanted: str, printed: Sequence[tuple[int, str]]) -> int | None:
    """The record of the line that has most words of the one that is wanted; ``None`` where none has any."""
    words = set(wanted.strip("/^$").split())
    n, line = max(printed, key=lambda each: (len(words & set(each[1].split())), each[0]), default=(0, ""))
    return n if words & set(line.split()) else None


def _printed(says: Tells, trace: Trace) -> Iterator[tuple[int, str]]:
    """The lines on a node's console, by one program where the sentence names one."""
    lines = printed_lines(trace, says.node)
    if not says.program:
        return lines
    here = [
        n for n, what in enumerate(trace.what) if isinstance(what, (Call, Change)) and node_of(trace, n) == says.node
    ]
    owners = printed_by(trace, here)
    return ((n, line) for n, line in lines if _program(trace, owners.get(n, n), says.node) == says.program)


def _written(says: Tells, trace: Trace) -> Iterator[tuple[int, FileRow | None]]:
    """What becomes of the file that a sentence names, with the records that show it."""
    path = FileSystem.at_home(says.wanted)
    for n, change in _changes(trace, says.node, FILES):
        if change.key == path and says.program in ("", _program(trace, n, says.node)):
            yield n, change.after


def _changes(trace: Trace, node: str, table: str) -> Iterator[tuple[int, Change]]:
    for n, change in enumerate(trace.what):
        if isinstance(change, Change) and change.table == table and node_of(trace, n) == node:
            yield n, change


def _program(trace: Trace, n: int, node: str) -> str:
    """The file of the program, or the word of the command, that record ``n`` of a node comes from."""
    while n != NO_CAUSE:
        what = trace.what[n]
        if node_of(trace, n) == node:
            if isinstance(what, Call):
                words = what.command.split()
                return words[1] if words[:1] in (["python3"], ["python"]) and len(words) > 1 else words[0]
            if isinstance(what, Change) and what.table == THREADS:
                number, _ = cast(tuple[int, int], what.key)
                return next(row.file for key, row in _programs(trace, node) if key == number)
        n = trace.cause[n]
    return ""


def _programs(trace: Trace, node: str) -> Iterator[tuple[Hashable, ProgramRow]]:
    """The programs of a node with their numbers, in order of their starts."""
    return ((change.key, change.after) for _, change in _changes(trace, node, PROGRAMS) if change.after is not None)


def _missing_file(says: Tells, trace: Trace) -> str:
    path = FileSystem.at_home(says.wanted)
    there: dict[str, FileRow | None] = {
        cast(str, change.key): change.after
        for n, change in _changes(trace, says.node, FILES)
        if says.program in ("", _program(trace, n, says.node))
    }
    row = there.get(path)
    is_found = row is not None and says.containing in row.content
    if is_found == (says.most is None):
        return ""
    if is_found:
        return "it does"
    if row is not None:
        return f"the file has {row.content[:60]!r}"
    names = [name.removeprefix(FileSystem.at_home("") + "/") for name, row in there.items() if row is not None]
    return f"it writes {', '.join(names[:_MOST_SHOWN])}" if names else "it writes no file"
