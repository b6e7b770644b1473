"""``configure terminal``: lines of configuration, each read in the mode that those before it opened."""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple, Protocol

from sim import registry
from sim.command import Command, CommandLine, Device
from sim.config_line import ANY, GLOBAL, INTERFACE, NUMBER, AnyConfigLine, ConfigLine, Subjects
from sim.device.interface import TABLE as INTERFACES
from sim.device.port_names import named
from sim.shell import shell
from sim.shell.not_simulated import LINES, instead, needless
from sim.words import TextError, listed, nearest

DEVICES = frozenset({"router", "switch"})
NAME = "configure terminal"
INVALID = "% Invalid input detected: a {} has no '{}'"
_LEAVES = ("exit", "end")
_SHOWING = ("show", "clear")
COMMENT = "!"
"""What stands between the parts of a configuration."""


class Configured(Device, Protocol):
    """What the mode sees of the device."""

    @property
    def kinds(self) -> tuple[str, ...]: ...
    def has_interface(self, name: str) -> bool: ...


class Step(NamedTuple):
    """A line that was understood: what it is, what it is about, and whether ``no`` stands in front."""

    line: AnyConfigLine
    subjects: Subjects
    options: Any
    is_negated: bool


class _Place(NamedTuple):
    """Where a line stands: the mode, and what that is about."""

    mode: str = GLOBAL
    subjects: Subjects = ("",)


def modes() -> Mapping[str, Mapping[str, AnyConfigLine]]:
    """All lines by their modes and names."""
    found: dict[str, dict[str, AnyConfigLine]] = {}
    for each in registry.configuration():
        found.setdefault(each.mode, {})[each.name] = each
    return found


def parse(line: CommandLine) -> tuple[Step, ...]:
    """The lines behind the command: each ends at a semicolon or the end of its line; raises ``TextError``."""
    text, start = line.tail()
    if not text.strip():
        return ()
    return tuple(_steps(text, start, line.kinds))


def _steps(text: str, start: int, kinds: Collection[str]) -> Iterator[Step]:
    known = modes()
    place = _Place()
    for match in re.finditer(r"[^;\n]+", text):
        words = match.group()
        if not words.strip() or words.strip() == COMMENT:
            continue
        at = start + match.start() + len(words) - len(words.lstrip())
        words = words.strip()
        if words.lower() in _LEAVES:
            place = _Place()
            continue
        try:
            step, place = _step(known, place, words, kinds)
        except TextError as error:
            raise TextError(error.message, error.hint, at + error.offset) from None
        yield step


def _step(
    known: Mapping[str, Mapping[str, AnyConfigLine]], at: _Place, text: str, kinds: Collection[str]
) -> tuple[Step, _Place]:
    """The step that a line means, and where the line behind it stands, at a device of these ``kinds`` (any if none)."""
    first, *_ = text.lower().split()
    is_negated = first == "no"
    if first in _SHOW_CUT_SHORT:
        raise _is_show(text)
    # A line of the global mode may be typed in any other, and leads back. The longest name counts.
    places = dict.fromkeys((at, _Place(ANY), _Place()))
    words = text.lower().split()[is_negated:]
    known_elsewhere = instead(LINES, " ".join(words))
    if known_elsewhere and not any(
        name.split()[0] == words[0] for place in places for name in known.get(place.mode, ())
    ):
        places = {}  # it is no other line cut short
    matches = [(found, place) for place in places if (found := _matching(known.get(place.mode, {}), text, is_negated))]
    if not matches and needless(text):
        return Step(_CHANGING_NOTHING, ("",), text, is_negated), at
    if not matches:
        here = {
            mode: {name: each for name, each in lines.items() if not kinds or not each.kinds.isdisjoint(kinds)}
            for mode, lines in known.items()
        }
        raise _unknown(here, at.mode, text, is_negated)
    (line, each), place = max(matches, key=lambda match: len(match[0][1].name.split()))
    if is_negated and not each.takes_no:
        raise line.wrong(f"there is no 'no {each.name}'", each.usage)
    try:
        options = each.parse(line, is_negated)
        if line:
            extra = line.next()
            raise line.wrong(f"{each.name} does not take {extra!r}", each.usage)
    except TextError as error:
        if known_elsewhere:
            raise TextError(f"{text!r} is not simulated", known_elsewhere) from error
        raise
    if each.opens:
        return Step(each, options, options, is_negated), _Place() if is_negated else _Place(each.opens, options)
    return Step(each, place.subjects, options, is_negated), at if place.mode == ANY else place


_CHANGING_NOTHING: AnyConfigLine = ConfigLine(
    "LINE",
    "",
    "a line that a real device needs",
    DEVICES,
    lambda _, __: "",
    lambda _, __, text, ___, ____: f"% '{text}' changes nothing here: {needless(text)}",
    mode=ANY,
)

_SHOW_CUT_SHORT = ("sh", "sho", "show")
"""Words that are ``show``, and never ``shutdown`` cut short."""


def _is_show(text: str) -> TextError:
    if text.lower() in _SHOW_CUT_SHORT[:1]:
        return TextError("'sh' can be 'show' or 'shutdown'", "write 'do show WHAT', or 'shut'")
    return TextError(f"{text!r} is a command, and no line of configuration", f"write 'do {text}'")


def _matching(
    lines: Mapping[str, AnyConfigLine], text: str, is_negated: bool
) -> tuple[CommandLine, AnyConfigLine] | None:
    """The line whose words the text begins with, in full or cut short, and the rest of the text."""
    for name, each in sorted(lines.items(), key=lambda item: -len(item[0].split())):
        line = CommandLine(text, folds_case=True)
        if is_negated:
            line.next()
        words = name.split()
        if line.peek().isdecimal() if name == NUMBER else line.follows(words, words):
            return line, each
    return None


def _unknown(known: Mapping[str, Mapping[str, AnyConfigLine]], mode: str, text: str, is_negated: bool) -> TextError:
    names = [name for each in dict.fromkeys((mode, ANY, GLOBAL)) for name in known.get(each, ()) if name != NUMBER]
    words = text.split()[is_negated:]
    near = next((found for length in (3, 2, 1) if (found := nearest(" ".join(words[:length]), names))), [])
    elsewhere = [other for other, lines in known.items() if other != mode and _matching(lines, text, is_negated)]
    offset = len(text) - len(text.lstrip())
    if elsewhere and not instead(LINES, " ".join(words)):
        opener = next(each.usage for lines in known.values() for each in lines.values() if each.opens == elsewhere[0])
        return TextError(f"{text.strip()!r} does not fit here", f"write '{opener}' before it", offset)
    hint = _meant(words) or (f"did you mean {near[0]!r}?" if near else f"here one can write {listed(names)}")
    return TextError(f"there is no line of configuration {text.strip()!r}", hint, offset)


def _meant(words: list[str]) -> str:
    """What is right in place of a line that is none of configuration; "" where nobody knows."""
    text = " ".join(words).lower()
    found = instead(LINES, text)
    if found:
        return found
    is_command = any(len(text) > 1 and name.startswith(text.partition(" ")[0]) for name in _SHOWING) or _is_typed(text)
    return f"write 'do {' '.join(words)}': this is a command" if is_command else ""


def _is_typed(text: str) -> bool:
    try:
        shell.parse(text)
    except TextError:
        return False
    return True


def run(device: Configured, steps: tuple[Step, ...], _: str, cause: int) -> None:
    """Carry the lines out, one after another; what is wrong with one is printed, and the others count.

    The lines behind one that opens no mode, as it is about an interface that is not there, are passed over.
    """
    refused: set[str] = set()
    for step in steps:
        line = step.line
        if line.mode == INTERFACE and refused.issuperset(
            named(each, device.tables[INTERFACES]) for each in step.subjects
        ):
            continue
        if line.kinds.isdisjoint(device.kinds):
            device.output(INVALID.format(device.kinds[0], line.name), cause)
            continue
        is_named = INTERFACE in (line.mode, line.opens)
        if line.opens or line.mode == GLOBAL:
            refused.clear()
        for typed in step.subjects:
            subject = named(typed, device.tables[INTERFACES]) if is_named else typed
            said = "" if subject in refused else line.run(device, subject, step.options, step.is_negated, cause)
            if said:
                device.output(said, cause)
                refused |= {subject} if line.opens else set()


COMMAND = Command(
    NAME,
    f"{NAME} ; LINE ; LINE ...",
    "configures the device as Cisco IOS does; see [configuration](#configuration)",
    DEVICES,
    parse,
    run,
    rank=81,
    spelled=("configure", "terminal"),
)
