"""The table of connections: what begins a connection, moves its state, and ends it."""

from sim.why import Rule

NEW = Rule(
    "conntrack.new",
    "",
    "A connection begins",
    "No connection in the table has these ends, so this datagram from {src} to {dst} begins one.",
)
REPLIED = Rule(
    "conntrack.replied",
    "",
    "The other side has answered",
    "This is the first datagram from {src} back to {dst}. From now on the connection counts as established.",
)
STATE = Rule(
    "conntrack.state",
    "",
    "TCP state of a connection",
    "A segment with {segment} passes from {src} to {dst}. The connection goes from {before} to {after}. Without "
    "traffic, it is kept for {timeout}.",
)
REFRESHED = Rule(
    "conntrack.refreshed",
    "",
    "A connection gets more time",
    "A datagram of the connection has passed. The connection is kept for another {timeout}.",
)
EXPIRED = Rule(
    "conntrack.expired",
    "",
    "A connection was silent",
    "Nothing has passed for {timeout}, so the connection from {src} to {dst} is forgotten.",
)
TIMER = Rule(
    "conntrack.timer",
    "",
    "When to look for silence",
    "The device will look then whether the connection has been silent for too long.",
)
RETIMED = Rule(
    "conntrack.retimed",
    "",
    "There was traffic meanwhile",
    "The connection was in use after the timer was set, so it is kept, and the timer is set again.",
)
EVICTED = Rule(
    "conntrack.evicted",
    "",
    "A connection makes room",
    "The table is full with {size:connection|connections}. The connection from {src} to {dst} is the oldest that is "
    "not sure to be wanted, so it makes room.",
)
FULL = Rule(
    "conntrack.full",
    "",
    "Table of connections is full",
    "The table has room for {size:connection|connections}, and all of them are in use. No new connection can begin, so "
    "the datagram from {src} to {dst} is dropped.",
)
BEYOND_WINDOW = Rule(
    "conntrack.beyond-window",
    "",
    "Beyond the window",
    "{src} sends from sequence number {number} on, but {dst} has room only up to {bound}. The segment cannot be right: "
    "it is invalid.",
)
NOT_SENT_YET = Rule(
    "conntrack.not-sent-yet",
    "",
    "Acknowledges what was not sent",
    "{src} acknowledges {number}, but {dst} has sent only up to {bound}. The segment cannot be right: it is invalid.",
)
RESET_OF_OLD = Rule(
    "conntrack.reset-of-old",
    "RFC 5961, 3.2",
    "A RST out of the window",
    "{src} sends a RST with sequence number {number}, but {dst} has acknowledged all up to {bound}. A RST that is "
    "right has the very next number, so this one is invalid.",
)
UNFITTING = Rule(
    "conntrack.unfitting",
    "",
    "Segment does not fit the state",
    "{src} sends {segment} to {dst} while the connection is in {state}. No end that is in order does so: the segment "
    "is invalid.",
)
