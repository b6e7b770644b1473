"""How a switch takes part in the spanning tree, as scenarios write it."""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Any, NamedTuple

from sim.addresses import MacAddress
from sim.kernel import SECOND
from sim.settings import SWITCH, TIME, Conflict, Setting, Settings
from sim.words import TextError

_SPAN = re.compile(r"([1-9]\d{0,3})(?:-([1-9]\d{0,3}))?")
STEP, PORT_STEP = 4096, 16
LARGEST_COST = 200_000_000


def _priority(value: int) -> int:
    """802.1D-2004 9.2.5: the low 12 bits are not the priority's."""
    if value % STEP:
        low = value // STEP * STEP
        raise TextError(f"{value} is no multiple of {STEP}", f"write {low} or {low + STEP}, or another from 0 to 61440")
    return value


def _port_priority(value: int) -> int:
    """802.1D-2004 9.2.7: the low 12 bits of a port identifier are the number."""
    if value % PORT_STEP:
        low = value // PORT_STEP * PORT_STEP
        raise TextError(f"{value} is no multiple of {PORT_STEP}", f"write {low} or {low + PORT_STEP}, from 0 to 240")
    return value


def ports_of(text: str) -> tuple[int, ...]:
    """The numbers of ``3`` or ``1-3``; raises ``TextError``."""
    match = _SPAN.fullmatch(text)
    if match is None:
        raise TextError(f"{text!r} is no port", "write one like 4, or several like 1-3")
    first, last = int(match[1]), int(match[2] or match[1])
    if last < first:
        raise TextError(f"{text} goes backwards", f"write {last}-{first}")
    return tuple(range(first, last + 1))


def _ports(text: str) -> str:
    ports_of(text)
    return text


class Protocol(StrEnum):
    """Which protocol a switch speaks, if any."""

    NONE = "none"
    STP = "stp"
    RSTP = "rstp"


class StpPort(NamedTuple):
    """What is set for a port, or for several. ``None`` follows from the link."""

    cost: Annotated[
        int | None,
        Setting(
            "What its link adds to the path to the root; by default by its rate.", at_least=1, at_most=LARGEST_COST
        ),
    ] = None
    priority: Annotated[
        int, Setting("The lower goes before others, in steps of 16.", at_least=0, at_most=240, check=_port_priority)
    ] = 128
    edge: Annotated[bool, Setting("No switch is behind it, so it forwards at once (PortFast).")] = False
    auto_edge: Annotated[bool, Setting("With RSTP: it finds out by itself that no switch is behind it.")] = True
    point_to_point: Annotated[
        bool | None, Setting("At most one switch is behind it; by default unless it leads to a hub.")
    ] = None
    bpdu_guard: Annotated[bool, Setting("Switch it off when a BPDU comes.")] = False
    root_guard: Annotated[bool, Setting("Block it while a better root is behind it.")] = False


class StpSettings(NamedTuple):
    """Whether a switch speaks spanning tree, and how. Times in ns; the recommended values of 802.1D-2004 table 17-1."""

    mode: Annotated[Protocol, Setting("stp or rstp; by default none.")] = Protocol.NONE
    priority: Annotated[
        int,
        Setting(
            "The switch with the lowest becomes the root; in steps of 4096.", at_least=0, at_most=61440, check=_priority
        ),
    ] = 32768
    mac: Annotated[MacAddress | None, Setting("Its MAC address, which decides between equal priorities.")] = None
    hello_time: Annotated[
        int, Setting("Time between two BPDUs, where it is the root.", TIME, at_least=SECOND, at_most=10 * SECOND)
    ] = 2 * SECOND
    max_age: Annotated[
        int, Setting("How old BPDUs may get, where it is the root.", TIME, at_least=6 * SECOND, at_most=40 * SECOND)
    ] = 20 * SECOND
    forward_delay: Annotated[
        int,
        Setting(
            "How long ports listen, and learn, where it is the root.", TIME, at_least=4 * SECOND, at_most=30 * SECOND
        ),
    ] = 15 * SECOND
    transmit_hold_count: Annotated[
        int, Setting("With RSTP: BPDUs that a port sends in a second at most.", at_least=1, at_most=10)
    ] = 6
    force_version: Annotated[
        int, Setting("With RSTP: 0 makes it behave as STP, for old neighbours (17.13.4).", at_least=0, at_most=2)
    ] = 2
    ports: Annotated[
        tuple[tuple[Annotated[str, Setting(check=_ports)], StpPort], ...],
        Setting("What is set for certain ports: {4: {cost: 100}, 1-3: {edge: true}}."),
    ] = ()

    def port(self, number: int) -> StpPort:
        """What is set for a port."""
        return next((port for text, port in self.ports if number in ports_of(text)), StpPort())


def _conflicts(values: StpSettings) -> Iterator[Conflict]:
    if values.mode is Protocol.NONE and values != StpSettings():
        used = tuple(name for name in values._fields if getattr(values, name) != getattr(StpSettings(), name))
        yield Conflict(used, "it is not said which protocol", "write mode: rstp, or mode: stp")
    # 17.14: "2 x (Bridge_Forward_Delay - 1.0 seconds) >= Bridge_Max_Age >= 2 x (Bridge_Hello_Time + 1.0 seconds)"
    least, most = 2 * (values.hello_time + SECOND), 2 * (values.forward_delay - SECOND)
    if not least <= values.max_age <= most:
        hint = f"with these, max_age is from {least // SECOND}s to {most // SECOND}s"
        names = tuple(name for name in ("max_age", "forward_delay", "hello_time"))
        yield Conflict(names, "max_age does not go together with hello_time and forward_delay", hint)
    seen: dict[int, str] = {}
    for text, _ in values.ports:
        for number in ports_of(text):
            if number in seen:
                yield Conflict(("ports",), f"port {number} is in {seen[number]} already", "name it once", (text,))
                break
            seen[number] = text


def _named_ports(values: StpSettings) -> Iterator[tuple[str, tuple[str, ...]]]:
    for text, _ in values.ports:
        for number in ports_of(text):
            yield str(number), ("ports", text)


def _short(value: Any) -> Any:
    return {"mode": value} if isinstance(value, str) else value


SETTINGS = Settings(
    "stp",
    StpSettings,
    "Spanning tree: stp or rstp, or more (IEEE 802.1D-2004).",
    kinds=(SWITCH,),
    conflicts=_conflicts,
    short=_short,
    ports=_named_ports,
)
