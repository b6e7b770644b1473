"""The numbers that DNS messages carry, with their names (RFC 1035 3.2, 4.1.1; the registry of IANA)."""

from sim.words import TextError

A, NS, CNAME, SOA, PTR, HINFO, MX, TXT, AAAA, SRV, DNAME, OPT = 1, 2, 5, 6, 12, 13, 15, 16, 28, 33, 39, 41
IXFR, AXFR, MAILB, MAILA, ANY = 251, 252, 253, 254, 255
"""Types of records, and of questions alone (QTYPE)."""

IN, CHAOS, HESIOD, NO_CLASS, ANY_CLASS = 1, 3, 4, 254, 255

QUERY, INVERSE_QUERY, STATUS, NOTIFY, UPDATE = 0, 1, 2, 4, 5
"""Kinds of query (OPCODE)."""

NOERROR, FORMERR, SERVFAIL, NXDOMAIN, NOTIMP, REFUSED, YXDOMAIN, BADVERS = 0, 1, 2, 3, 4, 5, 6, 16
"""Response codes (RCODE); those above 15 need an OPT record (RFC 6891 6.1.3)."""

PORT = 53

TYPES = {
    A: "A", NS: "NS", 3: "MD", 4: "MF", CNAME: "CNAME", SOA: "SOA", 7: "MB", 8: "MG", 9: "MR", 10: "NULL", 11: "WKS",
    PTR: "PTR", HINFO: "HINFO", 14: "MINFO", MX: "MX", TXT: "TXT", 17: "RP", 18: "AFSDB", 24: "SIG", 25: "KEY",
    AAAA: "AAAA", 29: "LOC", SRV: "SRV", 35: "NAPTR", 36: "KX", 37: "CERT", DNAME: "DNAME", OPT: "OPT", 42: "APL",
    43: "DS", 44: "SSHFP", 45: "IPSECKEY", 46: "RRSIG", 47: "NSEC", 48: "DNSKEY", 49: "DHCID", 50: "NSEC3",
    51: "NSEC3PARAM", 52: "TLSA", 53: "SMIMEA", 55: "HIP", 59: "CDS", 60: "CDNSKEY", 61: "OPENPGPKEY", 62: "CSYNC",
    63: "ZONEMD", 64: "SVCB", 65: "HTTPS", 99: "SPF", 108: "EUI48", 109: "EUI64", 249: "TKEY", 250: "TSIG",
    IXFR: "IXFR", AXFR: "AXFR", MAILB: "MAILB", MAILA: "MAILA", ANY: "ANY", 256: "URI", 257: "CAA",
}  # fmt: skip
CLASSES = {IN: "IN", CHAOS: "CH", HESIOD: "HS", NO_CLASS: "NONE", ANY_CLASS: "ANY"}
OPCODES = {QUERY: "QUERY", INVERSE_QUERY: "IQUERY", STATUS: "STATUS", NOTIFY: "NOTIFY", UPDATE: "UPDATE"}
RCODES = {
    NOERROR: "NOERROR", FORMERR: "FORMERR", SERVFAIL: "SERVFAIL", NXDOMAIN: "NXDOMAIN", NOTIMP: "NOTIMP",
    REFUSED: "REFUSED", YXDOMAIN: "YXDOMAIN", 7: "YXRRSET", 8: "NXRRSET", 9: "NOTAUTH", 10: "NOTZONE",
    BADVERS: "BADVERS", 23: "BADCOOKIE",
}  # fmt: skip

_TYPE_NUMBERS = {name: number for number, name in TYPES.items()}
_CLASS_NUMBERS = {name: number for number, name in CLASSES.items()}


def type_name(number: int) -> str:
    """``A``; ``TYPE1234`` for one that has no name here (RFC 3597 5)."""
    return TYPES.get(number) or f"TYPE{number}"


def class_name(number: int) -> str:
    """``IN``; ``CLASS32`` for one that has no name here (RFC 3597 5)."""
    return CLASSES.get(number) or f"CLASS{number}"


def type_number(text: str) -> int:
    """The number of a type as people write it, in capital or small letters; raises ``TextError``."""
    found = _number(text, "TYPE", _TYPE_NUMBERS)
    if found is None:
        raise TextError(f"{text!r} is no type of record", "write one like A, MX or TXT")
    return found


def class_number(text: str) -> int:
    """The number of a class as people write it; raises ``TextError``."""
    found = _number(text, "CLASS", _CLASS_NUMBERS)
    if found is None:
        raise TextError(f"{text!r} is no class of record", "write IN")
    return found


def _number(text: str, prefix: str, names: dict[str, int]) -> int | None:
    word = text.upper()
    digits = word.removeprefix(prefix)
    if word in names:
        return names[word]
    is_number = word.startswith(prefix) and digits.isdecimal() and digits.isascii() and int(digits) <= 0xFFFF
    return int(digits) if is_number else None
