"""Reassembly: how fragments become one datagram again."""

from sim.why import Rule

WAITING = Rule(
    "reassembly.waiting",
    "RFC 791, 3.2",
    "Waiting for more fragments",
    "A fragment of datagram {identification} from {src} brings octets {start} to {end} of the data. These octets are "
    "still missing: {holes}.",
)
COMPLETE = Rule(
    "reassembly.complete",
    "RFC 791, 3.2",
    "All fragments are here",
    "The last missing fragment of datagram {identification} from {src} has arrived. {fragments:fragment "
    "makes|fragments together make} up all {length} octets of its data.",
)
DUPLICATE = Rule(
    "reassembly.duplicate",
    "RFC 791, 3.2",
    "Duplicate of a fragment",
    "Octets {start} to {end} of datagram {identification} from {src} have already arrived, so the duplicate is "
    "dropped.",
)
TIMEOUT = Rule(
    "reassembly.timeout",
    "RFC 1122, 3.3.2",
    "Fragments missing too long",
    "After {timeout}, datagram {identification} from {src} is still not complete (missing octets: {holes}), so the "
    "fragments that have arrived are dropped.",
)
TIMEOUT_WITHOUT_FIRST = Rule(
    "reassembly.timeout-without-first",
    "RFC 792, time exceeded message",
    "First fragment never arrived",
    "After {timeout}, the first fragment of datagram {identification} from {src} is still missing. The other "
    "fragments are dropped. No ICMP error is sent, because it would have to quote the first fragment.",
)
FULL = Rule(
    "reassembly.full",
    "",
    "Too many incomplete datagrams",
    "{capacity:datagram waits|datagrams wait} for fragments already, and there is no room for another. The device "
    "drops the fragments of the datagram that has waited longest.",
)
EMPTY_FRAGMENT = Rule(
    "reassembly.empty-fragment",
    "",
    "Fragment without data",
    "This fragment of datagram {identification} from {src} carries no data, so it is dropped.",
)
NOT_IN_EIGHTS = Rule(
    "reassembly.not-in-eights",
    "RFC 791, 3.2",
    "Not a multiple of eight",
    "Fragment offsets count in units of 8 octets, so every fragment except the last needs a multiple of 8 octets. "
    "This fragment from {src} has {length} octets, so it is dropped.",
)
TOO_LONG = Rule(
    "reassembly.too-long",
    "RFC 791, 3.1",
    "Datagram longer than allowed",
    "With this fragment (octets {start} to {end}), the datagram from {src} would be longer than {maximum} octets, the "
    "maximum length in IPv4. The fragment is dropped.",
)
MIXED_MARKS = Rule(
    "reassembly.mixed-marks",
    "RFC 3168, 5.3",
    "Only some fragments may be marked",
    "Of the fragments of datagram {identification} from {src}, one has the mark of congestion (CE) and another says "
    "that its sender does not use ECN. The mark must not get lost, and must not be set, so the datagram is dropped.",
)
TWO_ENDS = Rule(
    "reassembly.two-ends",
    "",
    "Fragments disagree on length",
    "This fragment (octets {start} to {end}) and the earlier fragments ({length} octets) give different lengths for "
    "datagram {identification}. All fragments of this datagram are dropped.",
)
OVERLAP = Rule(
    "reassembly.overlap",
    "RFC 1858, 4",
    "Fragments overlap each other",
    "This fragment (octets {start} to {end}) overlaps an earlier fragment (octets {have_start} to {have_end}). This "
    "happens only in attacks, so all fragments of datagram {identification} are dropped.",
)
