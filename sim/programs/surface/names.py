"""Names, numbers and octets of addresses, as ``_socket`` has them; the resolver of the host finds the names."""

import itertools
import struct
from collections.abc import Callable
from typing import Any

from sim.addresses import ANY, LIMITED_BROADCAST, LOOPBACK, IPv4Address
from sim.ip.names.answer import Answer, Failure
from sim.programs.calls import SystemCall
from sim.programs.process import Process
from sim.programs.surface.arguments import integer, native, single
from sim.transport.services import NAMES, SERVICES
from sim.transport.sockets import options
from sim.transport.sockets.errors import error

EAI = {
    "EAI_BADFLAGS": (-1, "Bad value for ai_flags"),
    "EAI_NONAME": (-2, "Name or service not known"),
    "EAI_AGAIN": (-3, "Temporary failure in name resolution"),
    "EAI_FAIL": (-4, "Non-recoverable failure in name resolution"),
    "EAI_NODATA": (-5, "No address associated with hostname"),
    "EAI_FAMILY": (-6, "ai_family not supported"),
    "EAI_SOCKTYPE": (-7, "ai_socktype not supported"),
    "EAI_SERVICE": (-8, "Servname not supported for ai_socktype"),
    "EAI_MEMORY": (-10, "Memory allocation failure"),
    "EAI_SYSTEM": (-11, "System error"),
    "EAI_OVERFLOW": (-12, "Result too large for supplied buffer"),
}
"""The errors of ``getaddrinfo``, as glibc numbers and words them."""

AI_PASSIVE = 1
AI_CANONNAME = 2
AI_NUMERICHOST = 4
AI_NUMERICSERV = 1024
NI_NUMERICHOST = 1
NI_NUMERICSERV = 2

_KINDS = (
    (options.SOCK_STREAM, options.IPPROTO_TCP),
    (options.SOCK_DGRAM, options.IPPROTO_UDP),
    (options.SOCK_RAW, options.IPPROTO_IP),
)


CONTROL_HEADER = 16
"""Octets of ``struct cmsghdr``."""
_LONGEST_CONTROL = 0x7FFFFFFF - CONTROL_HEADER


class gaierror(OSError):  # noqa: N801, N818 - its name in socket
    __module__ = "socket"


class herror(OSError):  # noqa: N801, N818
    __module__ = "socket"


Address = tuple[str, int]


_FAILURES = {
    Failure.UNKNOWN: "EAI_NONAME",
    Failure.NO_ADDRESS: "EAI_NODATA",
    Failure.FOR_NOW: "EAI_AGAIN",
    Failure.FOR_EVER: "EAI_FAIL",
}


class Resolver:
    """The functions about names for a program. They ask the resolver of its host, and wait where that asks a server."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self._names = process.node.names

    def find(self, host: str) -> IPv4Address:
        """The address of a host, by its name or written as numbers; ``gaierror``."""
        if host == "":
            return ANY
        if host in ("<broadcast>", "255.255.255.255"):
            return LIMITED_BROADCAST
        return self._found(host, f"getaddrinfo({host!r})").addresses[0]

    def _found(self, host: str, text: str) -> Answer:
        """All about a host, by its name or written as numbers; ``text`` is the call. ``gaierror``."""
        octets = aton(host)
        if octets is not None:
            return Answer((IPv4Address(int.from_bytes(octets, "big")),), (host,))
        known = self._names.address_in_file(host)
        if known is not None:
            return Answer((known,), tuple(dict.fromkeys((host, *self._names.names_in_file(known)))))
        if not self._names.servers():
            raise _failure("EAI_NONAME")
        with SystemCall(self._process, text) as call:
            answer = self._wait(call, lambda told: self._names.resolve(host, told, call.record))
            if not answer.addresses:
                raise _failure(_FAILURES[answer.failure or Failure.UNKNOWN])
            call.returns(", ".join(map(str, answer.addresses)))
        return answer

    def _names_of(self, ip: IPv4Address) -> tuple[str, ...]:
        """The names of an address; ``herror``."""
        known = tuple(self._names.names_in_file(ip))
        if known or not self._names.servers():
            return known
        with SystemCall(self._process, f"gethostbyaddr({str(ip)!r})") as call:
            answer = self._wait(call, lambda told: self._names.reverse(ip, told, call.record))
            if answer.failure is Failure.FOR_NOW:
                raise herror(2, "Host name lookup failure")
            if not answer.names:
                raise herror(1, "Unknown host")
            call.returns(", ".join(answer.names))
        return answer.names

    @staticmethod
    def _wait(call: SystemCall, ask: Callable[[Callable[[Answer, int], None]], None]) -> Answer:
        """Ask, and wait for the answer where it takes time."""
        answers: list[Answer] = []

        def told(answer: Answer, cause: int) -> None:
            answers.append(answer)
            call.thread.wake(cause)

        ask(told)
        while not answers:
            call.wait(None)
        return answers[0]

    @native("OO|iiii:getaddrinfo", "host", "port", "family", "type", "proto", "flags", owner="_socket")
    def getaddrinfo(
        self,
        host: Any,
        port: Any,
        family: int = 0,
        type: int = 0,  # noqa: A002 - its name
        proto: int = 0,
        flags: int = 0,
    ) -> list[tuple[int, int, int, str, Address]]:
        if not (host is None or isinstance(host, str | bytes)):
            raise TypeError("getaddrinfo() argument 1 must be string or None")
        if not (port is None or isinstance(port, str | bytes | int)):
            raise OSError("Int or String expected")
        text = f"getaddrinfo({host!r}, {port!r})"
        host, port = _text(host), _text(port)
        if family not in (0, options.AF_INET):
            raise _failure("EAI_FAMILY")
        if host is None and port is None:
            raise _failure("EAI_NONAME")
        number = _port(port, flags)
        kinds = [(kind, protocol) for kind, protocol in _KINDS if type in (0, kind) and proto in (0, protocol)]
        if not kinds:
            raise _failure("EAI_SOCKTYPE")
        if not host:
            answer = Answer((ANY if host is None and flags & AI_PASSIVE else LOOPBACK,), ("",))
        elif flags & AI_NUMERICHOST and aton(host) is None:
            raise _failure("EAI_NONAME")
        else:
            answer = self._found(host, text)
        # As glibc has it, the canonical name stands in the first item alone.
        names = itertools.chain(answer.names[:1] if flags & AI_CANONNAME else (), itertools.repeat(""))
        return [
            (options.AF_INET, kind, protocol, next(names), (str(ip), number))
            for ip in answer.addresses
            for kind, protocol in kinds
        ]

    @native("e:gethostbyname", owner="_socket")
    def gethostbyname(self, host: str) -> str:
        return str(self.find(host))

    @native("e:gethostbyname_ex", owner="_socket")
    def gethostbyname_ex(self, host: str) -> tuple[str, list[str], list[str]]:
        if host in ("", "<broadcast>", "255.255.255.255"):
            return host, [], [str(self.find(host))]
        name, *aliases = (answer := self._found(host, f"gethostbyname({host!r})")).names
        return name, aliases, [*map(str, answer.addresses)]

    @native("e:gethostbyaddr", owner="_socket")
    def gethostbyaddr(self, host: str) -> tuple[str, list[str], list[str]]:
        ip = self.find(host)
        names = self._names_of(ip)
        if not names:
            raise herror(1, "Unknown host")
        return names[0], [*names[1:]], [str(ip)]

    @native("Oi:getnameinfo", owner="_socket")
    def getnameinfo(self, address: Any, flags: int) -> tuple[str, str]:
        if not isinstance(address, tuple):
            raise TypeError("getnameinfo() argument 1 must be a tuple")
        if not 2 <= len(address) <= 4 or not isinstance(address[0], str):
            raise TypeError("getnameinfo(): illegal sockaddr argument")
        host, port = address[0], integer(address[1])
        if not flags & NI_NUMERICHOST:
            try:
                host = self.gethostbyaddr(host)[0]
            except herror:
                host = str(self.find(host))
        return host, str(port) if flags & NI_NUMERICSERV else NAMES.get(port, str(port))


def _failure(name: str) -> gaierror:
    return gaierror(*EAI[name])


def _text(value: Any) -> Any:
    """A host or a port as a text, ``None`` for none."""
    if isinstance(value, bytes | bytearray):
        return bytes(value).decode()
    return value if value is None or isinstance(value, str) else str(value)


def _port(port: str | None, flags: int) -> int:
    if not port:
        return 0
    if port.isdecimal():
        return int(port) & 0xFFFF
    if flags & AI_NUMERICSERV or port not in SERVICES:
        raise _failure("EAI_SERVICE")
    return SERVICES[port]


@native("s|s:getservbyname")
def getservbyname(name: str, protocol: str = "") -> int:
    if name not in SERVICES or protocol not in ("", "tcp", "udp"):
        raise OSError("service/proto not found")
    return SERVICES[name]


@native("i|s:getservbyport")
def getservbyport(port: int, protocol: str = "") -> str:
    if not 0 <= port <= 65535:
        raise OverflowError("getservbyport: port must be 0-65535.")
    if port not in NAMES or protocol not in ("", "tcp", "udp"):
        raise OSError("port/proto not found")
    return NAMES[port]


@native("s:getprotobyname")
def getprotobyname(name: str) -> int:
    found = {"ip": 0, "icmp": 1, "tcp": 6, "udp": 17}.get(name.lower())
    if found is None:
        raise OSError("protocol not found")
    return found


def aton(text: str) -> bytes | None:
    """An address of one to four parts, decimal, octal or hexadecimal, as ``inet_aton`` takes it."""
    parts = text.split(".")
    if not 1 <= len(parts) <= 4:
        return None
    try:
        numbers = [_number(part) for part in parts]
    except ValueError:
        return None
    last = 256 ** (5 - len(numbers))
    if any(number > 255 for number in numbers[:-1]) or numbers[-1] >= last:
        return None
    return bytes(numbers[:-1]) + numbers[-1].to_bytes(5 - len(numbers), "big")


def _number(text: str) -> int:
    if not text.isascii() or not text[:1].isdigit() or "_" in text:
        raise ValueError(text)
    if text[:2].lower() == "0x":
        return int(text, 16)
    return int(text, 8 if text[0] == "0" and len(text) > 1 else 10)


@native("s:inet_aton")
def inet_aton(text: str) -> bytes:
    found = aton(text)
    if found is None:
        raise OSError("illegal IP address string passed to inet_aton")
    return found


@native("y:inet_ntoa")
def inet_ntoa(octets: bytes) -> str:
    if len(octets) != 4:
        raise OSError("packed IP wrong length for inet_ntoa")
    return ".".join(map(str, octets))


@native("is:inet_pton")
def inet_pton(family: int, text: str) -> bytes:
    if family != options.AF_INET:
        raise error("EAFNOSUPPORT")
    try:
        return int(IPv4Address.parse(text)).to_bytes(4, "big")
    except ValueError:
        raise OSError("illegal IP address string passed to inet_pton") from None


@native("iy:inet_ntop")
def inet_ntop(family: int, octets: bytes) -> str:
    if family != options.AF_INET:
        raise ValueError(f"unknown address family {int(family)}")
    if len(octets) != 4:
        raise ValueError("invalid length of packed IP address string")
    return inet_ntoa(octets)


def swapping_16(name: str) -> Callable[[Any], int]:
    """``htons`` or ``ntohs`` of a little-endian machine, which every simulated host is."""

    @native(f"i:{name}")
    def swapped(number: int) -> int:
        if number < 0:
            raise OverflowError(f"{name}: can't convert negative Python int to C 16-bit unsigned integer")
        if number > 0xFFFF:
            raise OverflowError(f"{name}: Python int too large to convert to C 16-bit unsigned integer")
        return int(struct.unpack("<H", struct.pack(">H", number))[0])

    return swapped


def swapping_32(name: str) -> Callable[[Any], int]:
    """``htonl`` or ``ntohl``."""

    @single(f"_socket.{name}", is_method=False)
    def swapped(number: Any) -> int:
        if not isinstance(number, int):
            raise TypeError(f"expected int, {type(number).__name__} found")
        if number < 0:
            raise OverflowError("can't convert negative value to unsigned int")
        if number > 0xFFFFFFFF:
            raise OverflowError("int larger than 32 bits")
        return int(struct.unpack("<I", struct.pack(">I", number))[0])

    return swapped


@native("n:CMSG_LEN")
def cmsg_len(length: int) -> int:
    """How long an item beside the data is with its header (``struct cmsghdr``)."""
    if not 0 <= length <= _LONGEST_CONTROL:
        raise OverflowError("CMSG_LEN() argument out of range")
    return CONTROL_HEADER + length


@native("n:CMSG_SPACE")
def cmsg_space(length: int) -> int:
    """How much room it takes: a multiple of 8 octets."""
    if not 0 <= length <= _LONGEST_CONTROL - 8:
        raise OverflowError("CMSG_SPACE() argument out of range")
    return CONTROL_HEADER + (length + 7 & ~7)
