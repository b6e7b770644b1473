"""Filters: which line of which list decides about a datagram."""

from sim.why import Rule

CONFIGURED = Rule(
    "acl.configured",
    "",
    "A rule of an access list",
    "The configuration has this rule in list {acl}.",
)
COUNTED = Rule(
    "acl.counted",
    "",
    "Datagrams that a rule fits",
    "So many datagrams have been decided about by this rule of list {acl}.",
)
PERMITTED = Rule(
    "acl.permitted",
    "RFC 1812, 5.3.9",
    "Permitted by an access list",
    "List {acl} is asked for what goes {where}. Its first rule that fits is rule {number}, “{entry}”[, in line "
    "{line} of the scenario], so the datagram may go on.",
)
DENIED = Rule(
    "acl.denied",
    "RFC 1812, 5.3.9",
    "Denied by an access list",
    "List {acl} is asked for what goes {where}. Its first rule that fits is rule {number}, “{entry}”[, in line "
    "{line} of the scenario], so the datagram is dropped.",
)
REJECTED = Rule(
    "acl.rejected",
    "RFC 1812, 5.3.9",
    "Rejected by an access list",
    "List {acl} is asked for what goes {where}. Its first rule that fits is rule {number}, “{entry}”[, in line "
    "{line} of the scenario]. The datagram is dropped, and its sender is told.",
)
IMPLICIT = Rule(
    "acl.implicit-deny",
    "RFC 1812, 5.3.9",
    "No rule of the list fits",
    "List {acl} is asked for what goes {where}, and none of its rules fits. Every list ends with “deny ip any any”, "
    "which nobody has to write, so the datagram is dropped.",
)
REMOVED = Rule(
    "acl.removed",
    "",
    "Rule is removed",
    "The command removes a rule from access list {acl}.",
)
