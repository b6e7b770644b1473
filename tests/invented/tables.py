"""Who has greeted."""

from typing import NamedTuple

from sim.addresses import IPv4Address
from sim.feature import Table, TimerText

NAME = "greeting"


class GreeterRow(NamedTuple):
    """A row of table ``greeting``, under the address of who greets."""

    name: str
    times: int


GREETERS = Table(NAME, GreeterRow, {"en": "Greeters", "zh": "问候者"}, key={"ip": IPv4Address})
TIMER = TimerText(NAME, {"en": "the timer of the next greeting", "zh": "下一次问候的定时器"})
