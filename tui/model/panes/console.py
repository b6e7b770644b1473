"""What a device has printed."""

from collections.abc import Container, Hashable, Iterator, Mapping, Sequence
from typing import Any, TypeGuard

from sim.quantities import spell_duration
from sim.trace.printed import printed_by
from sim.trace.records import CONSOLE, NO_CAUSE, Call, Change, Kind, What
from sim.trace.trace import Trace
from tui.model.panes.sheets import Sheet
from tui.model.reader.commands import ROOM, waiting_for_lines
from tui.model.reader.player import Scene
from tui.model.text import words
from tui.model.text.harmless import harmless_line
from tui.model.text.ink import Ink, Line, Span, cells, line, wrap
from tui.model.text.tabular import narrowed
from tui.model.text.words import told

_HOST = "host"
_MARK = 2
"""Cells before each line: the mark of what is new."""
_FURTHER = 4
"""Cells before what a line has no room for, so that it is not taken for a line of its own."""


def console_sheet(scene: Scene, width: int, height: int) -> Sheet:
    """What was typed at the device in hand and what it has printed, at the last line."""
    lines = [*_lines(scene, width - 1), *_reader(scene, width - 1)]
    if not lines:
        nothing = line(Span(told(words.NOTHING_PRINTED, scene.player.language, device=scene.device), Ink.DIM))
        return Sheet([nothing], scene.about_device)
    to_come = _to_come(scene, width - 1)
    below = min(len(to_come), height - 1)
    return Sheet([*lines, *to_come], scene.about_device, len(lines) - 1, below)


def _to_come(scene: Scene, width: int) -> list[Line]:
    """What the commands that go on will print, dimmed; only that they go on where nothing to come is shown."""
    player = scene.player
    lines: list[Line] = []
    for found in player.running(scene.device, scene.position):
        ends = words.GOES_ON_AT_PROMPT if player.is_at_prompt else words.GOES_ON
        is_cut_off = found.is_cut_off and player.is_complete
        wording = words.CUT_OFF if is_cut_off else words.ALSO_GOES_ON if lines else ends
        until = spell_duration(player.scenario.until + ROOM)
        lines += _inset(told(wording, player.language, command=found.command, until=until), Ink.KEY, width)
        if not player.hides_future:
            texts = (what.after.text for what in map(player.trace.what.__getitem__, found.outputs) if _is_line(what))
            lines += [each for text in texts for each in _inset(text, Ink.DIM, width)]
    return lines


def _reader(scene: Scene, width: int) -> list[Line]:
    """Which programs wait for a line."""
    language = scene.player.language
    waiting = waiting_for_lines(scene.cursor.world, scene.device)
    texts = (told(words.WAITS_FOR_LINE, language, file=each.name, call=each.row.call) for each in waiting)
    return [part for text in texts for part in _inset(text, Ink.KEY, width)]


def _lines(scene: Scene, width: int) -> list[Line]:
    """The lines of a device in the order of the run: behind its prompt what was typed, then what came of it.

    Where another program prints than the one that was typed last, a line tells which.
    """
    cursor, device = scene.cursor, scene.device
    trace, typed = cursor.trace, scene.player.typed
    typed.extend()
    rows = cursor.world.table(device, CONSOLE)
    console = _Typed(device, next((each.kind for each in scene.player.network.devices if each.name == device), ""))
    lines: list[Line] = []
    here = [n for n in typed.numbers[: typed.before(scene.position) + 1] if trace.spots[trace.spot[n]].node == device]
    owners = printed_by(trace, here)
    of = NO_CAUSE
    printed: list[tuple[str, bool]] = []
    for n in here:
        what = trace.what[n]
        is_new = n >= cursor.begin
        if isinstance(what, Call) and trace.kind[n] == Kind.CALL:
            lines += _printed(printed, width)
            printed = []
            of = n
            is_left = (device, trace.at[n], what.command) in scene.player.exits
            for prompt, text in console.lines(what.command, is_left):
                head = (_mark(is_new), Span(f"{prompt} ", Ink.KEY))
                lines += _whole(head, text, Ink.STRONG if is_new else Ink.PLAIN, width)
        elif _is_line(what) and what.key in rows:
            call = owners.get(n, of)
            if call != of:
                lines += _printed(printed, width)
                printed = []
                of = call
                whose = told(words.PRINTS, scene.player.language, command=_command(trace, call))
                lines += _inset(whose, Ink.KEY, width)
            printed.append((what.after.text, is_new))
    lines += _printed(printed, width)
    if device in scene.player.modes:
        for prompt, text in console.changes(scene.player.modes[device], device in scene.player.left_modes):
            lines += _whole((_mark(False), Span(f"{prompt} ", Ink.KEY)), text, Ink.PLAIN, width)
    return lines


def _command(trace: Trace, call: int) -> str:
    what = trace.what[call]
    return what.command if isinstance(what, Call) else ""


class _Typed:
    """What was typed at a console, each line behind its prompt; lines of configuration in their modes."""

    def __init__(self, device: str, kind: str) -> None:
        self._device = device
        self._kind = kind
        self._mode: tuple[str, ...] | None = None

    def lines(self, command: str, is_left: bool) -> Iterator[tuple[str, str]]:
        """The lines in which a command is typed, each with its prompt; ``is_left``: behind an ``exit``."""
        if self._kind == _HOST:
            yield f"{self._device}$", command
            return
        from sim.branches.console import as_typed, prompt  # noqa: PLC0415 - it loads the commands

        entries, self._mode = as_typed(self._mode, command, is_left)
        for mode, text in entries:
            yield prompt(self._device, self._kind, mode), text

    def changes(self, mode: tuple[str, ...] | None, is_left: bool) -> Iterator[tuple[str, str]]:
        """The lines that led to the mode in which the console is now, each with its prompt."""
        from sim.branches.console import changes, prompt  # noqa: PLC0415 - it loads the commands

        for before, text in changes(self._mode, mode, is_left):
            yield prompt(self._device, self._kind, before), text


def _mark(is_new: bool) -> Span:
    return Span("+ " if is_new else " " * _MARK, Ink.ADDED)


def _printed(rows: Sequence[tuple[str, bool]], width: int) -> list[Line]:
    """What a command has printed, each line with whether it is new."""
    texts = narrowed([text for text, _ in rows], width - _MARK)
    lines: list[Line] = []
    for text, (_, is_new) in zip(texts, rows, strict=True):
        lines += _whole((_mark(is_new),), text, Ink.PLAIN if is_new else Ink.DIM, width)
    return lines


def _inset(text: str, ink: Ink, width: int) -> list[Line]:
    return _whole((), " " * _MARK + text, ink, width)


def _whole(head: Line, text: str, ink: Ink, width: int) -> list[Line]:
    """All of a line behind its head; what it has no room for is beneath, set in."""
    shown = harmless_line(text)
    if cells(shown) + sum(cells(each) for each, _ in head) <= width:
        return [line(*head, Span(shown, ink))]
    return wrap(line(*head, Span(shown, ink)), width, _FURTHER)


def _is_line(what: What) -> TypeGuard[Change]:
    return isinstance(what, Change) and what.table == CONSOLE


def console(rows: Mapping[Hashable, Any], new: Container[Hashable], width: int) -> list[Line]:
    """The rows of a device's console in order; those that are ``new`` in this step are marked."""
    in_order = sorted(rows.items(), key=lambda item: int(str(item[0])))
    return _printed([(row.text, number in new) for number, row in in_order], width)
