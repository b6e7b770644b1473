"""arping。"""

from sim.features.arping import rules
from sim.why import Rule, Text

TEXTS: dict[Rule, Text] = {
    rules.REQUEST: Text(
        "广播 ARP 请求",
        "arping 向链路上的所有站点广播询问谁有 {ip}。它不看 ARP 表。",
    ),
    rules.WAIT: Text(
        "等待应答",
        "arping 等待应答，时间是 {ns}。",
    ),
}
