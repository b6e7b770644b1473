"""A line of the mode in which a router or switch is configured: how it is written and read, and what it does.

A feature has its lines as values of type :class:`ConfigLine` beside its commands; ``sim.registry`` gathers all.
"""

from collections.abc import Callable, Iterable
from typing import Any, Generic, NamedTuple, TypeVar

from sim.command import CommandLine

GLOBAL, INTERFACE = "config", "config-if"
"""The modes, as the prompt has them."""

_Device = TypeVar("_Device")
_Options = TypeVar("_Options")


class ConfigLine(NamedTuple, Generic[_Device, _Options]):
    """A line of configuration.

    ``name`` are its first words, which may be cut short. ``parse`` reads what follows, and is told whether ``no``
    stands in front. ``run`` carries it out: on the device, for what the mode is about (such as the interface, "" for
    all of the device), with the options, whether it is negated, and the record of the typed command; it returns what is
    printed. ``mode`` is where it can be typed. One that ``opens`` a mode has as its option what this mode is about.
    ``shown`` gives the lines of this kind with which a device could be configured as it is, for what the mode is about.
    """

    name: str
    usage: str
    summary: str
    kinds: frozenset[str]
    parse: Callable[[CommandLine, bool], _Options]
    run: Callable[[_Device, str, _Options, bool, int], str]
    mode: str = GLOBAL
    opens: str = ""
    takes_no: bool = True
    shown: Callable[[_Device, str], Iterable[str]] = lambda _, __: ()


AnyConfigLine = ConfigLine[Any, Any]
