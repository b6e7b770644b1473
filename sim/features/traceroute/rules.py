"""What ``traceroute`` does."""

from sim.why import Rule

PROBE = Rule(
    "traceroute.probe",
    "RFC 1393, 1",
    "Send a traceroute probe",
    "traceroute sends query {query} to {dst} with TTL {ttl}. The router where the TTL runs out must send an ICMP "
    "error, which shows the address of that router.",
)
WAIT = Rule(
    "traceroute.wait",
    "",
    "Wait for a report",
    "traceroute waits at most {ns} for an ICMP error or an answer. If none arrives, it prints a star.",
)
