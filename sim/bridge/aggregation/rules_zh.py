"""多根网线怎样当作一根使用。"""

from sim.bridge.aggregation import rules
from sim.why import Rule, Text

TEXTS: dict[Rule, Text] = {
    rules.CONFIGURED: Text(
        "多个端口合而为一",
        "场景让端口 {members} 合为一个：{aggregate}。对学习和转发来说，{aggregate} 是一个端口。",
    ),
    rules.MEMBER_CHOSEN: Text(
        "选定一根网线",
        "帧从 {aggregate} 发出，走端口 {port} 的网线。网线由帧的地址选定，所以一个会话的所有帧走同一根网线，保持顺序。",
    ),
    rules.CHANGED: Text(
        "网线少了或多了",
        "{aggregate} 的一个端口失去了链路，或重新得到了链路。从现在起，帧分配给仍然可用的端口。",
    ),
    rules.NO_MEMBER: Text("没有网线可用", "{aggregate} 的端口都不可用，所以帧被丢弃。"),
}
