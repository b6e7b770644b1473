"""What a recursive resolver does with a question, and with what servers say."""

from sim.why import Rule

ASKED = Rule(
    "recursion.asked",
    "RFC 1034, 4.3.1",
    "Resolver works for a client",
    "A client asks for {qname} ({qtype}) and wants the whole answer. So this resolver finds the answer itself, by its "
    "cache or by asking other servers.",
)
ASKED_FOR_ITSELF = Rule(
    "recursion.asked-for-itself",
    "RFC 1034, 5.3.3",
    "Resolver needs an answer itself",
    "To go on, this resolver first needs to know {qname} ({qtype}).",
)
NO_QUERY = Rule(
    "recursion.no-query",
    "RFC 1035, 4.1.1",
    "Message is no query",
    "The message is a response (flag QR). Nobody has asked for it at this port, so it is dropped.",
)
NO_PLAIN_QUESTION = Rule(
    "recursion.no-plain-question",
    "RFC 1035, 4.1.1",
    "Question cannot be answered",
    "This resolver answers standard queries (opcode 0) with one question. This message is another kind, so the "
    "response code says that.",
)
NO_RECURSION = Rule(
    "recursion.no-recursion",
    "RFC 1034, 4.3.1",
    "Client wants no recursion",
    "The query does not have the flag RD (recursion desired). So the resolver tells what its cache has, and asks "
    "nobody.",
)
TOO_BUSY = Rule(
    "recursion.too-busy",
    "",
    "Too many questions at once",
    "The resolver already works on {most:question|questions}. It answers this one with SERVFAIL.",
)
REPEATED = Rule(
    "recursion.repeated",
    "RFC 1035, 7.1",
    "Same question again",
    "The same client has already asked for {qname}, and the work on it goes on. The repeated query needs nothing more.",
)
JOINED = Rule(
    "recursion.joined",
    "RFC 1035, 7.1",
    "Question is already asked",
    "The resolver already works on the question for {qname}. The new client gets the same answer, without any further "
    "query.",
)
FROM_CACHE = Rule(
    "recursion.from-cache",
    "RFC 1034, 5.3.3",
    "Answer is in the cache",
    "The cache knows the answer for {qname}, and its time to live is not over. No server is asked.",
)
OWN_ZONE = Rule(
    "recursion.own-zone",
    "RFC 1034, 4.3.2",
    "Name is in an own zone",
    "This device itself serves a zone that {qname} is in. What the zone says goes before everything that other servers "
    "say.",
)
ALIAS_FROM_CACHE = Rule(
    "recursion.alias-from-cache",
    "RFC 1034, 5.3.3",
    "Alias is in the cache",
    "The cache knows that {qname} is an alias of {target}. The resolver goes on with that name.",
)
FAILED_BEFORE = Rule(
    "recursion.failed-before",
    "RFC 2308, 7.1",
    "Question has just failed",
    "A moment ago nobody could answer the question for {qname}. For some seconds the resolver does not try again.",
)
BEGIN_AT_ROOT = Rule(
    "recursion.begin-at-root",
    "RFC 1034, 5.3.3",
    "Begin at the root",
    "The resolver knows no server that is closer to {qname} than the root servers. It is set up with their addresses: "
    "{servers}.",
)
BEGIN_AT_KNOWN = Rule(
    "recursion.begin-at-known",
    "RFC 1034, 5.3.3",
    "Begin at the closest known zone",
    "The cache knows the servers of the zone {zone}: {servers}. That is the closest known zone to {qname}, so the "
    "resolver begins there and not at the root.",
)
BEGIN_AT_CONFIGURED = Rule(
    "recursion.begin-at-configured",
    "",
    "Begin at a configured zone",
    "The resolver is set up with servers of the zone {zone}: {servers}. It asks them for {qname}.",
)
BEGIN_AT_FORWARDER = Rule(
    "recursion.begin-at-forwarder",
    "RFC 9499, 6",
    "Let another resolver ask",
    "This device is a forwarder: it passes the question for {qname} on to {servers}, and remembers the answer.",
)
ASK_ROOT = Rule(
    "recursion.ask-root",
    "RFC 1034, 5.3.3",
    "Ask a root server",
    "The resolver asks the root server {server} for {qname} ({qtype}). A root server knows who serves the last part of "
    "the name.",
)
ASK = Rule(
    "recursion.ask",
    "RFC 1034, 5.3.3",
    "Ask a server of the zone",
    "{server} is a server of the zone {zone}. The resolver asks it for {qname} ({qtype}), without the flag RD: it "
    "wants "
    "what this server itself knows.",
)
FORWARD = Rule(
    "recursion.forward",
    "RFC 9499, 6",
    "Pass the question on",
    "The resolver passes the question for {qname} ({qtype}) on to {server}, with the flag RD: that server is to "
    "find the "
    "answer.",
)
ASK_AGAIN = Rule(
    "recursion.ask-again",
    "RFC 1035, 7.2",
    "Ask the server again",
    "There was no useful response so far. The resolver asks {server} again for {qname} ({qtype}), with a new "
    "number and "
    "from a new port.",
)
ASK_OVER_TCP = Rule(
    "recursion.ask-over-tcp",
    "RFC 7766, 5",
    "Ask again over TCP",
    "The response did not fit into one UDP datagram. The resolver asks {server} again for {qname} ({qtype}), over TCP.",
)
WAIT = Rule(
    "recursion.wait",
    "RFC 1035, 7.2",
    "Wait for the response",
    "The resolver waits for {server} for {ns}. That follows from how fast the server has answered so far, and doubles "
    "each time that the server is silent.",
)
SILENT = Rule(
    "recursion.silent",
    "RFC 1035, 7.2",
    "Server is silent",
    "{server} has not responded within {ns}. The resolver asks again: another server of the zone, or this one once "
    "more.",
)
UNREACHABLE = Rule(
    "recursion.unreachable",
    "RFC 1035, 7.2",
    "Server cannot be reached",
    "The query to {server} fails at once ({error}). The resolver asks another server.",
)
NO_RESPONSE = Rule(
    "recursion.no-response",
    "RFC 5452, 9.1",
    "No response but a query",
    "The message from {server} is a query, but this port waits for a response. The message is dropped.",
)
NOT_ASKED = Rule(
    "recursion.not-asked",
    "RFC 5452, 9.1",
    "Response from a stranger",
    "{server} was not asked anything that it has not answered yet. Anybody could send such a response, so it is "
    "dropped.",
)
WRONG_ID = Rule(
    "recursion.wrong-id",
    "RFC 5452, 9.1",
    "Response with a wrong number",
    "The response from {server} has the number {id}, which none of the open queries has. It may be forged, so it is "
    "dropped.",
)
WRONG_QUESTION = Rule(
    "recursion.wrong-question",
    "RFC 5452, 9.1",
    "Response to another question",
    "The response from {server} repeats another question than the one that was asked. It may be forged, so it is "
    "dropped.",
)
TRUNCATED = Rule(
    "recursion.truncated",
    "RFC 2181, 9",
    "Response is truncated",
    "The response of {server} has the flag TC: not all of it fits into one UDP datagram. What came is not used.",
)
NO_EDNS = Rule(
    "recursion.no-edns",
    "RFC 6891, 7",
    "Server knows no OPT record",
    "{server} does not understand the OPT record, by which the resolver tells how long a response may be. It asks "
    "again without that record.",
)
ANSWERED = Rule(
    "recursion.answered",
    "RFC 1034, 5.3.3",
    "Server has the answer",
    "{server}, a server of the zone {zone}, answers the question for {qname} ({qtype}).",
)
NO_DATA = Rule(
    "recursion.no-data",
    "RFC 2308, 2.2",
    "Name has no such records",
    "{server} says that the name {qname} exists in the zone {zone}, but has no records of type {qtype}.",
)
NO_NAME = Rule(
    "recursion.no-name",
    "RFC 2308, 2.1",
    "Name does not exist",
    "{server} serves the zone {zone} and says that there is no name {qname} (NXDOMAIN).",
)
ALIAS_TOLD = Rule(
    "recursion.alias-told",
    "RFC 1034, 5.3.3",
    "Server tells an alias",
    "{server} says that {qname} is an alias, and does not say everything about {target}.",
)
ALIAS = Rule(
    "recursion.alias",
    "RFC 1034, 3.6.2",
    "Go on with the canonical name",
    "{qname} is an alias of {target}. The resolver begins anew with that name.",
)
REFERRED = Rule(
    "recursion.referred",
    "RFC 1034, 5.3.3",
    "Server knows who is closer",
    "{server} serves {zone} and does not know {qname} itself. It names the servers of {below}, which are closer to the "
    "name. The resolver asks one of those next.",
)
LAME = Rule(
    "recursion.lame",
    "RFC 1034, 5.3.3",
    "Server does not serve the zone",
    "{server} should serve the zone {zone}, but it neither answers nor leads further down (a lame server). The "
    "resolver "
    "asks another server and avoids this one for a while.",
)
RECURSIVE = Rule(
    "recursion.recursive",
    "RFC 1034, 5.3.3",
    "Answer is not the server's own",
    "{server} should serve the zone {zone}, but the answer is not authoritative (no flag AA): the server has it from "
    "others. The resolver looks for a better server first.",
)
SERVER_FAILED = Rule(
    "recursion.server-failed",
    "RFC 1034, 5.3.3",
    "Server cannot answer",
    "{server} cannot answer the question for {qname}: {rcode}. The resolver asks another server of the zone {zone}.",
)
NOT_ITS_ZONE = Rule(
    "recursion.not-its-zone",
    "RFC 2181, 5.4.1",
    "Record from outside the zone",
    "{server} is a server of the zone {zone}, and {name} is not in that zone. What the server says about it is not "
    "believed, because anybody could spoil the cache so.",
)
NO_GLUE = Rule(
    "recursion.no-glue",
    "RFC 1034, 5.3.3",
    "Address of the server is missing",
    "{server_name} serves the zone {zone}, but nobody has told its address. The resolver first has to find that "
    "address.",
)
PARENT_SIDE = Rule(
    "recursion.parent-side",
    "RFC 1034, 5.3.3",
    "Try what the parent zone said",
    "No known server of {zone} answers. The zone above once named other servers or addresses, so the resolver tries "
    "those.",
)
CLIMB = Rule(
    "recursion.climb",
    "RFC 1034, 5.3.3",
    "Ask the zone above again",
    "No known server of {zone} gives a useful response. Its servers may be other ones now, so the resolver asks the "
    "servers of {above} again.",
)
EMPTY = Rule(
    "recursion.empty",
    "RFC 2308, 2.2",
    "Response says nothing",
    "The response of {server} has no answer, and no SOA record that would say that there is none. The resolver tries "
    "the other servers of the zone {zone} first.",
)
WEAK_AFTER_ALL = Rule(
    "recursion.weak-after-all",
    "RFC 1034, 5.3.3",
    "Use the weaker response",
    "No server has given a better response for {qname}. So the resolver uses what {server} said.",
)
CIRCLE = Rule(
    "recursion.circle",
    "RFC 1034, 5.3.3",
    "Question would wait for itself",
    "The address of {qname} would be needed to find the address of {qname}. Such a circle has no end, so the resolver "
    "does not use that server of {zone}.",
)
TOO_DEEP = Rule(
    "recursion.too-deep",
    "RFC 1034, 5.3.3",
    "Too many questions in a row",
    "Already {most:question waits|questions wait} for another. The resolver does not also look for {qname}.",
)
TOO_MUCH_WORK = Rule(
    "recursion.too-much-work",
    "RFC 1034, 5.3.3",
    "Question costs too much work",
    "{most:step has|steps have} not led to an answer for {qname}. The resolver gives up, so that nobody can keep "
    "it busy "
    "for ever.",
)
TOO_MANY_ALIASES = Rule(
    "recursion.too-many-aliases",
    "RFC 1034, 5.3.3",
    "Aliases have no end",
    "The name {qname} led to {most:alias|aliases} one after the other, perhaps in a circle. The resolver gives up.",
)
NOBODY_LEFT = Rule(
    "recursion.nobody-left",
    "RFC 1034, 5.3.3",
    "No server is left",
    "No server of the zone {zone} has given a useful response for {qname}. The resolver tells its clients SERVFAIL.",
)
NO_HINTS = Rule(
    "recursion.no-hints",
    "RFC 1034, 5.3.2",
    "Nobody to ask",
    "The resolver knows no server for {qname}, not even one of the root. It tells its clients SERVFAIL.",
)
