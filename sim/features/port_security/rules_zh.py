"""端口为什么把一个地址当作自己的，或为什么拒绝一帧。"""

from sim.features.port_security import rules
from sim.why import Rule, Text

TEXTS: dict[Rule, Text] = {
    rules.CONFIGURED: Text("端口受保护", "场景保护端口 {port}：它后面最多可以有 {limit} 个站点。"),
    rules.SECURED: Text(
        "成为安全地址",
        "端口 {port} 可以有 {limit} 个站点，还有 {mac} 的位置。交换机把 {mac} 作为这个端口的安全地址："
        "MAC 地址表里一个不老化的表项。",
    ),
    rules.KNOWN: Text("配置的安全地址", "场景说明 {mac} 在端口 {port} 后面，所以这个地址从一开始就是安全地址。"),
    rules.RELEASED: Text(
        "忘记安全地址",
        "端口 {port} 失去了链路。安全地址 {mac} 是学到的，不是粘性的，所以交换机忘记它。",
    ),
    rules.TOO_MANY: Text(
        "站点太多",
        "这一帧来自 {mac}。端口 {port} 的 {limit} 个安全地址已满，而 {mac} 不在其中。交换机丢弃这一帧。",
    ),
    rules.ELSEWHERE: Text(
        "地址属于别的端口",
        "这一帧来自 {mac}，它是端口 {old_port} 的安全地址。出现在端口 {port} 是违规，所以交换机丢弃这一帧。",
    ),
    rules.SHUT_DOWN: Text(
        "端口被关闭",
        "来自 {mac} 的帧不允许出现在端口 {port}。违规方式是 shutdown，所以交换机关闭这个端口，直到有人重新启用它。",
    ),
    rules.COUNTED: Text(
        "违规计数",
        "来自 {mac} 的帧不允许出现在端口 {port}。交换机把违规计数并报告。",
    ),
    rules.ENDED: Text(
        "端口不再受保护",
        "命令结束端口 {port} 的端口安全。交换机忘记那里有哪些安全地址。",
    ),
    rules.UP_AGAIN: Text("端口重新启用", "违规之后，有人重新启用了端口 {port}。"),
}
