"""Why a server of DHCP answers as it does."""

from sim.why import Rule

NOT_FOR_SERVERS = Rule(
    "dhcp.not-for-servers",
    "RFC 2131, 4.3",
    "Not a message for servers",
    "A DHCP {message} is a message of servers. A server takes in the messages of clients alone.",
)
NO_POOL = Rule(
    "dhcp.no-pool",
    "RFC 2131, 4.3.1",
    "No addresses for this network",
    "This server has no pool of addresses for the network of the client {client}[, that of the relay agent {giaddr}].",
)
EXHAUSTED = Rule(
    "dhcp.exhausted",
    "RFC 2131, 4.3.1",
    "No address is left",
    "Every address of the pool of {network} has its client. The server has nothing to offer to {client} and "
    "stays silent.",
)
STILL_PROBING = Rule(
    "dhcp.still-probing",
    "RFC 2131, 4.3.1",
    "Address is still being probed",
    "The server still waits whether somebody answers at {ip}. It offers the address to {client} after that.",
)
PROBES = Rule(
    "dhcp.probes",
    "RFC 2131, 2.2",
    "Ping before the offer",
    "Before the server offers {ip} to {client}, it sends a ping there: an answer would mean that somebody uses {ip}.",
)
OFFERS = Rule(
    "dhcp.offers",
    "RFC 2131, 4.3.1",
    "Offer a free address",
    "The server offers {ip} to {client}, and keeps the address for this client for {ns}.",
)
ANSWERED = Rule(
    "dhcp.answered",
    "RFC 2131, 4.3.1",
    "Somebody answers at the address",
    "Somebody has answered the ping, so {ip} is in use without a lease. The server gives it to nobody for {ns}.",
)
NOT_CHOSEN = Rule(
    "dhcp.not-chosen",
    "RFC 2131, 3.1",
    "Client chose another server",
    "{client} takes the offer of {server}. Whatever this server has offered is free again.",
)
NOTHING_REQUESTED = Rule(
    "dhcp.nothing-requested",
    "RFC 2131, 4.3.2",
    "Request names no address",
    "The request of {client} names no address, neither in option 50 nor in ciaddr.",
)
NOT_AVAILABLE = Rule(
    "dhcp.not-available",
    "RFC 2131, 4.3.2",
    "Client cannot have address",
    "The server cannot lease {ip} to {client}: another client has it, or it is not in the pool. It answers with a NAK.",
)
WRONG_NETWORK = Rule(
    "dhcp.wrong-network",
    "RFC 2131, 4.3.2",
    "Address of another network",
    "{client} asks for {ip}, but here is the network {network}. The server answers with a NAK, so that the client "
    "begins again.",
)
OTHER_LEASE = Rule(
    "dhcp.other-lease",
    "RFC 2131, 4.3.2",
    "Client has another address",
    "{client} asks for {ip}, but its lease is for another address. The server answers with a NAK.",
)
UNKNOWN_CLIENT = Rule(
    "dhcp.unknown-client",
    "RFC 2131, 4.3.2",
    "No record of the client",
    "The server knows nothing of {client} and {ip}. Another server may, so this one stays silent.",
)
INFORMS = Rule(
    "dhcp.informs-client",
    "RFC 2131, 4.3.5",
    "Tell all but an address",
    "{client} has an address already. The server tells it everything else, without a lease.",
)
LEASES = Rule(
    "dhcp.leases",
    "RFC 2131, 4.3.2",
    "Lease the address",
    "The server leases {ip} to {client}, writes that down, and acknowledges it.",
)
TAKES_OVER = Rule(
    "dhcp.takes-over",
    "RFC 2131, 4.3.2",
    "Take a lease over",
    "The server has never leased {ip} to {client}. It is set up to know every lease of this network, and {ip} is free, "
    "so it takes the lease over.",
)
RELEASED = Rule(
    "dhcp.released",
    "RFC 2131, 4.3.4",
    "Client gave address back",
    "{client} does not need {ip} any more. The server remembers the client, and may give {ip} to another.",
)
DECLINED = Rule(
    "dhcp.declined",
    "RFC 2131, 4.3.3",
    "Client found address taken",
    "{client} says that somebody uses {ip}. The server gives the address to nobody for {ns}.",
)
NOT_ITS_LEASE = Rule(
    "dhcp.not-its-lease",
    "RFC 2131, 4.3.4",
    "Client has no such lease",
    "{client} has no lease of {ip} at this server, so the DHCP {message} changes nothing.",
)
EXPIRED = Rule(
    "dhcp.lease-expired",
    "RFC 2131, 3.3",
    "Lease has run out",
    "{client} has not renewed its lease of {ip} in time. Another client may get the address.",
)
OFFER_OVER = Rule(
    "dhcp.offer-over",
    "RFC 2131, 4.3.1",
    "Offer was not taken",
    "{client} has not asked for {ip} in time, so the address is free again.",
)
USABLE_AGAIN = Rule(
    "dhcp.usable-again",
    "RFC 2131, 4.3.3",
    "Address may be offered again",
    "{ip} was in use by somebody without a lease. Enough time has passed to try it again.",
)
PROBE_UNANSWERED = Rule(
    "dhcp.probe-unanswered",
    "RFC 2131, 2.2",
    "Nobody answers the ping",
    "Nobody has answered at {ip}, so the server takes the address for free.",
)
NOT_SERVED = Rule(
    "dhcp.not-served",
    "RFC 2131, 4.1",
    "No server and no relay here",
    "This device neither leases addresses at {port} nor carries the message to a server.",
)
