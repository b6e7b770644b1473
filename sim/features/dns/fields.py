"""The fields of DNS messages."""

from sim.explain.fields import Senses
from sim.explain.language import FieldRule

_RECORD = "RFC 1035, 3.2.1"
_COUNT = "RFC 1035, 4.1.1"

FIELDS: dict[str, dict[str, FieldRule]] = {
    "dns": {
        "": FieldRule(
            "RFC 1035, 4.1",
            "Domain Name System",
            "Asks for what is known of a name, or answers. A question and its answer have the same form: a header, the "
            "question, and three lists of records.",
        ),
        "id": FieldRule(
            _COUNT, "Identifier", "The client chooses a number. The answer repeats it, so the client knows its answer."
        ),
        "qr": FieldRule(
            _COUNT,
            "Query or response",
            "Tells a question from an answer.",
            {0: "This message asks.", 1: "This message answers."},
        ),
        "opcode": FieldRule(
            _COUNT,
            "Kind of query",
            "What is wanted.",
            {0: "0 is a normal query.", 4: "4 tells a server that a zone has changed.", 5: "5 changes a zone."},
        ),
        "aa": FieldRule(
            _COUNT,
            "Authoritative answer",
            "Whether the server that answers has the zone of the name.",
            {0: "It has not, or this is a question.", 1: "It has: the answer does not come from a cache."},
        ),
        "tc": FieldRule(
            _COUNT,
            "Truncated",
            "Whether some of the message was left out, because it was too long.",
            {0: "Nothing was left out.", 1: "Something is missing. The client should ask again over TCP."},
        ),
        "rd": FieldRule(
            _COUNT,
            "Recursion desired",
            "Whether the client wants the server to find the answer at other servers, if need be.",
            {0: "The client asks for what this server knows itself.", 1: "The client wants the whole answer."},
        ),
        "ra": FieldRule(
            _COUNT,
            "Recursion available",
            "Whether the server that answers would ask other servers.",
            {0: "It would not, or this is a question.", 1: "It would."},
        ),
        "z": FieldRule(_COUNT, "Reserved", "Must be 0."),
        "ad": FieldRule(
            "RFC 4035, 3.1.6", "Authentic data", "Whether the server has checked the signatures of all that it says."
        ),
        "cd": FieldRule(
            "RFC 4035, 3.1.6", "Checking disabled", "Whether the client takes answers whose signatures are wrong."
        ),
        "rcode": FieldRule(
            _COUNT,
            "Response code",
            "How it went.",
            {
                0: "0 is no error. Without a record in the answer, the name is there and has no record of the type.",
                1: "1: the server could not read the question.",
                2: "2: the server could not find the answer.",
                3: "3: the name does not exist.",
                4: "4: the server does not know this kind of query.",
                5: "5: the server does not want to answer.",
                6: "6: a DNAME record makes the name too long.",
            },
        ),
        "qdcount": FieldRule(_COUNT, "Questions", "How many questions follow: {qdcount}."),
        "ancount": FieldRule(_COUNT, "Answers", "How many records answer the question: {ancount}."),
        "nscount": FieldRule(
            _COUNT,
            "Authority records",
            "How many records tell of the zone: {nscount}. They name its servers, or say how long it is remembered "
            "that something is not there.",
        ),
        "arcount": FieldRule(
            _COUNT, "Additional records", "How many records are added that may spare another question: {arcount}."
        ),
    },
    "dns-tcp": {
        "": FieldRule("RFC 1035, 4.2.2", "DNS over TCP", "Over TCP, each message has its length in front."),
        "length": FieldRule("RFC 1035, 4.2.2", "Length", "The length of the message that follows: {length} octets."),
    },
    "dns-question": {
        "": FieldRule("RFC 1035, 4.1.2", "Question", "What is asked. The answer repeats the question."),
        "qname": FieldRule("RFC 1035, 4.1.2", "Name", "The name that is asked about: each label behind its length."),
        "qtype": FieldRule("RFC 1035, 3.2.3", "Type", "The type of the records that are wanted."),
        "qclass": FieldRule("RFC 1035, 3.2.5", "Class", "The class of the records: 1 is the Internet."),
    },
    "dns-record": {
        "": FieldRule(_RECORD, "Resource record", "One fact about one name."),
        "name": FieldRule(
            "RFC 1035, 4.1.4",
            "Name",
            "Whose record it is. A name, or its end, that stands before can be written as a pointer of two octets.",
        ),
        "type": FieldRule(_RECORD, "Type", "What kind of fact it is, and so what the data mean."),
        "class": FieldRule(_RECORD, "Class", "The class of the record: 1 is the Internet."),
        "ttl": FieldRule(
            "RFC 2181, 8", "Time to live", "How long the record may be kept in a cache: {ttl:second|seconds}.", {}
        ),
        "rdlength": FieldRule(_RECORD, "Length of the data", "The length of the data that follow: {rdlength} octets."),
        "rdata": FieldRule("RFC 3597, 3", "Data", "The data of a type that is carried as it is."),
        "address": FieldRule("RFC 1035, 3.4.1", "Address", "An address of the host that has the name."),
        "target": FieldRule(
            "RFC 1035, 3.3",
            "Other name",
            "The name that the record leads to: a name server, the name behind an alias, the name of an address, or "
            "the host of a service.",
        ),
        "mname": FieldRule("RFC 1035, 3.3.13", "First server", "The server on which the zone is kept up."),
        "rname": FieldRule(
            "RFC 1035, 3.3.13", "Mailbox", "Who looks after the zone: the first dot stands for the @ of the address."
        ),
        "serial": FieldRule("RFC 1035, 3.3.13", "Serial number", "The version of the zone. It grows with each change."),
        "refresh": FieldRule(
            "RFC 1035, 3.3.13", "Refresh", "How many seconds a second server waits before it looks for a new version."
        ),
        "retry": FieldRule("RFC 1035, 3.3.13", "Retry", "How many seconds it waits if the first server is silent."),
        "expire": FieldRule(
            "RFC 1035, 3.3.13", "Expire", "After how many seconds without the first server it gives the zone up."
        ),
        "minimum": FieldRule(
            "RFC 2308, 4", "Negative TTL", "How many seconds at most it is remembered that something is not there."
        ),
        "preference": FieldRule("RFC 1035, 3.3.9", "Preference", "Of several servers, the lowest number is first."),
        "exchange": FieldRule("RFC 1035, 3.3.9", "Mail server", "The host that takes mail for the name."),
        "strings": FieldRule("RFC 1035, 3.3.14", "Text", "Texts, each behind its length."),
        "cpu": FieldRule("RFC 1035, 3.3.2", "Machine", "The kind of machine that the host is."),
        "os": FieldRule("RFC 1035, 3.3.2", "Operating system", "The operating system of the host."),
        "priority": FieldRule("RFC 2782", "Priority", "Of several hosts, the lowest number is tried first."),
        "weight": FieldRule("RFC 2782", "Weight", "Hosts of one priority are chosen the more often, the higher it is."),
        "port": FieldRule("RFC 2782", "Port", "The port of the service on that host."),
    },
    "dns-opt": {
        "": FieldRule(
            "RFC 6891, 6.1", "Options of the message", "A record that tells what the sender of the message can do."
        ),
        "name": FieldRule("RFC 6891, 6.1.2", "Name", "Must be the root."),
        "type": FieldRule("RFC 6891, 6.1.2", "Type", "41: this is no record of a zone."),
        "size": FieldRule(
            "RFC 6891, 6.2.3", "Size over UDP", "How many octets of a message the sender takes over UDP: {size}."
        ),
        "extended_rcode": FieldRule("RFC 6891, 6.1.3", "More of the response code", "Its upper eight bits."),
        "version": FieldRule("RFC 6891, 6.1.3", "Version", "The version of these options: 0 is the only one."),
        "flags": FieldRule(
            "RFC 6891, 6.1.4", "Flags", "The first bit says that the sender wants signatures. All others must be 0."
        ),
        "rdlength": FieldRule("RFC 6891, 6.1.2", "Length", "The length of the options that follow: {rdlength} octets."),
        "options": FieldRule("RFC 6891, 6.1.2", "Options", "Each has a code, a length and data."),
    },
}

SENSES: Senses = {}
