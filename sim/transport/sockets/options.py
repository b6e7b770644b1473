"""The numbers that socket calls take, as on Linux; programs find most of them in ``socket`` under these names."""

import sys
from struct import Struct
from typing import NamedTuple

from sim.transport.sockets.errors import error

AF_UNIX = 1
AF_INET = 2
SOCK_STREAM = 1
SOCK_DGRAM = 2
SOCK_RAW = 3
SOCK_RDM = 4
SOCK_SEQPACKET = 5
SOCK_NONBLOCK = 0o4000
SOCK_CLOEXEC = 0o2000000
KIND_FLAGS = SOCK_NONBLOCK | SOCK_CLOEXEC
"""What may be added to a kind."""
SOMAXCONN = 4096

MSG_OOB = 0x1
MSG_PEEK = 0x2
MSG_DONTROUTE = 0x4
MSG_CTRUNC = 0x8
MSG_TRUNC = 0x20
MSG_DONTWAIT = 0x40
MSG_WAITALL = 0x100
MSG_ERRQUEUE = 0x2000
MSG_NOSIGNAL = 0x4000
MSG_MORE = 0x8000

SCM_RIGHTS = 1
MSG_CMSG_CLOEXEC = 0x40000000

IPPROTO_IP = 0
IPPROTO_ICMP = 1
IPPROTO_TCP = 6
IPPROTO_UDP = 17
IPPROTO_RAW = 255

SOL_SOCKET = 1
SO_REUSEADDR = 2
SO_TYPE = 3
SO_ERROR = 4
SO_BROADCAST = 6
SO_SNDBUF = 7
SO_RCVBUF = 8
SO_KEEPALIVE = 9
SO_NO_CHECK = 11
SO_PRIORITY = 12
SO_LINGER = 13
SO_REUSEPORT = 15
SO_RCVLOWAT = 18
SO_SNDLOWAT = 19
SO_RCVTIMEO = 20
SO_SNDTIMEO = 21
SO_BINDTODEVICE = 25
SO_ACCEPTCONN = 30
SO_PROTOCOL = 38
SO_DOMAIN = 39

IP_TOS = 1
IP_TTL = 2
IP_HDRINCL = 3
IP_PKTINFO = 8
IP_MTU_DISCOVER = 10
IP_RECVERR = 11
IP_RECVTTL = 12
IP_RECVTOS = 13
IP_MTU = 14
IP_MULTICAST_IF = 32
IP_MULTICAST_TTL = 33
IP_MULTICAST_LOOP = 34
IP_ADD_MEMBERSHIP = 35
IP_DROP_MEMBERSHIP = 36
IP_UNBLOCK_SOURCE = 37
IP_BLOCK_SOURCE = 38
IP_ADD_SOURCE_MEMBERSHIP = 39
IP_DROP_SOURCE_MEMBERSHIP = 40
IP_MULTICAST_ALL = 49

IP_PMTUDISC_DONT = 0
IP_PMTUDISC_WANT = 1
IP_PMTUDISC_DO = 2
IP_PMTUDISC_PROBE = 3

UDP_CORK = 1

TCP_NODELAY = 1
TCP_MAXSEG = 2
TCP_CORK = 3
TCP_KEEPIDLE = 4
TCP_KEEPINTVL = 5
TCP_KEEPCNT = 6
TCP_SYNCNT = 7
TCP_LINGER2 = 8
TCP_DEFER_ACCEPT = 9
TCP_INFO = 11
TCP_QUICKACK = 12
TCP_CONGESTION = 13
TCP_USER_TIMEOUT = 18
TCP_FASTOPEN = 23

DEFAULT_BUFFER = 106496
"""Octets; Linux calls it twice that, since it counts what keeps them as well."""
LARGEST_BUFFER = 2**30
"""As much as a window can be scaled to; Linux bounds it by net.core.rmem_max and wmem_max."""
LEAST_RECEIVE_BUFFER = 1152
LEAST_SEND_BUFFER = 2304

LINGER = Struct("=ii")
"""``struct linger``: whether, and for how many seconds."""

TIMEVAL = Struct("=qq")
"""``struct timeval``: seconds and microseconds."""

OptionName = tuple[int, int]
"""Level and name."""


class Plain(NamedTuple):
    """An option that is a number and nothing else: what it is at first, and what it may be."""

    initial: int
    low: int
    high: int
    is_flag: bool = False


FLAG = Plain(0, 0, 1, is_flag=True)


_PREFIXES = ("AF_", "SOCK_", "SOL_", "SCM_", "SO_", "SOMAXCONN", "MSG_", "IPPROTO_", "IP_", "TCP_")

NUMBERS = {name: number for name, number in globals().items() if name.startswith(_PREFIXES) and isinstance(number, int)}
"""The numbers of socket calls by their names."""

_LEVELS = {"SOL_SOCKET": "SO_", "IPPROTO_IP": "IP_", "IPPROTO_TCP": "TCP_"}
_LEVEL_NAMES = {NUMBERS[level]: level for level in _LEVELS}
_NAMES: dict[OptionName, str] = {
    (NUMBERS[level], number): name
    for level, prefix in _LEVELS.items()
    for name, number in NUMBERS.items()
    if name.startswith(prefix) and not name.startswith("IP_PMTUDISC_")  # those are values of IP_MTU_DISCOVER
}


def written(level: int, name: int) -> str:
    """An option as a program writes it, such as ``SOL_SOCKET, SO_KEEPALIVE``; numbers where it has no name."""
    return f"{_LEVEL_NAMES.get(level, level)}, {_NAMES.get((level, name), name)}"


def number_of(value: int | bytes) -> int | None:
    """The number that an option is set to, given so or by its octets in memory; ``None`` where those are too few."""
    if isinstance(value, int):
        return value
    return int.from_bytes(value[:4], sys.byteorder, signed=True) if len(value) >= 4 else None


def octets_of(value: int | bytes) -> bytes:
    """What an option is set to, as it stands in memory."""
    return value.to_bytes(4, sys.byteorder, signed=True) if isinstance(value, int) else value


def name_of(value: int | bytes) -> str:
    """A text that an option is set to, up to its first zero octet."""
    return octets_of(value).partition(b"\0")[0].decode("ascii", "replace")


def linger_of(value: int | bytes) -> tuple[int, int]:
    """What SO_LINGER is set to. EINVAL."""
    if isinstance(value, int) or len(value) < LINGER.size:
        raise error("EINVAL")
    is_on, seconds = LINGER.unpack_from(value)
    return int(is_on != 0), seconds


def timeout_of(value: int | bytes) -> int:
    """What SO_RCVTIMEO or SO_SNDTIMEO is set to (ns); 0 for no limit. EINVAL, EDOM."""
    if isinstance(value, int) or len(value) < TIMEVAL.size:
        raise error("EINVAL")
    seconds, microseconds = TIMEVAL.unpack_from(value)
    if not 0 <= microseconds < 1_000_000:
        raise error("EDOM")
    return int(seconds) * 1_000_000_000 + int(microseconds) * 1000 if seconds >= 0 else 0


def timeval(ns: int) -> bytes:
    """A time (ns) as SO_RCVTIMEO tells it."""
    return TIMEVAL.pack(ns // 1_000_000_000, ns // 1000 % 1_000_000)
