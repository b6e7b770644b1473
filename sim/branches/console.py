"""The console of a device between two commands: its prompt, the mode that it is in, and how a line may go on."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sim import registry
from sim.config_line import ANY, GLOBAL, INTERFACE, NUMBER
from sim.device.interface import TABLE as INTERFACES
from sim.device.port_names import named
from sim.features.ios.interfaces import refusal
from sim.features.ios.mode import COMMENT, DEVICES, INVALID, Step
from sim.features.ios.mode import NAME as CONFIGURE
from sim.settings import HOST
from sim.shell.shell import parse
from sim.words import TextError

Lines = tuple[str, ...]
"""The lines that opened the mode of configuration that a console is in."""
_SHELL_KINDS = frozenset({HOST})
EXIT = "exit"
"""The line that leads from a mode to that around it."""

_NEEDLESS = frozenset({("enable",), ("en",), ("end",)})
"""Lines that change nothing where commands are typed: people begin and end what they have written down with them."""


class Console(NamedTuple):
    """The device at whose console somebody types: its name, all that it is, and its tables."""

    name: str
    kinds: tuple[str, ...]
    tables: Mapping[str, Mapping[Any, Any]]

    def has_interface(self, name: str) -> bool:
        """Whether it has such an interface at this moment."""
        return name in self.tables[INTERFACES]


class Next(NamedTuple):
    """What a typed line comes to: the mode behind it (``None`` for no configuration), and a command to run, or ""."""

    lines: Lines | None
    command: str


def prompt(device: str, kind: str, lines: Lines | None = None) -> str:
    """What stands in front of a line: ``pc1$``, ``r1#``, ``r1(config-if)#``."""
    if kind in _SHELL_KINDS:
        return f"{device}$"
    return f"{device}#" if lines is None else f"{device}({_mode(lines)})#"


class Entry(NamedTuple):
    """A line behind its prompt: the lines that opened the mode in which it is typed, and its text."""

    lines: Lines | None
    text: str


@lru_cache(maxsize=512)
def as_typed(lines: Lines | None, command: str, is_left: bool = False) -> tuple[tuple[Entry, ...], Lines | None]:
    """The lines in which a command is typed at a console in a mode, and the mode behind it.

    One that configures is a line for each of its parts. Those that open the mode that the console is in are not typed
    again. A command that leaves them out was typed behind an ``exit``; but a line that opens another mode leads there
    from any, and ``is_left`` tells whether an ``exit`` was typed before it.
    """
    begin, *parts = (part.strip() for part in command.split(";"))
    if not _opens_configuration(begin.lower().split()):
        return (*changes(lines, None), Entry(None, command)), None
    entries: list[Entry] = []
    if lines is None:
        entries.append(Entry(None, begin))
        lines = ()
    elif lines and tuple(parts[: len(lines)]) == lines:
        parts = parts[len(lines) :]
    elif lines and (is_left or not _opens(parts[0] if parts else "")):
        entries.append(Entry(lines, EXIT))
        lines = ()
    for part in filter(None, parts):
        entries.append(Entry(lines or (), part))
        lines = typed(lines or (), part).lines
    return tuple(entries), lines


def changes(before: Lines | None, after: Lines | None, is_left: bool = False) -> tuple[Entry, ...]:
    """The lines that lead from one mode of a console to another; ``is_left`` tells that one of them is ``exit``."""
    if after is None:
        return () if before is None else (Entry(before, "end"),)
    entries: list[Entry] = []
    if before is None:
        entries.append(Entry(None, CONFIGURE))
        before = ()
    elif before and (is_left or not after):
        entries.append(Entry(before, EXIT))
        before = ()
    if before != after:
        entries += (Entry(before, line) for line in after)
    return tuple(entries)


def typed(lines: Lines | None, text: str, console: Console | None = None) -> Next:
    """What a line comes to that is typed in a mode; raises ``TextError`` for what is no line of configuration.

    Without ``console``, it is not looked whether the device knows the line, and has an interface that the line names.
    """
    words = text.lower().split()
    if lines is None:
        is_needless = console is not None and not DEVICES.isdisjoint(console.kinds) and tuple(words) in _NEEDLESS
        opens = _opens_configuration(words)
        return Next(() if opens else None, "" if opens or is_needless else text.strip())
    if words == [COMMENT]:
        return Next(lines, "")
    if words in (["end"], [EXIT]):
        return Next(() if words == [EXIT] and lines else None, "")
    line = text.strip()
    command = " ; ".join((CONFIGURE, *lines, line))
    try:
        steps: Sequence[Step] = parse(command, () if console is None else console.kinds).options
    except TextError as error:
        error.offset = text.index(line) + max(0, error.offset - len(command) + len(line))
        raise
    last = steps[-1] if steps else None
    if last is not None and console is not None and last.line.kinds.isdisjoint(console.kinds):
        raise _refused(INVALID.format(console.kinds[0], last.line.name), text)
    if last is not None and last.line.opens and not last.is_negated:
        _check_there(console, last, text)
        return Next((text.strip(),), command if last.line.is_deed(last.subjects) else "")
    # A line of the global mode leaves that of an interface.
    is_global = last is not None and last.line.mode == GLOBAL
    return Next(() if is_global else lines, command)


def _check_there(console: Console | None, opener: Step, text: str) -> None:
    """Raise ``TextError`` where a line opens the mode of an interface that the device cannot have."""
    if console is None or opener.line.opens != INTERFACE or not console.tables.get(INTERFACES):
        return
    for name in opener.subjects:
        said = refusal(console, named(name, console.tables[INTERFACES]))
        if said:
            raise _refused(said, text)


def _refused(said: str, text: str) -> TextError:
    """What a device prints of a line, as a mistake in this line."""
    return TextError(said.removeprefix("% "), offset=len(text) - len(text.lstrip()))


def continuations(
    kinds: Sequence[str], lines: Lines | None, text: str, names: Iterable[str], edits: Iterable[str] = ()
) -> list[str]:
    """The words with which a line may begin or go on: commands, options behind a command, lines of configuration.

    ``kinds`` are those of the device. ``names`` are those of devices, interfaces and addresses, ``edits`` the words of
    other acts.
    """
    if lines is not None:
        mode = _mode(lines)
        here = [each for each in registry.configuration() if each.mode in (mode, GLOBAL)]
        known = [each.name for each in here if not each.kinds.isdisjoint(kinds)]
        whole = [*known, *(f"no {name}" for name in known)]
        is_begun = any(text.startswith(f"{name} ") for name in whole)
        return [*names] if is_begun else [*whole, EXIT, "end", *names]
    commands = {name: each for name, each in registry.commands().items() if not each.kinds.isdisjoint(kinds)}
    begun = max((name for name in commands if text.startswith(f"{name} ")), key=len, default="")
    if begun:
        longer = [name for name in commands if name.startswith(f"{begun} ")]
        return [*(option.flag for option in commands[begun].options), *names, *longer]
    return [*commands, *edits, *names]


def next_words(kinds: Sequence[str], lines: Lines | None, text: str) -> list[str]:
    """The words that can come next behind a line that somebody has begun, in full; where none can, how it is written.

    Words of commands of IOS and of lines of configuration may be cut short.
    """
    mode = None if lines is None else _mode(lines)
    words = text.lower().split()
    forms: list[tuple[str, str]] = []
    is_do = mode is not None and words[:1] == ["do"]
    if mode is None or is_do:
        known = [each for each in registry.commands().values() if not each.kinds.isdisjoint(kinds)]
        forms = [(name, each.usage) for each in known for name in (each.name, *each.also)]
        words = words[is_do:]
    else:
        is_negated = words[:1] == ["no"]
        here = [each for each in registry.configuration() if each.mode in (mode, ANY, GLOBAL)]
        known_lines = [each for each in here if not each.kinds.isdisjoint(kinds) and each.name != NUMBER]
        forms = [(each.name, each.usage) for each in known_lines if each.takes_no or not is_negated]
        forms += [] if is_negated else [(word, word) for word in ("no", EXIT, "end")]
        words = words[is_negated:]
    fitting = [(name.split(), usage) for name, usage in forms if _fit(name.split(), words)]
    exact = [(name, usage) for name, usage in fitting if name[: len(words)] == words[: len(name)]]
    fitting = exact or fitting
    longer = dict.fromkeys(name[len(words)] for name, _ in fitting if len(name) > len(words))
    whole = [usage for name, usage in fitting if len(name) <= len(words)]
    return [*longer] if longer and not whole else [*whole[:1], *longer]


def _fit(name: Sequence[str], words: Sequence[str]) -> bool:
    return all(full.startswith(word) for full, word in zip(name, words, strict=False))


def _opens_configuration(words: Sequence[str]) -> bool:
    """Whether these words are the command that opens the mode of configuration, perhaps cut short."""
    return len(words) == 2 and all(map(str.startswith, CONFIGURE.split(), words))


def _opens(line: str) -> bool:
    """Whether a line of configuration opens a mode of its own."""
    return bool(line) and _mode((line,)) != GLOBAL


def _mode(lines: Lines) -> str:
    if not lines:
        return GLOBAL
    try:
        steps: Sequence[Step] = parse(" ; ".join((CONFIGURE, *lines))).options
    except TextError:
        return GLOBAL
    return steps[-1].line.opens or GLOBAL
