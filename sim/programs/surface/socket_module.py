"""The module ``_socket`` of a host, with the numbers that Linux has."""

import errno
import operator
from types import ModuleType
from typing import Any

from sim.features.unix.socket import open_pair
from sim.programs.calls import SystemCall
from sim.programs.modules import stand_in
from sim.programs.process import Process
from sim.programs.surface import names
from sim.programs.surface.arguments import native, seconds_of, single
from sim.programs.surface.names import Resolver
from sim.programs.surface.sockets import SocketBase
from sim.transport.sockets import options, readiness
from sim.transport.sockets.errors import error

_CONSTANTS = {
    "AF_UNSPEC": 0,
    "AF_INET6": 10,
    "SHUT_RD": readiness.SHUT_RD,
    "SHUT_WR": readiness.SHUT_WR,
    "SHUT_RDWR": readiness.SHUT_RDWR,
    "INADDR_ANY": 0,
    "INADDR_BROADCAST": 0xFFFFFFFF,
    "INADDR_LOOPBACK": 0x7F000001,
    "INADDR_NONE": 0xFFFFFFFF,
    "INADDR_UNSPEC_GROUP": 0xE0000000,
    "INADDR_ALLHOSTS_GROUP": 0xE0000001,
    "INADDR_MAX_LOCAL_GROUP": 0xE00000FF,
    "IP_DEFAULT_MULTICAST_LOOP": 1,
    "IP_DEFAULT_MULTICAST_TTL": 1,
    "IP_MAX_MEMBERSHIPS": 20,
    "IPPROTO_IPV6": 41,
    "AI_PASSIVE": names.AI_PASSIVE,
    "AI_CANONNAME": names.AI_CANONNAME,
    "AI_NUMERICHOST": names.AI_NUMERICHOST,
    "AI_V4MAPPED": 0x8,
    "AI_ALL": 0x10,
    "AI_ADDRCONFIG": 0x20,
    "AI_NUMERICSERV": names.AI_NUMERICSERV,
    "NI_NUMERICHOST": names.NI_NUMERICHOST,
    "NI_NUMERICSERV": names.NI_NUMERICSERV,
    "NI_NOFQDN": 4,
    "NI_NAMEREQD": 8,
    "NI_DGRAM": 16,
    "NI_MAXHOST": 1025,
    "NI_MAXSERV": 32,
}
_PLAIN = {
    "CAPI": None,
    "error": OSError,
    "gaierror": names.gaierror,
    "getprotobyname": names.getprotobyname,
    "getservbyname": names.getservbyname,
    "getservbyport": names.getservbyport,
    "has_ipv6": False,
    "herror": names.herror,
    "CMSG_LEN": names.cmsg_len,
    "CMSG_SPACE": names.cmsg_space,
    "htonl": names.swapping_32("htonl"),
    "htons": names.swapping_16("htons"),
    "inet_aton": names.inet_aton,
    "inet_ntoa": names.inet_ntoa,
    "inet_ntop": names.inet_ntop,
    "inet_pton": names.inet_pton,
    "ntohl": names.swapping_32("ntohl"),
    "ntohs": names.swapping_16("ntohs"),
    "timeout": TimeoutError,
}
"""What is the same for every program."""
_UNNAMED = ("IP_MTU", "IP_MULTICAST_ALL", "IP_PKTINFO", "IP_PMTUDISC_", "IP_RECVERR", "IP_RECVTTL", "SO_NO_CHECK")
"""Options that Linux has and Python has no names for: real programs write their numbers."""
_OF_LINUX = {name: number for name, number in options.NUMBERS.items() if not name.startswith(_UNNAMED)}


class _Module:
    """The functions of ``_socket`` for one program."""

    def __init__(self, process: Process, socket: Any) -> None:
        self._process = process
        self._socket = socket

    def close(self, fd: int) -> None:
        self._process.descriptors.close(int(fd), self._process.last_record())

    def socketpair(self, family: int = options.AF_UNIX, type: int = 1, proto: int = 0, /) -> tuple[Any, Any]:  # noqa: A002
        process = self._process
        if family != options.AF_UNIX:
            raise error("EOPNOTSUPP" if family == options.AF_INET else "EAFNOSUPPORT")
        with SystemCall(process, "socketpair()") as call:
            unix_names = process.files.socket_names
            pair = open_pair(process.node, int(type), int(proto), process.number, unix_names, cause=call.record)
            one, other = (process.descriptors.add(each) for each in pair)
            call.returns(f"(fd {one}, fd {other})")
        return self._socket(family, type, proto, one), self._socket(family, type, proto, other)

    def dup(self, fd: int) -> int:
        return self._process.descriptors.duplicate(int(fd))

    def gethostname(self) -> str:
        return self._process.node.name

    def getdefaulttimeout(self) -> float | None:
        return self._process.default_timeout

    @single("_socket.setdefaulttimeout")
    def setdefaulttimeout(self, value: float | None) -> None:
        seconds = None if value is None else seconds_of(value)
        if seconds is not None and seconds < 0:
            raise ValueError("Timeout value out of range")
        self._process.default_timeout = seconds

    def if_nameindex(self) -> list[tuple[int, str]]:
        return list(enumerate(self._process.node.interface_names(), 1))

    @native("e:if_nametoindex", owner="_socket")
    def if_nametoindex(self, name: str) -> int:
        known = self._process.node.interface_names()
        if name not in known:
            raise OSError("no interface with this name")
        return known.index(name) + 1

    @single("_socket.if_indextoname")
    def if_indextoname(self, number: int) -> str:
        known = self._process.node.interface_names()
        if not 0 < operator.index(number) <= len(known):
            raise OSError(errno.ENXIO, "No such device or address")
        return known[number - 1]


def make(process: Process) -> ModuleType:
    resolver = Resolver(process)
    members = {"__slots__": (), "__hash__": SocketBase.__hash__, "_resolver": resolver}
    socket_type = process.classes.derived(SocketBase, "socket", "_socket", **members)
    functions = _Module(process, socket_type)
    return stand_in(
        "_socket",
        **_CONSTANTS,
        **_PLAIN,
        **_OF_LINUX,
        **{name: number for name, (number, _) in names.EAI.items()},
        socket=socket_type,
        SocketType=socket_type,
        close=functions.close,
        dup=functions.dup,
        socketpair=functions.socketpair,
        gethostname=functions.gethostname,
        getdefaulttimeout=functions.getdefaulttimeout,
        setdefaulttimeout=functions.setdefaulttimeout,
        if_nameindex=functions.if_nameindex,
        if_nametoindex=functions.if_nametoindex,
        if_indextoname=functions.if_indextoname,
        getaddrinfo=resolver.getaddrinfo,
        gethostbyname=resolver.gethostbyname,
        gethostbyname_ex=resolver.gethostbyname_ex,
        gethostbyaddr=resolver.gethostbyaddr,
        getnameinfo=resolver.getnameinfo,
    )
