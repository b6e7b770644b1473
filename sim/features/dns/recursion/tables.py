"""The tables of a recursive server, and its timers."""

from sim.feature import TimerText
from sim.features.dns.asking.tables import SERVER
from sim.features.dns.caching.tables import SERVER_TIMER, SERVERS_CACHE
from sim.features.dns.recursion.timers import TIMER

__all__ = ["SERVER", "SERVERS_CACHE", "SERVER_TIMER", "WAIT"]

WAIT = TimerText(
    TIMER, {"en": "the timer for the response to query {1} of the server", "zh": "服务器的查询 {1} 的回答定时器"}
)
