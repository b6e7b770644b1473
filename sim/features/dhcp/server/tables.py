"""The table of a DHCP server's leases as people see it."""

from sim.addresses import IPv4Address
from sim.feature import Table, TimerText
from sim.features.dhcp.option_kinds import show_client_id
from sim.features.dhcp.server.rows import TABLE, LeaseRow

LEASES = Table(
    TABLE,
    LeaseRow,
    {"en": "DHCP leases", "zh": "DHCP 租约"},
    key={"ip": IPv4Address},
    label="{ip}",
    spoken={"en": "the lease", "zh": "租约"},
    timers={"expiry": {"en": "the end of the lease of {}", "zh": "{} 的租约到期"}},
    minor=("client", "relay"),
    written={"client": show_client_id},
    spare=("relay", "client", "name"),
    place=1,
)
TIMER = TimerText(TABLE, {"en": "the end of the lease of {1}", "zh": "{1} 的租约到期"})
