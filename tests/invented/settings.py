"""What a host is told of its greetings."""

from typing import Annotated, NamedTuple

from sim.addresses import IPv4Address
from sim.kernel import SECOND
from sim.settings import TIME, Setting, Settings


class GreetingSettings(NamedTuple):
    name: Annotated[str, Setting("The name to greet with; without one the host does not greet.")] = ""
    peer: Annotated[IPv4Address | None, Setting("Whom to greet.")] = None
    interval: Annotated[int, Setting("Time between two greetings.", TIME, at_least=1)] = SECOND


SETTINGS = Settings("greeting", GreetingSettings, "Greetings.")
