"""A program at the cursor: its source with the lines that its threads are at, its sockets and its console."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sim.programs.rows import LOOPS, PROGRAMS, THREADS
from sim.trace.records import CONSOLE
from sim.transport.sockets.rows import TABLE as SOCKETS
from sim.transport.tcp.machine.rows import CONNECTIONS, RECEIVING, SENDING
from sim.transport.tcp.standing import standing
from tui.model.conversation.tcp import SHORT_STATES
from tui.model.panes.console import console
from tui.model.panes.sheets import Sheet
from tui.model.reader.player import Scene
from tui.model.text import words
from tui.model.text.glyphs import Glyphs
from tui.model.text.ink import Ink, Line, Span, Window, cells, clip, clip_line, fit, line
from tui.model.text.words import told

_SOURCE = 6
"""Lines of source that are shown whatever else there is."""
_PRINTED = 4
"""Lines of the console that are shown whatever else there is, as far as it has so many."""


class Chosen(NamedTuple):
    """The program that is shown: its host, its number there, and the thread that called last (-1 for none)."""

    node: str
    program: int
    thread: int


def chosen(scene: Scene) -> Chosen | None:
    """The program of the device in hand where the reader keeps one that has any, else that which called last."""
    calls, world = scene.player.calls, scene.cursor.world
    called = calls.at(scene.position, scene.device if scene.pinned else "") or calls.at(scene.position)
    if called is not None:
        return Chosen(*called[1:])
    for node in (scene.device, *scene.player.devices):
        programs: Any = world.table(node, PROGRAMS)
        if programs:
            return Chosen(node, min(programs), -1)
    return None


def program_sheet(scene: Scene, width: int, height: int) -> Sheet:
    """The program that called last, or that of the device that is kept."""
    return Sheet(program_page(scene, width, height))


def program_page(scene: Scene, room: int, height: int) -> list[Line]:
    """The program in ``room`` by ``height`` cells."""
    which = chosen(scene)
    if which is None:
        return [line(Span(told(words.NO_PROGRAM, scene.player.language), Ink.DIM))]
    page = _Page(scene, which, room)
    head, threads, sockets, printed = page.head(), page.threads(), page.sockets(), page.console()
    # The source has what the others leave; the console gives way first, then the sockets.
    free = height - len(head) - len(threads) - _SOURCE
    sockets = sockets[: max(0, free - min(_PRINTED, len(printed)))]
    printed = printed[max(0, len(printed) - max(0, free - len(sockets))) :]
    if len(printed) > height // 3:
        printed = printed[-(height // 3) :]
    title = [page.rule(told(words.PRINTED, scene.player.language, device=which.node))] if printed else []
    left = height - len(head) - len(threads) - len(sockets) - len(printed) - len(title)
    source = page.source(max(1, left))
    return [*head, *source, *threads, *sockets, *title, *printed]


class _Page:
    def __init__(self, scene: Scene, which: Chosen, room: int) -> None:
        self.scene = scene
        self.which = which
        self.room = room
        self.language = scene.player.language
        self.glyphs: Glyphs = scene.player.glyphs
        self.world = scene.cursor.world
        threads: Any = self.world.table(which.node, THREADS)
        self.rows: dict[int, Any] = {key[1]: row for key, row in sorted(threads.items()) if key[0] == which.program}
        self.program: Any = self.world.table(which.node, PROGRAMS).get(which.program)

    def head(self) -> list[Line]:
        program = self.program
        name = "" if program is None else " ".join((program.file, *program.arguments))
        status = "" if program is None else str(program.status)
        ink = Ink.BAD if status in ("failed", "stopped") else Ink.DIM
        text = line(Span(f"{self.which.node} ", Ink.TITLE), Span(f"{name} ", Ink.STRONG), Span(status, ink))
        loops: Any = self.world.table(self.which.node, LOOPS)
        vain = [row for key, row in sorted(loops.items()) if key[0] == self.which.program]
        loops_told = [line(Span(self._in_vain(row), Ink.BAD)) for row in vain]
        return [clip_line(each, self.room, self.glyphs.ellipsis) for each in (text, *loops_told)]

    def _in_vain(self, row: Any) -> str:
        what = told(words.LOOPS[row.what], self.language) if row.what in words.LOOPS else row.what
        return told(words.IN_VAIN, self.language, line=row.line, what=what, call=row.call).rstrip(": ：")

    def rule(self, title: str) -> Line:
        return line(Span(fit(f"{title} " + self.glyphs.rule * self.room, self.room, ""), Ink.DIM))

    def source(self, height: int) -> list[Line]:
        """As much of the source as fits, around the line of the thread that called last."""
        here = self.rows.get(self.which.thread)
        file = here.file if here is not None else self.program.file if self.program is not None else ""
        text = self.scene.player.sources.get(file)
        if text is None:
            return [line(Span(told(words.NO_SOURCE, self.language, file=file), Ink.DIM))]
        lines = text.expandtabs(4).splitlines()
        marked = {row.line: row for row in self.rows.values() if row.file == file}
        current = here.line if here is not None else 1
        window = Window(max(0, current - 1 - height // 2), height).around(current - 1, max(height, len(lines)))
        shown = range(window.top, min(window.top + height, len(lines)))
        digits = len(str(len(lines)))
        return [self._source_line(n + 1, lines[n], digits, marked, current if here is not None else 0) for n in shown]

    def _source_line(self, number: int, text: str, digits: int, marked: dict[int, Any], current: int) -> Line:
        is_here = number == current
        mark = self.glyphs.cursor if is_here else self.glyphs.note if number in marked else " "
        ink = Ink.POINTER if is_here else Ink.NOTE
        text = fit(text, self.room - digits - 3, self.glyphs.ellipsis)
        counted = Span(f"{number:>{digits}} ", Ink.DIM)
        return line(Span(mark, ink), counted, Span(text, Ink.CURSOR if is_here else Ink.PLAIN))

    def threads(self) -> list[Line]:
        """What each thread called last, and what became of it."""
        lines: list[Line] = []
        for number, row in self.rows.items():
            mark = self.glyphs.cursor if number == self.which.thread else self.glyphs.note
            phase = told(words.PHASES[row.phase], self.language) if row.phase in words.PHASES else row.phase
            ink = Ink.CHANGED if row.phase == "blocked" else Ink.BAD if row.phase == "raised" else Ink.DIM
            who = f"{row.name} " if len(self.rows) > 1 else ""
            result = f" {row.result}" if row.phase in ("returned", "raised") else ""
            room = self.room - cells(who) - cells(phase) - 3
            call = clip(row.call, max(room // 2, room - cells(result)), self.glyphs.ellipsis)
            spans = (Span(f"{mark} ", Ink.POINTER), Span(who, Ink.DIM), Span(f"{call} ", Ink.LAYER_7), Span(phase, ink))
            lines.append(clip_line(line(*spans, result), self.room, self.glyphs.ellipsis))
        return [self.rule(told(words.CALLS, self.language)), *lines] if lines else []

    def sockets(self) -> list[Line]:
        """The sockets of the program, in the columns of ``ss``."""
        table: Any = self.world.table(self.which.node, SOCKETS)
        rows = [["", "", "state", "recv", "send", "local", "peer"]]
        rows += [self._socket(n, row) for n, row in sorted(table.items()) if row.program == self.which.program]
        if len(rows) == 1:
            return []
        widths = _widths(rows)
        if sum(widths) + len(widths) > self.room:
            # Whose the local address is goes without saying, and ss has shorter names for some states.
            for row in rows[1:]:
                row[2] = SHORT_STATES.get(row[2], row[2])
                row[5] = row[5] if row[5].startswith("*") else row[5][row[5].rfind(":") :]
            widths = _widths(rows)
        lines = []
        for index, row in enumerate(rows):
            texts = [fit(text, size, "") if column not in (3, 4) else f"{text:>{size}}" for column, (text, size) in
                     enumerate(zip(row, widths, strict=True))]  # fmt: skip
            ink = Ink.DIM if not index else Ink.PLAIN
            lines.append(clip_line(line(Span(" ".join(texts).rstrip(), ink)), self.room, self.glyphs.ellipsis))
        return [self.rule(told(words.SOCKETS, self.language)), *lines]

    def _socket(self, number: int, row: Any) -> list[str]:
        is_connection = row.kind == "tcp" and row.local is not None and row.remote is not None
        found, sending, receiving = (
            self._row(name, row) if is_connection else None for name in (CONNECTIONS, SENDING, RECEIVING)
        )
        stands = standing(row, found, sending, receiving)
        state = stands.state or ("UNCONN" if row.remote is None else "ESTAB")
        local, remote = self._address(row.local), self._address(row.remote)
        peer = f"{remote} {row.error}" if row.error else remote
        return [f"{number}", row.kind, f"{state}", f"{stands.recv_q}", f"{stands.send_q}", local, peer]

    def _address(self, address: Sequence[Any] | None) -> str:
        if address is None:
            return "*"
        ip, port = address
        return f"{'*' if not ip else self.scene.names.get(str(ip), ip)}:{port or '*'}"

    def _row(self, table: str, socket: Any) -> Any:
        return self.world.table(self.which.node, table).get((*socket.local, *socket.remote))

    def console(self) -> list[Line]:
        node = self.which.node
        new = self.scene.changes.get((node, CONSOLE), {})
        return console(self.world.table(node, CONSOLE), new, self.room)


def _widths(rows: Sequence[Sequence[str]]) -> list[int]:
    return [max(map(cells, column)) for column in zip(*rows, strict=True)]
