"""What an authoritative server says why it answers as it does."""

from sim.why import Rule

ANSWERED = Rule(
    "dns.answered",
    "RFC 1034, 4.3.2",
    "The zone has the record",
    "The zone of this server has {count:record|records} of type {qtype} for {qname}.",
)
ANSWERED_ANY = Rule(
    "dns.answered-any",
    "RFC 1034, 3.7.1",
    "All types were asked for",
    "The client asks for records of any type. The zone has records of {count:type|types} for {qname}.",
)
WILDCARD = Rule(
    "dns.wildcard",
    "RFC 4592, 3.3.1",
    "A wildcard stands for the name",
    "{qname} is not in the zone. The records of {wildcard} stand for all names at this place that are not there.",
)
ALIAS = Rule(
    "dns.alias",
    "RFC 1034, 3.6.2",
    "The name is an alias",
    "{qname} is an alias (CNAME) of {target}. The server goes on with {target}.",
)
RENAMED = Rule(
    "dns.renamed",
    "RFC 6672, 3.2",
    "All names below lead elsewhere",
    "{owner} has a DNAME record, so {qname} stands for {target}. The server makes a CNAME record that says so.",
)
DNAME_TOO_LONG = Rule(
    "dns.dname-too-long",
    "RFC 6672, 2.2",
    "The new name is too long",
    "The DNAME record of {owner} makes of {qname} a name of more than 255 octets. There is no such name.",
)
CHAIN_ENDS = Rule(
    "dns.chain-ends",
    "RFC 1034, 3.6.2",
    "Aliases without end",
    "The server has followed {aliases:alias|aliases}. It does not look for {qname} any more.",
)
ALIAS_LEADS_OUT = Rule(
    "dns.alias-leads-out",
    "RFC 1034, 4.3.2",
    "The alias leads to another zone",
    "{qname} is in none of the zones of this server. The client has to ask another server for {qname}.",
)
REFERRAL = Rule(
    "dns.referral",
    "RFC 1034, 4.3.2",
    "Other servers have that zone",
    "{cut} is a zone of its own. The server does not know {qname}, but it knows {count:server|servers} of {cut} and "
    "names them.",
)
NO_SUCH_NAME = Rule(
    "dns.no-such-name",
    "RFC 1034, 4.3.2",
    "The name does not exist",
    "The zone has {encloser}, but not {qname} and no wildcard at this place. The SOA record tells how long the client "
    "may remember that.",
)
NO_SUCH_TYPE = Rule(
    "dns.no-such-type",
    "RFC 2308, 2.2",
    "No record of the type",
    "{qname} exists, but it has no record of type {qtype}. The answer is empty, and that is no error.",
)
EMPTY_NON_TERMINAL = Rule(
    "dns.empty-non-terminal",
    "RFC 4592, 2.2.2",
    "Only names below have records",
    "{qname} has no record at all, of type {qtype} or another. It exists, since names below it do. The answer is "
    "empty, and that is no error.",
)
NOT_OURS = Rule(
    "dns.not-ours",
    "RFC 1035, 4.1.1",
    "None of its zones",
    "This server has no zone for {qname} and does not ask other servers.",
)
NO_TRANSFER = Rule(
    "dns.no-transfer",
    "RFC 5936, 2.2.1",
    "A zone is not copied",
    "The client asks for a copy of the whole zone. This server gives no copies.",
)
NO_SUCH_CLASS = Rule(
    "dns.no-such-class",
    "RFC 1035, 3.2.4",
    "No zone of the class",
    "The client asks for records of class {qclass}. The zones of this server have class IN.",
)
NO_SUCH_OPCODE = Rule(
    "dns.no-such-opcode",
    "RFC 1035, 4.1.1",
    "Unknown kind of query",
    "The kind of query (OPCODE) is {opcode}. This server knows only 0, a standard query.",
)
NOT_ONE_QUESTION = Rule(
    "dns.not-one-question",
    "RFC 9619, 4",
    "Not one question",
    "A query has one question. This one has {count:question|questions}.",
)
TWO_OPT = Rule(
    "dns.two-opt",
    "RFC 6891, 6.1.1",
    "OPT record out of place",
    "A query may have one OPT record, in its additional section. This one has {count} or has it elsewhere.",
)
BAD_VERSION = Rule(
    "dns.bad-version",
    "RFC 6891, 6.1.3",
    "Unknown version of EDNS",
    "The OPT record of the query is of version {version}. This server knows version 0.",
)
OBSOLETE_TYPE = Rule(
    "dns.obsolete-type",
    "RFC 1035, 3.2.3",
    "A type of old days",
    "Nobody has records for {qtype} any more. The server does not know how to answer.",
)
NO_TYPE_OF_RECORD = Rule(
    "dns.no-type-of-record",
    "RFC 6895, 3.1",
    "No type to ask for",
    "{qtype} records are part of a message and never of a zone, so nobody can ask for them.",
)
TRUNCATED = Rule(
    "dns.truncated",
    "RFC 2181, 9",
    "Answer too long for UDP",
    "The answer has {length} octets, and over UDP the client takes {limit}. The server leaves records out and sets the "
    "TC bit. The client can ask again over TCP.",
)
LOADED = Rule("dns.loaded", "RFC 1034, 4.2", "A zone is loaded", "This server is responsible for the zone {qname}.")
NO_QUERY = Rule(
    "dns.no-query",
    "RFC 1035, 4.1.1",
    "A response to a server",
    "{src} sends a response (QR) to a server that has asked nothing, so the server ignores it.",
)
