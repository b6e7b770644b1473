"""Why a client of DHCP does what it does."""

from sim.why import Rule

BEGINS = Rule(
    "dhcp.begins",
    "RFC 2131, 4.4.1",
    "Host looks for a server",
    "{port} has no address. The host asks everyone on the link for a DHCP server.",
)
REMEMBERS = Rule(
    "dhcp.remembers",
    "RFC 2131, 3.2",
    "Host remembers its address",
    "{port} had {ip} before. The host asks whether it may use this address again, without looking for other offers.",
)
LINK_LOST = Rule(
    "dhcp.link-lost",
    "RFC 2131, 3.7",
    "Link is gone",
    "The link of {port} is down. When there is a link again, it may be that of another network, so the host will ask "
    "again before it uses an address.",
)
RENEW_BY_HAND = Rule(
    "dhcp.renew-by-hand",
    "RFC 2131, 4.4.5",
    "Somebody renews the lease",
    "A command asks for the lease of {port} to be renewed now.",
)
RELEASES = Rule(
    "dhcp.releases",
    "RFC 2131, 4.4.6",
    "Host gives its lease back",
    "{port} does not need an address any more.[ The host tells {server} that others may have {ip}.]",
)
NOT_ASKED = Rule(
    "dhcp.not-asked",
    "RFC 2131, 4.1",
    "Nobody has asked",
    "A DHCP {message} came, but {port} has asked for nothing.",
)
NO_REPLY = Rule(
    "dhcp.no-reply",
    "RFC 2131, 2",
    "Not a message of a server",
    "The message at {port} is a request. A client takes in replies alone.",
)
OTHER_CLIENT = Rule(
    "dhcp.other-client",
    "RFC 2131, 4.1",
    "Answer for another client",
    "The field chaddr has {client}, which is not the MAC address of {port}: the message is for another client.",
)
OTHER_XID = Rule(
    "dhcp.other-xid",
    "RFC 2131, 4.1",
    "Answer to something else",
    "The message has another transaction number than the request of {port}, so it is no answer to that.",
)
NOT_NOW = Rule(
    "dhcp.not-now",
    "RFC 2131, 4.4",
    "Message not expected now",
    "In the state {state}, {port} has no use for a DHCP {message}.",
)
BAD_OFFER = Rule(
    "dhcp.bad-offer",
    "RFC 2131, 4.3.1",
    "Offer cannot be used",
    "The offer at {port} has no server identifier, or no address that a host can have.",
)
OFFERED = Rule(
    "dhcp.offered",
    "RFC 2131, 4.4.1",
    "A server offers an address",
    "{server} offers {ip} to {port}. The host asks for it, and broadcasts that, so that other servers see that they "
    "were not chosen.",
)
COLLECTS = Rule(
    "dhcp.collects",
    "RFC 2131, 4.4.1",
    "Wait for more offers",
    "There may be further servers, so the host waits {ns} for their offers.",
)
CHOSEN = Rule(
    "dhcp.chosen",
    "RFC 2131, 4.4.1",
    "One offer is chosen",
    "{count:offer|offers} came. {port} chooses {ip}, which {server} offers, and says so to everyone.",
)
BAD_ACK = Rule(
    "dhcp.bad-ack",
    "RFC 2131, 4.3.1",
    "Acknowledgement cannot be used",
    "The acknowledgement at {port} lacks the lease time, the server identifier or an address that a host can have.",
)
LATE_ACK = Rule(
    "dhcp.late-ack",
    "RFC 2131, 4.4.1",
    "Lease was over before that",
    "A lease counts from when it was asked for. The acknowledgement at {port} has taken longer than its lease lasts.",
)
OTHER_SERVER = Rule(
    "dhcp.other-server",
    "RFC 2131, 4.4.1",
    "Answer of another server",
    "{port} has asked the server {wanted}. This answer is of {server}.",
)
ACKNOWLEDGED = Rule(
    "dhcp.acknowledged",
    "RFC 2131, 4.4.1",
    "Server gives the lease",
    "{server} leases {ip} to {port}.",
)
OTHER_ADDRESS = Rule(
    "dhcp.other-address",
    "RFC 2131, 4.4.5",
    "Lease of another address",
    "The lease of {port} is now for {ip}, so the host uses {was} no more.",
)
FREE = Rule(
    "dhcp.free",
    "RFC 2131, 4.4.1",
    "The lease begins now",
    "Nobody else uses {ip}. {port} has this address now, for as long as the lease lasts.",
)
DECLINES = Rule(
    "dhcp.declines",
    "RFC 2131, 4.4.4",
    "Address is taken: decline",
    "Another device uses {ip}, so {port} cannot have it. The host tells the server, and begins again in {ns}.",
)
SERVER_CAME = Rule(
    "dhcp.server-came",
    "RFC 3927, 1.9",
    "Give up link-local address",
    "A server has given {port} an address that is good beyond the link. The host gives its link-local address up.",
)
T1_SET = Rule(
    "dhcp.t1-set",
    "RFC 2131, 4.4.5",
    "When to renew the lease",
    "At T1 the host asks the server of the lease of {port} for more time.",
)
T2_SET = Rule(
    "dhcp.t2-set",
    "RFC 2131, 4.4.5",
    "When to ask any server",
    "If the server has not answered by T2, the host asks every server for more time for {port}.",
)
EXPIRY_SET = Rule(
    "dhcp.expiry-set",
    "RFC 2131, 4.4.5",
    "When the lease ends",
    "If no server has answered by then, the lease of {port} is over.",
)
REFUSED = Rule(
    "dhcp.refused",
    "RFC 2131, 3.1",
    "Server refuses the address",
    "{server} says that {port} cannot have {ip} here.[ The server says: {said}.] The host uses no address and begins "
    "again.",
)
T1_REACHED = Rule(
    "dhcp.t1-reached",
    "RFC 2131, 4.4.5",
    "T1: renew the lease",
    "The lease of {ip} on {port} has reached T1. The host asks {server} for more time, by unicast.",
)
T2_REACHED = Rule(
    "dhcp.t2-reached",
    "RFC 2131, 4.4.5",
    "T2: ask any server",
    "{server} has not renewed the lease of {ip}. {port} now asks every server on the link for more time.",
)
EXPIRED = Rule(
    "dhcp.expired",
    "RFC 2131, 4.4.5",
    "Lease is over",
    "No server has renewed the lease in time. {port} must not use {ip} any more.",
)
ASKS_AGAIN = Rule(
    "dhcp.asks-again",
    "RFC 2131, 4.1",
    "No answer: send again",
    "No answer has come to {port}. The host sends its message again (try {attempt}).",
)
WAITS = Rule(
    "dhcp.waits",
    "RFC 2131, 4.1",
    "Wait for an answer",
    "If no answer comes within {ns}, the message is sent again. Each wait is longer, and a little random, so that many "
    "clients do not send at the same moment.",
)
NOBODY_ANSWERS = Rule(
    "dhcp.nobody-answers",
    "RFC 2131, 4.4.1",
    "No server answers",
    "{port} has asked {attempts:time|times}, and no DHCP server has answered. The host tries again in {ns}.",
)
LINK_LOCAL = Rule(
    "dhcp.link-local",
    "RFC 3927, 2.1",
    "Choose a link-local address",
    "Without a server, {port} chooses an address from 169.254.0.0/16 by chance. It is good on this link only.",
)
LINK_LOCAL_AGAIN = Rule(
    "dhcp.link-local-again",
    "RFC 3927, 2.2.1",
    "Choose another one",
    "Somebody else has {ip}, so {port} chooses another link-local address.",
)
USES_UNCONFIRMED = Rule(
    "dhcp.uses-unconfirmed",
    "RFC 2131, 3.2",
    "Lease used without an answer",
    "No server has answered, but the earlier lease of {ip} is not over. {port} may use it until then.",
)
BEGINS_ANEW = Rule(
    "dhcp.begins-anew",
    "RFC 2131, 3.1",
    "No answer: begin anew",
    "No server has answered the request of {port} for {ip}, so the host looks for offers again.",
)
INFORMS = Rule(
    "dhcp.informs",
    "RFC 2131, 3.4",
    "Ask for everything but address",
    "{port} has the address {ip} already. The host asks servers for what else there is to know.",
)
INFORMED = Rule(
    "dhcp.informed",
    "RFC 2131, 3.4",
    "Server told the rest",
    "{server} has told {port} what else there is to know. There is no lease.",
)
NOBODY_INFORMS = Rule(
    "dhcp.nobody-informs",
    "RFC 2131, 4.4.3",
    "No server tells the rest",
    "No server has answered {port}. The host goes on with what it has.",
)
MTU_TOLD = Rule(
    "dhcp.mtu-told", "RFC 2132, 5.1", "Server tells the MTU", "The server says that {port} has an MTU of {mtu}."
)
