"""What can be done at the cursor: acts upon a packet, cables, values and programs, each an edit of the scenario."""

import json
import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from sim.branches.edit import EOF, FROM_START, TIMED, TYPE, WORDS, EditError, editable, read
from sim.command import IP_DEVICES
from sim.pdu.base import Pdu
from sim.programs.rows import PROGRAMS, Status, is_called, program_names
from sim.quantities import duration, spell_duration
from sim.scenario.document import compose
from sim.scenario.plan import Plug, Scenario
from sim.trace.records import Kind
from sim.trace.trace import Trace
from sim.words import TextError, listed, nearest, ordinal
from tui.model.reader.branches import SOURCE
from tui.model.reader.commands import ROOM, waiting_for_lines
from tui.model.reader.player import Player
from tui.model.text import words
from tui.model.text.ink import cells
from tui.model.text.words import told

if TYPE_CHECKING:
    from sim.branches.console import Console

_LEAST_ROOM = 5_000_000_000
"""How long a run is to go on behind an act at least (ns); else it gets more."""


HERE = "…"
"""In an act: where something is still to be written; the part between two of them, where it has two."""
EDIT = "edit"
"""The act for which a field is chosen first."""
VALUES = "values"
"""The act for which a value is chosen first."""
_MOST_SHOWN = 60
"""Cells of a value in a list of fields."""


def acts(player: Player, device: str) -> list[tuple[str, str]]:
    """What can be done here, each as an edit (with ``…`` where something is to be written) and its words."""
    return [*_on_packet(player), *_on_links(player, device), *_on_values(player, device), *_on_programs(player, device)]


def edit_of(player: Player, device: str, text: str) -> str:
    """The edit that a typed line means: an act, or a command at the device in hand, right after this moment."""
    line = text.strip()
    if line.split(" ", 1)[0] in ("cut", "mend") and " -- " in line:
        return f"{moment(player)} {line}"
    first = line.split(" ", 1)[0]
    if first == TYPE:
        at = text.index(TYPE) + len(TYPE)
        to, typed = _reader_of(player, device, text[at:], at)
        return f"{moment(player)} {TYPE} {device}{to}:{typed}"
    if first == EOF:
        to = line.removeprefix(EOF).strip()
        return f"{moment(player)} {EOF} {device}{_checked_reader(player, device, to, text.rindex(to)) if to else ''}"
    meant = _meant_act(first)
    if meant:
        raise TextError(f"there is no command {first!r}", f"did you mean {meant!r}?")
    if not is_typed(line):
        return line
    return f"{moment(player)} {device}: {line}"


def _reader_of(player: Player, device: str, typed: str, at: int) -> tuple[str, str]:
    """The program that a line is for, as an edit has it, and the line; "" for none in particular.

    ``chat.py: hello`` is for ``chat.py``. What stands before a colon and is no program's name belongs to the line.
    ``at`` is where this begins in what was written.
    """
    name, colon, rest = typed.strip().partition(":")
    is_name = re.fullmatch(r"\S+", name) is not None
    if not colon or not is_name:
        return "", typed
    looks_so = name.endswith(".py") or re.fullmatch(r".+#\d+", name) is not None
    if not looks_so and not any(is_called(each, name) for each in _programs(player, device)):
        return "", typed
    return _checked_reader(player, device, name, at + typed.index(name)), f" {rest.removeprefix(' ')}"


def _checked_reader(player: Player, device: str, name: str, at: int) -> str:
    """The name of a program behind that of its device; raises ``TextError`` where there is no such program."""
    if any(is_called(each, name) for each in _programs(player, device)):
        return f" {name}"
    waiting = [each.name for each in waiting_for_lines(player.cursor.world, device)]
    hint = f"{listed(waiting, 'and')} {'waits' if len(waiting) == 1 else 'wait'} for a line" if waiting else ""
    raise TextError(f"no program {name} runs on {device}", hint or "no program waits for a line here", at)


def _programs(player: Player, device: str) -> list[str]:
    """The names of the programs that run on a device."""
    rows: Any = player.cursor.world.table(device, PROGRAMS)
    return [name for number, name in program_names(rows).items() if rows[number].status is Status.RUNNING]


def _meant_act(word: str) -> str:
    """The act that a word nearly is, where no command begins with it and none is nearer; "" for none."""
    from sim import registry  # noqa: PLC0415

    firsts = {name.split()[0] for name in registry.commands()}
    if word in WORDS or word in firsts:
        return ""
    near = nearest(word, [*WORDS, *firsts])
    return near[0] if near and near[0] in WORDS else ""


def place_in(text: str, error: EditError) -> int:
    """Where the mistake of an edit is in what was typed: both have the same end. At the start where it is before."""
    typed = text.rstrip()
    behind = len(error.edit) - error.offset
    ends = zip(reversed(error.edit), reversed(typed), strict=False)
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], ends))
    return len(typed) - behind if behind <= same else len(text) - len(text.lstrip())


def is_typed(line: str) -> bool:
    """Whether a line is a command at a device, and no other act."""
    words = line.split()
    return words[0] not in WORDS and not (words[0][0].isdigit() and words[1:2] and words[1] in TIMED)


def is_at_console(line: str) -> bool:
    """Whether a line is typed at a device: as a command, or for a program."""
    return is_typed(line) or line.split(maxsplit=1)[0] in (TYPE, EOF)


def moment(player: Player) -> str:
    """A time right after this one, so that all that has happened stays."""
    return spell_duration(player.cursor.now + 1) if player.cursor.position > player.cursor.first else "0s"


def later_plug(scenario: Scenario, edits: Sequence[str]) -> Plug | None:
    """When the cable that the last of the edits pulls out or plugs in is pulled out or plugged in again."""
    done = read(edits[-1]) if edits else None
    if done is None or done.path != ("actions",) or not {"cut", "mend"} & {*done.value}:
        return None
    at, is_up = duration(done.value["at"]), "mend" in done.value
    plugs = [each for each in scenario.actions if isinstance(each, Plug)]
    links = {each.link for each in plugs if (each.at, each.up) == (at, is_up)}
    later = (each for each in plugs if each.link in links and each.at > at)
    return min(later, key=lambda each: each.at, default=None)


def is_from_start(edit: str) -> bool:
    """Whether an edit counts from the start of the run, whenever somebody makes it: a value, or a program's text."""
    return edit.partition(" ")[0] in FROM_START


def with_room(player: Player, edit: str) -> tuple[str, ...]:
    """The edit, and a later end of the run where the scenario's end is near and written."""
    now, scenario = player.cursor.now, player.scenario
    is_near = scenario.until < now + _LEAST_ROOM and "until" in compose(scenario.text)[0].entries
    return (f"set until = {spell_duration(now + ROOM)}", edit) if is_near and edit[:1].isdigit() else (edit,)


def completions(player: Player, device: str, lines: tuple[str, ...] | None, text: str) -> list[str]:
    """The words with which a line at a device may go on: commands and their options, edits, names and addresses."""
    from sim.branches.console import continuations  # noqa: PLC0415 - only who types needs the commands

    known = player.scenario.names.nodes
    addresses = [str(ip) for each in known.values() for ip in sorted(each.ips) if not ip.is_loopback]
    if text.startswith((f"{TYPE} ", f"{EOF} ")) and lines is None:
        sign = ":" if text.startswith(TYPE) else ""
        return [f"{each.name}{sign}" for each in waiting_for_lines(player.cursor.world, device)]
    names = (*player.devices, *_ports(player, device), *addresses)
    if text.startswith(f"{EDIT} ") and lines is None:
        names = (*_field_names(player), *names)
    first = next((word for word in text.split() if not word[:1].isdigit()), "")
    if lines is None and first in WORDS:
        names = (*names, *player.scenario.names.links)  # no command takes a link
    return list(dict.fromkeys(continuations(_kinds_of(player, device), lines, text, names, WORDS)))


def console_at(player: Player, device: str) -> "Console":
    """A device as its console finds it at this moment."""
    from sim.branches.console import Console  # noqa: PLC0415 - only who types needs the commands

    world = player.cursor.world
    return Console(device, _kinds_of(player, device), {name: world.table(device, name) for name in world.names(device)})


def next_words(player: Player, device: str, lines: tuple[str, ...] | None, text: str) -> list[str]:
    """The words that can come next behind a line that somebody has begun at a device."""
    from sim.branches.console import next_words  # noqa: PLC0415 - only who types needs the commands

    return next_words(_kinds_of(player, device), lines, text)


def kind_of(player: Player, device: str) -> str:
    """What a device is: ``host``, ``router`` …."""
    return next((each.kind for each in player.network.devices if each.name == device), "")


def another_with_arp(player: Player, device: str) -> str:
    """A device to name in an example, other than the one in hand where there is another that knows ``arp``."""
    known = [each.name for each in player.network.devices if not IP_DEVICES.isdisjoint(each.kinds)]
    return next((name for name in known if name != device), device)


def _kinds_of(player: Player, device: str) -> tuple[str, ...]:
    """All that a device is: a layer-3 switch is a router, too."""
    return next((each.kinds for each in player.network.devices if each.name == device), ())


def _ports(player: Player, device: str) -> list[str]:
    return [str(port) for port in player.cursor.world.table(device, "interface") if port != "lo"]


def completed(text: str, words: Sequence[str]) -> str | None:
    """The text with its last words made whole, ``None`` for none.

    Of the words that begin so, it is what they have in common, or else the first of them.
    """
    for start in [0, *(index + 1 for index, sign in enumerate(text) if sign == " ")]:
        begun = text[start:]
        found = [word for word in words if begun and word.startswith(begun) and word != begun]
        if found:
            # What the first and the last by the alphabet have in common, all between them have.
            pairs = takewhile(lambda pair: pair[0] == pair[1], zip(min(found), max(found), strict=False))
            common = "".join(sign for sign, _ in pairs).rstrip()
            return text[:start] + (common if len(common) > len(begun) else found[0])
    return None


def _on_packet(player: Player) -> Iterator[tuple[str, str]]:
    cursor, trace = player.cursor, player.trace
    n = sent_with(trace, cursor.record)
    if n < 0:
        return
    spot = trace.spot[n]
    node, port = trace.spots[spot]
    link = next((link for link, ends in player.scenario.names.links.items() if (node, port) in ends), None)
    if link is None:
        return  # what a device sends to itself crosses no cable
    count = sum(1 for m in cursor.sends.numbers if m <= n and trace.spot[m] == spot)
    packet = f"{ordinal(count)} frame leaving {node}:{port}"
    language = player.language
    what = told(words.NUMBERED_PACKET, language, number=cursor.sends.before(n + 1) + 1)
    yield f"drop {packet} on {link}", told(words.LOSE, language, what=what, link=link)
    yield f"duplicate {packet} on {link}", told(words.REPEAT, language, what=what)
    yield f"delay {packet} by {HERE}20ms{HERE} on {link}", told(words.DELAY, language, what=what)
    yield f"{EDIT} {packet} on {link}", told(words.CHANGE_FIELD, language, what=what)
    yield f"corrupt {packet} {HERE}octet 40 bit 0{HERE} on {link}", told(words.DAMAGE, language, what=what)


def check_fields(player: Player, text: str) -> None:
    """Raise ``TextError`` where the packet in hand is to be edited, and has no such field."""
    edit = read(text) if text.startswith(f"{EDIT} ") else None
    here = [act for act, _ in _on_packet(player)]
    if edit is None or not any(
        text.startswith(act.rpartition(" on ")[0] + " ") for act in here if act.startswith(EDIT)
    ):
        return
    from sim.packets.rewriting import check_has  # noqa: PLC0415 - it loads the layers of all protocols

    packet = player.trace.what[sent_with(player.trace, player.cursor.record)]
    if isinstance(packet, Pdu):
        for name in edit.value["fields"]:
            try:
                check_has(packet, name)
            except TextError as error:
                raise error.moved(edit.places["fields", name]) from None


def _field_names(player: Player) -> list[str]:
    """The names of fields, first those that the packet in hand has."""
    from sim.packets.rewriting import field_names, fields_of  # noqa: PLC0415 - it loads the layers of all protocols

    n = sent_with(player.trace, player.cursor.record)
    packet = player.trace.what[n] if n >= 0 else None
    return [*(name for name, _ in fields_of(packet)), *field_names()] if isinstance(packet, Pdu) else field_names()


def fields(player: Player, act: str) -> list[tuple[str, str]]:
    """The fields of the packet in hand, each as an edit to be gone on with, and its words."""
    from sim.packets.rewriting import fields_of  # noqa: PLC0415 - it loads the layers of all protocols

    packet = player.trace.what[sent_with(player.trace, player.cursor.record)]
    start, _, link = act.rpartition(" on ")
    found = fields_of(packet) if isinstance(packet, Pdu) else []
    room = max((len(name) for name, _ in found), default=0)
    edits = (f"{start} {name} = {HERE}{_quoted(value)}{HERE} on {link}" for name, value in found)
    return [(edit, f"{name:{room}}  {value[:_MOST_SHOWN]}") for edit, (name, value) in zip(edits, found, strict=True)]


def sent_with(trace: Trace, n: int) -> int:
    """The record with which the packet leaves that record ``n`` is about, -1 for none."""
    while n >= 0 and trace.kind[n] != Kind.FRAME_SENT:
        n = trace.cause[n] if trace.kind[n] <= Kind.DECISION else -1
    return n


def _quoted(value: str) -> str:
    return json.dumps(value, ensure_ascii=False) if re.search(r"[,\"]|^\s|\s$", value) else value


def _on_links(player: Player, device: str) -> Iterator[tuple[str, str]]:
    at = moment(player)
    for link, ends in player.scenario.names.links.items():
        if device in (node for node, _ in ends):
            row = player.cursor.world.table(link, "link").get(link)
            is_up = row is None or row.up
            wording = words.PULL_OUT if is_up else words.PLUG_IN
            yield f"{at} {'cut' if is_up else 'mend'} {link}", told(wording, player.language, link=link)


def _on_values(player: Player, device: str) -> Iterator[tuple[str, str]]:
    yield VALUES, told(words.CHANGE_VALUE, player.language, device=device)


def _on_programs(player: Player, device: str) -> Iterator[tuple[str, str]]:
    files = editable(player.scenario, device)
    yield from ((f"{SOURCE} {file}", told(words.EDIT_PROGRAM, player.language, file=file)) for file in files)


def settings(player: Player, device: str) -> list[tuple[str, str]]:
    """What can be set at a device, each as an edit to be gone on with, and its words."""
    from sim.branches.values import values  # noqa: PLC0415 - it loads the models

    found = values(player.scenario, device)
    room = max((cells(each.path) for each in found), default=0)
    return [(f"set {each.path} = {each.value}{HERE}", f"{each.path:{room}}  {each.value}") for each in found]


def source_of(player: Player, file: str) -> str:
    """The text of a program, as it is in this branch."""
    return player.scenario.sources[file]


def source_edit(file: str, text: str) -> str:
    """The edit that gives a program another text."""
    return f"{SOURCE} {file} = {json.dumps(text, ensure_ascii=False)}"
