"""What the range of a port number means."""

from sim.explain.language import Case

PORT_CASES: dict[Case, str] = {
    "system": "Ports below 1024 are for well-known services.",
    "dynamic": "Ports from 49152 on are ephemeral: a host uses such a port for one conversation and then frees it "
    "(RFC 6335).",
}
