"""From whom an interface or a socket wants to hear in a group: filters, and how they add up (RFC 3376 2 and 3)."""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from sim.addresses import IPv4Address


class Mode(StrEnum):
    """How the sources of a filter are meant (RFC 3376 2)."""

    INCLUDE = "include"
    """From these sources alone."""
    EXCLUDE = "exclude"
    """From all sources but these."""


class Filter(NamedTuple):
    """The sources that are wanted; they stand in the order of their addresses."""

    mode: Mode
    sources: tuple[IPv4Address, ...] = ()

    @property
    def is_nothing(self) -> bool:
        """Whether nothing at all is wanted, as from a group that was left."""
        return self.mode is Mode.INCLUDE and not self.sources

    def lets(self, src: IPv4Address) -> bool:
        """Whether what ``src`` sends is wanted."""
        return (src in self.sources) is (self.mode is Mode.INCLUDE)


NOTHING = Filter(Mode.INCLUDE)
"""The filter of a group that was left, or never joined."""
EVERYBODY = Filter(Mode.EXCLUDE)
"""The filter of a group that was joined without a word about sources."""


def merged(filters: Iterable[Filter]) -> Filter:
    """What an interface has to hear, so that each of those who ask gets what it wants (RFC 3376 3.2)."""
    included: set[IPv4Address] = set()
    excluded: set[IPv4Address] | None = None
    for each in filters:
        if each.mode is Mode.INCLUDE:
            included |= {*each.sources}
        else:
            excluded = {*each.sources} if excluded is None else excluded & {*each.sources}
    if excluded is None:
        return Filter(Mode.INCLUDE, tuple(sorted(included)))
    # "the intersection of the source lists of the socket records with filter mode EXCLUDE, minus those source
    # addresses that appear in any of the socket records with filter mode INCLUDE"
    return Filter(Mode.EXCLUDE, tuple(sorted(excluded - included)))
