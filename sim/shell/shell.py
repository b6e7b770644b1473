"""What happens when somebody types a command at a device."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from sim import registry
from sim.command import AnyCommand, CommandLine
from sim.config_line import NUMBER
from sim.settings import HOST
from sim.shell import rules
from sim.shell.application import Processes, RecordingDevice
from sim.shell.not_simulated import COMMANDS, LINES, instead
from sim.shell.pipes import Chain, Pipe, of_ios, of_linux
from sim.trace.records import NO_CAUSE, Call, Kind
from sim.why import Why
from sim.words import TextError, listed, nearest


class Typable(RecordingDevice, Protocol):
    """A device that commands can be typed at."""

    @property
    def kinds(self) -> tuple[str, ...]: ...
    def has_interface(self, name: str) -> bool: ...


class Typed(NamedTuple):
    """A command line that was understood. ``interfaces`` are the interfaces that it names, each with its place."""

    text: str
    name: str
    options: Any
    interfaces: tuple[tuple[str, int], ...] = ()
    pipes: tuple[Pipe, ...] = ()

    @property
    def command(self) -> AnyCommand:
        return registry.commands(self.name.split(maxsplit=1)[0])[self.name]


def parse(text: str, kinds: Collection[str] = ()) -> Typed:
    """Understand a command line; raises ``TextError``. Several lines are one, with semicolons between them.

    ``kinds`` are all that the device is at which it is typed, where that is known: what is said of a mistake fits it.
    """
    if "\n" in text.strip():
        text = " ; ".join(row.strip() for row in text.splitlines() if row.strip())
    line = CommandLine(text)
    line.kinds = kinds
    if not line:
        line.next("a command, such as ping 192.168.10.3,")
    # Longer names first: one can be the beginning of another.
    first = _whole(line.peek())
    if first == "show" and "|" in text:
        shown, _, behind = text.partition("|")
        return parse(shown, kinds)._replace(text=text, pipes=(of_ios(behind, len(shown) + 1),))
    if not _CONFIGURE.startswith(f"{first} "):
        _check_alone(text)
        piped = of_linux(text)
        if piped.pipes:
            return _piped(parse(piped.command, kinds), piped.pipes, text)
    line.folds_case = first in _CUT_SHORT
    commands = registry.commands(first)
    if any(" " in name for name in commands):
        line.set_aside_options()
    names = {name: command for command in commands.values() for name in (command.name, *command.also)}
    for name, command in sorted(names.items(), key=lambda each: -len(each[0].split())):
        is_own = name == command.name
        spelled = (is_own and command.spelled) or (tuple(name.split()) if first in _CUT_SHORT else ())
        if line.follows(name.split(), spelled):
            if first in _CUT_SHORT:
                _check_clear(line, text.lower().split(), name, names)
            options = command.parse(line)
            if line or line.leading:
                extra = line.next_left()
                hint = command.meant(text) or f"leave it out; {command.usage}"
                raise line.wrong(f"{name} does not take {extra!r}", hint)
            return Typed(text, command.name, options, tuple(line.interfaces))
    words = text.split()
    is_known = commands or instead(COMMANDS, text)
    has_shell = not kinds or HOST in kinds
    is_whole = is_known or not has_shell
    said = f"there is no command {text.strip()!r}" if is_whole else f"bash: {words[0]}: command not found"
    raise TextError(said, _meant(words, kinds))


_BETWEEN = ("&&", "||", ";", "&")
"""What stands between the commands of a line of a shell, or behind the last one."""


def _check_alone(text: str) -> None:
    """Raise ``TextError`` for a line of several commands; what stands in quotes is no matter of the shell."""
    if any(sign in text for sign in "'\""):
        return
    at = 0
    for word in text.split():
        at = text.index(word, at)
        sign = next((sign for sign in _BETWEEN if word == sign or (sign == ";" and word.endswith(sign))), "")
        if sign and text[:at].strip(" ") and text.split(maxsplit=1)[0] not in _TAKING_SIGNS:
            raise TextError(f"{sign!r} stands in a line of several commands", "type one command after another", at)
        at += len(word)


_TAKING_SIGNS = ("tcpdump", "type")
"""Commands in which these signs mean something else."""


def _piped(typed: Typed, pipes: tuple[Pipe, ...], text: str) -> Typed:
    """A command with filters behind it; raises ``TextError`` for one whose output is that of a program."""
    if typed.command.file is not None:
        hint = "write the command alone: the program's own lines are printed"
        raise TextError(f"{typed.name} prints through no '|' here", hint, text.index("|"))
    return typed._replace(text=text, pipes=pipes)


class _Filtered:
    """A device of whose output only some lines are printed."""

    def __init__(self, device: Typable, pipes: Sequence[Pipe]) -> None:
        self._device = device
        self._chain = Chain(pipes)
        self._call: int | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._device, name)

    def output(self, text: str, cause: int, call: int | None = None) -> None:
        self._call = call
        self._print(self._chain.take(text.split("\n")), cause)

    def end(self, cause: int) -> None:
        """Print what is printed when the command prints nothing any more."""
        self._print(self._chain.end(), cause)

    def _print(self, lines: list[str], cause: int) -> None:
        if lines:
            more = () if self._call is None else (self._call,)
            self._device.output("\n".join(lines), cause, *more)


_CUT_SHORT = ("show", "clear", "configure", "write", "copy")
"""First words of commands of IOS, which takes every word cut short as long as it is clear."""


def _whole(word: str) -> str:
    """The first word in full."""
    return next((each for each in _CUT_SHORT if len(word) > 1 and each.startswith(word.lower())), word)


def _check_clear(line: CommandLine, words: list[str], name: str, commands: Mapping[str, AnyCommand]) -> None:
    """Raise ``TextError`` where the words are as near to another command as to the one of this name."""

    def nearness(other: str) -> int:
        pairs = [*zip(words, other.split(), strict=False)]
        return sum(word == full for word, full in pairs) if all(full.startswith(word) for word, full in pairs) else -1

    same = [other for other in commands if len(other.split()) == len(name.split())]
    rivals = [other for other in same if nearness(other) >= max(nearness(name), 0)]
    if len(rivals) > 1:
        raise line.wrong(f"{' '.join(words)!r} can be several commands", f"write {listed(sorted(rivals))}")


_NEEDLESS = frozenset({"sudo", "doas", "su"})
"""Words in front of a command that let it do more on a real system."""
_ASKING = frozenset({"?", "help", "-h", "-help", "--help", "/?"})


def _meant(words: list[str], kinds: Collection[str] = ()) -> str:
    """What would be right for an unknown command: its name here, the nearest one, or the first words of all."""
    if words[0] in _NEEDLESS and len(words) > 1:
        return f"leave {words[0]!r} out: every command may do everything here"
    commands = registry.commands()
    here = [name for name, each in commands.items() if not kinds or not each.kinds.isdisjoint(kinds)]
    elsewhere = {name: command.name for command in commands.values() for name in command.elsewhere}
    begun = words[: len(words) - (words[-1] in _ASKING)]
    for length in range(len(words), 0, -1):
        name = elsewhere.get(" ".join(words[:length]).lower())
        if name is not None:
            return f"here it is {name!r}"
    text = " ".join(words)
    if _is_configuration(words):
        if _CONFIGURE not in here:
            return "this is a line of configuration, and a host has none: type it at a router or switch"
        return f"write '{_CONFIGURE}' before it: this is a line of configuration"
    is_asking = begun != words
    known = "" if is_asking else instead(COMMANDS, text)
    return known or _going_on(begun, here) or instead(LINES, text) or _near(words, here)


_CONFIGURE = "configure terminal"
_LEAST = 3
"""Letters of the first word of a line of configuration, where it is cut short."""


def _is_configuration(words: list[str]) -> bool:
    """Whether this is a line of configuration, typed where commands are."""
    text, first = " ".join(words), words[0].lower()
    known = [each.name.split() for each in registry.configuration() if each.name not in (NUMBER, *COMMANDS)]
    return any(
        len(first) >= min(_LEAST, len(name[0])) and CommandLine(text, folds_case=True).follows(name, name)
        for name in known
    )


def _near(words: list[str], commands: Iterable[str]) -> str:
    """The command that is nearest; otherwise how commands begin."""
    for length in range(min(len(words), 3), 0, -1):
        near = nearest(" ".join(words[:length]), [name for name in commands if len(name.split()) == length])
        if near:
            return f"did you mean {near[0]!r}?"
    first_words = dict.fromkeys(name.split()[0] for name in commands)
    near = [each for each in nearest(words[0], first_words) if each != words[0]]
    begun = f"did you mean {near[0]!r}?" if near else ""
    return _going_on(words[:1], commands) or begun or f"the commands are {', '.join(first_words)}"


def _going_on(begun: list[str], commands: Iterable[str]) -> str:
    """How commands go on that begin with these words, which are none by themselves; "" where none does."""
    longer = [name.split() for name in commands if begun and name.startswith(f"{' '.join(begun)} ")]
    found = dict.fromkeys(words[len(begun)] for words in longer)
    return f"{' '.join(begun)!r} goes on with {listed(list(found))}" if found else ""


def run(device: Typable, typed: Typed) -> None:
    """Run a command on a device now; what it prints is on the device's console."""
    if typed.command.kinds.isdisjoint(device.kinds):
        raise ValueError(f"a {device.kinds[0]} does not know the command {typed.text!r}")
    carry_out(device, typed, note_typed(device, typed.text))


def carry_out(device: Typable, typed: Typed, cause: int) -> None:
    """Do what a command says that the device knows, because of the record ``cause``."""
    for interface, _ in typed.interfaces:
        if not device.has_interface(interface):
            device.output(typed.command.no_interface.format(interface), cause)
            return
    if not typed.pipes:
        typed.command.run(device, typed.options, typed.text, cause)
        return
    filtered = _Filtered(device, typed.pipes)
    typed.command.run(filtered, typed.options, typed.text, cause)
    processes: Processes | None = getattr(device, "processes", None)
    started = [] if processes is None else [each for each in processes.running.values() if each.node is filtered]
    for application in started:
        application.at_last = filtered.end
    if not started:
        filtered.end(cause)


def note_typed(device: RecordingDevice, text: str) -> int:
    """The record that somebody types a command at a device."""
    why = Why(rules.APP_TYPED, command=text)
    device.calls += 1
    return device.trace.add(Kind.CALL, device.kernel.now, device.spot, NO_CAUSE, Call(text, "", device.calls), why)
