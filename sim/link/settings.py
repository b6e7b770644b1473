"""The choice of a network interface card."""

from typing import Annotated, NamedTuple

from sim.settings import Setting, Settings


class NicSettings(NamedTuple):
    """A ``promiscuous`` card takes in every frame, whoever it is for; the device then drops what is not for it."""

    promiscuous: Annotated[bool, Setting("Take in frames that are for others.")] = False


SETTINGS = Settings("", NicSettings)
