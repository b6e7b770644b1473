"""``show access-lists`` and ``iptables -L``: the lists with how often each rule fitted."""

from typing import Any, NamedTuple, Protocol

from sim.command import IP_DEVICES, Command, CommandLine, Device
from sim.features.acl.service import Filters
from sim.features.acl.tables import TABLE, iptables_l, show_access_lists


class FilteringDevice(Device, Protocol):
    services: dict[str, object]


class _Options(NamedTuple):
    verbose: bool = False
    numeric: bool = False


def _rows(device: FilteringDevice) -> Any:
    """The table, with all that was counted up to now."""
    filters = device.services.get("acl")
    if isinstance(filters, Filters):
        filters.flush()
    return device.tables.get(TABLE, {})


def _show(device: FilteringDevice, wanted: str, _: str, cause: int) -> None:
    lines = show_access_lists({key: row for key, row in _rows(device).items() if wanted in ("", key[0])})
    if lines:
        device.output("\n".join(lines), cause)


def _iptables(device: FilteringDevice, options: _Options, _: str, cause: int) -> None:
    lines = iptables_l(_rows(device), options.verbose, options.numeric)
    if lines:
        device.output("\n".join(lines), cause)


_TABLES = {"nat": "write 'conntrack -L', or 'show ip nat translations' at a router"}


def _parse(line: CommandLine) -> _Options:
    letters = ""
    while line:
        word = line.next()
        if word == "-t":
            table = line.word("filter", "nat", "mangle", "raw")
            if table != "filter":
                raise line.wrong(f"table {table} of iptables is not simulated", _TABLES.get(table, "leave it out"))
            continue
        if not word.startswith("-") or not set(word[1:]) <= set("Lvn") or word == "-":
            raise line.wrong(f"{word!r} does not fit here", "write iptables -L -v -n")
        letters += word[1:]
    if "L" not in letters:
        raise line.too_short("iptables lists rules here, and does not change them", "write iptables -L")
    return _Options("v" in letters, "n" in letters)


COMMANDS: tuple[Command[Any, Any], ...] = (
    Command(
        "show access-lists",
        "show access-lists [NAME]",
        "the access lists or one of them, and how often each of their rules fitted",
        IP_DEVICES,
        lambda line: line.next() if line else "",
        _show,
        also=("show ip access-lists",),
    ),
    Command(
        "iptables",
        "iptables [-t filter] -L [-v] [-n]",
        "the same as Linux lists its chains, `-v` with packets and octets, `-n` with numbers",
        IP_DEVICES,
        _parse,
        _iptables,
    ),
)
