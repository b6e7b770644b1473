"""网线和端口：帧怎样传送，怎样丢失。"""

from sim.link import rules
from sim.why import Rule, Text

TEXTS: dict[Rule, Text] = {
    rules.CONFIGURED: Text(
        "网线已接好",
        "网线 {link} 从模拟开始时就接好了。",
    ),
    rules.PULLED: Text(
        "网线被拔出",
        "网线 {link} 被拔出。重新插上之前，网线不能传送帧。",
    ),
    rules.PLUGGED: Text(
        "网线重新插上",
        "网线 {link} 重新插上。从现在起，网线又可以传送帧。",
    ),
    rules.CUT: Text(
        "链路断开，帧丢失",
        "帧还在途中，链路 {link} 就断开了，所以帧丢失。",
    ),
    rules.DOWN: Text(
        "没有可用链路",
        "端口 {port} 没有可用的链路，不能发送这一帧，所以把帧丢弃。",
    ),
    rules.LOST: Text(
        "随机丢失",
        "链路 {link} 随机丢失 {chance} 的帧，这一帧是其中之一。",
    ),
    rules.DUPLICATED: Text(
        "帧被重复传送",
        "链路 {link} 把这一帧传送了两次。以太网帧没有编号，所以接收方看不出第二帧是副本。",
    ),
    rules.BIT_FLIPPED: Text(
        "途中一个比特翻转",
        "经过链路 {link} 时，第 {octet} 字节的第 {bit} 位翻转了（字节从 0 数起，第 7 位在最左边）。"
        "到达的帧与发出的帧不同。",
    ),
    rules.TOO_LONG: Text(
        "帧太长",
        "在 14 字节的以太网首部之后，链路 {link} 最多承载 {mtu} 字节。这一帧共有 {length} 字节，所以丢失。",
    ),
    rules.BUSY: Text(
        "帧排队等候",
        "端口 {port} 还在发送前面的帧，所以这一帧进入队列等候，前面还有 {ahead} 帧。",
    ),
    rules.QUEUE_FULL: Text(
        "队列已满，丢弃",
        "端口 {port} 的队列最多容纳 {capacity} 帧，已经满了，所以丢弃新来的帧。这叫作尾部丢弃。",
    ),
    rules.CONGESTION_MARKED: Text(
        "队列增长：标记数据报",
        "这个帧在端口 {port} 等待，前面还有 {ahead} 个帧，这么多表示拥塞。连接的双方使用 ECN，所以端口给数据报打上标记"
        "（CE，经历拥塞），不必丢弃它。",
    ),
    rules.FAULT_DROPPED: Text(
        "按场景丢弃",
        "场景规定链路 {link} 丢失“{fault}”。这一帧符合，所以丢失。",
    ),
    rules.FAULT_BIT_FLIPPED_INSIDE: Text(
        "设备内部一个比特翻转",
        "帧离开 {node} 之前，在设备内部，第 {octet} 字节的第 {bit} 位翻转了（字节从 0 数起，第 7 位在最左边）。"
        "帧校验序列在这之后才计算，所以与损坏的帧相符。",
    ),
    rules.FAULT_FIELDS_CHANGED: Text(
        "按场景改写字段",
        "场景规定链路 {link} 改写“{fault}”。现在 {fields}；原来 {before}。所有校验和都重新计算，报文仍然有效。",
    ),
    rules.FAULT_FIELDS_DAMAGED: Text(
        "按场景损坏字段",
        "场景规定链路 {link} 损坏“{fault}”。现在 {fields}；原来 {before}。没写过的校验和不再相符。",
    ),
    rules.NIC_FOR_ME: Text(
        "发给本接口",
        "帧的目的地址是 {mac}，这是接口 {port} 的 MAC 地址，所以收下。",
    ),
    rules.NIC_FOR_GROUP: Text(
        "发给许多站点",
        "帧发给链路上的所有站点或一个组[：{dst_mac}]。接口 {port} 接收发往这个地址的帧，所以收下。",
    ),
    rules.NIC_NOT_MINE: Text(
        "发给别的站点",
        "接口 {port} 的 MAC 地址是 {mac}[，而帧的目的地址是 {dst_mac}]。这一帧是发给别的站点的，所以丢弃。",
    ),
    rules.NIC_PROMISCUOUS: Text(
        "混杂模式下收下",
        "接口 {port} 处于混杂模式，接收所有的帧，所以连这个发给别的站点 {mac} 的帧也收下。",
    ),
    rules.NIC_BAD_FCS: Text(
        "帧校验序列错误",
        "帧的最后四个字节是帧校验序列（FCS），它与帧的其余部分不符。帧在途中损坏了，所以端口 {port} 把它丢弃。",
    ),
    rules.LLC_TRUNCATED: Text(
        "LLC 首部不完整",
        "逻辑链路控制的首部需要 {needed} 字节，但只有 {present} 字节。",
    ),
    rules.LLC_NUMBERED: Text(
        "不支持的 LLC 种类",
        "控制字段 {control} 不是无编号数据的控制字段。这里没有设备支持带编号的逻辑链路控制。",
    ),
    rules.ETHERNET_TRUNCATED: Text(
        "帧被截断",
        "以太网首部有 {needed} 字节，这里只有 {present} 字节，所以不是一个帧。",
    ),
    rules.ETHERNET_TYPE_UNKNOWN: Text(
        "不支持的类型",
        "帧的类型字段是 {ethertype}。本设备不支持这种协议，所以丢弃该帧。",
    ),
}
