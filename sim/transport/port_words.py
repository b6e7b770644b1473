"""What the range of a port number means."""

from collections.abc import Mapping

from sim.explain.fields import Sense, Tell
from sim.explain.language import Case

_LAST_SYSTEM_PORT, _FIRST_DYNAMIC_PORT = 1023, 49152

PORT_CASES: dict[Case, str] = {
    "system": "Ports below 1024 are for well-known services.",
    "dynamic": "Ports from 49152 on are ephemeral: a host uses such a port for one conversation and then frees it "
    "(RFC 6335).",
}


def port(name: str) -> Tell:
    """The number of a port."""

    def told(values: Mapping[str, int]) -> Sense:
        number = values[name]
        case = ("system",) if number <= _LAST_SYSTEM_PORT else ("dynamic",) if number >= _FIRST_DYNAMIC_PORT else ()
        return Sense({}, case)

    return told
