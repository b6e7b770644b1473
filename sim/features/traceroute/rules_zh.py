"""traceroute。"""

from sim.features.traceroute import rules
from sim.why import Rule, Text

TEXTS: dict[Rule, Text] = {
    rules.PROBE: Text(
        "那里是哪个路由器？",
        "traceroute 向 {dst} 发出 TTL 为 {ttl} 的第 {query} 次探测：TTL 在哪里减完，那里的路由器就要报告，"
        "地址也就知道了。",
    ),
    rules.WAIT: Text(
        "等待报告",
        "traceroute 最多等 {ns}，没有报告就输出一个星号。",
    ),
}
