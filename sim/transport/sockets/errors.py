"""The errors of calls: which of them the reason why a datagram cannot be sent is, and the words of Linux for each."""

import errno

from sim.ip.icmp import pdu as codes
from sim.ip.icmp.pdu import Icmp
from sim.ip.ipv4 import rules as ipv4_rules
from sim.ip.pmtu import rules as pmtu_rules
from sim.ip.routes import rules as routes_rules
from sim.why import Why

TEXTS = {
    "EACCES": "Permission denied",
    "EADDRINUSE": "Address already in use",
    "EADDRNOTAVAIL": "Cannot assign requested address",
    "EAFNOSUPPORT": "Address family not supported by protocol",
    "EAGAIN": "Resource temporarily unavailable",
    "EALREADY": "Operation already in progress",
    "ECONNABORTED": "Software caused connection abort",
    "ECONNREFUSED": "Connection refused",
    "ECONNRESET": "Connection reset by peer",
    "EDESTADDRREQ": "Destination address required",
    "EDOM": "Numerical argument out of domain",
    "EHOSTDOWN": "Host is down",
    "EHOSTUNREACH": "No route to host",
    "EINPROGRESS": "Operation now in progress",
    "EINVAL": "Invalid argument",
    "EISCONN": "Transport endpoint is already connected",
    "EMSGSIZE": "Message too long",
    "ENETUNREACH": "Network is unreachable",
    "ENOBUFS": "No buffer space available",
    "ENODEV": "No such device",
    "ENOENT": "No such file or directory",
    "ENONET": "Machine is not on the network",
    "ENOPROTOOPT": "Protocol not available",
    "ENOTCONN": "Transport endpoint is not connected",
    "EOPNOTSUPP": "Operation not supported",
    "EPERM": "Operation not permitted",
    "EPIPE": "Broken pipe",
    "EPROTO": "Protocol error",
    "EPROTONOSUPPORT": "Protocol not supported",
    "EPROTOTYPE": "Protocol wrong type for socket",
    "ESOCKTNOSUPPORT": "Socket type not supported",
    "ETIMEDOUT": "Connection timed out",
}
"""What ``strerror`` says on Linux, by the names of ``errno``."""

_OF_LINUX = {"ENONET": 64}
"""Numbers of Linux for errors that other systems have no name for."""

_OF_RULES = {
    ipv4_rules.DESTINATION_THIS_NETWORK: "EINVAL",
    ipv4_rules.FRAGMENTATION_NEEDED: "EMSGSIZE",
    ipv4_rules.NO_ADDRESS: "ENETUNREACH",
    ipv4_rules.SOURCE_LOOPBACK: "EINVAL",
    pmtu_rules.TOO_LONG: "EMSGSIZE",
    routes_rules.BLACKHOLE: "EINVAL",
    routes_rules.NONE: "ENETUNREACH",
    routes_rules.PROHIBIT: "EACCES",
}


def name_of(trouble: Why) -> str:
    """The error that a call fails with where the node itself cannot send."""
    return _OF_RULES.get(trouble.rule, "EHOSTUNREACH")


def error(name: str) -> OSError:
    """The exception for the error of this name, such as ``ECONNREFUSED``: of the subclass that Python has for it."""
    return OSError(number_of(name), TEXTS[name])


def number_of(name: str) -> int:
    """The number that ``errno`` has here for this name; 0 for ""."""
    number: int = _OF_LINUX.get(name) or (getattr(errno, name) if name else 0)
    return number


def name_of_number(number: int | None) -> str:
    """The name of an error that was raised, by its ``errno``."""
    return next((name for name, known in _OF_LINUX.items() if known == number), "") or errno.errorcode[number or 0]


def of_icmp(message: Icmp) -> tuple[str, bool]:
    """The error that an ICMP error is to a program, and whether it is hard: lasting, not of the moment."""
    match message.type:
        case codes.DESTINATION_UNREACHABLE:
            return _UNREACHABLE.get(message.code, ("EHOSTUNREACH", True))
        case codes.PARAMETER_PROBLEM:
            return "EPROTO", True
    return "EHOSTUNREACH", False


_UNREACHABLE = {
    codes.NET_UNREACHABLE: ("ENETUNREACH", False),
    codes.HOST_UNREACHABLE: ("EHOSTUNREACH", False),
    codes.PROTOCOL_UNREACHABLE: ("ENOPROTOOPT", True),
    codes.PORT_UNREACHABLE: ("ECONNREFUSED", True),
    codes.FRAGMENTATION_NEEDED: ("EMSGSIZE", True),
    codes.SOURCE_ROUTE_FAILED: ("EOPNOTSUPP", False),
    codes.NET_UNKNOWN: ("ENETUNREACH", True),
    codes.HOST_UNKNOWN: ("EHOSTDOWN", True),
    codes.SOURCE_HOST_ISOLATED: ("ENONET", True),
    codes.NET_PROHIBITED: ("ENETUNREACH", True),
    codes.NET_UNREACHABLE_FOR_TOS: ("ENETUNREACH", False),
    codes.HOST_UNREACHABLE_FOR_TOS: ("EHOSTUNREACH", False),
}
"""By code (RFC 792, RFC 1122 3.2.2.1); others are lasting."""
