"""IPv4: what a device accepts, passes on, cuts into fragments or drops."""

from sim.why import Rule

TRUNCATED = Rule(
    "ipv4.truncated",
    "RFC 1812, 5.2.2",
    "Datagram cut off",
    "{needed} octets of datagram should be here and only {present} are, so it is dropped.",
)
BAD_VERSION = Rule(
    "ipv4.bad-version",
    "RFC 1122, 3.2.1.1",
    "Not version 4",
    "The version field says {version} and not 4, so this is not IPv4 and is dropped.",
)
BAD_HEADER_LENGTH = Rule(
    "ipv4.bad-header-length",
    "RFC 1812, 5.2.2",
    "Impossible header length",
    "The header says that it is {header_length} octets long, but an IPv4 header has at least 20: it is dropped.",
)
BAD_CHECKSUM = Rule(
    "ipv4.bad-checksum",
    "RFC 1122, 3.2.1.2",
    "Header checksum is wrong",
    "The header checksum is {found} and should be {expected}: the header was damaged on the way, so the datagram "
    "is dropped.",
)
BAD_TOTAL_LENGTH = Rule(
    "ipv4.bad-total-length",
    "RFC 1812, 5.2.2",
    "Impossible total length",
    "The header says {total_length} octets for the whole datagram, but {header_length} for the header alone: "
    "that cannot be, so it is dropped.",
)
RESERVED_FLAG = Rule(
    "ipv4.reserved-flag",
    "RFC 791, 3.1",
    "Reserved flag is set",
    "The first of the three flag bits must be 0 and is 1, so the datagram is dropped.",
)
NOT_UNDERSTOOD = Rule(
    "ipv4.not-understood",
    "RFC 791, 3.1",
    "No IPv4 datagram",
    "The frame says that it carries IPv4, but its {length} octets of content are no datagram, so they are dropped.",
)
BAD_OPTION = Rule(
    "ipv4.bad-option",
    "RFC 791, 3.1",
    "Option of wrong length",
    "The option at octet {octet} of the header has a length that cannot be right.",
)
OPTION_CUT_OFF = Rule(
    "ipv4.option-cut-off",
    "RFC 791, 3.1",
    "Option cut off",
    "The header ends behind the type of its option {option}, where its length should follow, so the datagram is "
    "dropped.",
)
OPTION_LENGTH = Rule(
    "ipv4.option-length",
    "RFC 1122, 3.2.1.8",
    "Option of wrong length",
    "Option {option} says that it is {length} octets long, where at least 2 and at most {room} can be: the "
    "datagram is dropped.",
)
SOURCE_ROUTE_REFUSED = Rule(
    "ipv4.source-route-refused",
    "RFC 7126, 4.3 and 4.4",
    "Sender may not steer",
    "With option {option} the datagram prescribes its own route. That would let its sender lead it around "
    "protection, so it is dropped.",
)
SOURCE_THIS_NETWORK = Rule(
    "ipv4.source-this-network",
    "RFC 1812, 5.3.7",
    "Impossible source address",
    "The source {src} begins with 0, which no other host has as its address, so the datagram is dropped.",
)
SOURCE_LOOPBACK = Rule(
    "ipv4.source-loopback",
    "RFC 1122, 3.2.1.3",
    "Loopback source on link",
    "The source {src} is a loopback address, by which a device talks to itself: it must never be seen on a link, "
    "so the datagram is dropped.",
)
SOURCE_MULTICAST = Rule(
    "ipv4.source-multicast",
    "RFC 1812, 5.3.7",
    "Source is a group",
    "The source {src} is the address of a group, but a datagram comes from one single host, so it is dropped.",
)
SOURCE_OWN = Rule(
    "ipv4.source-own",
    "",
    "My own source address",
    "The datagram claims to come from {src}, which is this device's own address, and yet it arrives from "
    "outside: it is dropped.",
)
SOURCE_NETWORK = Rule(
    "ipv4.source-network",
    "RFC 1122, 3.2.1.3",
    "Source is a network",
    "The source {src} is the lowest address of an attached network, which names the network and no host, so the "
    "datagram is dropped.",
)
SOURCE_BROADCAST = Rule(
    "ipv4.source-broadcast",
    "RFC 1122, 3.2.1.3",
    "Source is a broadcast",
    "The source {src} is a broadcast address, but a datagram comes from one single host, so it is dropped.",
)
SOURCE_RESERVED = Rule(
    "ipv4.source-reserved",
    "RFC 1812, 5.3.7",
    "Reserved source address",
    "The source {src} is in 240.0.0.0/4, which is reserved and nobody's, so the datagram is dropped.",
)
DESTINATION_THIS_NETWORK = Rule(
    "ipv4.destination-this-network",
    "RFC 1812, 5.3.7",
    "Impossible destination address",
    "The destination {dst} begins with 0, which is no address to send to, so the datagram is dropped.",
)
DESTINATION_LOOPBACK = Rule(
    "ipv4.destination-loopback",
    "RFC 1122, 3.2.1.3",
    "Loopback destination on link",
    "The destination {dst} is a loopback address, by which a device talks to itself: it must never be seen on a "
    "link, so the datagram is dropped.",
)
DESTINATION_RESERVED = Rule(
    "ipv4.destination-reserved",
    "RFC 1812, 5.3.7",
    "Reserved destination address",
    "The destination {dst} is in 240.0.0.0/4, which is reserved and nobody's, so the datagram is dropped.",
)
DESTINATION_NETWORK = Rule(
    "ipv4.destination-network",
    "RFC 1812, 4.2.3.1",
    "Destination is a network",
    "The destination {dst} is the lowest address of an attached network, which names the network and no host, so "
    "the datagram is dropped.",
)
UNICAST_IN_BROADCAST_FRAME = Rule(
    "ipv4.unicast-in-broadcast-frame",
    "RFC 1122, 3.3.6",
    "For one, sent to all",
    "The frame is addressed to everyone, but the datagram in it to {dst} alone. That does not fit together, so "
    "it is dropped.",
)
GROUP_NOT_JOINED = Rule(
    "ipv4.group-not-joined",
    "RFC 1112, 7.2",
    "Not in that group",
    "{dst} is the address of a group (multicast) that this device has not joined, so the datagram is dropped.",
)
NOT_MINE = Rule(
    "ipv4.not-mine",
    "RFC 1122, 3.2.1.3",
    "Not mine, not passed on",
    "{dst} is no address of this device. A host passes nothing on, only a router does: the datagram is dropped.",
)
PROTOCOL_UNKNOWN = Rule(
    "ipv4.protocol-unknown",
    "RFC 1122, 3.2.2.1",
    "Unknown kind of content",
    "The datagram to {dst} carries protocol {protocol}, which this device does not speak, so it is dropped.",
)
MULTICAST_NOT_ROUTED = Rule(
    "ipv4.multicast-not-routed",
    "",
    "Groups are not routed",
    "{dst} is the address of a group (multicast), and this router passes on only what is for one host: it is dropped.",
)
LIMITED_BROADCAST_NOT_FORWARDED = Rule(
    "ipv4.limited-broadcast-not-forwarded",
    "RFC 1812, 5.3.5.1",
    "Broadcasts end here",
    "{dst} means everyone on this link and nobody else, so a router never passes it on.",
)
BROADCAST_FRAME_NOT_FORWARDED = Rule(
    "ipv4.broadcast-frame-not-forwarded",
    "RFC 1812, 5.3.4",
    "Broadcast frames end here",
    "The frame was addressed to everyone on its link, and a router passes nothing on that came this way: the "
    "datagram to {dst} is dropped.",
)
DIRECTED_BROADCAST_NOT_FORWARDED = Rule(
    "ipv4.directed-broadcast-not-forwarded",
    "RFC 2644",
    "Broadcast from outside refused",
    "{dst} means everyone in a network behind this router. Attackers have abused such datagrams to set off a "
    "flood, so the router does not pass them on.",
)
LINK_LOCAL_NOT_FORWARDED = Rule(
    "ipv4.link-local-not-forwarded",
    "RFC 3927, 7",
    "Link-local stays on link",
    "Addresses in 169.254.0.0/16 count on one link only, so a router passes nothing on from or to them: the "
    "datagram from {src} to {dst} is dropped.",
)
TTL_EXPIRED = Rule(
    "ipv4.ttl-expired",
    "RFC 1812, 5.3.1",
    "Time to live used up",
    "The datagram to {dst} arrives with a time to live (TTL) of {ttl}, and each router takes 1 away. Nothing is "
    "left, so it is dropped: this is what ends loops.",
)
NO_ADDRESS = Rule(
    "ipv4.no-address",
    "RFC 1122, 3.3.4.3",
    "No address to send from",
    "This device has no IP address of its own that it could send from, so nothing goes to {dst}.",
)
LOOPBACK = Rule(
    "ipv4.loopback",
    "RFC 1122, 3.2.1.3",
    "Stays inside the device",
    "{dst} is this device itself, so the datagram is handed back up and never touches a link.",
)
LIMITED_BROADCAST = Rule(
    "ipv4.limited-broadcast",
    "RFC 919, 7",
    "To everyone on link",
    "{dst} means everyone on the link: the datagram goes out of {port} in a broadcast frame, and no router "
    "passes it on.",
)
MULTICAST = Rule(
    "ipv4.multicast",
    "RFC 1112, 6.4",
    "To a group",
    "{dst} is the address of a group (multicast). Its MAC address follows from it without a question, so the "
    "datagram goes out of {port} at once.",
)
FRAGMENT = Rule(
    "ipv4.fragment",
    "RFC 791, 3.2",
    "Cut into fragments",
    "The datagram to {dst} has {length} octets, and the next link takes {mtu} (its MTU): this is fragment "
    "{number} of {of}[, with the data from octet {offset} on].",
)
FRAGMENTATION_NEEDED = Rule(
    "ipv4.fragmentation-needed",
    "RFC 1191, 4",
    "Too long, must stay whole",
    "The datagram to {dst} has {length} octets and the next link takes {mtu}, but its flag DF (don't fragment) "
    "forbids to cut it, so it is dropped.",
)
MTU_TOO_SMALL = Rule(
    "ipv4.mtu-too-small",
    "RFC 791, 3.2",
    "Link too narrow for IPv4",
    "The next link takes {mtu} octets, but every link must take {minimum} for IPv4: the datagram is dropped.",
)
