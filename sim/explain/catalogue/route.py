"""Routes: which of them count, and which one a datagram follows."""

from sim.explain.rule import Rule

RULES = {
    "route.on-link": Rule(
        "RFC 1122, 3.3.1.1",
        "On this link, no gateway",
        "{dst} is inside {prefix}, so it is on the link of {port}: the frame goes straight to its MAC address[ "
        "{dst_mac}][, with a time to live (TTL) of {ttl}].",
    ),
    "route.default": Rule(
        "RFC 1122, 3.3.1.1",
        "To the default gateway",
        "[{dst} is not inside {network}, so it is not on this link. ]No route fits {dst} better than the default "
        "route: the frame goes to the gateway {next_hop} through {port}[, with a time to live (TTL) of {ttl}].",
    ),
    "route.via": Rule(
        "RFC 1812, 5.2.4.3",
        "By the best route",
        "{dst} is inside {prefix}, the longest prefix in the table that fits: the frame goes to the next router, "
        "{next_hop}, through {port}[, with a time to live (TTL) of {ttl}].",
    ),
    "route.equal-paths": Rule(
        "RFC 1812, 5.2.4.5",
        "One of equal paths",
        "{paths:path leads|paths lead} to {prefix} equally well. All datagrams of one flow take the same one, so "
        "that they stay in order: here {next_hop} through {port}[, with a time to live (TTL) of {ttl}].",
    ),
    "route.local": Rule(
        "RFC 1812, 5.2.3",
        "An address of mine",
        "{dst} is an address of this device itself, on {port}: the datagram stays here.",
    ),
    "route.none": Rule(
        "RFC 1812, 5.2.7.1",
        "No route fits",
        "No route in the table fits {dst}, not even a default route: the datagram is dropped.",
    ),
    "route.blackhole": Rule(
        "",
        "Route into nothing",
        "The route to {prefix} fits {dst}, and it is a black hole: the datagram is dropped, and nobody is told.",
    ),
    "route.unreachable": Rule(
        "RFC 1812, 5.2.7.1",
        "Route says unreachable",
        "The route to {prefix} fits {dst}, and it says that nothing there can be reached: the datagram is dropped.",
    ),
    "route.prohibit": Rule(
        "RFC 1812, 5.2.7.1",
        "Route says forbidden",
        "The route to {prefix} fits {dst}, and it says that sending there is forbidden: the datagram is dropped.",
    ),
    "route.longest-match": Rule(
        "RFC 1812, 5.2.4.3",
        "Longest prefix that fits",
        "{dst} is inside {prefix}, and no other route fits in more than its {length:bit|bits}: this is the route to "
        "follow.",
    ),
    "route.shorter-match": Rule(
        "RFC 1812, 5.2.4.3",
        "Fits, but less closely",
        "{dst} is inside {prefix} too, but another route fits in {longest:bit|bits}: the longer prefix wins.",
    ),
    "route.configured": Rule("", "Route added to table", "The table gets a route to {prefix}, which is {source}."),
    "route.attached": Rule(
        "RFC 1812, 5.2.4.2",
        "Route to own network",
        "{port} has the address {address}, so {prefix} can be reached there without any gateway.",
    ),
    "route.own-address": Rule(
        "RFC 1812, 5.2.3",
        "Route to own address",
        "{port} has the address {address}, so what is sent to {prefix}, that one address, stays in this device.",
    ),
    "route.deleted": Rule("", "Route deleted by command", "A command deletes the route to {prefix}."),
    "route.usable": Rule(
        "RFC 1812, 5.2.4.3",
        "Route is in use",
        "The route to {prefix} can be used and none to the same network is better, so it counts[: {hops}].",
    ),
    "route.port-down": Rule(
        "RFC 1812, 5.3.12.3",
        "Route's link is down",
        "{port} has no working link, so the route to {prefix} through it does not count for now.",
    ),
    "route.next-hop-off-link": Rule(
        "",
        "Gateway not on link",
        "The route to {prefix} leads to {next_hop}, which is in no network of {port}: no frame can reach it there, "
        "so the route does not count.",
    ),
    "route.next-hop-unreachable": Rule(
        "",
        "Gateway cannot be reached",
        "The route to {prefix} leads to {next_hop}, and no route in use leads there, so the route does not count.",
    ),
    "route.next-hop-is-own": Rule(
        "",
        "Gateway is this device",
        "The route to {prefix} leads to {next_hop}, which is this device itself, so the route does not count.",
    ),
    "route.next-hop-discarded": Rule(
        "",
        "Way to gateway closed",
        "The route to {prefix} leads to {next_hop}, and the route to {via} throws away what is sent there, so the "
        "route does not count.",
    ),
    "route.next-hop-through-itself": Rule(
        "",
        "Route leads to itself",
        "The route to {prefix} leads to {next_hop}, and the way there is this same route again, so it does not count.",
    ),
    "route.next-hop-too-deep": Rule(
        "",
        "Too many routes deep",
        "The way to {next_hop}, to which the route to {prefix} leads, goes through more than {limit} other routes, "
        "so the route does not count.",
    ),
    "route.higher-distance": Rule(
        "RFC 1812, 5.2.4.4",
        "Another source trusted more",
        "Another route to {prefix} has the administrative distance {best} and this one {distance}: the lower is "
        "trusted more, so this one waits in reserve.",
    ),
    "route.higher-metric": Rule(
        "RFC 1812, 5.2.4.3",
        "Another route is cheaper",
        "Another route to {prefix} has the metric {best} and this one {metric}: the lower is better, so this one "
        "waits in reserve.",
    ),
    "route.discarding-wins": Rule(
        "",
        "Route that discards wins",
        "Another route to {prefix}, just as good, throws datagrams away ({kind}): to be safe that one counts.",
    ),
}
