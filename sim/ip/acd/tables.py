"""The table of address conflict detection as people see it."""

from sim.addresses import IPv4Address
from sim.feature import Table, TimerText
from sim.ip.acd.machine import TABLE, AcdRow

CONFLICTS = Table(
    TABLE,
    AcdRow,
    {"en": "Address conflict detection", "zh": "地址冲突检测"},
    key={"port": str, "ip": IPv4Address},
    label="{ip} {port}",
    minor=("sent", "conflicts"),
    spare=("began", "defended", "conflicts", "sent"),
    place=1,
)
TIMER = TimerText(
    TABLE, {"en": "the timer of the address check for {2} on {1}", "zh": "接口 {1} 上检查地址 {2} 的定时器"}
)
