"""Routes: which of them count, and which one a datagram follows."""

from sim.why import Rule

ON_LINK = Rule(
    "route.on-link",
    "RFC 1122, 3.3.1.1",
    "On this link, no gateway",
    "{dst} is inside {prefix}, so it is on the link of {port}: the frame goes straight to its MAC address[ "
    "{dst_mac}][, with a time to live (TTL) of {ttl}].",
)
DEFAULT = Rule(
    "route.default",
    "RFC 1122, 3.3.1.1",
    "To the default gateway",
    "[{dst} is not inside {network}, so it is not on this link. ]No route fits {dst} better than the default "
    "route: the frame goes to the gateway {next_hop} through {port}[, with a time to live (TTL) of {ttl}].",
)
VIA = Rule(
    "route.via",
    "RFC 1812, 5.2.4.3",
    "By the best route",
    "{dst} is inside {prefix}, the longest prefix in the table that fits: the frame goes to the next router, "
    "{next_hop}, through {port}[, with a time to live (TTL) of {ttl}].",
)
EQUAL_PATHS = Rule(
    "route.equal-paths",
    "RFC 1812, 5.2.4.5",
    "One of equal paths",
    "{paths:path leads|paths lead} to {prefix} equally well. All datagrams of one flow take the same one, so "
    "that they stay in order: here {next_hop} through {port}[, with a time to live (TTL) of {ttl}].",
)
LOCAL = Rule(
    "route.local",
    "RFC 1812, 5.2.3",
    "An address of mine",
    "{dst} is an address of this device itself, on {port}: the datagram stays here.",
)
NONE = Rule(
    "route.none",
    "RFC 1812, 5.2.7.1",
    "No route fits",
    "No route in the table fits {dst}, not even a default route: the datagram is dropped.",
)
BLACKHOLE = Rule(
    "route.blackhole",
    "",
    "Route into nothing",
    "The route to {prefix} fits {dst}, and it is a black hole: the datagram is dropped, and nobody is told.",
)
UNREACHABLE = Rule(
    "route.unreachable",
    "RFC 1812, 5.2.7.1",
    "Route says unreachable",
    "The route to {prefix} fits {dst}, and it says that nothing there can be reached: the datagram is dropped.",
)
PROHIBIT = Rule(
    "route.prohibit",
    "RFC 1812, 5.2.7.1",
    "Route says forbidden",
    "The route to {prefix} fits {dst}, and it says that sending there is forbidden: the datagram is dropped.",
)
LONGEST_MATCH = Rule(
    "route.longest-match",
    "RFC 1812, 5.2.4.3",
    "Longest prefix that fits",
    "{dst} is inside {prefix}, and no other route fits in more than its {length:bit|bits}: this is the route to "
    "follow.",
)
SHORTER_MATCH = Rule(
    "route.shorter-match",
    "RFC 1812, 5.2.4.3",
    "Fits, but less closely",
    "{dst} is inside {prefix} too, but another route fits in {longest:bit|bits}: the longer prefix wins.",
)
CONFIGURED = Rule(
    "route.configured",
    "",
    "Route added to table",
    "The table gets a route to {prefix}, which is {source}.",
)
ATTACHED = Rule(
    "route.attached",
    "RFC 1812, 5.2.4.2",
    "Route to own network",
    "{port} has the address {address}, so {prefix} can be reached there without any gateway.",
)
OWN_ADDRESS = Rule(
    "route.own-address",
    "RFC 1812, 5.2.3",
    "Route to own address",
    "{port} has the address {address}, so what is sent to {prefix}, that one address, stays in this device.",
)
DELETED = Rule(
    "route.deleted",
    "",
    "Route deleted by command",
    "A command deletes the route to {prefix}.",
)
USABLE = Rule(
    "route.usable",
    "RFC 1812, 5.2.4.3",
    "Route is in use",
    "The route to {prefix} can be used and none to the same network is better, so it counts[: {hops}].",
)
PORT_DOWN = Rule(
    "route.port-down",
    "RFC 1812, 5.3.12.3",
    "Route's link is down",
    "{port} has no working link, so the route to {prefix} through it does not count for now.",
)
NEXT_HOP_OFF_LINK = Rule(
    "route.next-hop-off-link",
    "",
    "Gateway not on link",
    "The route to {prefix} leads to {next_hop}, which is in no network of {port}: no frame can reach it there, "
    "so the route does not count.",
)
NEXT_HOP_UNREACHABLE = Rule(
    "route.next-hop-unreachable",
    "",
    "Gateway cannot be reached",
    "The route to {prefix} leads to {next_hop}, and no route in use leads there, so the route does not count.",
)
NEXT_HOP_IS_OWN = Rule(
    "route.next-hop-is-own",
    "",
    "Gateway is this device",
    "The route to {prefix} leads to {next_hop}, which is this device itself, so the route does not count.",
)
NEXT_HOP_DISCARDED = Rule(
    "route.next-hop-discarded",
    "",
    "Way to gateway closed",
    "The route to {prefix} leads to {next_hop}, and the route to {via} throws away what is sent there, so the "
    "route does not count.",
)
NEXT_HOP_THROUGH_ITSELF = Rule(
    "route.next-hop-through-itself",
    "",
    "Route leads to itself",
    "The route to {prefix} leads to {next_hop}, and the way there is this same route again, so it does not count.",
)
NEXT_HOP_TOO_DEEP = Rule(
    "route.next-hop-too-deep",
    "",
    "Too many routes deep",
    "The way to {next_hop}, to which the route to {prefix} leads, goes through more than {limit} other routes, "
    "so the route does not count.",
)
HIGHER_DISTANCE = Rule(
    "route.higher-distance",
    "RFC 1812, 5.2.4.4",
    "Another source trusted more",
    "Another route to {prefix} has the administrative distance {best} and this one {distance}: the lower is "
    "trusted more, so this one waits in reserve.",
)
HIGHER_METRIC = Rule(
    "route.higher-metric",
    "RFC 1812, 5.2.4.3",
    "Another route is cheaper",
    "Another route to {prefix} has the metric {best} and this one {metric}: the lower is better, so this one "
    "waits in reserve.",
)
DISCARDING_WINS = Rule(
    "route.discarding-wins",
    "",
    "Route that discards wins",
    "Another route to {prefix}, just as good, throws datagrams away ({kind}): to be safe that one counts.",
)
