"""A line of the mode in which a router or switch is configured: how it is written and read, and what it does.

A feature has its lines as values of type :class:`ConfigLine` beside its commands; ``sim.registry`` gathers all.
"""

from collections.abc import Callable, Iterable
from typing import Any, Generic, NamedTuple, TypeVar

from sim.command import CommandLine

GLOBAL, INTERFACE, VLAN = "config", "config-if", "config-vlan"
"""Modes, as the prompt has them."""
ANY = ""
"""The mode of a line that can be typed in each, and leads to no other."""
NUMBER = "NUMBER"
"""The name of a line that begins with a number, which is left to ``parse``."""

Subjects = tuple[str, ...]
"""What a mode is about, such as interfaces; ``("",)`` for all of the device."""

_Device = TypeVar("_Device")
_Options = TypeVar("_Options")


class ConfigLine(NamedTuple, Generic[_Device, _Options]):
    """A line of configuration.

    ``name`` are its first words, which may be cut short. ``parse`` reads what follows, and is told whether ``no``
    stands in front. ``run`` carries it out: on the device, for what the mode is about (such as an interface, "" for
    all of the device), with the options, whether it is negated, and the record of the typed command; it returns what is
    printed. In a mode about several things it runs for each of them. ``mode`` is where it can be typed. One that
    ``opens`` a mode has as its options the :data:`Subjects` of this mode, and runs for each of these.

    ``shown`` gives the lines of this kind with which a device could be configured as it is, for what the mode is about.
    ``about`` gives, of a line that opens a mode, what it can be typed with to show the lines within. ``is_deed`` tells
    whether such a line does something by itself, such as to create a VLAN.
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
    about: Callable[[_Device], Iterable[str]] = lambda _: ()
    is_deed: Callable[[Subjects], bool] = lambda _: False


AnyConfigLine = ConfigLine[Any, Any]
