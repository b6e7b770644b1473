"""What a feature tells of itself: descriptors, each written once beside the code that it describes."""

from typing import NamedTuple


class Feature(NamedTuple):
    """One package of the simulator, such as ``sim.ip.arp``.

    ``rules`` and ``fields`` are names of modules, so that a run loads none of the texts that it does not use: module
    ``X`` has the English, ``X_zh`` the Chinese (``TEXTS`` for rules, ``FIELDS`` for the fields of headers).
    """

    name: str
    rules: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
