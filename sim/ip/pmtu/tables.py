"""The table of path MTUs as people see it."""

from sim.addresses import IPv4Address
from sim.feature import Table, TimerText
from sim.ip.pmtu.machine import TABLE, PmtuRow

PATHS = Table(TABLE, PmtuRow, {"en": "Path MTUs", "zh": "路径 MTU"}, key={"ip": IPv4Address})
TIMER = TimerText(TABLE, {"en": "the timer for the path MTU to {1}", "zh": "去 {1} 的路径 MTU 的定时器"})
