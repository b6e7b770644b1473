"""``ipconfig /displaydns``: what a host remembers of DNS answers, as Windows prints it."""

from collections.abc import Mapping

from sim.features.dns import numbers
from sim.features.dns.caching.tables import CacheRow, Outcome
from sim.quantities import SECOND

FLUSHED = "\nWindows IP Configuration\n\nSuccessfully flushed the DNS Resolver Cache."
_EMPTY = "Could not display the DNS Resolver Cache."
_NAMES = {
    "A": "A (Host) Record",
    "AAAA": "AAAA Record",
    "CNAME": "CNAME Record",
    "PTR": "PTR Record",
    "NS": "NS Record",
}
_LENGTHS = {"A": 4, "AAAA": 16}
_WIDTH = 22
_POINTER = 8
"""Octets of a pointer: what Windows gives as the length of data that are a name."""


def displaydns(rows: Mapping[tuple[str, str], CacheRow], now: int) -> list[str]:
    """The lines of the command."""
    lines = ["", "Windows IP Configuration", ""]
    if not rows:
        return [*lines, _EMPTY]
    for (name, rtype), row in rows.items():
        head = [f"    {name}", f"    {'-' * 40}"]
        if row.outcome is not Outcome.RECORDS:
            told = "Name does not exist." if row.outcome is Outcome.NO_NAME else f"No records of type {rtype}"
            lines += [*head, f"    {told}", "", ""]
            continue
        ttl = max(0, -((now - row.expires) // SECOND))
        for data in row.data:
            lines += [
                *head,
                f"    Record Name . . . . . : {name}",
                f"    Record Type . . . . . : {numbers.type_number(rtype)}",
                f"    Time To Live  . . . . : {ttl}",
                f"    Data Length . . . . . : {_LENGTHS.get(rtype, _POINTER)}",
                "    Section . . . . . . . : Answer",
                f"    {_spread(_NAMES.get(rtype, f'{rtype} Record'))}: {data.removesuffix('.')}",
                "",
                "",
            ]
    return lines[:-2]


def _spread(title: str) -> str:
    """A title as Windows writes it, with dots up to the colon."""
    dots = (_WIDTH - len(title) - 1) // 2
    return title + " " * (_WIDTH - len(title) - 2 * dots) + ". " * dots
