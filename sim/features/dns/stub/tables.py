"""The tables of the resolver of a host, and its timers."""

from sim.feature import TimerText
from sim.features.dns.asking.tables import STUB
from sim.features.dns.caching.tables import CACHE
from sim.features.dns.caching.tables import TIMER as EXPIRY
from sim.features.dns.stub.timers import TIMER

__all__ = ["CACHE", "EXPIRY", "STUB", "WAIT"]

WAIT = TimerText(TIMER, {"en": "the timer for the response to DNS query {1}", "zh": "DNS 查询 {1} 的回答定时器"})
