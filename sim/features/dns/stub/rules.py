"""How a host finds the address of a name."""

from sim.why import Rule

WANTED = Rule(
    "stub.wanted",
    "RFC 1034, 5.3.1",
    "Host looks for a name",
    "A program wants to know {name} ({qtype}). The hosts file does not have it, so the resolver of the host looks "
    "in its "
    "cache and asks a server.",
)
COMPLETED = Rule(
    "stub.completed",
    "RFC 1123, 6.1.4.3",
    "Name is completed",
    "{name} may be a short form. The resolver adds a search domain and tries {qname}.",
)
FROM_CACHE = Rule(
    "stub.from-cache",
    "RFC 1123, 6.1.3.1",
    "Answer is in the host's cache",
    "The host still remembers the answer for {qname}, and its time to live is not over. It sends nothing.",
)
ASK = Rule(
    "stub.ask",
    "RFC 1034, 5.3.1",
    "Ask the name server",
    "The host asks {server} for {qname} ({qtype}), with the flag RD: the server is to find the whole answer. The "
    "number "
    "of the query and its source port are random, so that nobody can guess them.",
)
ASK_OVER_TCP = Rule(
    "stub.ask-over-tcp",
    "RFC 1123, 6.1.3.2",
    "Ask again over TCP",
    "The response did not fit into one UDP datagram. The host asks {server} again for {qname} ({qtype}), over TCP.",
)
WAIT = Rule(
    "stub.wait",
    "RFC 1035, 7.2",
    "Wait for the response",
    "The host waits for {server} for {ns}. If nothing comes, it asks the next server, or this one again.",
)
SILENT = Rule(
    "stub.silent",
    "RFC 1035, 7.2",
    "Name server is silent",
    "{server} has not responded within {ns}. The host asks its next server; after the last one it begins again "
    "with the "
    "first.",
)
UNREACHABLE = Rule(
    "stub.unreachable",
    "RFC 1035, 7.2",
    "Name server cannot be reached",
    "The query to {server} fails at once ({error}). The host asks its next server without waiting.",
)
NOT_ASKED = Rule(
    "stub.not-asked",
    "RFC 5452, 9.1",
    "Not a response to this query",
    "The message from {server} is no response to a query that is open at this port. It may be forged, so it is "
    "dropped.",
)
WRONG_ID = Rule(
    "stub.wrong-id",
    "RFC 5452, 9.1",
    "Response with a wrong number",
    "The response from {server} has the number {id}, and the query has another one. It may be forged, so it is "
    "dropped.",
)
WRONG_QUESTION = Rule(
    "stub.wrong-question",
    "RFC 5452, 9.1",
    "Response to another question",
    "The response from {server} repeats another question than the one that was asked. It may be forged, so it is "
    "dropped.",
)
TRUNCATED = Rule(
    "stub.truncated",
    "RFC 1123, 6.1.3.2",
    "Response is truncated",
    "The response of {server} has the flag TC: not all of it fits into one UDP datagram. What came is not used.",
)
PASSED_OVER = Rule(
    "stub.passed-over",
    "RFC 1123, 6.1.3.3",
    "Name server cannot answer",
    "{server} cannot answer the question for {qname} ({rcode}). That says nothing about the name, so the host asks its "
    "next server.",
)
REJECTED = Rule(
    "stub.rejected",
    "RFC 1035, 4.1.1",
    "Name server rejects the query",
    "{server} says that something is wrong with the query ({rcode}). Another server would say the same.",
)
ANSWERED = Rule(
    "stub.answered",
    "RFC 1034, 5.3.1",
    "Name server has the answer",
    "{server} answers the question for {qname} ({qtype}).",
)
NO_SUCH_NAME = Rule(
    "stub.no-such-name",
    "RFC 2308, 2.1",
    "There is no such name",
    "{server} says that the name {qname} does not exist (NXDOMAIN).",
)
NO_SUCH_DATA = Rule(
    "stub.no-such-data",
    "RFC 2308, 2.2",
    "Name has no such records",
    "{server} says that the name {qname} exists, but has no records of type {qtype}.",
)
NO_NAME = Rule(
    "stub.no-name",
    "RFC 1034, 5.2.1",
    "Name is not known",
    "Nobody knows the name {name}: not the hosts file, and no name server. Programs are told “Name or service not "
    "known”.",
)
NO_DATA_AT_ALL = Rule(
    "stub.no-data-at-all",
    "RFC 1034, 5.2.1",
    "Name has no address",
    "The name {name} exists, but no address belongs to it. Programs are told “No address associated with hostname”.",
)
NOBODY_ANSWERS = Rule(
    "stub.nobody-answers",
    "RFC 1034, 5.2.1",
    "No name server can tell",
    "No name server has given an answer for {name}. The name may exist, so programs are told “Temporary failure in "
    "name "
    "resolution”.",
)
