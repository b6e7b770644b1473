"""网线、端口和集线器。"""

from sim.link import rules
from sim.why import Rule, Text

TEXTS: dict[Rule, Text] = {
    rules.CONFIGURED: Text(
        "网线已接好",
        "网线 {link} 从一开始就接着。",
    ),
    rules.PULLED: Text(
        "网线被拔出",
        "网线 {link} 被拔出：重新插上之前，什么也传不过去。",
    ),
    rules.PLUGGED: Text(
        "网线重新插上",
        "网线 {link} 重新插上：从现在起又可以传送帧了。",
    ),
    rules.CUT: Text(
        "随链路中断丢失",
        "帧还在路上，链路 {link} 就断开了，所以它永远不会到达。",
    ),
    rules.DOWN: Text(
        "没有可用链路",
        "端口 {port} 没有可用的链路，帧发不出去，只好丢弃。",
    ),
    rules.LOST: Text(
        "随机丢失",
        "链路 {link} 会随机丢失 {chance} 的帧，这一帧正好是其中之一。",
    ),
    rules.DUPLICATED: Text(
        "帧被重复传送",
        "链路 {link} 把这一帧传送了两次。以太网帧没有编号，所以接收方看不出第二个只是副本。",
    ),
    rules.BIT_FLIPPED: Text(
        "途中一个比特翻转",
        "经过 {link} 时，第 {octet} 个字节的第 {bit} 位翻转了（字节从 0 数起，第 7 位在最左边）："
        "到达的内容和发出的不一样。",
    ),
    rules.TOO_LONG: Text(
        "帧太长",
        "在 14 字节的以太网首部之后，链路 {link} 最多只能承载 {mtu} 字节。这一帧共有 {length} 字节，所以丢失。",
    ),
    rules.BUSY: Text(
        "排队等候",
        "端口 {port} 还在发送前面的帧，所以这一帧进入队列，前面还有 {ahead} 个帧在等。",
    ),
    rules.QUEUE_FULL: Text(
        "队列已满，丢弃",
        "端口 {port} 的队列里已有 {capacity} 个帧，满了，所以丢弃新来的帧。这叫作尾部丢弃。",
    ),
    rules.FAULT_DROPPED: Text(
        "有意丢弃",
        "场景规定链路 {link} 要丢失“{fault}”，正是这一帧。",
    ),
    rules.FAULT_BIT_FLIPPED_INSIDE: Text(
        "设备内部一个比特翻转",
        "帧离开 {node} 之前，在设备内部第 {octet} 个字节的第 {bit} 位翻转了（字节从 0 数起，第 7 位在最左边）。"
        "帧校验序列是在这之后才计算的，所以它是对的。",
    ),
    rules.NIC_FOR_ME: Text(
        "发给本接口",
        "帧的目的地址是 {mac}，正是接口 {port} 的 MAC 地址，所以收下。",
    ),
    rules.NIC_FOR_GROUP: Text(
        "发给许多站点",
        "帧发给链路上的所有站点或某个组[：{dst_mac}]。接口 {port} 也听这个地址，所以收下。",
    ),
    rules.NIC_NOT_MINE: Text(
        "发给别的站点",
        "接口 {port} 的 MAC 地址是 {mac}[，而帧的目的地址是 {dst_mac}]：这一帧是发给别人的，所以丢弃。",
    ),
    rules.NIC_PROMISCUOUS: Text(
        "混杂模式下收到",
        "接口 {port} 处于混杂模式，什么帧都收，连这个发往 {mac}、本来给别人的帧也收下。",
    ),
    rules.NIC_BAD_FCS: Text(
        "帧校验出错",
        "帧最后四个字节的帧校验序列（FCS）和其余部分对不上：它在途中损坏了，所以端口 {port} 把它丢弃。",
    ),
    rules.ETHERNET_TRUNCATED: Text(
        "帧被截断",
        "以太网首部有 {needed} 字节，这里只有 {present} 字节，所以不成帧。",
    ),
    rules.ETHERNET_TYPE_UNKNOWN: Text(
        "不认识的内容类型",
        "类型字段是 {ethertype}，本设备不支持这种协议，所以丢弃该帧。",
    ),
}
