"""What a scenario can say: the shape of the YAML, and its JSON Schema. What it means is checked afterwards.

The models mirror the text, so that the path of an error leads to its place. Times are in ns, rates in bit/s.
"""

import shlex
from typing import Annotated, Any, Literal, Union

from pydantic import AfterValidator, Field

from sim import registry
from sim.bridge.vlans.settings import vlan_number
from sim.device.network import DEFAULT_RECORD_LIMIT
from sim.link.link import DELAY, GIGABIT, MTU, QUEUE
from sim.scenario.fields import (
    CIDR_SCHEMA,
    Cell,
    Cidr,
    Duration,
    Ip,
    JsonSchema,
    Keyed,
    Mac,
    Network,
    OrWord,
    Part,
    Ports,
    Position,
    Rate,
    Share,
    Short,
    Text,
    Texts,
    as_list,
    not_yet,
    spell,
    time,
)
from sim.scenario.settings import with_common_settings, with_settings
from sim.settings import HOST, HUB, ROUTER, SWITCH
from sim.words import TextError, nearest

_LINK: JsonSchema = {"type": "string", "pattern": "--", "examples": ["pc1 -- sw1", "pc1:eth0 -- sw1:1"]}
_SENTENCE: JsonSchema = {"type": "string", "examples": ["pc1 receives icmp echo-reply from 192.168.10.3"]}
_PATTERNS = ["first arp request", "2nd icmp echo-request from pc1"]


AUTOMATIC = "dhcp"
"""What stands in place of an address that the interface gets from a server."""


def _interface(value: Any) -> Any:
    if value == AUTOMATIC:
        return {AUTOMATIC: True}
    missing = not_yet(value) if isinstance(value, str) else None
    if missing is not None:
        raise missing
    if isinstance(value, str) and value.isalpha() and nearest(value.lower(), [AUTOMATIC]):
        raise TextError(f"{spell(value)} is not an address", f"did you mean {AUTOMATIC}?")
    return {"address": value} if isinstance(value, str | list) else value


def _interfaces(value: Any) -> Any:
    if isinstance(value, str):
        return {"eth0": value}
    if isinstance(value, dict) and value:
        return value
    hint = "write one like 192.168.10.1/24, or {eth0: 192.168.10.1/24, eth1: …}"
    raise TextError(f"{spell(value)} is not an address", hint)


def _link(value: Any) -> Any:
    return {"link": value} if isinstance(value, str) else value


def _words(value: Any) -> Any:
    """The words of a command line, quoted as a shell's are."""
    if not isinstance(value, str):
        return value
    try:
        return shlex.split(value)
    except ValueError as error:
        raise TextError(f"{spell(value)} cannot be split into words: {error}", "write a list of texts") from None


def _lines(value: Any) -> Any:
    return value.splitlines() if isinstance(value, str) else value


def _typed(value: Any) -> Any:
    if isinstance(value, str):
        return {"line": value}
    if not isinstance(value, dict):
        raise TextError(f"{spell(value)} is not text", "put it in quotes")
    return value


def _sentence(value: Any) -> Any:
    return {"says": value} if isinstance(value, str) else value


def _answer(value: Any) -> Any:
    return value if isinstance(value, dict) else {"value": value}


def _option(value: Any) -> Any:
    return value if isinstance(value, dict) else {"text": value}


LinkText = Annotated[str, Field(min_length=1, description="A link, by its two ends.", examples=["pc1 -- sw1"])]
NodeText = Annotated[str, Field(min_length=1, description="A node's name.", examples=["pc1"])]
PatternText = Annotated[str, Field(min_length=1, description="Which packet.", examples=_PATTERNS)]


class InterfaceModel(Part):
    """An interface of a host or router."""

    address: Annotated[list[Cidr], Short(as_list, CIDR_SCHEMA)] = Field(
        default=[], description="Address with mask, or several."
    )
    dhcp: bool = Field(default=False, description="It gets its address from a DHCP server.")
    mac: Mac | None = Field(default=None, description="MAC address; by default one is made from the names.")


_SHORT = (CIDR_SCHEMA, {"const": AUTOMATIC})
_Interface = Annotated[InterfaceModel, Short(_interface, *_SHORT)]
Interfaces = Annotated[dict[str, _Interface], Short(_interfaces, *_SHORT)]


class RouteModel(Part):
    """A static route."""

    to: Network = Field(description="The network that it leads to, or default.")
    via: Ip | None = Field(default=None, description="The next router.")
    out: str | None = Field(default=None, description="The interface to leave through.", examples=["eth1"])
    kind: Literal["unicast", "blackhole", "unreachable", "prohibit"] = Field(
        default="unicast", description="blackhole drops silently; unreachable and prohibit answer with ICMP."
    )
    distance: int = Field(default=1, ge=1, le=255, description="Administrative distance: the lowest wins.")
    metric: int = Field(default=0, ge=0, le=4_294_967_295, description="Among equal distances the lowest wins.")


class _IpNodeModel(Part):
    mac: Mac | None = Field(default=None, description="MAC address of the only interface.")
    gateway: Ip | None = Field(default=None, description="The default gateway.")


class HostModel(_IpNodeModel):
    """A computer: sends and receives for itself, forwards nothing."""

    host: Interfaces = Field(description="Its address, or its interfaces with their addresses.")
    routes: list[RouteModel] = Field(default=[], description="Static routes.")


class RouterModel(_IpNodeModel):
    """A router: forwards between its interfaces."""

    router: Interfaces = Field(description="Its interfaces with their addresses.")
    routes: Annotated[list[RouteModel] | Literal["auto"], OrWord("auto", "[{to: 10.0.0.0/8, via: 10.1.1.1}]")] = Field(
        default=[], description="Static routes, or auto: those of the shortest paths."
    )


class SwitchModel(Part):
    """A learning switch."""

    switch: Ports = Field(description="How many ports; they are called 1, 2, 3 …")
    svi: dict[Annotated[str, AfterValidator(vlan_number)], _Interface] = Field(
        default={},
        description="Interfaces of the switch itself, by VLAN, with their addresses. {} is a switch that can get some.",
        examples=[{"10": "192.168.10.254/24"}],
    )
    routed_ports: dict[str, _Interface] = Field(
        default={},
        description="Ports that are interfaces like those of a router, with their addresses.",
        examples=[{"24": "10.0.0.1/30"}],
    )
    ip_routing: bool = Field(default=True, description="A switch with interfaces forwards between them.")
    gateway: Ip | None = Field(default=None, description="The default gateway of the switch.")
    routes: Annotated[list[RouteModel] | Literal["auto"], OrWord("auto", "[{to: 10.0.0.0/8, via: 10.1.1.1}]")] = Field(
        default=[], description="Static routes, or auto: those of the shortest paths."
    )


class HubModel(Part):
    """A hub: repeats everything everywhere."""

    hub: Ports = Field(description="How many ports; they are called 1, 2, 3 …")


NodeModel = HostModel | RouterModel | SwitchModel | HubModel
_KINDS: dict[str, type[Part]] = {HOST: HostModel, ROUTER: RouterModel, SWITCH: SwitchModel, HUB: HubModel}
"""The models by the key that tells them apart, which is also the name of the kind."""
_NODES: Any = Field(min_length=1, description="The devices, by name.")


class LinkModel(Part):
    """A cable between two ports."""

    link: LinkText
    bandwidth: Rate = Field(default=GIGABIT, description="Bits a second.", json_schema_extra={"default": "1 Gbit/s"})
    delay: Duration = time(DELAY, "The way from end to end.")
    jitter: Duration = time(0, "The most that chance adds to the delay; frames may overtake.")
    loss: Share = Field(default=0.0, description="How many frames are lost.")
    duplicate: Share = Field(default=0.0, description="How many frames arrive twice.")
    corrupt: Share = Field(default=0.0, description="How many frames get a wrong bit.")
    mtu: int = Field(default=MTU, ge=68, le=65535, description="Octets of payload in a frame (RFC 791: 68 at least).")
    queue: int = Field(default=QUEUE, ge=0, le=1_000_000, description="Frames that may wait at each end.")
    ecn_mark: int | None = Field(
        default=None,
        ge=0,
        le=1_000_000,
        description="Waiting frames from which datagrams with ECN are marked.",
    )


class RunModel(Part):
    """A command that somebody types at a device."""

    at: Duration
    on: NodeText
    run: Text = Field(description="A command.", examples=["ping -c 1 192.168.10.3", "show mac address-table"])


_TO = "The program that is meant where several read: its file, with #2 for the second one of this file."


class TypeModel(Part):
    """A line that somebody types for the program that reads what is typed at a device."""

    at: Duration
    on: NodeText
    type: str = Field(description="The line.", examples=["hello"])
    to: Text | None = Field(default=None, description=_TO, examples=["chat.py", "chat.py#2"])


class EndModel(Part):
    """The end of what is typed for a program, as Ctrl-D makes it."""

    at: Duration
    on: NodeText
    end: Literal["input"] = Field(description="What ends: the input of the program.")
    to: Text | None = Field(default=None, description=_TO, examples=["chat.py", "chat.py#2"])


class CutModel(Part):
    """A cable is pulled out."""

    at: Duration
    cut: LinkText


class MendModel(Part):
    """A cable is plugged in again."""

    at: Duration
    mend: LinkText


class TypedModel(Part):
    """A line that is typed for a program, at the start of the program or at a time."""

    at: Duration | None = Field(default=None, description="When it is typed; by default it is there from the start.")
    line: str | None = Field(default=None, description="What is typed.", examples=["hello"])
    end: bool = Field(default=False, description="Ends the input, as Ctrl-D does.")


class _ProgramModel(Part):
    on: NodeText
    at: Duration = time(0, "When it is started.")
    arguments: Annotated[list[str], Short(_words, {"type": "string"})] = Field(
        default=[], description="What follows its name: a list, or one text as on a command line.", examples=["7 hello"]
    )
    stdin: Annotated[
        list[Annotated[TypedModel, Short(_typed, {"type": "string"})]], Short(_lines, {"type": "string"})
    ] = Field(default=[], description="Lines that input() gives it, one after another; behind the last the input ends.")


class FileModel(_ProgramModel):
    """A Python program in a file, beside the scenario or bundled."""

    file: Text = Field(description="The file's name.", examples=["echo_server.py"])


class CodeModel(_ProgramModel):
    """A Python program that stands in the scenario."""

    code: Text = Field(description="Python.")
    name: Text | None = Field(default=None, description="What it is called; by default as its node.", examples=["a.py"])


class _FaultModel(Part):
    on: LinkText


class DropModel(_FaultModel):
    """Lose chosen frames."""

    drop: PatternText


class DuplicateModel(_FaultModel):
    """Let chosen frames arrive twice."""

    duplicate: PatternText


class CorruptModel(_FaultModel):
    """Flip a bit of chosen frames."""

    corrupt: PatternText
    octet: int | None = Field(default=None, ge=0, le=65535, description="Which octet, from 0; by default chance says.")
    bit: int = Field(default=0, ge=0, le=7, description="Which bit of it; 7 is the leftmost.")
    fcs: Literal["repaired"] | None = Field(
        default=None, description="The bit flips within a device: the check sequence of the frame fits."
    )


class DelayModel(_FaultModel):
    """Let chosen frames arrive late."""

    delay: PatternText
    by: Duration


class EditModel(_FaultModel):
    """Change fields of chosen frames, as if a device on the way did it."""

    edit: PatternText
    fields: dict[str, Cell] = Field(
        min_length=1,
        description="New values of fields, which have Wireshark's names.",
        examples=[{"ip.ttl": 1}, {"eth.dst": "02:00:00:00:00:01"}],
    )
    damaged: bool = Field(default=False, description="Lengths and checksums stay as they were.")


class NoteModel(Part):
    """A text for the learner, shown at a moment."""

    when: Text = Field(description="start, end, a time, a packet, a state or a call.", examples=["2s", *_PATTERNS])
    text: Text = Field(description="Markdown.")
    title: Text | None = None


class SaysModel(Part):
    """A sentence that must be true of the run."""

    says: Text = Field(examples=_SENTENCE["examples"])


class TableModel(Part):
    """What a device's table must hold."""

    on: NodeText
    table: Text = Field(description="The table's name.", examples=["arp", "mac", "route"])
    holds: dict[str, Cell] | None = Field(default=None, description="A row with these values is there.")
    lacks: dict[str, Cell] | None = Field(default=None, description="No row has these values.")
    rows: int | None = Field(default=None, ge=0, description="How many rows there are.")
    at: Duration | None = Field(default=None, description="When; by default at the end.")


class ConsoleModel(Part):
    """What a device must print."""

    on: NodeText
    console: Texts = Field(description="Lines in this order, each by a part of it or a /pattern/.")


ExpectModel = Annotated[
    Annotated[SaysModel | TableModel | ConsoleModel, Keyed("an expectation", "says", "table", "console")],
    Short(_sentence, _SENTENCE),
]


class LabModel(Part):
    """Something to mend or to try: the goals come true when the learner has done it."""

    task: Text = Field(description="What the learner is to do.", examples=["pc1 cannot reach the server. Mend it."])
    goals: list[ExpectModel] = Field(min_length=1, description="What must come out when it is done, as in expect.")
    touch: Texts = Field(default=[], description="The devices that may be changed; by default all.")
    hints: Texts = Field(default=[], description="Help in steps, the least telling first.")
    solution: Texts = Field(description="Edits that reach the goals.", examples=["set nodes.pc1.gateway = 10.0.0.254"])
    program: Text | None = Field(
        default=None, description="The program that the learner writes: a Python file as an answer replaces it."
    )


class CellAnswer(Part):
    """What stands in a cell of a table: the answer to a question."""

    table: Text = Field(description="The table's name.", examples=["mac", "arp", "route"])
    on: NodeText
    row: dict[str, Cell] = Field(description="Cells that the row has.", examples=[{"mac": "pc1"}])
    column: Text = Field(description="The column that is asked for.", examples=["port"])
    at: Duration | None = Field(default=None, description="When; by default when the question is asked.")


class CountAnswer(Part):
    """How often a packet is seen, sent, received or dropped."""

    count: Text = Field(description="A sentence about packets.", examples=["pc1 sends arp request"])


class DeviceAnswer(Part):
    """Which device does something first."""

    device: Text = Field(description="When it happens, as notes have it.", examples=["first arp reply"])


class LiteralAnswer(Part):
    """The answer itself."""

    value: Cell = Field(description="A text, a number or an address.")


class OptionModel(Part):
    """A wrong option, and why it is wrong."""

    text: Cell = Field(description="The option.")
    why: Text | None = Field(default=None, description="The sentence that corrects whoever chooses it.")
    says: Text | None = Field(default=None, description="What the option claims, as expect says it; it must not be so.")


class QuestionModel(Part):
    """A question of one's own, whose answer the run must agree with."""

    ask: Text = Field(description="The question.", examples=["At which port does sw1 find pc1?"])
    answer: Annotated[
        Annotated[
            CellAnswer | CountAnswer | DeviceAnswer | LiteralAnswer,
            Keyed("an answer", "table", "count", "device", "value"),
        ],
        Short(_answer, {"type": ["string", "number", "boolean"]}),
    ]
    options: list[Annotated[OptionModel, Short(_option, {"type": ["string", "number", "boolean"]})]] = Field(
        default=[], description="Wrong options, two to four; without any, the answer is typed."
    )
    at: Text | None = Field(default=None, description="The moment that is asked about; by default the end.")
    why: Text | None = Field(default=None, description="Why the answer is right.")
    says: Text | None = Field(default=None, description="What the answer claims, as expect says it; it must be so.")
    level: Literal["intro", "core", "exam"] = Field(default="core", description="How hard it is.")
    seconds: int = Field(default=60, ge=1, le=3600, description="How long a learner takes who knows it.")


class _AboutModel(Part):
    title: Text = Field(examples=["Who has 192.168.10.3?"])
    topics: Texts = Field(default=[], description="What it is about, for the library.", examples=[["arp", "switching"]])
    level: Literal["intro", "core", "exam"] = "intro"
    goal: Texts = Field(default=[], description="What the learner can do afterwards.")
    description: str = Field(default="", description="Markdown.")
    seed: int = Field(default=0, ge=0, description="Fixes every random number.")
    until: Duration | None = Field(default=None, description="When the run ends; by default 20s after the last action.")
    records: int = Field(
        default=DEFAULT_RECORD_LIMIT, ge=1, description="The most that is recorded; then the run stops."
    )
    allow: Texts = Field(default=[], description="Mistakes that this scenario makes on purpose.")


class ScenarioModel(_AboutModel):
    """A network, what happens in it, what a learner is told about it, and what must come out."""

    nodes: dict[str, NodeModel] = _NODES
    links: list[Annotated[LinkModel, Short(_link, _LINK)]] = Field(default=[], description="The cables.")
    actions: list[
        Annotated[
            RunModel | TypeModel | EndModel | CutModel | MendModel,
            Keyed("an action", "run", "type", "end", "cut", "mend"),
        ]
    ] = Field(default=[], description="What is done at given times.")
    programs: list[Annotated[FileModel | CodeModel, Keyed("a program", "file", "code")]] = Field(
        default=[], description="Python programs that run on hosts and routers."
    )
    faults: list[
        Annotated[
            DropModel | DuplicateModel | CorruptModel | DelayModel | EditModel,
            Keyed("a fault", "drop", "duplicate", "corrupt", "delay", "edit"),
        ]
    ] = Field(default=[], description="What goes wrong with chosen frames.")
    notes: list[NoteModel] = Field(default=[], description="Texts for the learner, each at a moment of the run.")
    expect: list[ExpectModel] = Field(default=[], description="What must come out.")
    lab: LabModel | None = Field(default=None, description="Something for the learner to mend or to try.")
    questions: list[QuestionModel] = Field(
        default=[], description="Questions of one's own, which the run must agree with."
    )
    layout: dict[str, Position] = Field(default={}, description="Where the nodes are drawn: column and row.")


@registry.remembered
def scenario_model() -> type[ScenarioModel]:
    """The model of a scenario with the keys of all features."""
    own = (with_settings(model, *((SWITCH, ROUTER) if kind == SWITCH else (kind,))) for kind, model in _KINDS.items())
    kinds: Any = Union[tuple(own)]  # noqa: UP007 - of a tuple
    node: Any = Annotated[kinds, Keyed("a node", *_KINDS)]
    return with_common_settings(ScenarioModel, nodes=(dict[str, node], _NODES))


def schema() -> JsonSchema:
    """The JSON Schema of a scenario, for editors."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **scenario_model().model_json_schema()}
