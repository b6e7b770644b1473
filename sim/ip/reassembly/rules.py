"""Putting fragments together again."""

from sim.why import Rule

WAITING = Rule(
    "reassembly.waiting",
    "RFC 791, 3.2",
    "Waiting for more fragments",
    "A fragment of datagram {identification} from {src} brings octets {start} to {end} of its data. Still "
    "missing: {holes}.",
)
COMPLETE = Rule(
    "reassembly.complete",
    "RFC 791, 3.2",
    "All fragments are here",
    "The last missing piece is here: {fragments:fragment makes|fragments make} up all {length} octets of data of "
    "datagram {identification} from {src}.",
)
DUPLICATE = Rule(
    "reassembly.duplicate",
    "RFC 791, 3.2",
    "Fragment is here already",
    "Octets {start} to {end} of datagram {identification} from {src} are here already, so the copy is dropped.",
)
TIMEOUT = Rule(
    "reassembly.timeout",
    "RFC 1122, 3.3.2",
    "Fragments came too late",
    "After {timeout}, datagram {identification} from {src} is still not whole (missing: {holes}), so its "
    "fragments are thrown away.",
)
TIMEOUT_WITHOUT_FIRST = Rule(
    "reassembly.timeout-without-first",
    "RFC 792, time exceeded message",
    "First fragment never came",
    "After {timeout}, even the first fragment of datagram {identification} from {src} is missing: the rest is "
    "thrown away without an ICMP error, which would have to quote the first.",
)
FULL = Rule(
    "reassembly.full",
    "",
    "Too many wait already",
    "{capacity:datagram waits|datagrams wait} for fragments already, and there is no room for more: the one that "
    "has waited longest is given up.",
)
EMPTY_FRAGMENT = Rule(
    "reassembly.empty-fragment",
    "",
    "Fragment without data",
    "This fragment of datagram {identification} from {src} brings no data at all, so it is of no use and dropped.",
)
NOT_IN_EIGHTS = Rule(
    "reassembly.not-in-eights",
    "RFC 791, 3.2",
    "Not a multiple of eight",
    "Offsets count in units of 8 octets, so every fragment but the last has a multiple of 8. This one from {src} "
    "has {length}, so it is dropped.",
)
TOO_LONG = Rule(
    "reassembly.too-long",
    "RFC 791, 3.1",
    "Longer than can be",
    "With octets {start} to {end} the datagram from {src} would be longer than {maximum} octets, the most that "
    "IPv4 can say, so it is given up.",
)
TWO_ENDS = Rule(
    "reassembly.two-ends",
    "",
    "Fragments disagree on length",
    "This fragment (octets {start} to {end}) and the earlier ones ({length} octets) disagree on where datagram "
    "{identification} ends: all of it is given up.",
)
OVERLAP = Rule(
    "reassembly.overlap",
    "RFC 1858, 4",
    "Fragments overlap each other",
    "This fragment (octets {start} to {end}) overlaps one that is here ({have_start} to {have_end}). That serves "
    "only attacks, so all of datagram {identification} is given up.",
)
