"""Putting fragments together again."""

from sim.explain.rule import Rule

RULES = {
    "reassembly.waiting": Rule(
        "RFC 791, 3.2",
        "Waiting for more fragments",
        "A fragment of datagram {identification} from {src} brings octets {start} to {end} of its data. Still "
        "missing: {holes}.",
    ),
    "reassembly.complete": Rule(
        "RFC 791, 3.2",
        "All fragments are here",
        "The last missing piece is here: {fragments:fragment makes|fragments make} up all {length} octets of data of "
        "datagram {identification} from {src}.",
    ),
    "reassembly.duplicate": Rule(
        "RFC 791, 3.2",
        "Fragment is here already",
        "Octets {start} to {end} of datagram {identification} from {src} are here already, so the copy is dropped.",
    ),
    "reassembly.timeout": Rule(
        "RFC 1122, 3.3.2",
        "Fragments came too late",
        "After {timeout}, datagram {identification} from {src} is still not whole (missing: {holes}), so its "
        "fragments are thrown away.",
    ),
    "reassembly.timeout-without-first": Rule(
        "RFC 792, time exceeded message",
        "First fragment never came",
        "After {timeout}, even the first fragment of datagram {identification} from {src} is missing: the rest is "
        "thrown away without an ICMP error, which would have to quote the first.",
    ),
    "reassembly.full": Rule(
        "",
        "Too many wait already",
        "{capacity:datagram waits|datagrams wait} for fragments already, and there is no room for more: the one that "
        "has waited longest is given up.",
    ),
    "reassembly.empty-fragment": Rule(
        "",
        "Fragment without data",
        "This fragment of datagram {identification} from {src} brings no data at all, so it is of no use and dropped.",
    ),
    "reassembly.not-in-eights": Rule(
        "RFC 791, 3.2",
        "Not a multiple of eight",
        "Offsets count in units of 8 octets, so every fragment but the last has a multiple of 8. This one from {src} "
        "has {length}, so it is dropped.",
    ),
    "reassembly.too-long": Rule(
        "RFC 791, 3.1",
        "Longer than can be",
        "With octets {start} to {end} the datagram from {src} would be longer than {maximum} octets, the most that "
        "IPv4 can say, so it is given up.",
    ),
    "reassembly.two-ends": Rule(
        "",
        "Fragments disagree on length",
        "This fragment (octets {start} to {end}) and the earlier ones ({length} octets) disagree on where datagram "
        "{identification} ends: all of it is given up.",
    ),
    "reassembly.overlap": Rule(
        "RFC 1858, 4",
        "Fragments overlap each other",
        "This fragment (octets {start} to {end}) overlaps one that is here ({have_start} to {have_end}). That serves "
        "only attacks, so all of datagram {identification} is given up.",
    ),
}
