"""arping。"""

from sim.features.arping import rules
from sim.why import Rule, Text

TEXTS: dict[Rule, Text] = {
    rules.REQUEST: Text(
        "谁有这个地址？",
        "不管 ARP 表里有什么，arping 都广播问链路上的所有站点，谁有 {ip}。",
    ),
    rules.WAIT: Text(
        "等待应答",
        "arping 等待应答，时间是 {ns}。",
    ),
}
