"""What the numbers of an ICMP message are called in sentences (RFC 792, RFC 1122, RFC 1812)."""

from sim.feature import ValueNames

TYPES = ValueNames(
    "type",
    {
        0: {"en": "echo reply", "zh": "回显应答"},
        3: {"en": "destination unreachable", "zh": "目的不可达"},
        4: {"en": "source quench", "zh": "源点抑制"},
        5: {"en": "redirect", "zh": "重定向"},
        8: {"en": "echo request", "zh": "回显请求"},
        9: {"en": "router advertisement", "zh": "路由器通告"},
        10: {"en": "router solicitation", "zh": "路由器请求"},
        11: {"en": "time exceeded", "zh": "超时"},
        12: {"en": "parameter problem", "zh": "参数问题"},
        13: {"en": "timestamp request", "zh": "时间戳请求"},
        14: {"en": "timestamp reply", "zh": "时间戳应答"},
    },
)
CODES = ValueNames(
    "code",
    {
        (3, 0): {"en": "network unreachable", "zh": "网络不可达"},
        (3, 1): {"en": "host unreachable", "zh": "主机不可达"},
        (3, 2): {"en": "protocol unreachable", "zh": "协议不可达"},
        (3, 3): {"en": "port unreachable", "zh": "端口不可达"},
        (3, 4): {"en": "fragmentation needed and DF set", "zh": "需要分片但 DF 已置位"},
        (3, 5): {"en": "source route failed", "zh": "源路由失败"},
        (3, 6): {"en": "destination network unknown", "zh": "目的网络未知"},
        (3, 7): {"en": "destination host unknown", "zh": "目的主机未知"},
        (3, 8): {"en": "source host isolated", "zh": "源主机被隔离"},
        (3, 9): {"en": "network administratively prohibited", "zh": "网络被管理性禁止"},
        (3, 10): {"en": "host administratively prohibited", "zh": "主机被管理性禁止"},
        (3, 11): {"en": "network unreachable for type of service", "zh": "网络对该服务类型不可达"},
        (3, 12): {"en": "host unreachable for type of service", "zh": "主机对该服务类型不可达"},
        (3, 13): {"en": "communication administratively prohibited", "zh": "通信被管理性禁止"},
        (3, 14): {"en": "host precedence violation", "zh": "主机越权"},
        (3, 15): {"en": "precedence cutoff in effect", "zh": "优先级被截止"},
        (5, 0): {"en": "for the network", "zh": "针对网络"},
        (5, 1): {"en": "for the host", "zh": "针对主机"},
        (5, 2): {"en": "for the type of service and network", "zh": "针对服务类型和网络"},
        (5, 3): {"en": "for the type of service and host", "zh": "针对服务类型和主机"},
        (11, 0): {"en": "time to live exceeded in transit", "zh": "传输途中生存时间耗尽"},
        (11, 1): {"en": "fragment reassembly time exceeded", "zh": "分片重组超时"},
        (12, 0): {"en": "pointer indicates the error", "zh": "指针指出错误"},
        (12, 1): {"en": "required option missing", "zh": "缺少必需的选项"},
        (12, 2): {"en": "bad length", "zh": "长度错误"},
    },
    beside="type",
)
"""By the type and the code."""
