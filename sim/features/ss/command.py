"""``ss`` and ``netstat``: the sockets and connections of a host as those commands print them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol

from sim.addresses import ANY, IPv4Address
from sim.command import IP_DEVICES, Command, CommandLine
from sim.device.commands import SwitchedDevice, counters
from sim.device.interface import TABLE as INTERFACES
from sim.device.tables import COUNTED, interface_table
from sim.ip.names.resolver import Resolver
from sim.ip.routes.machine import TABLE as ROUTES
from sim.ip.routes.net_tools import print_routes
from sim.kernel import SECOND, Kernel
from sim.shell.application import Processes
from sim.transport.services import NAMES as SERVICES
from sim.transport.sockets.rows import TABLE, Address
from sim.transport.tcp.machine.rows import CONNECTIONS, RECEIVING, SENDING
from sim.transport.tcp.machine.states import State
from sim.transport.tcp.standing import standing

Tables = Mapping[str, Mapping[Any, Any]]

_NOBODY = (ANY, 0)
_UNCONN = "UNCONN"
_ESTAB = "ESTAB"
_SS_STATES = {State.ESTABLISHED: _ESTAB, State.SYN_RECEIVED: "SYN-RECV"}
_NETSTAT_STATES = {State.SYN_RECEIVED: "SYN_RECV", State.FIN_WAIT_1: "FIN_WAIT1", State.FIN_WAIT_2: "FIN_WAIT2"}
_ORDER = ("raw", "udp", "tcp")
"""Of ``ss``; ``netstat`` has it the other way round."""
_HIDDEN = frozenset({State.TIME_WAIT, State.SYN_RECEIVED})
"""What ``ss`` shows only when asked for all."""


class SocketsView(NamedTuple):
    """``ss`` or ``netstat``: which protocols (none: all), listening sockets beside the others, or alone."""

    command: str
    protocols: frozenset[str] = frozenset()
    shows_all: bool = False
    listening_only: bool = False
    shows_programs: bool = False
    is_routes: bool = False
    is_numeric: bool = False
    shows_timers: bool = False
    is_interfaces: bool = False


class Connections(Protocol):
    """The connections of a host, whose rows are brought up to date when somebody looks at them."""

    def write_rows(self, cause: int) -> None: ...


class SocketDevice(SwitchedDevice, Protocol):
    """What these commands see of a host or router."""

    @property
    def tcp(self) -> Connections: ...
    @property
    def names(self) -> Resolver: ...
    @property
    def processes(self) -> Processes: ...
    @property
    def kernel(self) -> Kernel: ...


class Line(NamedTuple):
    """A socket; ``state`` is ``None`` for one that has none, being of UDP or raw."""

    protocol: str
    state: State | None
    receive_queue: int
    send_queue: int
    local: Address
    peer: Address
    timer: tuple[str, int, int] = ("off", 0, 0)
    """What it waits for, until when (ns), and how many times it has sent again."""


Opened = Callable[[int, int], int | None]
"""The descriptor by which a program has a socket open, both by their numbers; ``None`` where that is not known."""


def _unknown(program: int, socket: int) -> int | None:
    return None


Names = Mapping[IPv4Address, str]
_NO_NAMES: Names = MappingProxyType({})


def sockets_view(
    tables: Tables, view: SocketsView, opened: Opened = _unknown, now: int = 0, names: Names = _NO_NAMES
) -> list[str]:
    """The lines that the command prints at a time (ns); ``netstat`` has ``names`` in the place of their addresses."""
    return _ss(tables, view, opened) if view.command == "ss" else _netstat(tables, view, now, names)


def _lines(tables: Tables, protocols: Sequence[str]) -> Iterator[Line]:
    for protocol in protocols:
        found = _connections(tables) if protocol == "tcp" else _datagram_sockets(tables, protocol)
        yield from sorted(found, key=lambda line: (line.state is not State.LISTEN, line.local, line.peer))


def _datagram_sockets(tables: Tables, protocol: str) -> Iterator[Line]:
    for row in tables.get(TABLE, {}).values():
        if row.kind == protocol and row.local is not None:
            yield Line(protocol, *standing(row), row.local, row.remote or _NOBODY)


def _connections(tables: Tables) -> Iterator[Line]:
    listeners = {row.local: row for row in tables.get(TABLE, {}).values() if row.listening}
    for key, row in tables[CONNECTIONS].items():
        local, peer = (key.local_ip, key.local_port), (key.remote_ip, key.remote_port)
        listener = listeners[local] if row.state is State.LISTEN else None
        stands = standing(listener, row, tables[SENDING].get(key), tables[RECEIVING].get(key))
        yield Line("tcp", *stands, local, peer, _timer(row, tables[SENDING].get(key)))


def _timer(row: Any, sending: Any) -> tuple[str, int, int]:
    """What a connection waits for, as ``netstat -o`` calls it."""
    if sending is not None and sending.retransmit_at is not None:
        return "on", sending.retransmit_at, sending.retransmissions
    if sending is not None and sending.persist_at is not None:
        return "probe", sending.persist_at, sending.retransmissions
    if row.state is State.TIME_WAIT and row.expires_at is not None:
        return "timewait", row.expires_at, 0
    if row.keepalive_at is not None:
        return "keepalive", row.keepalive_at, 0
    return "off", 0, 0


def _users(tables: Tables, line: Line, form: str, opened: Opened = _unknown) -> str:
    """The program that a socket belongs to, "" for none: a connection that nobody holds."""
    for number, row in tables.get(TABLE, {}).items():
        if (
            row.kind == line.protocol
            and row.local == line.local
            and (row.remote or _NOBODY) == line.peer
            and row.program
        ):
            return form.format(row.program, opened(row.program, number))
    return ""


def _is_listening(line: Line) -> bool:
    return line.state is State.LISTEN or (line.state is None and line.peer[1] == 0)


def _port(address: Address, view: SocketsView) -> str:
    port = address[1]
    return "*" if not port else str(port) if view.is_numeric else SERVICES.get(port, str(port))


def _ss(tables: Tables, view: SocketsView, opened: Opened) -> list[str]:
    protocols = [name for name in _ORDER if name in (view.protocols or _ORDER)]
    cells = [["Netid", "State", "Recv-Q", "Send-Q", "Local Address:", "Port", "Peer Address:", "Port", ""]]
    if view.shows_programs:
        cells[0][-1] = "Process"
    for line in _lines(tables, protocols):
        if view.listening_only:
            is_shown = _is_listening(line)
        else:
            is_shown = view.shows_all or not (_is_listening(line) or line.state in _HIDDEN)
        if is_shown:
            state = _UNCONN if line.peer[1] == 0 else _ESTAB
            if line.state is not None:
                state = _SS_STATES.get(line.state, line.state.value)
            queues = [str(line.receive_queue), str(line.send_queue)]
            (local, _), (peer, _) = line.local, line.peer
            addresses = [f"{local}:", _port(line.local, view), f"{peer}:", _port(line.peer, view)]
            users = _users(tables, line, 'users:(("python3",pid={},fd={}))', opened) if view.shows_programs else ""
            cells.append([line.protocol, state, *queues, *addresses, users])
    if len(protocols) == 1:
        cells = [row[1:] for row in cells]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return [_ss_line(row, widths) for row in cells]


def _ss_line(cells: Sequence[str], widths: Sequence[int]) -> str:
    """Addresses stand to the right, so that they meet their ports."""
    text = ""
    for cell, width in zip(cells, widths, strict=True):
        if cell.endswith(":"):
            text += " " + cell.rjust(width)
        elif text.endswith(":"):
            text += cell.ljust(width)
        else:
            text += (" " if text else "") + cell.ljust(width)
    return text.rstrip()


def _netstat(tables: Tables, view: SocketsView, now: int, names: Names) -> list[str]:
    which = "only servers" if view.listening_only else "servers and established" if view.shows_all else "w/o servers"
    lines = [
        f"Active Internet connections ({which})",
        "Proto Recv-Q Send-Q Local Address           Foreign Address         State"
        + ("       PID/Program name    " if view.shows_programs else "       " * view.shows_timers)
        + ("Timer" if view.shows_timers else ""),
    ]
    protocols = [name for name in reversed(_ORDER) if name in (view.protocols or _ORDER)]
    for line in _lines(tables, protocols):
        is_shown = _is_listening(line) if view.listening_only else view.shows_all or not _is_listening(line)
        if is_shown:
            local, peer = (_netstat_end(address, view, names) for address in (line.local, line.peer))
            queues = f"{line.receive_queue:>6} {0 if line.state is State.LISTEN else line.send_queue:>6}"
            shown = f"{line.protocol:<5} {queues} {local:<23} {peer:<23} {_netstat_state(line)}"
            if view.shows_programs:
                shown = f"{shown:<79} {_users(tables, line, '{}/python3') or '-'}"
            if view.shows_timers:
                name, until, again = line.timer
                left = max(until - now, 0) / SECOND
                shown = f"{shown:<{100 if view.shows_programs else 79}} {name} ({left:.2f}/{again}/0)"
            lines.append(shown.rstrip())
    return [line.rstrip() for line in lines]


def _netstat_end(address: Address, view: SocketsView, names: Names) -> str:
    """An address and its port in 23 characters: of a long name the end is left out."""
    port = _port(address, view)
    name = names.get(address[0])
    return f"{address[0]}:{port}" if name is None else f"{name[: 22 - len(port)]}:{port}"


def _netstat_state(line: Line) -> str:
    if line.state is not None:
        return _NETSTAT_STATES.get(line.state, line.state.value.replace("-", "_"))
    if line.protocol == "raw":
        return "7" if line.peer[1] == 0 else "1"
    return "ESTABLISHED" if line.peer[1] else ""


_ELSEWHERE = {
    "s": "-s would only count: -a lists all sockets",
    "i": "the player's pane Connection shows the windows, timers and round-trip times of a TCP connection",
    "m": "the player's pane Connection shows the buffers of a TCP connection",
    "o": "netstat -o shows timers",
    "6": "IPv6 is not simulated yet: leave -6 out",
    "x": "the player shows the sockets of a device in its tables: leave -x out",
}
"""Options of the real commands, and what is right in place of them."""
_COUNTERS = {
    "s": "write 'ip -s link' for packets and octets; the player shows each packet with its reason",
    "g": "write 'ip maddr'",
    "e": "write 'ifconfig -a'",
}
"""What ``netstat`` alone has."""
_LETTERS = {"t": "tcp", "u": "udp", "w": "raw"}


def _reader(command: str, options: str) -> Callable[[CommandLine], SocketsView]:
    def read(line: CommandLine) -> SocketsView:
        letters = ""
        while line.peek().startswith("-"):
            letters += line.next()[1:]
            known = "antuwlp4roi" if command == "netstat" else "antuwlp4"
            strange = [each for each in letters if each not in known]
            if strange:
                meant = _ELSEWHERE | (_COUNTERS if command == "netstat" else {})
                hint = next((meant[each] for each in strange if each in meant), f"{command} {options}")
                raise line.wrong(f"-{letters} is more than {command} knows here", hint)
        protocols = frozenset(name for letter, name in _LETTERS.items() if letter in letters)
        listening = "l" in letters and "a" not in letters
        return SocketsView(
            command,
            protocols,
            "a" in letters,
            listening,
            "p" in letters,
            "r" in letters,
            "n" in letters,
            "o" in letters,
            "i" in letters,
        )

    return read


def _run(device: SocketDevice, view: SocketsView, _: str, cause: int) -> None:
    if view.is_routes:
        print_routes(device, device.tables[ROUTES], view.is_numeric, cause, netstat=True)
        return
    if view.is_interfaces:
        lines = interface_table(device.tables[INTERFACES], counters(device), shows_all=view.shows_all)
        head = ("Kernel Interface table", f"Iface{COUNTED:>{len(COUNTED) + 13}}")
        device.output("\n".join((*head, *lines)), cause)
        return
    device.tcp.write_rows(cause)

    def opened(program: int, socket: int) -> int | None:
        running = device.processes.running.get(program)
        return None if running is None else running.descriptor_of(socket)

    def told(names: Names, cause: int) -> None:
        device.output("\n".join(sockets_view(device.tables, view, opened, device.kernel.now, names)), cause)

    is_named = view.command == "netstat" and not view.is_numeric and device.names.knows_servers
    named = _lines(device.tables, _ORDER) if is_named else ()
    shown = (ip for line in named for ip, _ in (line.local, line.peer) if ip != ANY)
    device.names.reverse_all(shown, told, cause)


def _command(name: str, summary: str) -> Command[SocketDevice, SocketsView]:
    also = " [-o] | netstat -r [-n] | netstat -i [-a]" if name == "netstat" else ""
    options = f"[-a | -l] [-n] [-t] [-u] [-w] [-p]{also}"
    return Command(name, f"{name} {options}", summary, IP_DEVICES, _reader(name, options), _run, rank=70)


COMMANDS: tuple[Command[Any, Any], ...] = (
    _command(
        "ss",
        "the sockets as Linux prints them: connected sockets, with `-a` all sockets, with `-l` listening sockets; "
        "`-t`, `-u`, `-w` select TCP, UDP and raw sockets, `-p` tells their programs, `-n` shows the numbers of ports "
        "in place of the names of services",
    ),
    _command(
        "netstat",
        "the same as net-tools prints it, `-o` with timers; `-r` prints the routing table, `-i` the interfaces",
    ),
)
