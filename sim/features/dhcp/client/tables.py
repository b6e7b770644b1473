"""The table of DHCP clients as people see it, and what their timers are called."""

from sim.feature import Table, TimerText
from sim.features.dhcp.client.rows import BEGIN, COLLECT, EXPIRY, T1, T2, TABLE, WAIT, ClientRow

CLIENTS = Table(
    TABLE,
    ClientRow,
    {"en": "DHCP client", "zh": "DHCP 客户端"},
    key={"port": str},
    label="{port}",
    spoken={"en": "the DHCP client", "zh": "DHCP 客户端"},
    timers={
        "t1": {"en": "T1 of {}", "zh": "{} 的 T1"},
        "t2": {"en": "T2 of {}", "zh": "{} 的 T2"},
        "expiry": {"en": "the end of the lease of {}", "zh": "{} 的租约到期"},
    },
    minor=("xid", "sent", "began", "asked", "secs", "offers", "refused", "link_local"),
    usual={"link_local": "no"},
    spare=(
        "refused", "secs", "asked", "began", "offers", "xid", "sent", "link_local", "routes", "mtu", "search",
        "domain", "dns", "routers",
    ),
    written={"xid": lambda xid: f"0x{xid:08x}"},
    place=1,
)  # fmt: skip
BEGINNING = TimerText(
    BEGIN, {"en": "the next search for a DHCP server on {1}", "zh": "接口 {1} 下一次寻找 DHCP 服务器"}
)
WAITING = TimerText(WAIT, {"en": "the wait for a DHCP server on {1}", "zh": "接口 {1} 等待 DHCP 服务器应答"})
COLLECTING = TimerText(COLLECT, {"en": "the wait for more offers on {1}", "zh": "接口 {1} 等待更多的提供"})
RENEWAL = TimerText(T1, {"en": "T1 of the lease on {1}", "zh": "接口 {1} 租约的 T1"})
REBINDING = TimerText(T2, {"en": "T2 of the lease on {1}", "zh": "接口 {1} 租约的 T2"})
EXPIRING = TimerText(EXPIRY, {"en": "the end of the lease on {1}", "zh": "接口 {1} 租约到期"})
