"""The fields of a BPDU."""

from collections.abc import Mapping

from sim.addresses import MacAddress
from sim.explain.fields import Sense, Senses, Tell
from sim.explain.language import FieldRule
from sim.features.stp.pdu import UNITS, PortId

FIELDS: dict[str, dict[str, FieldRule]] = {
    "stp": {
        "": FieldRule(
            "IEEE 802.1D-2004, 9.3",
            "Bridge protocol data unit",
            "Switches tell their neighbours with it which root they know and how far away the root is.",
        ),
        "protocol_id": FieldRule("IEEE 802.1D-2004, 9.2.2", "Protocol identifier", "0 is spanning tree."),
        "version": FieldRule(
            "IEEE 802.1D-2004, 9.2.3",
            "Protocol version",
            "The version that the sender speaks: {version}.",
            {0: "0 is the spanning tree protocol (STP).", 2: "2 is the rapid spanning tree protocol (RSTP)."},
        ),
        "bpdu_type": FieldRule(
            "IEEE 802.1D-2004, 9.2.4",
            "Type of the BPDU",
            "The kind of the message.",
            {
                0x00: "A configuration BPDU: what an STP switch says of the tree.",
                0x02: "An RST BPDU: the same from an RSTP switch, with its port's role and state.",
                0x80: "An STP switch tells the root that the tree has changed. Nothing else follows.",
            },
        ),
        "tc_ack": FieldRule(
            "IEEE 802.1D-2004, 9.3.1",
            "Topology change acknowledgment",
            "1 answers a topology change notification: the sender passes it on to the root.",
        ),
        "agreement": FieldRule(
            "IEEE 802.1D-2004, 9.3.3",
            "Agreement",
            "1 answers a proposal: all other ports of the sender are in step, so the other end may forward at once.",
        ),
        "forwarding": FieldRule("IEEE 802.1D-2004, 9.3.3", "Forwarding", "1: the sending port forwards frames."),
        "learning": FieldRule("IEEE 802.1D-2004, 9.3.3", "Learning", "1: the sending port learns MAC addresses."),
        "port_role": FieldRule(
            "IEEE 802.1D-2004, 9.2.9",
            "Port role",
            "The role of the sending port. In a configuration BPDU the bits are 0.",
            {
                1: "1 is an alternate or backup port.",
                2: "2 is the root port.",
                3: "3 is the designated port of the link.",
            },
        ),
        "proposal": FieldRule(
            "IEEE 802.1D-2004, 9.3.3",
            "Proposal",
            "1: the sending port wants to be the designated port and forward, and asks the other end to agree.",
        ),
        "tc": FieldRule(
            "IEEE 802.1D-2004, 9.3.1",
            "Topology change",
            "1: the tree has changed. A switch that hears this forgets soon where stations are.",
        ),
        "root_priority": FieldRule(
            "IEEE 802.1D-2004, 9.2.5",
            "Priority of the root",
            "With the address behind it, the identifier of the switch that the sender believes to be the root. The "
            "lowest identifier is the root.",
        ),
        "root_address": FieldRule(
            "IEEE 802.1D-2004, 9.2.5",
            "Address of the root",
            "The MAC address of the root: {mac}. It decides between switches of the same priority.",
        ),
        "root_path_cost": FieldRule(
            "IEEE 802.1D-2004, 9.2.6",
            "Root path cost",
            "How far the root is from the sender: the costs of all ports on the way, {root_path_cost} in all.",
            {0: "0: the sender is the root itself."},
        ),
        "bridge_priority": FieldRule(
            "IEEE 802.1D-2004, 9.2.5",
            "Priority of the sender",
            "With the address behind it, the identifier of the switch that sends the BPDU.",
        ),
        "bridge_address": FieldRule(
            "IEEE 802.1D-2004, 9.2.5", "Address of the sender", "The MAC address of the sending switch: {mac}."
        ),
        "port_id": FieldRule(
            "IEEE 802.1D-2004, 9.2.7",
            "Port identifier",
            "The port that sends the BPDU: priority {port_priority}, number {number}.",
        ),
        "message_age": FieldRule(
            "IEEE 802.1D-2004, 9.2.8",
            "Message age",
            "About how old the root's word is: {ns}. Each switch on the way adds 1 s.",
        ),
        "max_age": FieldRule(
            "IEEE 802.1D-2004, 9.2.8",
            "Max age",
            "A message of this age is not used any more: {ns}. All switches take the root's value.",
        ),
        "hello_time": FieldRule(
            "IEEE 802.1D-2004, 9.2.8", "Hello time", "The time between two BPDUs of a designated port: {ns}."
        ),
        "forward_delay": FieldRule(
            "IEEE 802.1D-2004, 9.2.8",
            "Forward delay",
            "How long a port waits before it learns, and again before it forwards: {ns}.",
        ),
        "version_1_length": FieldRule(
            "IEEE 802.1D-2004, 9.3.3",
            "Version 1 length",
            "The length of a part that version 1 would have. No such part exists, so it is 0.",
        ),
        "rest": FieldRule("IEEE 802.1D-2004, 9.3.4", "Further octets", "This version does not know them."),
    },
}


def _mac(name: str) -> Tell:
    return lambda values: Sense({"mac": MacAddress(values[name])}, ())


def _time(name: str) -> Tell:
    return lambda values: Sense({"ns": values[name] * 1_000_000_000 // UNITS}, ())


def _port(values: Mapping[str, int]) -> Sense:
    port = PortId(values["port_id"])
    return Sense({"port_priority": port.priority, "number": port.number}, ())


SENSES: Senses = {
    "stp": {
        "root_address": _mac("root_address"),
        "bridge_address": _mac("bridge_address"),
        "port_id": _port,
        **{name: _time(name) for name in ("message_age", "max_age", "hello_time", "forward_delay")},
    }
}
