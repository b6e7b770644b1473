"""The table of the limits on ICMP errors as people see it."""

from sim.addresses import IPv4Address
from sim.feature import Table
from sim.ip.icmp.machine import LIMIT_TABLE, Bucket

LIMITS = Table(
    LIMIT_TABLE,
    Bucket,
    {"en": "Limit on ICMP errors", "zh": "ICMP 差错限速"},
    key={"ip": IPv4Address},
    minor=("tokens",),
    is_bookkeeping=True,
    place=1,
)
