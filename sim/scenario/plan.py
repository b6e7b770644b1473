"""A scenario as frozen plain objects: all that a run needs, and nothing in it that could still be wrong.

Times are in ns, rates in bit/s, sizes in octets.
"""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol

from sim.assembly.settings import InterfacePlan
from sim.ip.ipv4.settings import Ipv4Settings
from sim.ip.routes.service import StaticRoute
from sim.link.faults import Chances, Deed
from sim.link.link import DELAY, GIGABIT, MTU, QUEUE
from sim.patterns.pattern import End, Names, Pattern, Who
from sim.programs.typed import TypedLine
from sim.scenario.problem import Problem
from sim.settings import HOST, HUB, ROUTER, SWITCH, NodeSettings
from sim.shell.shell import Typed
from sim.trace.records import Kind
from sim.trace.trace import Trace
from sim.transport.tcp.machine.states import State


class IpNodePlan(NamedTuple):
    """A host, a router where its ``Ipv4Settings`` say that it forwards, or a switch with an IP stack.

    Only a switch has ``bridge_ports``: the ports among which it relays frames.
    """

    name: str
    interfaces: tuple[InterfacePlan, ...]
    routes: tuple[StaticRoute, ...] = ()
    settings: NodeSettings = NodeSettings()
    bridge_ports: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        return self.kinds[0]

    @property
    def kinds(self) -> tuple[str, ...]:
        if self.bridge_ports:
            return SWITCH, ROUTER
        return (ROUTER,) if self.settings.of(Ipv4Settings).forwarding else (HOST,)

    @property
    def ports(self) -> tuple[str, ...]:
        return *self.bridge_ports, *(interface.name for interface in self.interfaces if not interface.vlan)


class SwitchPlan(NamedTuple):
    name: str
    ports: tuple[str, ...]
    settings: NodeSettings = NodeSettings()

    @property
    def kind(self) -> str:
        return SWITCH

    @property
    def kinds(self) -> tuple[str, ...]:
        return (SWITCH,)


class HubPlan(NamedTuple):
    name: str
    ports: tuple[str, ...]

    @property
    def kind(self) -> str:
        return HUB

    @property
    def kinds(self) -> tuple[str, ...]:
        return (HUB,)


NodePlan = IpNodePlan | SwitchPlan | HubPlan


class FaultPlan(NamedTuple):
    """What is to happen to the frames on one link that a pattern means; see ``TargetedFault`` for the rest.

    ``fields`` are those of an edited frame, with their values as they are written.
    """

    deed: Deed
    pattern: Pattern
    octet: int | None = None
    bit: int = 0
    fcs_repaired: bool = False
    by: int = 0
    fields: tuple[tuple[str, str], ...] = ()
    is_damage: bool = False


class LinkPlan(NamedTuple):
    """A cable between two ports."""

    ends: tuple[End, End]
    bandwidth: int = GIGABIT
    delay: int = DELAY
    mtu: int = MTU
    queue: int = QUEUE
    chances: Chances = Chances()
    faults: tuple[FaultPlan, ...] = ()
    ecn_mark: int | None = None

    @property
    def name(self) -> str:
        """As the link itself is called: ``pc1:eth0 -- sw1:1``."""
        (a, a_port), (b, b_port) = self.ends
        return f"{a}:{a_port} -- {b}:{b_port}"


class Run(NamedTuple):
    """A command typed at a device."""

    at: int
    node: str
    typed: Typed


class Type(NamedTuple):
    """A line typed at a device for the program that reads there; the input ends where ``text`` is ``None``.

    ``to`` is the program that is meant where several read, such as ``chat.py#2``; "" for none in particular.
    """

    at: int
    node: str
    text: str | None
    to: str = ""


class Plug(NamedTuple):
    """A cable pulled out, or plugged in again."""

    at: int
    link: str
    up: bool


Action = Run | Type | Plug


class ProgramPlan(NamedTuple):
    """A program started on a host or router; ``file`` is a key of the scenario's sources."""

    at: int
    node: str
    file: str
    arguments: tuple[str, ...] = ()
    stdin: tuple[str | TypedLine, ...] = ()


class When(Protocol):
    """A moment of a run, as it was written; where it never comes, its record is ``None``."""

    @property
    def text(self) -> str: ...
    def record(self, trace: Trace) -> int | None: ...


class Note(NamedTuple):
    """A text for the learner, in Markdown."""

    moment: When
    text: str
    title: str = ""


class Says(NamedTuple):
    """A sentence about packets: there are ``at_least`` to ``at_most`` (or any number) as ``pattern`` describes.

    ``subject`` is everything up to the verb; ``because`` is a rule id or a part of the reason's sentence.
    """

    line: int
    column: int
    text: str
    subject: str
    pattern: Pattern
    at_least: int
    at_most: int | None
    because: str = ""


class Holds(NamedTuple):
    """What a table must hold or lack, or its number of rows; ``at`` is ``None`` for the end."""

    line: int
    column: int
    text: str
    node: str
    table: str
    at: int | None
    holds: Mapping[str, Any] | None
    lacks: Mapping[str, Any] | None
    rows: int | None


class Prints(NamedTuple):
    """Lines that a device must print, in this order; see :func:`is_regex`."""

    line: int
    column: int
    text: str
    node: str
    lines: tuple[str, ...]


class Tells(NamedTuple):
    """How often programs of a node print a line, or whether they write a file.

    ``program`` is a file's name, or the word of a command; "" for any. ``wanted`` is a part of a line or ``/pattern/``,
    or a file's name; ``containing`` a part of the file's text. ``most`` is ``None`` for any number. Times in ns.
    """

    line: int
    column: int
    text: str
    node: str
    program: str
    verb: str
    wanted: str
    containing: str = ""
    least: int = 1
    most: int | None = None
    after: int | None = None
    before: int | None = None


def is_regex(line: str) -> bool:
    """Whether a line that must be printed is written as ``/pattern/``."""
    return len(line) > 2 and line.startswith("/") and line.endswith("/")


class Passes(NamedTuple):
    """A connection of ``node`` takes these states one after another, or (``never``) none does.

    ``remote`` and ``port`` (of either end) say which connections; ``because`` is a reason as in ``Says``.
    """

    line: int
    column: int
    text: str
    node: str
    states: tuple[State, ...]
    never: bool
    because: str = ""
    remote: Who | None = None
    port: int | None = None
    after: int | None = None
    before: int | None = None


class Calls(NamedTuple):
    """So often a call on ``node`` comes to ``kind``; ``value`` is what it returns or raises, "" for any."""

    line: int
    column: int
    text: str
    node: str
    call: str
    kind: Kind
    value: str
    at_least: int
    at_most: int | None
    after: int | None = None
    before: int | None = None


Expectation = Says | Holds | Prints | Passes | Calls | Tells


class Lab(NamedTuple):
    """Something for the learner to mend or to try. ``goals`` come true when it is done; ``solution`` is a way to it.

    ``touch`` are the devices that may be changed. ``program`` is the file that a Python program as an answer replaces,
    "" for none. ``place`` is where the scenario says so.
    """

    place: tuple[int, int]
    task: str
    goals: tuple[Expectation, ...]
    touch: tuple[str, ...]
    hints: tuple[str, ...]
    solution: tuple[str, ...]
    program: str


class CellPlan(NamedTuple):
    """An answer: the cell ``column`` of the row that has the cells ``row``; ``at`` is ``None`` for the moment asked."""

    line: int
    place: int
    node: str
    table: str
    row: Mapping[str, Any]
    column: str
    at: int | None


class CountPlan(NamedTuple):
    """An answer: how many packets are as a sentence says."""

    line: int
    place: int
    says: Says


class DevicePlan(NamedTuple):
    """An answer: the node at which a moment comes."""

    line: int
    place: int
    moment: When


class LiteralPlan(NamedTuple):
    """An answer as it is written."""

    line: int
    place: int
    text: str


AnswerPlan = CellPlan | CountPlan | DevicePlan | LiteralPlan
"""``line`` and ``place`` (the column) say where it stands in the text."""


class OptionPlan(NamedTuple):
    """A wrong option, with the sentence that corrects it; ``says`` is what it claims, ``None`` for nothing."""

    line: int
    place: int
    text: str
    why: str
    says: Expectation | None


class QuestionPlan(NamedTuple):
    """A teacher's question; ``at`` is ``None`` for the end of the run, ``says`` what the answer claims."""

    line: int
    place: int
    ask: str
    at: When | None
    answer: AnswerPlan
    options: tuple[OptionPlan, ...]
    why: str
    says: Expectation | None
    level: str
    seconds: int


class Scenario(NamedTuple):
    """A scenario that can be run. ``path`` is where it was read from, ``text`` what was read.

    ``sources`` are its programs' texts by file; they can read what is in ``folder``, that of the scenario's own file.
    ``files`` were looked for on the way: their texts by path, ``None`` where there was none.
    """

    path: str
    title: str
    topics: tuple[str, ...]
    level: str
    goals: tuple[str, ...]
    description: str
    seed: int
    until: int
    records: int
    nodes: tuple[NodePlan, ...]
    links: tuple[LinkPlan, ...]
    actions: tuple[Action, ...]
    programs: tuple[ProgramPlan, ...]
    sources: Mapping[str, str]
    folder: Path | None
    notes: tuple[Note, ...]
    expect: tuple[Expectation, ...]
    layout: Mapping[str, tuple[int, int]]
    names: Names
    lab: Lab | None = None
    warnings: tuple[Problem, ...] = ()
    files: Mapping[str, str | None] = MappingProxyType({})
    text: str = ""
    questions: tuple[QuestionPlan, ...] = ()


def starts_programs(scenario: Scenario) -> bool:
    """Whether any program runs in it, one that it plans or one that a command starts."""
    return bool(scenario.programs) or any(map(_starts_one, scenario.actions))


def without_programs(scenario: Scenario) -> Scenario:
    """The same scenario without its programs, and without the commands that start one."""
    actions = tuple(action for action in scenario.actions if not _starts_one(action))
    return scenario._replace(programs=(), sources={}, folder=None, actions=actions)


def _starts_one(action: Action) -> bool:
    return isinstance(action, Run) and action.typed.command.file is not None
