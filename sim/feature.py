"""What a feature tells of itself: descriptors, each written once beside the code that it describes."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from sim.command import Allowance, AnyCommand

Commands = tuple["AnyCommand", ...]


def _no_commands() -> Commands:
    return ()


class Feature(NamedTuple):
    """One package of the simulator, such as ``sim.ip.arp``.

    ``rules`` and ``fields`` are names of modules, so that a run loads none of the texts that it does not use: module
    ``X`` has the English, ``X_zh`` the Chinese (``TEXTS`` for rules, ``FIELDS`` for the fields of headers).

    ``commands`` gives what can be typed at a device, and imports it only then; ``command_words`` are the first words of
    these, so that a run loads only what is typed in it. ``allowances`` are the words that a
    scenario can write after ``allow`` for what its commands may be doubted for.
    """

    name: str
    rules: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    command_words: tuple[str, ...] = ()
    commands: Callable[[], Commands] = _no_commands
    allowances: "tuple[Allowance, ...]" = ()
