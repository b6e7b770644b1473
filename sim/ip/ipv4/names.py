"""What the numbers in an IPv4 header are called in sentences."""

from sim.feature import ValueNames

PROTOCOLS = ValueNames(
    "protocol",
    {
        1: {"en": "ICMP"},
        2: {"en": "IGMP"},
        6: {"en": "TCP"},
        17: {"en": "UDP"},
        41: {"en": "IPv6"},
        47: {"en": "GRE"},
        89: {"en": "OSPF"},
    },
    with_number=True,
)
OPTIONS = ValueNames(
    "option",
    {
        7: {"en": "record route", "zh": "记录路由"},
        68: {"en": "timestamp", "zh": "时间戳"},
        130: {"en": "security", "zh": "安全"},
        131: {"en": "loose source route", "zh": "宽松源路由"},
        137: {"en": "strict source route", "zh": "严格源路由"},
        148: {"en": "router alert", "zh": "路由器警告"},
    },
    with_number=True,
)
