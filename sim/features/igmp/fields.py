"""The fields of an IGMP message."""

from collections.abc import Mapping

from sim.explain.fields import Sense, Senses, ip
from sim.explain.language import FieldRule
from sim.features.igmp.pdu import from_code

FIELDS: dict[str, dict[str, FieldRule]] = {
    "igmp": {
        "": FieldRule(
            "RFC 3376",
            "Internet Group Management Protocol",
            "Tells the routers of a link which multicast groups its hosts listen to.",
        ),
        "type": FieldRule(
            "RFC 3376, 4",
            "Type of the message",
            "The kind of message: {type}.",
            {
                0x11: "A router asks which groups the hosts listen to.",
                0x12: "A host listens to the group (version 1).",
                0x16: "A host listens to the group (version 2).",
                0x17: "A host leaves the group (version 2).",
                0x22: "A host tells of all its groups, or of a change (version 3).",
            },
        ),
        "unused": FieldRule("RFC 3376, 4.2.1", "Not used", "The sender sets it to 0, and the receiver ignores it."),
        "max_response_time": FieldRule(
            "RFC 3376, 4.1.1",
            "Greatest time until the answer",
            "Each host waits for a random time up to this before it answers, so that not all answer at once.",
            {"old": "0 comes from a router with IGMP version 1, which means 10 s.", "known": "Here: {ns}."},
        ),
        "checksum": FieldRule(
            "RFC 3376, 4.1.2",
            "Checksum",
            "Protects the whole message. If the checksum is wrong, the receiver drops the message.",
        ),
        "group_address": FieldRule(
            "RFC 3376, 4.1.3",
            "Group",
            "The group that the message is about.",
            {"all": "0.0.0.0: the router asks for all groups.", "one": "Here: {ip}."},
        ),
        "resv": FieldRule("RFC 3376, 4.1.4", "Reserved", "The sender sets it to 0, and the receiver ignores it."),
        "suppress": FieldRule(
            "RFC 3376, 4.1.5",
            "Suppress router-side processing",
            "1 tells other routers not to shorten their timers because of this query. Hosts ignore it.",
        ),
        "qrv": FieldRule(
            "RFC 3376, 4.1.6",
            "Robustness of the querier",
            "How many times hosts tell a change, in case some reports are lost: {qrv}. 0 leaves it to them.",
        ),
        "qqic": FieldRule(
            "RFC 3376, 4.1.7",
            "Time between two queries",
            "How often this router asks for all groups: every {ns}.",
        ),
        "number_of_sources": FieldRule(
            "RFC 3376, 4.1.8",
            "Number of senders",
            "How many senders the router asks about: {number_of_sources}. With 0 it asks for the whole group.",
        ),
        "source_address": FieldRule("RFC 3376, 4.1.9", "Sender", "A sender that the router asks about."),
        "reserved": FieldRule("RFC 3376, 4.2.1", "Reserved", "The sender sets it to 0, and the receiver ignores it."),
        "number_of_records": FieldRule(
            "RFC 3376, 4.2.3",
            "Number of records",
            "How many groups the report tells about: {number_of_records}.",
        ),
        "rest": FieldRule("RFC 3376, 4.1.10", "Further octets", "The checksum covers them; nobody reads them."),
    },
    "igmp-record": {
        "": FieldRule(
            "RFC 3376, 4.2.4",
            "Record of a group",
            "Tells of one group from whom the host wants to hear there.",
        ),
        "record_type": FieldRule(
            "RFC 3376, 4.2.12",
            "Type of the record",
            "What the list of senders means: {record_type}.",
            {
                1: "An answer: the host hears the listed senders only. An empty list: it is not in the group.",
                2: "An answer: the host hears all senders but the listed. An empty list: it hears everybody.",
                3: "A change: from now on the host hears the listed senders only. An empty list: it leaves the group.",
                4: "A change: from now on the host hears all senders but the listed. An empty list: it joins.",
                5: "A change: the host also wants to hear the listed senders.",
                6: "A change: the host does not want to hear the listed senders any more.",
            },
        ),
        "aux_data_len": FieldRule(
            "RFC 3376, 4.2.6",
            "Length of further data",
            "How many units of 4 octets follow the senders. Version 3 uses none.",
        ),
        "number_of_sources": FieldRule(
            "RFC 3376, 4.2.7", "Number of senders", "How many senders the list has: {number_of_sources}."
        ),
        "multicast_address": FieldRule("RFC 3376, 4.2.8", "Group", "The group that the record is about."),
        "source_address": FieldRule("RFC 3376, 4.2.9", "Sender", "A sender in the list."),
        "auxiliary_data": FieldRule("RFC 3376, 4.2.10", "Further data", "Version 3 of IGMP does not use it."),
        "rest": FieldRule("RFC 3376, 4.2.11", "Further octets", "The checksum covers them; nobody reads them."),
    },
}


def _response(values: Mapping[str, int]) -> Sense:
    code = values["max_response_time"]
    return Sense({"ns": from_code(code) * 100_000_000}, ("known" if code else "old",))


def _interval(values: Mapping[str, int]) -> Sense:
    return Sense({"ns": from_code(values["qqic"]) * 1_000_000_000}, ())


def _group(values: Mapping[str, int]) -> Sense:
    found = ip("group_address")(values)
    return Sense(found.facts, ("one" if values["group_address"] else "all",))


SENSES: Senses = {"igmp": {"max_response_time": _response, "qqic": _interval, "group_address": _group}}
