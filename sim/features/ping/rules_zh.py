"""ping。"""

from sim.features.ping import rules
from sim.why import Rule, Text

TEXTS: dict[Rule, Text] = {
    rules.REQUEST: Text(
        "你在吗？",
        "ping 问 {dst} 在不在：这是序号为 {sequence} 的回显请求，{dst} 要把它送回来。",
    ),
    rules.INTERVAL: Text(
        "发下一个之前等一等",
        "ping 等 {ns}再发下一个请求。",
    ),
    rules.LAST_WAIT: Text(
        "等最后的应答",
        "最后一个请求已经发出：ping 最多再等 {ns}，接收还在路上的应答。",
    ),
}
