"""What the range of a port number means."""

from sim.explain.language import Case

PORT_CASES: dict[Case, str] = {
    "system": "Ports below 1024 are for well-known services.",
    "dynamic": "From 49152 on, a port is taken for one conversation and given back (RFC 6335).",
}
