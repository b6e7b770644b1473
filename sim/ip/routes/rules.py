"""Routes: which routes are in use, and which route a datagram follows."""

from sim.why import Rule

ON_LINK = Rule(
    "route.on-link",
    "RFC 1122, 3.3.1.1",
    "Same network, no gateway",
    "{dst} is inside {prefix}, so it is on the link of {port}. The frame goes directly to the MAC address of {dst}[, "
    "{dst_mac}][; the datagram has a time to live (TTL) of {ttl}].",
)
DEFAULT = Rule(
    "route.default",
    "RFC 1122, 3.3.1.1",
    "To the default gateway",
    "[{dst} is not inside {network}, so it is not on this link. ]Only the default route matches {dst}, so the frame "
    "goes to the default gateway {next_hop} through {port}[; the datagram has a time to live (TTL) of {ttl}].",
)
VIA = Rule(
    "route.via",
    "RFC 1812, 5.2.4.3",
    "Route with longest prefix",
    "{dst} is inside {prefix}, the longest matching prefix in the route table. The frame goes to the next hop "
    "{next_hop} through {port}[; the datagram has a time to live (TTL) of {ttl}].",
)
EQUAL_PATHS = Rule(
    "route.equal-paths",
    "RFC 1812, 5.2.4.5",
    "One of equal paths",
    "{paths:path leads|paths lead} to {prefix} equally well. All datagrams of one flow take the same path and so stay "
    "in order. This flow goes to {next_hop} through {port}[; the datagram has a time to live (TTL) of {ttl}].",
)
LOCAL = Rule(
    "route.local",
    "RFC 1812, 5.2.3",
    "Address of this device",
    "{dst} is an address of this device itself, on {port}. The datagram stays in the device.",
)
NONE = Rule(
    "route.none",
    "RFC 1812, 5.2.7.1",
    "No route matches",
    "No route in the route table matches {dst}, not even a default route. The datagram is dropped.",
)
BLACKHOLE = Rule(
    "route.blackhole",
    "",
    "Blackhole route drops datagrams",
    "The route to {prefix} matches {dst}. It is a blackhole route: the datagram is dropped, and no ICMP error is sent.",
)
UNREACHABLE = Rule(
    "route.unreachable",
    "RFC 1812, 5.2.7.1",
    "Route says unreachable",
    "The route to {prefix} matches {dst}. This route says that the network cannot be reached, so the datagram is "
    "dropped.",
)
PROHIBIT = Rule(
    "route.prohibit",
    "RFC 1812, 5.2.7.1",
    "Route says prohibited",
    "The route to {prefix} matches {dst}. This route says that sending to the network is prohibited, so the datagram "
    "is dropped.",
)
LONGEST_MATCH = Rule(
    "route.longest-match",
    "RFC 1812, 5.2.4.3",
    "Longest matching prefix",
    "{dst} is inside {prefix}. No other route matches more than its {length:bit|bits}, so this route is used.",
)
SHORTER_MATCH = Rule(
    "route.shorter-match",
    "RFC 1812, 5.2.4.3",
    "Matches, but prefix is shorter",
    "{dst} is inside {prefix} too, but another route matches {longest:bit|bits}. The route with the longest prefix is "
    "used.",
)
CONFIGURED = Rule(
    "route.configured",
    "",
    "Route added to table",
    "The route table gets a route to {prefix}. This route is {source}.",
)
ATTACHED = Rule(
    "route.attached",
    "RFC 1812, 5.2.4.2",
    "Route to own network",
    "{port} has the address {address}, so {port} is in the network {prefix}. Hosts in this network can be reached "
    "through {port} without a gateway.",
)
OWN_ADDRESS = Rule(
    "route.own-address",
    "RFC 1812, 5.2.3",
    "Route to own address",
    "{port} has the address {address}. Datagrams to this one address ({prefix}) stay in this device.",
)
LINKDOWN = Rule(
    "route.linkdown",
    "",
    "Route stays without a link",
    "{port} is switched on but has no link. A host with Linux keeps the route to {prefix} and marks it linkdown. "
    "Datagrams still follow the route, and nobody answers.",
)
LINK_BACK = Rule(
    "route.link-back",
    "",
    "Route has its link again",
    "{port} has its link again, so the route to {prefix} is no longer marked linkdown.",
)
SWITCHED_OFF = Rule(
    "route.switched-off",
    "",
    "Route lost with its interface",
    "{port} was switched off. A host with Linux removes all routes through {port}. When {port} is switched on again, "
    "only the routes to its own networks come back.",
)
LAST_ADDRESS = Rule(
    "route.last-address",
    "",
    "Route lost with the last address",
    "{port} has no address left. A host with Linux removes all routes through {port}.",
)
REPLACED = Rule(
    "route.replaced",
    "",
    "Route replaced by command",
    "A command puts another route to {prefix} in the place of this route.",
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
    "The route to {prefix} can be used, and no other route to this network is better, so the route is in use[: "
    "{hops}].",
)
PORT_DOWN = Rule(
    "route.port-down",
    "RFC 1812, 5.3.12.3",
    "Link of route is down",
    "{port} has no working link, so the route to {prefix} through {port} is not in use for now.",
)
NEXT_HOP_OFF_LINK = Rule(
    "route.next-hop-off-link",
    "",
    "Next hop not on link",
    "The next hop of the route to {prefix} is {next_hop}. This address is in no network of {port}, so no frame can "
    "reach it. The route is not in use.",
)
NEXT_HOP_UNREACHABLE = Rule(
    "route.next-hop-unreachable",
    "",
    "Next hop cannot be reached",
    "The next hop of the route to {prefix} is {next_hop}. No route in use leads to {next_hop}, so this route is not "
    "in use.",
)
NEXT_HOP_IS_OWN = Rule(
    "route.next-hop-is-own",
    "",
    "Next hop is this device",
    "The next hop of the route to {prefix} is {next_hop}. This is an address of this device itself, so the route is "
    "not in use.",
)
NEXT_HOP_DISCARDED = Rule(
    "route.next-hop-discarded",
    "",
    "Datagrams to next hop dropped",
    "The next hop of the route to {prefix} is {next_hop}. The route to {via} drops all datagrams to {next_hop}, so "
    "the route to {prefix} is not in use.",
)
NEXT_HOP_THROUGH_ITSELF = Rule(
    "route.next-hop-through-itself",
    "",
    "Route depends on itself",
    "The next hop of the route to {prefix} is {next_hop}, but only this same route leads to {next_hop}. The route is "
    "not in use.",
)
NEXT_HOP_TOO_DEEP = Rule(
    "route.next-hop-too-deep",
    "",
    "Too many nested routes",
    "The next hop of the route to {prefix} is {next_hop}. To find {next_hop}, the device would have to follow more "
    "than {limit} other routes, so the route is not in use.",
)
HIGHER_DISTANCE = Rule(
    "route.higher-distance",
    "RFC 1812, 5.2.4.4",
    "Lower administrative distance wins",
    "Another route to {prefix} has the administrative distance {best}, and this route has {distance}. The route with "
    "the lower distance is trusted more, so this route stays in reserve.",
)
HIGHER_METRIC = Rule(
    "route.higher-metric",
    "RFC 1812, 5.2.4.3",
    "Lower metric wins",
    "Another route to {prefix} has the metric {best}, and this route has {metric}. The route with the lower metric is "
    "better, so this route stays in reserve.",
)
DISCARDING_WINS = Rule(
    "route.discarding-wins",
    "",
    "Route that drops wins",
    "Another route to {prefix} is just as good, but it drops datagrams ({kind}). To be safe, the device uses that "
    "other route.",
)
