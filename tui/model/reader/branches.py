"""Branches of time: what the reader did to a run, as a tree of edits, each with the run that came of it."""

import json
import re
from collections.abc import Iterator, Sequence

from sim.branches.edit import WORDS
from sim.pdu.base import Pdu
from sim.quantities import spell_duration
from sim.scenario.document import compose
from sim.session import Session
from sim.trace.records import Kind
from sim.trace.trace import Trace
from sim.words import ordinal
from tui.model.reader.player import Player

_MOST_RUNS = 6
"""Branches whose runs are kept; the others are run again when somebody goes there."""
_ROOM = 20_000_000_000
_LEAST_ROOM = 5_000_000_000
"""How long a run goes on behind an act, and how long it is to go on at least (ns)."""


HERE = "…"
"""In an act: where something is still to be written."""
EDIT = "edit"
"""The act for which a field is chosen first."""
_MOST_SHOWN = 60
"""Cells of a value in a list of fields."""


class Branch:
    """A scenario with edits. ``own`` are those that it has more than its ``parent``; the first branch has neither."""

    def __init__(self, parent: "Branch | None", own: tuple[str, ...], name: str) -> None:
        self.parent = parent
        self.own = own
        self.name = name
        self.children: list[Branch] = []
        self.session: Session | None = None
        self.position = -1
        """Where the reader was in it; -1 where they have not been there."""

    @property
    def edits(self) -> tuple[str, ...]:
        """All edits from the scenario on, in the order in which they were made."""
        return (*(() if self.parent is None else self.parent.edits), *self.own)


class Branches:
    """The tree, and the branch in hand."""

    def __init__(self, session: Session) -> None:
        self.root = Branch(None, (), "as it was")
        self.root.session = session
        self.current = self.root
        self._made = 0
        self._recent = [self.root]
        self.history: list[str] = []
        """What was typed, the latest last."""

    def session_of(self, branch: Branch) -> Session:
        """The session of a branch, run or to be run."""
        base = self.root.session
        assert base is not None
        if branch.session is None:
            branch.session = base.branch(branch.edits)
        self._recent = [*(each for each in self._recent if each is not branch), branch]
        for old in self._recent[:-_MOST_RUNS]:
            if old is not self.root:
                old.session = None
        self._recent = self._recent[-_MOST_RUNS:]
        return branch.session

    def act(self, edits: Sequence[str]) -> Branch:
        """Make a branch of the one in hand, and take it in hand; raises ``EditError``, and nothing is changed then."""
        base = self.root.session
        assert base is not None
        made = Branch(self.current, tuple(edits), f"{self._made + 1}")
        made.session = base.branch(made.edits)
        self._made += 1
        self.current.children.append(made)
        self.go(made)
        return made

    def go(self, branch: Branch) -> Session:
        """Take a branch in hand."""
        self.current = branch
        return self.session_of(branch)

    def undo(self) -> Branch | None:
        """Back to the branch before the last act; ``None`` where there was none."""
        return self.current.parent

    def redo(self) -> Branch | None:
        """On to the branch that was last made of this one; ``None`` where there is none."""
        return self.current.children[-1] if self.current.children else None

    def delete(self, branch: Branch) -> None:
        """Forget a branch and all that was made of it; its parent is taken in hand if one of them was."""
        assert branch.parent is not None
        here: Branch | None = self.current
        while here is not None and here is not branch:
            here = here.parent
        branch.parent.children.remove(branch)
        self._recent = [each for each in self._recent if each is not branch]
        if here is branch:
            self.go(branch.parent)

    def tree(self) -> Iterator[tuple[int, Branch]]:
        """All branches with their depths, those that were made of a branch behind it."""
        open_branches = [(0, self.root)]
        while open_branches:
            depth, branch = open_branches.pop()
            yield depth, branch
            open_branches += [(depth + 1, child) for child in reversed(branch.children)]


def acts(player: Player, device: str) -> list[tuple[str, str]]:
    """What can be done here, each as an edit (with ``…`` where something is to be written) and its words."""
    return [*_on_packet(player), *_on_links(player, device), *_on_values(device)]


def edit_of(player: Player, device: str, text: str) -> str:
    """The edit that a typed line means: an act, or a command at the device in hand, right after this moment."""
    line = text.strip()
    if line.split(" ", 1)[0] in ("cut", "mend") and " -- " in line:
        return f"{moment(player)} {line}"
    if line.split(" ", 1)[0] in WORDS or (len(line.split()) > 1 and line.split()[1] in ("cut", "mend")):
        return line
    return f"{moment(player)} {device}: {line}"


def moment(player: Player) -> str:
    """A time right after this one, so that all that has happened stays."""
    return spell_duration(player.cursor.now + 1) if player.cursor.position > player.cursor.first else "0s"


def with_room(player: Player, edit: str) -> tuple[str, ...]:
    """The edit, and a later end of the run where the scenario's end is near and written."""
    now, scenario = player.cursor.now, player.scenario
    is_near = scenario.until < now + _LEAST_ROOM and "until" in compose(scenario.text)[0].entries
    return (f"set until = {spell_duration(now + _ROOM)}", edit) if is_near and edit[:1].isdigit() else (edit,)


def completions(player: Player, device: str) -> list[str]:
    """The words that a line may have: commands of the device, edits, names and addresses."""
    from sim import registry  # noqa: PLC0415 - only who types needs them

    kind = next((each.kind for each in player.network.devices if each.name == device), "")
    commands = [name for name, command in registry.commands().items() if kind in command.kinds]
    addresses = [
        str(ip) for known in player.scenario.names.nodes.values() for ip in sorted(known.ips) if not ip.is_loopback
    ]
    return list(dict.fromkeys((*commands, *WORDS, *player.devices, *addresses)))


def completed(text: str, words: Sequence[str]) -> str | None:
    """The text with its last words made whole, by the first of the words that begin so; ``None`` for none."""
    for start in [0, *(index + 1 for index, sign in enumerate(text) if sign == " ")]:
        begun = text[start:]
        found = next((word for word in words if begun and word.startswith(begun) and word != begun), None)
        if found is not None:
            return text[:start] + found
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
    what = f"packet {cursor.sends.before(n + 1) + 1}"
    yield f"drop {packet} on {link}", f"lose {what} on {link}"
    yield f"duplicate {packet} on {link}", f"let {what} arrive twice"
    yield f"delay {packet} by 20ms… on {link}", f"delay {what}"
    yield f"{EDIT} {packet} on {link}", f"change a field of {what}"
    yield f"corrupt {packet} octet 40… bit 0 on {link}", f"damage a bit of {what}"


def fields(player: Player, act: str) -> list[tuple[str, str]]:
    """The fields of the packet in hand, each as an edit to be gone on with, and its words."""
    from sim.packets.rewriting import fields_of  # noqa: PLC0415 - it loads the layers of all protocols

    packet = player.trace.what[sent_with(player.trace, player.cursor.record)]
    start, _, link = act.rpartition(" on ")
    found = fields_of(packet) if isinstance(packet, Pdu) else []
    room = max((len(name) for name, _ in found), default=0)
    edits = (f"{start} {name} = {_quoted(value)}{HERE} on {link}" for name, value in found)
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
            yield f"{at} {'cut' if is_up else 'mend'} {link}", f"{'pull out' if is_up else 'plug in'} {link}"


def _on_values(device: str) -> Iterator[tuple[str, str]]:
    yield f"set nodes.{device}.… = ", f"change a value of {device}"
