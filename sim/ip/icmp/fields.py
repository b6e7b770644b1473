"""The fields of an ICMP message."""

from sim.explain.language import FieldRule

FIELDS: dict[str, dict[str, FieldRule]] = {
    "icmp": {
        "": FieldRule(
            "RFC 792",
            "Internet Control Message Protocol",
            "Tells the source of a datagram what became of it, and answers questions such as a ping.",
        ),
        "type": FieldRule(
            "RFC 792",
            "Type of the message",
            "What kind of message this is: {type}.",
            {
                0: "It answers an echo request: the host is there.",
                3: "The datagram quoted below could not be delivered; the code says why.",
                4: "It asked a sender to slow down; nobody should send it any more (RFC 6633).",
                5: "A router tells of a better first router for this destination.",
                8: "Whoever gets it answers with the same data (ping).",
                9: "A router says that it is there (RFC 1256).",
                10: "A host asks which routers are there (RFC 1256).",
                11: "Time is up for the datagram quoted below; the code says which.",
                12: "There is something wrong in the header quoted below.",
                13: "It asks for the other's clock.",
                14: "It gives the own clock, in answer to a question.",
            },
        ),
        "code": FieldRule(
            "RFC 792",
            "Code",
            "Says more exactly what the type means.",
            {"plain": "Messages of this type have 0 here.", "named": "Here: {code}."},
        ),
        "checksum": FieldRule(
            "RFC 792",
            "Checksum",
            "Guards the whole message, its data too. With a wrong one it is dropped without a word.",
        ),
        "identifier": FieldRule(
            "RFC 792",
            "Identifier",
            "The asker's mark, {identifier}, which the answer repeats: so each ping knows its own answers from those "
            "of another.",
        ),
        "sequence": FieldRule(
            "RFC 792",
            "Sequence number",
            "Which question of the asker's this is or answers: {sequence}. So lost and doubled answers are noticed.",
        ),
        "unused": FieldRule(
            "RFC 792", "Not used", "Messages of this kind do not need these octets: they are 0, and nobody reads them."
        ),
        "rest": FieldRule(
            "RFC 792", "Rest of the header", "Four octets whose meaning the type gives. This type is not known here."
        ),
        "gateway": FieldRule(
            "RFC 792, redirect message",
            "The better router",
            "Send datagrams for this destination straight to {ip}, which is on your link.",
        ),
        "mtu": FieldRule(
            "RFC 1191, 4",
            "MTU of the next link",
            "The largest datagram that the next link takes.",
            {
                "known": "With at most {mtu} octets, it would have passed.",
                "none": "0 is from an old router, which does not tell.",
            },
        ),
        "pointer": FieldRule(
            "RFC 792, parameter problem message",
            "Pointer",
            "Which octet of the quoted datagram is wrong: octet {pointer}, counted from 0.",
        ),
        "originate": FieldRule(
            "RFC 792, timestamp message",
            "Time of sending",
            "When the asker sent the question, in ms since midnight (UT): {originate}.",
        ),
        "receive": FieldRule(
            "RFC 792, timestamp message",
            "Time of reception",
            "When the one who answers got the question, in ms since midnight (UT): {receive}.",
        ),
        "transmit": FieldRule(
            "RFC 792, timestamp message",
            "Time of the answer",
            "When the answer was sent, in ms since midnight (UT): {transmit}.",
        ),
        "data": FieldRule(
            "RFC 792",
            "Data of the message",
            "{size:octet|octets} behind the header. An echo reply brings back the same octets as came with the "
            "request.",
        ),
    },
}
