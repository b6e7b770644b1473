"""What ``traceroute`` does."""

from sim.why import Rule

PROBE = Rule(
    "traceroute.probe",
    "RFC 1393, 1",
    "Which router is there?",
    "traceroute sends query {query} towards {dst} with TTL {ttl}: where it runs out, the router has to report, "
    "and so tells its address.",
)
WAIT = Rule(
    "traceroute.wait",
    "",
    "Wait for a report",
    "traceroute waits {ns} at most for a report, and prints a star if none comes.",
)
