"""The text of a scenario, from a file that may be anything."""

import os
from pathlib import Path

from sim.scenario.problem import Problem, ScenarioError, Severity

MAX_OCTETS = 8 * 1024 * 1024
_CAPTURES = tuple(map(bytes.fromhex, ("0a0d0d0a", "a1b2c3d4", "d4c3b2a1", "a1b23c4d", "4d3cb2a1")))
"""What files of pcapng and pcap begin with."""
_A_SCENARIO = "a scenario has a few hundred lines"


def read(path: str | Path, usual: str = _A_SCENARIO) -> str:
    """A file's text; raises :class:`~sim.scenario.problem.ScenarioError`, whatever the path leads to.

    ``usual`` says how long such a file usually is, to whoever names one that is far too long.
    """
    name = str(path)
    try:
        if os.path.isdir(path):
            raise _error(name, "this is a directory", "name a file in it")
        with open(path, "rb") as file:
            octets = file.read(MAX_OCTETS + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise _error(name, f"this cannot be read: {reason}", "name a file that is there and is yours") from None
    if len(octets) > MAX_OCTETS:
        message = f"this file has more than {MAX_OCTETS // 2**20} MB"
        raise _error(name, message, usual)
    return _decode(octets, name)


def _decode(octets: bytes, name: str) -> str:
    if octets.startswith(_CAPTURES):
        hint = "tshark and Wireshark read it; write the network that it comes from as a scenario"
        raise _error(name, "this is a capture of packets, and no text", hint)
    try:
        return octets.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = octets[: error.start].decode("utf-8-sig", "replace")
        line = before.count("\n") + 1
        column = len(before) - before.rfind("\n")
        message = f"the octet 0x{octets[error.start]:02x} is not UTF-8 text"
        raise _error(name, message, "save the file as UTF-8", line, column) from None


def _error(name: str, message: str, hint: str, line: int = 0, column: int = 0) -> ScenarioError:
    return ScenarioError([Problem(name, line, column, Severity.ERROR, message, hint)])
