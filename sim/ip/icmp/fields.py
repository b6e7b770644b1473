"""The fields of an ICMP message."""

from collections.abc import Mapping

from sim.addresses import IPv4Address
from sim.explain.fields import Sense, Senses
from sim.explain.language import FieldRule
from sim.ip.icmp import pdu as icmp

FIELDS: dict[str, dict[str, FieldRule]] = {
    "icmp": {
        "": FieldRule(
            "RFC 792",
            "Internet Control Message Protocol",
            "Reports problems with a datagram to the source of that datagram, and answers requests such as ping.",
        ),
        "type": FieldRule(
            "RFC 792",
            "Type of the message",
            "The kind of message: {type}.",
            {
                0: "This message answers an echo request: the host is there.",
                3: "The datagram quoted below could not be delivered. The code says why.",
                4: "This message asks a sender to slow down. No device should send it any more (RFC 6633).",
                5: "A router names a better first router for this destination.",
                8: "The receiver answers with the same data (ping).",
                9: "A router announces that it is there (RFC 1256).",
                10: "A host asks which routers are on the link (RFC 1256).",
                11: "Time has run out for the datagram quoted below. The code says which time: the TTL or the time for "
                "reassembly.",
                12: "The header quoted below contains an error.",
                13: "This message asks for the time of the receiver's clock.",
                14: "This message answers a timestamp request with the time of the sender's clock.",
            },
        ),
        "code": FieldRule(
            "RFC 792",
            "Code",
            "Says more exactly what the message reports.",
            {"plain": "Messages of this type always have code 0.", "named": "Here: {code}."},
        ),
        "checksum": FieldRule(
            "RFC 792",
            "Checksum",
            "Protects the whole message, including its data. If the checksum is wrong, the receiver drops the "
            "message and sends no error.",
        ),
        "identifier": FieldRule(
            "RFC 792",
            "Identifier",
            "A number that the sender of the request chooses: {identifier}. The reply repeats the number, so each "
            "ping program recognizes its own replies.",
        ),
        "sequence": FieldRule(
            "RFC 792",
            "Sequence number",
            "The number of the request that this message is or answers: {sequence}. It shows which replies are "
            "lost or duplicated.",
        ),
        "unused": FieldRule(
            "RFC 792",
            "Not used",
            "Messages of this kind do not use these octets: the sender sets them to 0, and the receiver ignores them.",
        ),
        "rest": FieldRule(
            "RFC 792",
            "Rest of the header",
            "The meaning of these four octets depends on the type. This type is not known here.",
        ),
        "gateway": FieldRule(
            "RFC 792, redirect message",
            "The better router",
            "The host should send datagrams for this destination directly to {ip}, which is on the same link as "
            "the host.",
        ),
        "mtu": FieldRule(
            "RFC 1191, 4",
            "MTU of the next link",
            "The largest datagram that the next link can carry.",
            {
                "known": "A datagram of at most {mtu} octets would have passed.",
                "none": "0 comes from an old router, which does not give the MTU.",
            },
        ),
        "pointer": FieldRule(
            "RFC 792, parameter problem message",
            "Pointer",
            "The octet of the quoted datagram that is wrong: octet {pointer}, counted from 0.",
        ),
        "originate": FieldRule(
            "RFC 792, timestamp message",
            "Time of sending",
            "When the request was sent, in ms since midnight (UT): {originate}.",
        ),
        "receive": FieldRule(
            "RFC 792, timestamp message",
            "Time of reception",
            "When the request arrived, in ms since midnight (UT): {receive}.",
        ),
        "transmit": FieldRule(
            "RFC 792, timestamp message",
            "Time of the answer",
            "When the reply was sent, in ms since midnight (UT): {transmit}.",
        ),
        "data": FieldRule(
            "RFC 792",
            "Data of the message",
            "{size:octet|octets} after the header. An echo reply returns the same octets that the request carried.",
        ),
    },
}

_WITH_CODES = frozenset({icmp.DESTINATION_UNREACHABLE, icmp.REDIRECT, icmp.TIME_EXCEEDED, icmp.PARAMETER_PROBLEM})
_WITHOUT_CODES = frozenset(
    {icmp.ECHO_REPLY, icmp.ECHO_REQUEST, icmp.SOURCE_QUENCH, icmp.TIMESTAMP, icmp.TIMESTAMP_REPLY}
)


def _code(values: Mapping[str, int]) -> Sense:
    kind = values["type"]
    return Sense({}, ("named",) if kind in _WITH_CODES else ("plain",) if kind in _WITHOUT_CODES else ())


def _gateway(values: Mapping[str, int]) -> Sense:
    return Sense({"ip": IPv4Address(values["gateway"])}, ())


def _mtu(values: Mapping[str, int]) -> Sense:
    return Sense({}, ("known" if values["mtu"] else "none",))


SENSES: Senses = {"icmp": {"code": _code, "gateway": _gateway, "mtu": _mtu}}
