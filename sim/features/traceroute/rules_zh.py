"""traceroute。"""

from sim.features.traceroute import rules
from sim.why import Rule, Text

TEXTS: dict[Rule, Text] = {
    rules.PROBE: Text(
        "发送路由探测",
        "traceroute 向 {dst} 发送第 {query} 次探测，TTL 为 {ttl}。TTL 在哪个路由器减为零，"
        "那个路由器就要发回 ICMP 差错报文，从而给出自己的地址。",
    ),
    rules.WAIT: Text(
        "等待报告",
        "traceroute 最多等待 {ns}，接收 ICMP 差错报文或应答。如果没有收到，就输出一个星号。",
    ),
}
