"""IPv4: what a device accepts, forwards, fragments or drops."""

from sim.why import Rule

TRUNCATED = Rule(
    "ipv4.truncated",
    "RFC 1812, 5.2.2",
    "Datagram cut off",
    "The datagram should have {needed} octets, but only {present:octet is|octets are} here, so it is dropped.",
)
BAD_VERSION = Rule(
    "ipv4.bad-version",
    "RFC 1122, 3.2.1.1",
    "Not version 4",
    "The version field is {version} and not 4. This is not an IPv4 datagram, so it is dropped.",
)
BAD_HEADER_LENGTH = Rule(
    "ipv4.bad-header-length",
    "RFC 1812, 5.2.2",
    "Impossible header length",
    "The header length field says {header_length} octets, but an IPv4 header has at least 20 octets. The datagram is "
    "dropped.",
)
BAD_CHECKSUM = Rule(
    "ipv4.bad-checksum",
    "RFC 1122, 3.2.1.2",
    "Header checksum is wrong",
    "The header checksum is {found}, but it should be {expected}. The header was damaged on the way, so the datagram "
    "is dropped.",
)
BAD_TOTAL_LENGTH = Rule(
    "ipv4.bad-total-length",
    "RFC 1812, 5.2.2",
    "Impossible total length",
    "The total length field says {total_length} octets for the whole datagram, but the header alone has "
    "{header_length} octets. This is impossible, so the datagram is dropped.",
)
NOT_UNDERSTOOD = Rule(
    "ipv4.not-understood",
    "RFC 791, 3.1",
    "Not an IPv4 datagram",
    "The type field of the frame says IPv4, but its {length} octets of content are not an IPv4 datagram, so they are "
    "dropped.",
)
BAD_OPTION = Rule(
    "ipv4.bad-option",
    "RFC 791, 3.1",
    "Option of wrong length",
    "The option at octet {octet} of the header gives a length that is impossible.",
)
OPTION_CUT_OFF = Rule(
    "ipv4.option-cut-off",
    "RFC 791, 3.1",
    "Option is cut off",
    "The header ends after the type of option {option}. The length of the option is missing, so the datagram is "
    "dropped.",
)
OPTION_LENGTH = Rule(
    "ipv4.option-length",
    "RFC 1122, 3.2.1.8",
    "Option of wrong length",
    "Option {option} gives its own length as {length} octets, but here it must be at least 2 and at most {room} "
    "octets. The datagram is dropped.",
)
SOURCE_ROUTE_REFUSED = Rule(
    "ipv4.source-route-refused",
    "RFC 7126, 4.3 and 4.4",
    "Source routing is refused",
    "With option {option}, the sender prescribes the route of the datagram. Attackers can use such a route to get "
    "around firewalls, so the datagram is dropped.",
)
SOURCE_THIS_NETWORK = Rule(
    "ipv4.source-this-network",
    "RFC 1812, 5.3.7",
    "Impossible source address",
    "The source {src} begins with 0. No other host can have such an address, so the datagram is dropped.",
)
SOURCE_LOOPBACK = Rule(
    "ipv4.source-loopback",
    "RFC 1122, 3.2.1.3",
    "Loopback source on link",
    "The source {src} is a loopback address. A device uses such an address only to talk to itself, and never on a "
    "link. The datagram is dropped.",
)
SOURCE_MULTICAST = Rule(
    "ipv4.source-multicast",
    "RFC 1812, 5.3.7",
    "Source is a multicast address",
    "The source {src} is a multicast (group) address. A datagram must come from a single host, so this datagram is "
    "dropped.",
)
SOURCE_OWN = Rule(
    "ipv4.source-own",
    "",
    "Own address as source",
    "The source {src} is the address of this device itself, but the datagram arrives from outside. The datagram is "
    "dropped.",
)
SOURCE_NETWORK = Rule(
    "ipv4.source-network",
    "RFC 1122, 3.2.1.3",
    "Source is a network address",
    "The source {src} is the lowest address of an attached network. This address means the network and not a host, so "
    "the datagram is dropped.",
)
SOURCE_BROADCAST = Rule(
    "ipv4.source-broadcast",
    "RFC 1122, 3.2.1.3",
    "Source is a broadcast address",
    "The source {src} is a broadcast address. A datagram must come from a single host, so this datagram is dropped.",
)
SOURCE_RESERVED = Rule(
    "ipv4.source-reserved",
    "RFC 1812, 5.3.7",
    "Reserved source address",
    "The source {src} is in 240.0.0.0/4. This range is reserved, and no host has such an address, so the datagram is "
    "dropped.",
)
DESTINATION_THIS_NETWORK = Rule(
    "ipv4.destination-this-network",
    "RFC 1812, 5.3.7",
    "Impossible destination address",
    "The destination {dst} begins with 0. No host can be reached at such an address, so the datagram is dropped.",
)
DESTINATION_LOOPBACK = Rule(
    "ipv4.destination-loopback",
    "RFC 1122, 3.2.1.3",
    "Loopback destination on link",
    "The destination {dst} is a loopback address. A device uses such an address only to talk to itself, and never on "
    "a link. The datagram is dropped.",
)
DESTINATION_RESERVED = Rule(
    "ipv4.destination-reserved",
    "RFC 1812, 5.3.7",
    "Reserved destination address",
    "The destination {dst} is in 240.0.0.0/4. This range is reserved, and no host has such an address, so the "
    "datagram is dropped.",
)
DESTINATION_NETWORK = Rule(
    "ipv4.destination-network",
    "RFC 1812, 4.2.3.1",
    "Destination is a network address",
    "The destination {dst} is the lowest address of an attached network. This address means the network and not a "
    "host, so the datagram is dropped.",
)
UNICAST_IN_BROADCAST_FRAME = Rule(
    "ipv4.unicast-in-broadcast-frame",
    "RFC 1122, 3.3.6",
    "Unicast in a broadcast frame",
    "The frame is addressed to everyone, but the datagram inside is addressed only to {dst}. The two addresses do not "
    "match, so the datagram is dropped.",
)
GROUP_NOT_JOINED = Rule(
    "ipv4.group-not-joined",
    "RFC 1112, 7.2",
    "Not in that group",
    "{dst} is a multicast (group) address. This device has not joined the group, so it drops the datagram.",
)
NOT_MINE = Rule(
    "ipv4.not-mine",
    "RFC 1122, 3.2.1.3",
    "Hosts do not forward",
    "{dst} is not an address of this device. Only a router forwards datagrams for others, and this device is not a "
    "router, so it drops the datagram.",
)
PROTOCOL_UNKNOWN = Rule(
    "ipv4.protocol-unknown",
    "RFC 1122, 3.2.2.1",
    "Protocol is not supported",
    "The datagram to {dst} carries protocol {protocol}. This device does not support that protocol, so it drops the "
    "datagram.",
)
MULTICAST_NOT_ROUTED = Rule(
    "ipv4.multicast-not-routed",
    "",
    "Multicast is not forwarded",
    "{dst} is a multicast (group) address. This router does not forward multicast datagrams, so it drops the datagram.",
)
LIMITED_BROADCAST_NOT_FORWARDED = Rule(
    "ipv4.limited-broadcast-not-forwarded",
    "RFC 1812, 5.3.5.1",
    "Broadcast is not forwarded",
    "{dst} means every host on this link and no other host. A router never forwards a datagram to this address.",
)
BROADCAST_FRAME_NOT_FORWARDED = Rule(
    "ipv4.broadcast-frame-not-forwarded",
    "RFC 1812, 5.3.4",
    "Broadcast frame is not forwarded",
    "The datagram to {dst} came in a frame addressed to everyone on the link. A router does not forward datagrams "
    "from such frames, so it drops this one.",
)
DIRECTED_BROADCAST_NOT_FORWARDED = Rule(
    "ipv4.directed-broadcast-not-forwarded",
    "RFC 2644",
    "Directed broadcast not forwarded",
    "{dst} means every host in a network behind this router. Attackers have used such datagrams to flood networks, so "
    "the router does not forward them.",
)
LINK_LOCAL_NOT_FORWARDED = Rule(
    "ipv4.link-local-not-forwarded",
    "RFC 3927, 7",
    "Link-local stays on link",
    "Addresses in 169.254.0.0/16 are valid on one link only. A router forwards nothing from or to such an address, so "
    "it drops the datagram from {src} to {dst}.",
)
TTL_EXPIRED = Rule(
    "ipv4.ttl-expired",
    "RFC 1812, 5.3.1",
    "Time to live used up",
    "The datagram to {dst} arrives with a time to live (TTL) of {ttl}. Every router subtracts 1, and a datagram whose "
    "TTL reaches 0 is dropped. This stops datagrams that circle in a loop.",
)
NO_ADDRESS = Rule(
    "ipv4.no-address",
    "RFC 1122, 3.3.4.3",
    "No address to send from",
    "This device has no IP address that it could use as the source, so it cannot send to {dst}.",
)
LOOPBACK = Rule(
    "ipv4.loopback",
    "RFC 1122, 3.2.1.3",
    "Stays inside the device",
    "{dst} is this device itself. The datagram goes through the loopback interface {port} and comes in again at once; "
    "nothing leaves through a cable.",
)
LIMITED_BROADCAST = Rule(
    "ipv4.limited-broadcast",
    "RFC 919, 7",
    "Broadcast on the link",
    "{dst} means every host on the link. The datagram leaves through {port} in a broadcast frame, and no router "
    "forwards it.",
)
MULTICAST = Rule(
    "ipv4.multicast",
    "RFC 1112, 6.4",
    "Multicast to a group",
    "{dst} is a multicast (group) address. The device computes the MAC address from {dst} and needs no ARP, so the "
    "datagram leaves through {port} at once.",
)
FRAGMENT = Rule(
    "ipv4.fragment",
    "RFC 791, 3.2",
    "Datagram is fragmented",
    "The datagram to {dst} has {length} octets, but the MTU of the next link is {mtu} octets. This is fragment "
    "{number} of {of}[; its data starts at octet {offset}].",
)
FRAGMENTATION_NEEDED = Rule(
    "ipv4.fragmentation-needed",
    "RFC 1191, 4",
    "Too long, fragmentation forbidden",
    "The datagram to {dst} has {length} octets, but the MTU of the next link is {mtu} octets. The flag DF (don't "
    "fragment) forbids fragmentation, so the datagram is dropped.",
)
MTU_TOO_SMALL = Rule(
    "ipv4.mtu-too-small",
    "RFC 791, 3.2",
    "MTU too small for IPv4",
    "The MTU of the next link is {mtu} octets, but IPv4 needs at least {minimum} octets on every link. The datagram "
    "is dropped.",
)
STATION_KNOWN = Rule(
    "ipv4.station-known",
    "RFC 2131, 4.1",
    "Sent straight to one station",
    "{dst} is an address that its host does not have yet, so ARP would find nobody. The datagram leaves through {port} "
    "in a frame to {mac}, which is known.",
)
ADDRESS_AWAITED = Rule(
    "ipv4.address-awaited",
    "RFC 2131, 4.1",
    "Taken in without an address",
    "The frame is for {port}, which has no address yet and waits for a server to give it one. So the device takes in a "
    "user datagram to {dst}, too.",
)
