"""The tables that an expectation can ask for: what can stand in their columns, and whether a row is as one wants it."""

import re
from collections.abc import Mapping
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, NamedTuple, get_args, get_type_hints

from sim.addresses import InterfaceAddress, IPv4Address, MacAddress, Prefix
from sim.bridge.machine import MacRow
from sim.device.interface import InterfaceRow
from sim.ip.acd.machine import AcdRow
from sim.ip.arp.machine import ArpRow
from sim.ip.icmp.machine import Bucket
from sim.ip.neighbours import Waiting
from sim.ip.pmtu.machine import PmtuRow
from sim.ip.reassembly.machine import ReassemblyKey, ReassemblyRow
from sim.ip.routes.machine import RouteRow
from sim.patterns.pattern import Names
from sim.patterns.syntax import no_node
from sim.programs.rows import PROGRAMS, THREADS, ProgramRow, ThreadRow
from sim.quantities import duration
from sim.scenario.plan import NodePlan
from sim.transport.sockets.rows import TABLE as SOCKETS
from sim.transport.sockets.rows import Address, SocketRow
from sim.transport.tcp.machine.rows import (
    CONNECTIONS,
    RECEIVING,
    SENDING,
    ConnectionRow,
    Endpoints,
    ReceiveRow,
    SendRow,
)
from sim.words import TextError, suggestion


class Table(NamedTuple):
    """The columns of a table with their types, and the kinds of device that have it."""

    columns: dict[str, Any]
    kinds: tuple[str, ...] = ("host", "router")


_PORT_IP = {"port": str, "ip": IPv4Address}
_ENDPOINTS = get_type_hints(Endpoints)
TABLES = {
    "arp": Table(_PORT_IP | get_type_hints(ArpRow)),
    "mac": Table({"vlan": int, "mac": MacAddress} | get_type_hints(MacRow), ("switch",)),
    "route": Table(get_type_hints(RouteRow)),
    "interface": Table({"port": str} | get_type_hints(InterfaceRow), ("host", "router", "switch", "hub")),
    "acd": Table(_PORT_IP | get_type_hints(AcdRow)),
    "waiting": Table(_PORT_IP | get_type_hints(Waiting)),
    "reassembly": Table(get_type_hints(ReassemblyKey) | get_type_hints(ReassemblyRow)),
    "pmtu": Table({"ip": IPv4Address} | get_type_hints(PmtuRow)),
    "icmp-limit": Table({"ip": IPv4Address} | get_type_hints(Bucket)),
    CONNECTIONS: Table(_ENDPOINTS | get_type_hints(ConnectionRow)),
    SENDING: Table(_ENDPOINTS | get_type_hints(SendRow)),
    RECEIVING: Table(_ENDPOINTS | get_type_hints(ReceiveRow)),
    SOCKETS: Table({"number": int} | get_type_hints(SocketRow)),
    PROGRAMS: Table({"number": int} | get_type_hints(ProgramRow)),
    THREADS: Table({"program": int, "thread": int} | get_type_hints(ThreadRow)),
}
_RELATIVE = re.compile(r"(?P<origin>iss|irs)(?: ?\+ ?(?P<more>\d{1,18}))?|(?P<count>\d{1,9}) ?mss", re.IGNORECASE)
"""``iss+101``, as sequence numbers are counted, or ``4 mss``, as windows are."""


def is_kept_by(plan: NodePlan, table: Table) -> bool:
    """Whether a device has such a table."""
    return plan.kind in table.kinds


def check_cell(table: str, column: str, value: Any, names: Names) -> None:
    """Raise ``ValueError``, if possible as a ``TextError``, where a column can never hold the value."""
    hint_type = TABLES[table].columns[column]
    kinds = get_args(hint_type) if isinstance(hint_type, UnionType) else (hint_type,)
    if value is None and NoneType in kinds:
        return
    kind = next(kind for kind in kinds if kind is not NoneType)
    if kind is int and isinstance(value, str) and table in (SENDING, RECEIVING):
        if not _RELATIVE.fullmatch(value) and not value[:1].isdigit():
            raise TextError(f"{value!r} is no number", "write 101, iss+101, irs+1, 4 mss, or a time like 30s")
        if _RELATIVE.fullmatch(value):
            return
    _check_kind(kind, value, names)


def _check_kind(kind: Any, value: Any, names: Names) -> None:
    if kind is bool:
        if not isinstance(value, bool):
            raise TextError(f"{value!r} is neither true nor false", "write true or false")
    elif kind in (MacAddress, IPv4Address):
        if not isinstance(value, str) or value not in names.nodes:
            _parse_address(str(value), kind, names)
    elif kind is Prefix:
        Prefix.parse(str(value))
    elif kind == Address:
        _parse_endpoint(str(value), names)
    elif kind is int:
        if isinstance(value, str):
            duration(value)
        elif not isinstance(value, int):
            raise TextError(f"{value!r} is not a whole number", "write a number, or a time like 30s")
    elif isinstance(kind, type) and issubclass(kind, StrEnum):
        if value not in list(kind):
            raise TextError(f"{value!r} is never here", suggestion(str(value), [str(each) for each in kind]))
    elif kind is not str and get_args(kind)[:1] not in ((InterfaceAddress,), (str,)):
        raise TextError("this column cannot be compared", "compare another one, or the number of rows")


def _parse_address(text: str, kind: type[MacAddress] | type[IPv4Address], names: Names) -> int:
    """An address; raises ``ValueError``, for a word one that knows the nodes."""
    if text[:1].isalpha() and ":" not in text and "-" not in text:
        raise no_node(text, tuple(names.nodes))
    return kind.parse(text)


def _parse_endpoint(text: str, names: Names) -> tuple[str, int]:
    """``server:80`` or ``192.168.10.2:80`` as the name or address, and the port; raises ``TextError``."""
    who, _, port = text.rpartition(":")
    if not who or not port.isdecimal() or len(port) > 5:
        raise TextError(f"{text!r} is not an address with a port", "write one like 192.168.10.2:80")
    if who not in names.nodes:
        _parse_address(who, IPv4Address, names)
    return who, int(port)


def agrees(row: Mapping[str, Any], wanted: Mapping[str, Any], names: Names) -> bool:
    """Whether a row's cells are those that the scenario wrote."""
    return all(same(row[column], value, names) for column, value in wanted.items())


def same(cell: Any, value: Any, names: Names) -> bool:
    """Whether a cell is what the scenario wrote, which :func:`check_cell` has let pass."""
    if value is None or cell is None or isinstance(cell, bool):
        return cell is value
    if isinstance(cell, MacAddress | IPv4Address):
        return _is_address(cell, value, names)
    if isinstance(cell, tuple):
        return _same_tuple(cell, value, names)
    if isinstance(cell, int):
        return cell == (duration(value) if isinstance(value, str) else value)
    return str(cell) == str(value)


def _same_tuple(cell: tuple[Any, ...], value: Any, names: Names) -> bool:
    """An address with a mask or a port, or several things of which one has to be it."""
    if isinstance(cell, InterfaceAddress):
        return value in (str(cell), str(cell.address))
    if isinstance(cell, Prefix):
        return str(cell) == str(Prefix.parse(value))
    if is_endpoint(cell):
        who, port = _parse_endpoint(value, names)
        return cell[1] == port and _is_address(cell[0], who, names)
    return any(same(each, value, names) for each in cell)


def is_endpoint(cell: tuple[Any, ...]) -> bool:
    """Whether a cell is an IPv4 address with a port."""
    return type(cell) is tuple and len(cell) == 2 and isinstance(cell[0], IPv4Address)


def _is_address(cell: MacAddress | IPv4Address, value: str, names: Names) -> bool:
    if value in names.nodes:
        node = names.nodes[value]
        return cell in node.macs if isinstance(cell, MacAddress) else cell in node.ips
    return cell == type(cell).parse(value)


def absolute(wanted: Mapping[str, Any], connection: ConnectionRow | None) -> Mapping[str, Any]:
    """What is wanted of a row of ``tcp-send`` or ``tcp-receive``, in plain numbers; -1 for one that is not known."""
    return {column: _absolute(value, connection) for column, value in wanted.items()}


def _absolute(value: Any, connection: ConnectionRow | None) -> Any:
    found = _RELATIVE.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return value
    if connection is None:
        return -1
    if found["count"]:
        return int(found["count"]) * connection.smss
    origin = connection.iss if found["origin"].lower() == "iss" else connection.irs
    return -1 if origin is None else origin + int(found["more"] or 0)
